//! The environments as they were last seen, each as one JSON text, and how the connections are.

use std::collections::BTreeMap;

use domain::{
    connection::{Health, Trouble},
    id::{ConnectionName, EnvironmentId},
    inventory::Entry,
};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::{
    Database,
    database::{Change, Statement},
    fault::Fault,
    row::{Row, storable},
};

/// Rows of one statement: enough to save round trips, few enough for SQLite, which looks each parameter's name up among
/// all names before it. Whole statements are kept ready, and the limits (32,766 and 65,535 parameters) are far.
const ROWS: usize = 100;

pub(super) async fn inventory(database: &Database) -> Result<Vec<Entry>, Fault> {
    let sql = "SELECT connection || '/' || environment AS id, connection, environment, entry FROM inventory
               ORDER BY connection, environment";
    let rows = database.all("inventory", sqlx::query(sql)).await?;
    rows.iter()
        .map(|row| {
            let entry: Entry = row.json("entry")?;
            let key = (row.word("connection")?, row.word("environment")?);
            let environment = &entry.environment;
            let same = (&environment.connection, &environment.id) == (&key.0, &key.1);
            if same { Ok(entry) } else { Err(row.inconsistent("entry")) }
        })
        .collect()
}

pub(super) async fn health(database: &Database) -> Result<BTreeMap<ConnectionName, Health>, Fault> {
    let sql = "SELECT connection AS id, synced_at, trouble_since, trouble_words FROM connection_health";
    let rows = database.all("connection_health", sqlx::query(sql)).await?;
    rows.iter().map(|row| Ok((row.word("id")?, read_health(row)?))).collect()
}

fn read_health(row: &Row) -> Result<Health, Fault> {
    let trouble = match (row.maybe_time("trouble_since")?, row.maybe_text("trouble_words")?) {
        (Some(since), Some(words)) => Some(Trouble { since, words }),
        (None, None) => None,
        _ => return Err(row.inconsistent("trouble_since")),
    };
    Ok(Health { synced_at: row.maybe_time("synced_at")?, trouble })
}

pub(super) async fn save_reading(
    database: &Database,
    connection: &ConnectionName,
    changed: &[Entry],
    gone: &[EnvironmentId],
    health: &Health,
) -> Result<(), Fault> {
    // PostgreSQL refuses to write a row twice in one statement, and a list that changes while it is read can name an
    // environment twice: the last one is the newest.
    let newest: BTreeMap<_, _> =
        changed.iter().map(|entry| ((&entry.environment.connection, &entry.environment.id), entry)).collect();
    let newest: Vec<&Entry> = newest.into_values().collect();
    let mut change = database.change().await?;
    // First of all, so that two readings of a connection queue for this row and cannot lock each other out.
    save_health(&mut change, connection, health).await?;
    for part in newest.chunks(ROWS) {
        save_entries(&mut change, part).await?;
    }
    for part in gone.chunks(ROWS) {
        delete_entries(&mut change, connection, part).await?;
    }
    change.commit().await
}

async fn save_health(change: &mut Change, connection: &ConnectionName, health: &Health) -> Result<(), Fault> {
    // Another portal may have read it later than this one.
    let sql = "INSERT INTO connection_health (connection, synced_at, trouble_since, trouble_words)
               VALUES ($1, $2, $3, $4)
               ON CONFLICT (connection) DO UPDATE SET synced_at = CASE
                   WHEN excluded.synced_at IS NULL OR excluded.synced_at < connection_health.synced_at
                   THEN connection_health.synced_at ELSE excluded.synced_at END,
                   trouble_since = excluded.trouble_since, trouble_words = excluded.trouble_words";
    let query = sqlx::query(sql)
        .bind(connection.as_str())
        .bind(health.synced_at.map(Timestamp::as_millisecond))
        .bind(health.trouble.as_ref().map(|trouble| trouble.since.as_millisecond()))
        .bind(health.trouble.as_ref().map(|trouble| storable(&trouble.words)));
    change.write(query).await?;
    Ok(())
}

async fn save_entries(change: &mut Change, entries: &[&Entry]) -> Result<(), Fault> {
    let rows: Vec<String> =
        (0..entries.len()).map(|n| format!("(${}, ${}, ${})", n * 3 + 1, n * 3 + 2, n * 3 + 3)).collect();
    let sql = format!(
        "INSERT INTO inventory (connection, environment, entry) VALUES {}
         ON CONFLICT (connection, environment) DO UPDATE SET entry = excluded.entry",
        rows.join(", ")
    );
    let mut query = prepared(sql, entries.len());
    for entry in entries {
        let environment = &entry.environment;
        query = query
            .bind(environment.connection.as_str())
            .bind(environment.id.as_str())
            .bind(serde_json::to_string(entry)?);
    }
    change.write(query).await?;
    Ok(())
}

async fn delete_entries(change: &mut Change, connection: &ConnectionName, gone: &[EnvironmentId]) -> Result<(), Fault> {
    let places: Vec<String> = (2..gone.len() + 2).map(|n| format!("${n}")).collect();
    let sql = format!("DELETE FROM inventory WHERE connection = $1 AND environment IN ({})", places.join(", "));
    let mut query = prepared(sql, gone.len()).bind(connection.as_str());
    for id in gone {
        query = query.bind(id.as_str());
    }
    change.write(query).await?;
    Ok(())
}

/// A statement whose text is made of places only. The one for whole parts is kept ready; each shorter one is another.
fn prepared<'q>(sql: String, rows: usize) -> Statement<'q> {
    sqlx::query(AssertSqlSafe(sql)).persistent(rows == ROWS)
}
