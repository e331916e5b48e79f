//! Changes by request: one row for each that was approved, written from a version to the next.

use async_trait::async_trait;
use domain::{
    audit::Event,
    change::Change,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, TeamId},
    ports::{ChangeStore, StoreError},
    request::{Asked, Kind},
};
use jiff::Timestamp;

use super::{Database, database, fault::Fault, row::Row};

const TABLE: &str = "change";

/// A request for a change of $1 over $2 in the name of $3 that waits for a decision or is not carried out.
macro_rules! open {
    ($rest:literal) => {
        concat!(
            "SELECT r.id FROM request r WHERE r.environment = $1 AND r.kind = 'change' AND r.connection = $2
             AND r.team = $3 AND (r.stage = 'asked' OR EXISTS (SELECT 1 FROM change c WHERE c.request = r.id
                                                               AND c.stage IN ('waiting', 'armed')))",
            $rest
        )
    };
}

#[async_trait]
impl ChangeStore for Database {
    async fn change_of(&self, request: &EnvironmentRequestId) -> Result<Option<Change>, StoreError> {
        let sql = "SELECT request AS id, content FROM change WHERE request = $1";
        let found = self.one(TABLE, sqlx::query(sql).bind(request.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn changes(&self) -> Result<Vec<Change>, StoreError> {
        let sql = "SELECT request AS id, content FROM change WHERE next_at IS NOT NULL ORDER BY next_at, request";
        let found = self.all(TABLE, sqlx::query(sql)).await?;
        Ok(found.iter().map(read).collect::<Result<_, Fault>>()?)
    }

    async fn save_change(&self, one: &Change, events: &[Event]) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        if !save(&mut change, one).await? {
            return Ok(false);
        }
        Ok(change.commit_with_all(events).await.map(|()| true)?)
    }

    async fn open_change(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        team: &TeamId,
    ) -> Result<Option<EnvironmentRequestId>, StoreError> {
        let query = sqlx::query(open!(" ORDER BY r.made_at, r.id LIMIT 1"));
        let query = query.bind(id.as_str()).bind(connection.as_str()).bind(team.as_str());
        Ok(self.one("request", query).await?.map(|row| row.word("id")).transpose()?)
    }
}

fn read(row: &Row) -> Result<Change, Fault> {
    row.json("content")
}

/// Adds version 1, or saves a version over the one before. False when that is not the one that is there.
pub(super) async fn save(change: &mut database::Change, one: &Change) -> Result<bool, Fault> {
    let sql =
        "INSERT INTO change (request, connection, stage, content, next_at, version) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (request) DO UPDATE SET stage = excluded.stage, content = excluded.content,
                   next_at = excluded.next_at, version = excluded.version
               WHERE change.version = excluded.version - 1";
    let query = sqlx::query(sql)
        .bind(one.request.as_str())
        .bind(one.connection.as_str())
        .bind(one.state.as_str())
        .bind(serde_json::to_string(one)?)
        .bind(one.next_run_at.map(Timestamp::as_millisecond))
        .bind(one.version);
    Ok(change.write(query).await? > 0)
}

/// Whether something is asked for about an environment that another request comes before. Those who ask at once take turns
/// at the row of the blueprint, which is the one that the environment was made by, whoever asks.
pub(super) async fn comes_second(change: &mut database::Change, asked: &Asked) -> Result<bool, Fault> {
    let request = &asked.request;
    let Some(about) = asked.about.as_ref().filter(|_| request.version == 1) else { return Ok(false) };
    let turn = "UPDATE blueprint SET version = version WHERE id = $1";
    change.write(sqlx::query(turn).bind(request.blueprint.as_str())).await?;
    let query = match request.kind {
        Kind::Change => sqlx::query(open!(" AND r.id <> $4")),
        _ => sqlx::query(
            "SELECT id FROM request
             WHERE environment = $1 AND connection = $2 AND kind = $3 AND stage = 'asked' AND id <> $4",
        ),
    };
    let query = query.bind(about.environment.as_str()).bind(about.connection.as_str());
    let query = match request.kind {
        Kind::Change => query.bind(request.team.as_str()),
        kind => query.bind(kind.as_str()),
    };
    Ok(!change.all("request", query.bind(request.id.as_str())).await?.is_empty())
}
