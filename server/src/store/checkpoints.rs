//! Signed checkpoints of the log, and the log as it stands, for those who check it.

use domain::{
    audit::{
        MARK, Signed,
        chain::{Hash, Head},
    },
    ports::StoreError,
    text::hex,
};

use super::{
    Database,
    chaining::{Raw, columns},
    fault::Fault,
    row::{Row, unfetched},
};

const TABLE: &str = "checkpoint";

impl Database {
    /// How far the log goes, by its own counter.
    pub async fn log_head(&self) -> Result<Head, StoreError> {
        Ok(head(self).await?)
    }

    /// At most so many lines after a position, oldest first, as they stand in the database.
    pub async fn raw_lines(&self, after: i64, most: i64) -> Result<Vec<Raw>, StoreError> {
        Ok(raw_lines(self, after, most).await?)
    }

    /// The position of the newest checkpoint, whoever signed it; 0 when there is none.
    pub async fn signed_up_to(&self) -> Result<i64, StoreError> {
        Ok(signed_up_to(self).await?)
    }

    /// Keeps a checkpoint, unless there is one of this position and key already.
    pub async fn add_checkpoint(&self, signed: &Signed) -> Result<(), StoreError> {
        Ok(add(self, signed).await?)
    }

    /// At most so many checkpoints after a position, in order. What cannot be read as one is given without it.
    pub async fn checkpoints(
        &self,
        after: i64,
        up_to: i64,
        most: i64,
    ) -> Result<Vec<(i64, Option<Signed>)>, StoreError> {
        Ok(checkpoints(self, after, up_to, most).await?)
    }
}

async fn head(database: &Database) -> Result<Head, Fault> {
    let query = sqlx::query("SELECT '1' AS id, events, head FROM event_count");
    let row = database.one("event_count", query).await?.ok_or_else(|| Fault::row("event_count", "events", "1"))?;
    Ok(Head { position: row.number("events")?, hash: row.word::<Hash>("head")? })
}

async fn raw_lines(database: &Database, after: i64, most: i64) -> Result<Vec<Raw>, Fault> {
    let sql = concat!("SELECT ", columns!(), " FROM event WHERE position > $1 ORDER BY position LIMIT $2");
    let unread = |cause| unfetched("event", cause);
    let rows = database.raw(sqlx::query(sql).bind(after).bind(most)).await.map_err(unread)?;
    rows.iter().map(|values| Raw::read(values).map_err(unread)).collect()
}

async fn signed_up_to(database: &Database) -> Result<i64, Fault> {
    let query = sqlx::query("SELECT 'newest' AS id, COALESCE(MAX(position), 0) AS position FROM checkpoint");
    database.one(TABLE, query).await?.map_or(Ok(0), |row| row.number("position"))
}

async fn add(database: &Database, signed: &Signed) -> Result<(), Fault> {
    let sql = "INSERT INTO checkpoint (position, hash, at, public_key, signature) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (position, public_key) DO NOTHING";
    let Signed { checkpoint, key, signature } = signed;
    let query = sqlx::query(sql)
        .bind(checkpoint.position)
        .bind(checkpoint.hash.to_string())
        .bind(checkpoint.at)
        .bind(hex(key))
        .bind(hex(signature));
    database.write(query).await?;
    Ok(())
}

async fn checkpoints(
    database: &Database,
    after: i64,
    up_to: i64,
    most: i64,
) -> Result<Vec<(i64, Option<Signed>)>, Fault> {
    let sql = "SELECT public_key AS id, position, hash, at, public_key, signature FROM checkpoint
               WHERE position > $1 AND position <= $2 ORDER BY position, public_key LIMIT $3";
    let rows = database.all(TABLE, sqlx::query(sql).bind(after).bind(up_to).bind(most)).await?;
    rows.iter().map(|row| Ok((row.number("position")?, read(row)?.parse().ok()))).collect()
}

/// The one word that a checkpoint is written as.
fn read(row: &Row) -> Result<String, Fault> {
    let (position, at) = (row.number("position")?, row.number("at")?);
    let (hash, key, signature) = (row.text("hash")?, row.text("public_key")?, row.text("signature")?);
    Ok(format!("{MARK}{position}:{hash}:{at}:{key}:{signature}"))
}
