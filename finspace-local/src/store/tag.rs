//! Tags in the database.

use sqlx::{Row, SqliteConnection};

use crate::model::tags::Tags;

/// The tags of the environment at `seq`.
pub(crate) async fn read(db: &mut SqliteConnection, seq: i64) -> Result<Tags, sqlx::Error> {
    let rows = sqlx::query("SELECT key, value FROM tag WHERE seq = $1").bind(seq).fetch_all(db).await?;
    let pairs = rows.iter().map(|row| Ok((row.try_get("key")?, row.try_get("value")?)));
    pairs.collect()
}

/// Adds tags, and overwrites those that are there.
pub(crate) async fn put(db: &mut SqliteConnection, seq: i64, tags: &Tags) -> Result<(), sqlx::Error> {
    for (key, value) in tags {
        sqlx::query(
            "INSERT INTO tag (seq, key, value) VALUES ($1, $2, $3)
             ON CONFLICT (seq, key) DO UPDATE SET value = $3",
        )
        .bind(seq)
        .bind(key)
        .bind(value)
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Removes the tags with these keys; those that are not there are no matter.
pub(crate) async fn remove(db: &mut SqliteConnection, seq: i64, keys: &[String]) -> Result<(), sqlx::Error> {
    for key in keys {
        sqlx::query("DELETE FROM tag WHERE seq = $1 AND key = $2").bind(seq).bind(key).execute(&mut *db).await?;
    }
    Ok(())
}
