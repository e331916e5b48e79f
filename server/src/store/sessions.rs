//! Sessions of signed-in browsers, for tower-sessions. Whoever reads the table cannot take one over: ids are hashed.

use std::{collections::BTreeMap, fmt, sync::Arc};

use app::context::{DEVICE, PERSON, SESSION_KEY};
use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{PersonId, SessionKey},
    ports::{Clock, StoreError},
    session::SeenSession,
    text::hex,
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store,
};

use super::{
    Database,
    fault::Fault,
    row::{Row, storable},
};
use crate::auth::session::{TIMES, Times};

const TABLE: &str = "session";

/// The sessions in the database. A cheap clone.
#[derive(Clone)]
pub struct Sessions {
    database: Database,
    clock: Arc<dyn Clock>,
}

impl Sessions {
    #[must_use]
    pub fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { database, clock }
    }

    /// Ends all sessions of a person, and says how many there were.
    pub async fn end_all(&self, person: &PersonId) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE person = $1").bind(person.as_str());
        Ok(self.database.write(query).await?)
    }

    /// Deletes the sessions that nobody can use any more, and says how many there were.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(self.clock.now().as_millisecond());
        Ok(self.database.write(query).await?)
    }

    async fn find(&self, id: &Id) -> Result<Option<Row>, Fault> {
        let query = sqlx::query("SELECT id, data, expires_at FROM session WHERE id = $1 AND expires_at > $2")
            .bind(hash(id))
            .bind(self.clock.now().as_millisecond());
        self.database.one(TABLE, query).await
    }

    /// Carries out a statement with the id, the person who signed in, the data, the expiry and the key for its owner as
    /// its parameters.
    async fn write(&self, sql: &'static str, record: &Record) -> Result<bool, session_store::Error> {
        let data = serde_json::to_string(&record.data).map_err(|e| session_store::Error::Encode(e.to_string()))?;
        let query = sqlx::query(sql)
            .bind(hash(&record.id))
            .bind(record.data.get(PERSON).and_then(Value::as_str).map(storable))
            .bind(data)
            .bind(milliseconds(record.expiry_date))
            .bind(record.data.get(SESSION_KEY).and_then(Value::as_str).map(storable));
        Ok(self.database.write(query).await.map_err(failed)? == 1)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let sql = "INSERT INTO session (id, person, data, expires_at, row_key) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
        while !self.write(sql, record).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// A session that was ended meanwhile stays ended: an answer that was under way must not bring it back.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let sql = "UPDATE session SET person = $2, data = $3, expires_at = $4, row_key = $5 WHERE id = $1";
        self.write(sql, record).await?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let Some(row) = self.find(id).await.map_err(failed)? else { return Ok(None) };
        let expiry_date = row.number("expires_at").map_err(failed)?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(expiry_date) * 1_000_000);
        Ok(Some(Record {
            id: *id,
            data: row.json("data").map_err(failed)?,
            expiry_date: expiry_date.map_err(|_| failed(row.inconsistent("expires_at")))?,
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let query = sqlx::query("DELETE FROM session WHERE id = $1").bind(hash(id));
        self.database.write(query).await.map_err(failed)?;
        Ok(())
    }
}

/// The sessions of a person that are not over, the one seen last first.
pub(super) async fn sessions_of(
    database: &Database,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<SeenSession>, Fault> {
    let sql = "SELECT id, row_key, data FROM session WHERE person = $1 AND expires_at > $2 AND row_key IS NOT NULL";
    let query = sqlx::query(sql).bind(person.as_str()).bind(now.as_millisecond());
    let mut seen = Vec::new();
    for row in database.all(TABLE, query).await? {
        let data: BTreeMap<String, Value> = row.json("data")?;
        let times: Option<Times> = data.get(TIMES).and_then(|times| Times::deserialize(times).ok());
        let Some(times) = times.filter(|times| !times.is_over(now)) else { continue };
        let device = data.get(DEVICE).and_then(Value::as_str).unwrap_or("A browser").to_owned();
        seen.push(SeenSession { key: row.word("row_key")?, device, signed_in: times.signed_in, seen: times.seen });
    }
    seen.sort_by_key(|session| std::cmp::Reverse(session.seen));
    Ok(seen)
}

pub(super) async fn end_session(
    database: &Database,
    person: &PersonId,
    key: &SessionKey,
    event: &Event,
) -> Result<bool, Fault> {
    let query = sqlx::query("DELETE FROM session WHERE person = $1 AND row_key = $2");
    database.write_with(query.bind(person.as_str()).bind(key.as_str()), event).await
}

pub(super) async fn end_sessions(database: &Database, person: &PersonId, event: &Event) -> Result<(), Fault> {
    let mut change = database.change().await?;
    change.write(sqlx::query("DELETE FROM session WHERE person = $1").bind(person.as_str())).await?;
    change.commit_with(event).await
}

impl fmt::Debug for Sessions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sessions").finish_non_exhaustive()
    }
}

/// An id is 128 random bits, so that one fast round is enough.
fn hash(id: &Id) -> String {
    hex(&Sha256::digest(id.0.to_le_bytes()))
}

fn milliseconds(at: OffsetDateTime) -> i64 {
    let nanoseconds = at.unix_timestamp_nanos();
    i64::try_from(nanoseconds / 1_000_000).unwrap_or(if nanoseconds < 0 { i64::MIN } else { i64::MAX })
}

fn failed(fault: Fault) -> session_store::Error {
    session_store::Error::Backend(StoreError::from(fault).to_string())
}
