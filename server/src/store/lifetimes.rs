//! Lifetimes: one row per environment, written from a version to the next.

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, PersonId, TeamId},
    lifetime::Lifetime,
    ports::{LifetimeStore, StoreError},
    request::Kind,
};
use jiff::Timestamp;

use super::{
    Database,
    database::{Change, Statement},
    fault::Fault,
    row::{Row, anywhere, storable},
};

const TABLE: &str = "lifetime";

/// The columns, each row known by its environment.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT f.environment AS id, f.connection, f.name, f.made_by, f.operation, f.ends_at, f.reminded, f.deletion,
                 f.version FROM lifetime f ",
            $rest
        )
    };
}

#[async_trait]
impl LifetimeStore for Database {
    async fn lifetime(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Option<Lifetime>, StoreError> {
        let query = sqlx::query(select!("WHERE f.connection = $1 AND f.environment = $2"));
        let query = query.bind(connection.as_str()).bind(id.as_str());
        Ok(self.one(TABLE, query).await?.as_ref().map(read).transpose()?)
    }

    async fn lifetimes_for(&self, person: &PersonId) -> Result<Vec<Lifetime>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE EXISTS (SELECT 1 FROM link l JOIN team_member m ON m.team = l.team
                           WHERE m.person = $1 AND l.connection = f.connection AND l.environment = f.environment)"
        ));
        Ok(all(self, query.bind(person.as_str())).await?)
    }

    async fn lifetimes_in(&self, team: &TeamId) -> Result<Vec<Lifetime>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE EXISTS (SELECT 1 FROM link l
                           WHERE l.team = $1 AND l.connection = f.connection AND l.environment = f.environment)"
        ));
        Ok(all(self, query.bind(team.as_str())).await?)
    }

    async fn lifetimes_due(&self, now: Timestamp, most: i64) -> Result<Vec<Lifetime>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE f.stage = 'living' AND f.next_at <= $1 ORDER BY f.next_at, f.connection, f.environment LIMIT $2"
        ));
        Ok(all(self, query.bind(now.as_millisecond()).bind(most)).await?)
    }

    async fn ending(&self, before: Timestamp) -> Result<BTreeSet<(ConnectionName, EnvironmentId)>, StoreError> {
        let sql = "SELECT environment AS id, connection FROM lifetime
                   WHERE (stage = 'living' AND ends_at <= $1) OR stage NOT IN ('living', 'gone')";
        let found = self.all(TABLE, sqlx::query(sql).bind(before.as_millisecond())).await?;
        let place = |row: &Row| Ok((row.word("connection")?, row.word("id")?));
        Ok(found.iter().map(place).collect::<Result<_, Fault>>()?)
    }

    async fn deletions(&self) -> Result<Vec<Lifetime>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE f.stage <> 'living' AND f.next_at IS NOT NULL ORDER BY f.next_at, f.connection, f.environment"
        ));
        Ok(all(self, query).await?)
    }

    async fn save_lifetime(
        &self,
        lifetime: &Lifetime,
        kept: Option<&EnvironmentRequestId>,
        events: &[Event],
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        if !save(&mut change, lifetime).await? {
            return Ok(false);
        }
        if let Some(kept) = kept {
            let sql = "UPDATE request SET stage = 'kept', version = version + 1 WHERE id = $1";
            change.write(sqlx::query(sql).bind(kept.as_str())).await?;
        }
        Ok(change.commit_with_all(events).await.map(|()| true)?)
    }

    async fn maker(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<EnvironmentRequestId>, StoreError> {
        // Until it is linked to its team, only its operation knows.
        let sql = "SELECT id FROM request WHERE environment = $1 AND kind = 'create' AND connection = $2
                   UNION ALL
                   SELECT r.id FROM operation o JOIN request r ON r.id = o.draft
                   WHERE r.environment IS NULL AND r.connection = $2 AND o.answer LIKE $3 ESCAPE '!' LIMIT 1";
        let named = anywhere(&format!("\"environment\":\"{id}\""));
        let query = sqlx::query(sql).bind(id.as_str()).bind(connection.as_str()).bind(named);
        Ok(self.one("request", query).await?.map(|row| row.word("id")).transpose()?)
    }

    async fn waiting_about(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        kind: Kind,
    ) -> Result<Option<EnvironmentRequestId>, StoreError> {
        let sql = "SELECT id FROM request
                   WHERE environment = $1 AND kind = $2 AND connection = $3 AND stage = 'asked' LIMIT 1";
        let query = sqlx::query(sql).bind(id.as_str()).bind(kind.as_str()).bind(connection.as_str());
        Ok(self.one("request", query).await?.map(|row| row.word("id")).transpose()?)
    }
}

async fn all(database: &Database, query: Statement<'_>) -> Result<Vec<Lifetime>, Fault> {
    database.all(TABLE, query).await?.iter().map(read).collect()
}

/// Adds version 1, or saves a version over the one before. False when that is not the one that is there.
pub(super) async fn save(change: &mut Change, lifetime: &Lifetime) -> Result<bool, Fault> {
    let sql = "INSERT INTO lifetime (connection, environment, name, made_by, operation, ends_at, reminded, stage,
                   deletion, asked_in, next_at, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (connection, environment) DO UPDATE SET name = excluded.name, made_by = excluded.made_by,
                   operation = excluded.operation, ends_at = excluded.ends_at, reminded = excluded.reminded,
                   stage = excluded.stage, deletion = excluded.deletion, asked_in = excluded.asked_in,
                   next_at = excluded.next_at, version = excluded.version
               WHERE lifetime.version = excluded.version - 1";
    let deletion = lifetime.deletion.as_ref();
    let query = sqlx::query(sql)
        .bind(lifetime.connection.as_str())
        .bind(lifetime.environment.as_str())
        .bind(storable(&lifetime.name))
        .bind(lifetime.made_by.as_ref().map(ToString::to_string))
        .bind(lifetime.operation.as_ref().map(ToString::to_string))
        .bind(lifetime.ends_at.map(Timestamp::as_millisecond))
        .bind(lifetime.reminded.map(i64::from))
        .bind(lifetime.stage())
        .bind(deletion.map(serde_json::to_string).transpose()?)
        .bind(deletion.and_then(|one| one.asked_in.as_ref()).map(ToString::to_string))
        .bind(lifetime.next_at().map(Timestamp::as_millisecond))
        .bind(lifetime.version);
    Ok(change.write(query).await? > 0)
}

fn read(row: &Row) -> Result<Lifetime, Fault> {
    Ok(Lifetime {
        connection: row.word("connection")?,
        environment: row.word("id")?,
        name: row.text("name")?,
        made_by: row.maybe_word("made_by")?,
        operation: row.maybe_word("operation")?,
        ends_at: row.maybe_time("ends_at")?,
        reminded: match row.maybe_number("reminded")? {
            None => None,
            Some(days) => Some(u32::try_from(days).map_err(|_| row.inconsistent("reminded"))?),
        },
        deletion: match row.maybe_text("deletion")? {
            None => None,
            Some(_) => Some(row.json("deletion")?),
        },
        version: row.number("version")?,
    })
}
