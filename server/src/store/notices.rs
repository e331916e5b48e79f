//! Notices, and how far the log was told of.

use async_trait::async_trait;
use domain::{
    delivery::NewDelivery,
    id::{EnvironmentRequestId, NoticeId, PersonId},
    notice::{Choices, NewNotice, News, Notice},
    ports::{NoticeStore, StoreError},
    role::Role,
};
use jiff::Timestamp;

use super::{
    Database,
    database::{Change, Statement},
    deliveries,
    fault::Fault,
    people::PERSON,
    row::{Row, storable},
};

const TABLE: &str = "notice";

#[async_trait]
impl NoticeStore for Database {
    async fn told_up_to(&self) -> Result<i64, StoreError> {
        let row = self.one("told", sqlx::query("SELECT CAST(only_row AS TEXT) AS id, position FROM told")).await?;
        // A fault is logged where it is made.
        let row = row.ok_or_else(|| Fault::row("told", "position", "1"))?;
        Ok(row.number("position")?)
    }

    async fn tell(
        &self,
        from: i64,
        to: i64,
        notices: &[NewNotice],
        messages: &[NewDelivery],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        // Whoever tells of the same lines at the same time waits here, and then finds that they are told.
        let sql = "UPDATE told SET position = $2 WHERE position = $1";
        if change.write(sqlx::query(sql).bind(from).bind(to)).await? == 0 {
            return Ok(false);
        }
        for notice in notices {
            add(&mut change, notice).await?;
        }
        for message in messages {
            deliveries::add(&mut change, message).await?;
        }
        change.commit().await?;
        Ok(true)
    }

    async fn deciders(&self, request: &EnvironmentRequestId) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT p.id FROM request r JOIN blueprint b ON b.id = r.blueprint JOIN person p
                   ON (b.deciders = 'people' AND p.id IN (SELECT a.person FROM blueprint_approver a
                                                          WHERE a.blueprint = b.id))
                   OR (b.deciders = 'team' AND p.id IN (SELECT m.person FROM team_member m WHERE m.team = r.team
                           AND (m.owner = 1 OR ' ' || p.roles || ' ' || p.rule_roles || ' ' LIKE '% approver %')))
                   OR (b.deciders = 'in_order' AND NOT EXISTS (SELECT 1 FROM request_approval v
                                                               WHERE v.request = r.id AND v.person = p.id) AND EXISTS (
                       SELECT 1 FROM blueprint_step s WHERE s.blueprint = b.id
                       AND s.place = (SELECT COUNT(*) FROM request_approval v WHERE v.request = r.id)
                       AND (s.person = p.id OR (s.person IS NULL AND EXISTS (
                           SELECT 1 FROM team_member m WHERE m.team = COALESCE(s.team, r.team) AND m.person = p.id
                           AND (m.owner = 1 OR ' ' || p.roles || ' ' || p.rule_roles || ' ' LIKE '% approver %'))))))
                   WHERE r.id = $1 AND p.disabled_at IS NULL ORDER BY p.id";
        people(self, sqlx::query(sql).bind(request.as_str())).await
    }

    async fn having(&self, role: Role) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT id FROM person WHERE disabled_at IS NULL
                   AND ' ' || roles || ' ' || rule_roles || ' ' LIKE $1 ORDER BY id";
        people(self, sqlx::query(sql).bind(format!("% {} %", role.as_str()))).await
    }

    async fn at_address(&self, email: &str) -> Result<Option<PersonId>, StoreError> {
        let sql = "SELECT id FROM person WHERE email = $1 AND disabled_at IS NULL";
        Ok(people(self, sqlx::query(sql).bind(storable(email))).await?.pop())
    }

    async fn notices(&self, person: &PersonId, from: i64, most: i64) -> Result<(Vec<Notice>, i64), StoreError> {
        let sql = "SELECT id, occasion, about, detail, target, at, read_at FROM notice
                   WHERE person = $1 ORDER BY at DESC, id LIMIT $2 OFFSET $3";
        let query = sqlx::query(sql).bind(person.as_str()).bind(most.max(0)).bind(from.max(0));
        let notices = self.all(TABLE, query).await?.iter().map(read).collect::<Result<_, Fault>>()?;
        let sql = "SELECT 'all' AS id, COUNT(*) AS notices FROM notice WHERE person = $1";
        let count = self.one(TABLE, sqlx::query(sql).bind(person.as_str())).await?;
        Ok((notices, count.map_or(Ok(0), |row| row.number("notices"))?))
    }

    async fn notice(&self, person: &PersonId, id: &NoticeId) -> Result<Option<Notice>, StoreError> {
        let sql = "SELECT id, occasion, about, detail, target, at, read_at FROM notice WHERE person = $1 AND id = $2";
        let found = self.one(TABLE, sqlx::query(sql).bind(person.as_str()).bind(id.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn mark_read(&self, person: &PersonId, one: Option<&NoticeId>, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL AND ($3 = '' OR id = $3)";
        let query = sqlx::query(sql).bind(person.as_str()).bind(at.as_millisecond());
        self.write(query.bind(one.map_or("", NoticeId::as_str))).await?;
        Ok(())
    }

    async fn forget_notices(&self, before: Timestamp) -> Result<(), StoreError> {
        self.write(sqlx::query("DELETE FROM notice WHERE at < $1").bind(before.as_millisecond())).await?;
        Ok(())
    }

    async fn choices(&self, person: &PersonId) -> Result<Option<Choices>, StoreError> {
        let sql = "SELECT person AS id, choices FROM notice_choice WHERE person = $1";
        let found = self.one("notice_choice", sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.map(|row| row.json("choices")).transpose()?)
    }

    async fn save_choices(&self, person: &PersonId, choices: &Choices) -> Result<(), StoreError> {
        let sql = "INSERT INTO notice_choice (person, choices) VALUES ($1, $2)
                   ON CONFLICT (person) DO UPDATE SET choices = excluded.choices";
        let choices = serde_json::to_string(choices).map_err(Fault::from)?;
        self.write(sqlx::query(sql).bind(person.as_str()).bind(choices)).await?;
        Ok(())
    }
}

async fn add(change: &mut Change, notice: &NewNotice) -> Result<(), Fault> {
    let sql = "INSERT INTO notice (id, person, occasion, about, detail, target, at, once)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person, once) DO NOTHING";
    let query = bound_news(sqlx::query(sql).bind(notice.id.as_str()).bind(notice.person.as_str()), &notice.news);
    change.write(query.bind(notice.once.as_str())).await?;
    Ok(())
}

/// The news as five values: occasion, about, detail, target and time.
pub(super) fn bound_news<'q>(query: Statement<'q>, news: &News) -> Statement<'q> {
    query
        .bind(news.occasion.as_str())
        .bind(storable(&news.about))
        .bind(storable(&news.detail))
        .bind(news.target.to_string())
        .bind(news.at.as_millisecond())
}

/// The news out of the columns of the same names.
pub(super) fn news(row: &Row) -> Result<News, Fault> {
    Ok(News {
        occasion: row.word("occasion")?,
        about: row.text("about")?,
        detail: row.text("detail")?,
        target: row.parsed("target")?,
        at: row.time("at")?,
    })
}

fn read(row: &Row) -> Result<Notice, Fault> {
    Ok(Notice { id: row.word("id")?, news: news(row)?, read_at: row.maybe_time("read_at")? })
}

async fn people(database: &Database, query: Statement<'_>) -> Result<Vec<PersonId>, StoreError> {
    let rows = database.all(PERSON, query).await?;
    Ok(rows.iter().map(|row| row.word("id")).collect::<Result<_, Fault>>()?)
}
