//! Requests, each with its plan as JSON, and what is said and decided about them.

mod reading;
mod rows;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{BlueprintId, EnvironmentRequestId},
    lifetime::Lifetime,
    link::Link,
    ports::{Beside, Numbers, RequestStore, StoreError, Use, Viewer},
    request::{Approval, Asked, Comment, Filter, Place, Request},
};
use jiff::{SignedDuration, Timestamp};

use rows::save;

use super::{
    Database, changes,
    database::Change,
    fault::Fault,
    lifetimes, links, operations,
    row::{Row, storable},
    teams::change_of,
};

const TABLE: &str = "request";

#[async_trait]
impl RequestStore for Database {
    async fn request(&self, id: &EnvironmentRequestId) -> Result<Option<Asked>, StoreError> {
        Ok(reading::one(self, id).await?)
    }

    async fn requests(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        from: i64,
        most: i64,
    ) -> Result<(Vec<Request>, i64), StoreError> {
        Ok(reading::page(self, viewer, filter, from, most).await?)
    }

    async fn requests_after(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        place: Option<&Place>,
        most: i64,
    ) -> Result<Vec<Request>, StoreError> {
        Ok(reading::after(self, viewer, filter, place, most).await?)
    }

    async fn numbers(&self, viewer: &Viewer) -> Result<Numbers, StoreError> {
        Ok(reading::numbers(self, viewer).await?)
    }

    async fn save_request(&self, asked: &Asked, beside: Beside<'_>) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        if let Some(counted) = beside.counted
            && uses_now(&mut change, asked).await? != counted
        {
            return Ok(false);
        }
        if changes::comes_second(&mut change, asked).await? || save(&mut change, asked).await? == 0 {
            return Ok(false);
        }
        let id = asked.request.id.as_str();
        let sql = "DELETE FROM request_approval WHERE request = $1 AND digest <> $2";
        change.write(sqlx::query(sql).bind(id).bind(asked.digest.clone())).await?;
        if let Some(approval) = beside.approval {
            let sql = "INSERT INTO request_approval (request, person, who, digest, at) VALUES ($1, $2, $3, $4, $5)
                       ON CONFLICT (request, person) DO NOTHING";
            let query = sqlx::query(sql)
                .bind(id)
                .bind(approval.person.as_str())
                .bind(storable(&approval.who))
                .bind(asked.digest.clone())
                .bind(approval.at.as_millisecond());
            if change.write(query).await? == 0 {
                return Ok(false);
            }
        }
        if let Some(operation) = beside.operation
            && !operations::add(&mut change, operation).await?
        {
            return Ok(false);
        }
        if let Some(lifetime) = beside.lifetime
            && !lifetimes::save(&mut change, lifetime).await?
        {
            return Ok(false);
        }
        if let Some(one) = beside.change
            && !changes::save(&mut change, one).await?
        {
            return Ok(false);
        }
        Ok(change.commit_with_all(beside.events).await.map(|()| true)?)
    }

    async fn approvals(&self, id: &EnvironmentRequestId) -> Result<Vec<Approval>, StoreError> {
        let sql = "SELECT person AS id, who, at FROM request_approval WHERE request = $1 ORDER BY at, person";
        let found = self.all("request_approval", sqlx::query(sql).bind(id.as_str())).await?;
        let read = |row: &Row| Ok(Approval { person: row.word("id")?, who: row.text("who")?, at: row.time("at")? });
        Ok(found.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn comments(
        &self,
        id: &EnvironmentRequestId,
        from: i64,
        most: i64,
    ) -> Result<(Vec<Comment>, i64), StoreError> {
        let sql = "SELECT id, who, name, words, at FROM request_comment WHERE request = $1
                   ORDER BY at, id LIMIT $2 OFFSET $3";
        let query = sqlx::query(sql).bind(id.as_str()).bind(most.max(0)).bind(from.max(0));
        let found = self.all("request_comment", query).await?;
        let read = |row: &Row| {
            Ok(Comment {
                id: row.word("id")?,
                who: row.text("who")?,
                name: row.text("name")?,
                words: row.text("words")?,
                at: row.time("at")?,
            })
        };
        let comments = found.iter().map(read).collect::<Result<_, Fault>>()?;
        let sql = "SELECT 'all' AS id, COUNT(*) AS comments FROM request_comment WHERE request = $1";
        let count = self.one("request_comment", sqlx::query(sql).bind(id.as_str())).await?;
        Ok((comments, count.map_or(Ok(0), |row| row.number("comments"))?))
    }

    async fn add_comment(&self, id: &EnvironmentRequestId, comment: &Comment, event: &Event) -> Result<(), StoreError> {
        let sql = "INSERT INTO request_comment (id, request, who, name, words, at) VALUES ($1, $2, $3, $4, $5, $6)";
        let query = sqlx::query(sql)
            .bind(comment.id.as_str())
            .bind(id.as_str())
            .bind(storable(&comment.who))
            .bind(storable(&comment.name))
            .bind(storable(&comment.words))
            .bind(comment.at.as_millisecond());
        self.write_with(query, event).await?;
        Ok(())
    }

    async fn uses(&self, blueprint: &BlueprintId) -> Result<Vec<Use>, StoreError> {
        let sql = "SELECT r.id, r.team, r.person, r.connection, o.answer
                   FROM request r LEFT JOIN operation o ON o.draft = r.id
                   WHERE r.blueprint = $1 AND r.kind = 'create' AND r.stage IN ('asked', 'approved')";
        let found = self.all(TABLE, sqlx::query(sql).bind(blueprint.as_str())).await?;
        let read = |row: &Row| {
            let operation = match row.maybe_text("answer")? {
                None => None,
                Some(_) => Some((row.word("connection")?, row.json("answer")?)),
            };
            Ok(Use { team: row.word("team")?, person: row.word("person")?, operation })
        };
        Ok(found.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn waiting_since(&self, before: Timestamp, most: i64) -> Result<Vec<EnvironmentRequestId>, StoreError> {
        let sql = "SELECT id FROM request WHERE stage = 'asked' AND asked_at < $1 ORDER BY asked_at, id LIMIT $2";
        let query = sqlx::query(sql).bind(before.as_millisecond()).bind(most);
        Ok(self.all(TABLE, query).await?.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?)
    }

    async fn unreminded(
        &self,
        from: Timestamp,
        to: Timestamp,
        after: SignedDuration,
        most: i64,
    ) -> Result<Vec<(EnvironmentRequestId, i64)>, StoreError> {
        let sql = "SELECT r.id, r.version FROM request r
                   WHERE r.stage = 'asked' AND r.asked_at > $1 AND r.asked_at <= $2
                   AND NOT EXISTS (SELECT 1 FROM event e WHERE e.object = 'request/' || r.id
                                   AND e.action = 'remind_request' AND e.at >= r.asked_at + $3)
                   ORDER BY r.asked_at, r.id LIMIT $4";
        let after = i64::try_from(after.as_millis()).unwrap_or(i64::MAX);
        let query = sqlx::query(sql).bind(from.as_millisecond()).bind(to.as_millisecond()).bind(after).bind(most);
        let read = |row: &Row| Ok((row.word("id")?, row.number("version")?));
        Ok(self.all(TABLE, query).await?.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn untied(&self, most: i64) -> Result<Vec<EnvironmentRequestId>, StoreError> {
        let sql = "SELECT r.id FROM request r JOIN operation o ON o.draft = r.id
                   WHERE r.stage = 'approved' AND r.tied = 0 AND o.state IN ('created', 'ready', 'stalled')
                   ORDER BY r.decided_at, r.id LIMIT $1";
        let found = self.all(TABLE, sqlx::query(sql).bind(most)).await?;
        Ok(found.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?)
    }

    async fn tie_request(
        &self,
        id: &EnvironmentRequestId,
        link: &Link,
        lifetime: Option<&Lifetime>,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let note =
            "UPDATE request SET tied = 1, environment = $3, link = (SELECT l.id FROM link l WHERE l.team = request.team
                        AND l.connection = $2 AND l.environment = $3)
                    WHERE id = $1 AND tied = 0";
        let note = sqlx::query(note).bind(id.as_str()).bind(link.connection.as_str()).bind(link.environment.as_str());
        let of_team = change_of(self, &link.team).await?;
        let is_there = of_team.is_some();
        let mut change = match of_team {
            Some(change) => change,
            None => self.change().await?,
        };
        let added = is_there && change.write(links::added(link)).await? == 1;
        if change.write(note).await? == 0 {
            return Ok(false);
        }
        if let Some(lifetime) = lifetime {
            // Where an administrator was quicker to set an end, that one stays.
            lifetimes::save(&mut change, lifetime).await?;
        }
        // A team that has the environment already gains nothing.
        if added {
            change.commit_with(event).await?;
        } else {
            change.commit().await?;
        }
        Ok(true)
    }
}

/// How many uses the blueprint of a request has besides it. Those who ask at once take turns at its row.
async fn uses_now(change: &mut Change, asked: &Asked) -> Result<usize, Fault> {
    let (blueprint, id) = (asked.request.blueprint.as_str(), asked.request.id.as_str());
    let turn = "UPDATE blueprint SET version = version WHERE id = $1";
    change.write(sqlx::query(turn).bind(blueprint.to_owned())).await?;
    let sql = "SELECT id FROM request
               WHERE blueprint = $1 AND kind = 'create' AND stage IN ('asked', 'approved') AND id <> $2";
    let query = sqlx::query(sql).bind(blueprint.to_owned()).bind(id.to_owned());
    Ok(change.all(TABLE, query).await?.len())
}
