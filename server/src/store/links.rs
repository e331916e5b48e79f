//! The links of teams, the clicks on them, and what people keep of them for themselves.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{ConnectionName, EnvironmentId, LinkId, PersonId, TeamId},
    link::{Link, day},
    ports::{LinkStore, StoreError},
    team::Team,
};
use jiff::Timestamp;

use super::{
    Database,
    database::Statement,
    fault::Fault,
    row::{Row, storable},
    teams::{change_of, finish},
};

const LINK: &str = "link";
/// So many links are kept of what somebody followed.
const RECENT: i64 = 8;

/// The columns of a link, and of its team beside them.
macro_rules! columns {
    () => {
        "link.id, link.team, link.connection, link.environment, link.name, link.label, link.section, link.place,
         link.added_at, link.added_by"
    };
    (with_team) => {
        concat!(columns!(), ", team.name AS team_name, team.description AS team_description, team.made_at")
    };
}

#[async_trait]
impl LinkStore for Database {
    async fn link(&self, id: &LinkId) -> Result<Option<Link>, StoreError> {
        let sql = concat!("SELECT ", columns!(), " FROM link WHERE link.id = $1");
        let found = self.one(LINK, sqlx::query(sql).bind(id.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn links_of(&self, team: &TeamId) -> Result<Vec<Link>, StoreError> {
        let sql = concat!("SELECT ", columns!(), " FROM link WHERE link.team = $1");
        let found = self.all(LINK, sqlx::query(sql).bind(team.as_str())).await?;
        let mut links: Vec<Link> = found.iter().map(read).collect::<Result<_, _>>()?;
        links.sort_by(|one, other| one.order().cmp(&other.order()));
        Ok(links)
    }

    async fn links_to(
        &self,
        connection: &ConnectionName,
        environment: &EnvironmentId,
    ) -> Result<Vec<(Team, Link)>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(with_team),
            " FROM link JOIN team ON team.id = link.team
              WHERE link.connection = $1 AND link.environment = $2 ORDER BY team.sought, team.id"
        );
        let query = sqlx::query(sql).bind(connection.as_str()).bind(environment.as_str());
        Ok(with_teams(self, query).await?)
    }

    async fn linked(&self) -> Result<BTreeSet<(ConnectionName, EnvironmentId)>, StoreError> {
        let sql = "SELECT DISTINCT connection AS id, environment FROM link";
        let found = self.all(LINK, sqlx::query(sql)).await?;
        let place = |row: &Row| Ok((row.word("id")?, row.word("environment")?));
        Ok(found.iter().map(place).collect::<Result<_, Fault>>()?)
    }

    async fn links_for(&self, person: &PersonId) -> Result<Vec<(Team, Link)>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(with_team),
            " FROM team_member m JOIN team ON team.id = m.team JOIN link ON link.team = team.id
              WHERE m.person = $1 ORDER BY team.sought, team.id, link.place, link.id"
        );
        Ok(with_teams(self, sqlx::query(sql).bind(person.as_str())).await?)
    }

    async fn add_link(&self, link: &Link, event: &Event) -> Result<bool, StoreError> {
        let Some(change) = change_of(self, &link.team).await? else { return Ok(false) };
        Ok(finish(change, added(link), event).await?)
    }

    async fn edit_link(&self, before: &Link, after: &Link, event: &Event) -> Result<bool, StoreError> {
        let Some(change) = change_of(self, &before.team).await? else { return Ok(false) };
        let sql = "UPDATE link SET connection = $2, environment = $3, name = $4, label = $5, section = $6
                   WHERE id = $1 AND connection = $7 AND environment = $8 AND label = $9 AND section = $10
                   AND NOT EXISTS (SELECT 1 FROM link other WHERE other.id <> $1 AND other.team = $11
                                   AND other.connection = $2 AND other.environment = $3)";
        let query = sqlx::query(sql)
            .bind(before.id.as_str())
            .bind(after.connection.as_str())
            .bind(after.environment.as_str())
            .bind(storable(&after.name))
            .bind(storable(&after.label))
            .bind(storable(&after.section))
            .bind(before.connection.as_str())
            .bind(before.environment.as_str())
            .bind(storable(&before.label))
            .bind(storable(&before.section))
            .bind(before.team.as_str());
        Ok(finish(change, query, event).await?)
    }

    async fn swap_links(&self, one: &Link, other: &Link, event: &Event) -> Result<bool, StoreError> {
        let Some(mut change) = change_of(self, &one.team).await? else { return Ok(false) };
        let mut moved = 0;
        for (link, place) in [(one, other.place), (other, one.place)] {
            let sql = "UPDATE link SET place = $2 WHERE id = $1 AND place = $3 AND team = $4";
            let query = sqlx::query(sql).bind(link.id.as_str()).bind(place).bind(link.place).bind(one.team.as_str());
            moved += change.write(query).await?;
        }
        if moved != 2 {
            return Ok(false);
        }
        change.commit_with(event).await?;
        Ok(true)
    }

    async fn remove_link(&self, link: &Link, event: &Event) -> Result<bool, StoreError> {
        let Some(change) = change_of(self, &link.team).await? else { return Ok(false) };
        let query = sqlx::query("DELETE FROM link WHERE id = $1").bind(link.id.as_str());
        Ok(finish(change, query, event).await?)
    }

    async fn opened(&self, link: &LinkId, person: &PersonId, at: Timestamp) -> Result<(), StoreError> {
        let mut change = self.change().await?;
        // A link that was removed meanwhile is counted nowhere.
        let sql = "INSERT INTO link_click (link, day, clicks) SELECT id, $2, 1 FROM link WHERE id = $1
                   ON CONFLICT (link, day) DO UPDATE SET clicks = link_click.clicks + 1";
        if change.write(sqlx::query(sql).bind(link.as_str()).bind(day(at))).await? == 0 {
            return Ok(());
        }
        let sql = "INSERT INTO recent_link (person, link, at) VALUES ($1, $2, $3)
                   ON CONFLICT (person, link) DO UPDATE SET at = excluded.at";
        let recent = sqlx::query(sql).bind(person.as_str()).bind(link.as_str()).bind(at.as_millisecond());
        change.write(recent).await?;
        let sql = "DELETE FROM recent_link WHERE person = $1 AND link NOT IN (
                       SELECT link FROM recent_link WHERE person = $1 ORDER BY at DESC, link LIMIT $2)";
        change.write(sqlx::query(sql).bind(person.as_str()).bind(RECENT)).await?;
        Ok(change.commit().await?)
    }

    async fn clicks(&self, team: &TeamId, from_day: i64) -> Result<BTreeMap<LinkId, i64>, StoreError> {
        let sql = "SELECT link.id, CAST(SUM(link_click.clicks) AS BIGINT) AS clicks
                   FROM link JOIN link_click ON link_click.link = link.id
                   WHERE link.team = $1 AND link_click.day >= $2 GROUP BY link.id";
        let found = self.all("link_click", sqlx::query(sql).bind(team.as_str()).bind(from_day)).await?;
        let count = |row: &Row| Ok((row.word("id")?, row.number("clicks")?));
        Ok(found.iter().map(count).collect::<Result<_, Fault>>()?)
    }

    async fn clicks_by_day(&self, link: &LinkId, from_day: i64) -> Result<BTreeMap<i64, i64>, StoreError> {
        let sql = "SELECT link AS id, day, clicks FROM link_click WHERE link = $1 AND day >= $2";
        let found = self.all("link_click", sqlx::query(sql).bind(link.as_str()).bind(from_day)).await?;
        Ok(found.iter().map(|row| Ok((row.number("day")?, row.number("clicks")?))).collect::<Result<_, Fault>>()?)
    }

    async fn recent(&self, person: &PersonId) -> Result<Vec<LinkId>, StoreError> {
        let sql = "SELECT link AS id FROM recent_link WHERE person = $1 ORDER BY at DESC, link";
        let found = self.all("recent_link", sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?)
    }

    async fn favourites(&self, person: &PersonId) -> Result<BTreeSet<LinkId>, StoreError> {
        let sql = "SELECT link AS id FROM favourite WHERE person = $1";
        let found = self.all("favourite", sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.iter().map(|row| row.word("id")).collect::<Result<_, _>>()?)
    }

    async fn add_favourite(&self, person: &PersonId, link: &LinkId) -> Result<(), StoreError> {
        let sql = "INSERT INTO favourite (person, link) SELECT $1, id FROM link WHERE id = $2
                   ON CONFLICT (person, link) DO NOTHING";
        self.write(sqlx::query(sql).bind(person.as_str()).bind(link.as_str())).await?;
        Ok(())
    }

    async fn remove_favourites(&self, person: &PersonId, links: &[LinkId]) -> Result<(), StoreError> {
        for link in links {
            let sql = "DELETE FROM favourite WHERE person = $1 AND link = $2";
            self.write(sqlx::query(sql).bind(person.as_str()).bind(link.as_str())).await?;
        }
        Ok(())
    }
}

/// Adds a link as the last one of its team, unless the team has that environment.
pub(super) fn added(link: &Link) -> Statement<'_> {
    let sql = "INSERT INTO link (id, team, connection, environment, name, label, section, added_at, added_by, place)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, COALESCE(MAX(link.place), 0) + 1
               FROM link WHERE link.team = $2
               ON CONFLICT (team, connection, environment) DO NOTHING";
    sqlx::query(sql)
        .bind(link.id.as_str())
        .bind(link.team.as_str())
        .bind(link.connection.as_str())
        .bind(link.environment.as_str())
        .bind(storable(&link.name))
        .bind(storable(&link.label))
        .bind(storable(&link.section))
        .bind(link.added_at.as_millisecond())
        .bind(storable(&link.added_by))
}

async fn with_teams(database: &Database, query: Statement<'_>) -> Result<Vec<(Team, Link)>, Fault> {
    let pair = |row: &Row| {
        let link = read(row)?;
        let team = Team {
            id: link.team.clone(),
            name: row.text("team_name")?,
            description: row.text("team_description")?,
            made_at: row.time("made_at")?,
        };
        Ok((team, link))
    };
    database.all(LINK, query).await?.iter().map(pair).collect()
}

fn read(row: &Row) -> Result<Link, Fault> {
    Ok(Link {
        id: row.word("id")?,
        team: row.word("team")?,
        connection: row.word("connection")?,
        environment: row.word("environment")?,
        name: row.text("name")?,
        label: row.text("label")?,
        section: row.text("section")?,
        place: row.number("place")?,
        added_at: row.time("added_at")?,
        added_by: row.text("added_by")?,
    })
}
