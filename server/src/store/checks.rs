//! Checks: one row per environment, written from a version to the next.

use async_trait::async_trait;
use domain::{
    audit::Event,
    check::Checks,
    id::{ConnectionName, EnvironmentId, PersonId},
    ports::{CheckStore, StoreError},
};
use jiff::Timestamp;

use super::{
    Database,
    database::Statement,
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "checks";

/// The columns, each row known by its environment.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.environment AS id, c.connection, c.findings, c.checked_at, c.next_at, c.taken_until, c.version
             FROM checks c ",
            $rest
        )
    };
}

#[async_trait]
impl CheckStore for Database {
    async fn checks(&self) -> Result<Vec<Checks>, StoreError> {
        Ok(all(self, sqlx::query(select!("ORDER BY c.next_at, c.connection, c.environment"))).await?)
    }

    async fn checks_of(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Option<Checks>, StoreError> {
        let query = sqlx::query(select!("WHERE c.connection = $1 AND c.environment = $2"));
        let query = query.bind(connection.as_str()).bind(id.as_str());
        Ok(self.one(TABLE, query).await?.as_ref().map(read).transpose()?)
    }

    async fn checks_for(&self, person: &PersonId) -> Result<Vec<Checks>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE EXISTS (SELECT 1 FROM link l JOIN team_member m ON m.team = l.team
                           WHERE m.person = $1 AND l.connection = c.connection AND l.environment = c.environment)"
        ));
        Ok(all(self, query.bind(person.as_str())).await?)
    }

    async fn save_checks(&self, checks: &Checks, events: &[Event]) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let written = if checks.version == 1 { added(checks)? } else { saved(checks)? };
        if change.write(written).await? == 0 {
            return Ok(false);
        }
        Ok(change.commit_with_all(events).await.map(|()| true)?)
    }

    async fn forget_checks(&self, checks: &Checks) -> Result<(), StoreError> {
        let sql = "DELETE FROM checks WHERE connection = $1 AND environment = $2 AND version = $3";
        let query = sqlx::query(sql).bind(checks.connection.as_str()).bind(checks.environment.as_str());
        self.write(query.bind(checks.version)).await?;
        Ok(())
    }
}

fn added(checks: &Checks) -> Result<Statement<'_>, Fault> {
    let sql = "INSERT INTO checks (connection, environment, findings, checked_at, next_at, taken_until, version)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (connection, environment) DO NOTHING";
    bound(sql, checks)
}

fn saved(checks: &Checks) -> Result<Statement<'_>, Fault> {
    let sql = "UPDATE checks SET findings = $3, checked_at = $4, next_at = $5, taken_until = $6, version = $7
               WHERE connection = $1 AND environment = $2 AND version = $7 - 1";
    bound(sql, checks)
}

fn bound<'c>(sql: &'static str, checks: &'c Checks) -> Result<Statement<'c>, Fault> {
    let query = sqlx::query(sql).bind(checks.connection.as_str()).bind(checks.environment.as_str());
    let query = query.bind(storable(&serde_json::to_string(&checks.findings)?));
    let query = query.bind(checks.checked_at.map(Timestamp::as_millisecond)).bind(checks.next_at.as_millisecond());
    Ok(query.bind(checks.taken_until.map(Timestamp::as_millisecond)).bind(checks.version))
}

async fn all(database: &Database, query: Statement<'_>) -> Result<Vec<Checks>, Fault> {
    database.all(TABLE, query).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Checks, Fault> {
    Ok(Checks {
        connection: row.word("connection")?,
        environment: row.word("id")?,
        findings: row.json("findings")?,
        checked_at: row.maybe_time("checked_at")?,
        next_at: row.time("next_at")?,
        taken_until: row.maybe_time("taken_until")?,
        version: row.number("version")?,
    })
}
