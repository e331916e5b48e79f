//! The audit log: each line is written in the transaction of the change that it tells of.

use domain::{
    audit::Event,
    id::{EventId, PersonId},
};

use super::{
    Database,
    database::Change,
    fault::Fault,
    row::{Row, storable},
};

const TABLE: &str = "event";

/// Appends a line. Its position is taken from a counter that writers queue for until they commit, so that the order of
/// the positions is the order in which the changes became true.
pub(super) async fn append(change: &mut Change, event: &Event) -> Result<(), Fault> {
    let position = change.number("UPDATE event_count SET events = events + 1 RETURNING events").await?;
    let sql = "INSERT INTO event (position, id, at, person, who, action, object, outcome, detail)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let query = sqlx::query(sql)
        .bind(position)
        .bind(event.id.as_str())
        .bind(event.at.as_millisecond())
        .bind(event.person.as_ref().map(PersonId::as_str))
        .bind(storable(&event.who))
        .bind(event.action.as_str())
        .bind(storable(&event.object))
        .bind(event.outcome.as_str())
        .bind(storable(&event.detail));
    change.write(query).await?;
    Ok(())
}

pub(super) async fn record(database: &Database, event: &Event) -> Result<(), Fault> {
    database.change().await?.commit_with(event).await
}

pub(super) async fn events(database: &Database, object: &str, limit: i64) -> Result<Vec<Event>, Fault> {
    let sql = "SELECT id, at, person, who, action, object, outcome, detail
               FROM event WHERE object = $1 ORDER BY position DESC LIMIT $2";
    let query = sqlx::query(sql).bind(storable(object)).bind(limit.max(0));
    database.all(TABLE, query).await?.iter().map(event).collect()
}

pub(super) async fn events_by(database: &Database, person: &PersonId, limit: i64) -> Result<Vec<Event>, Fault> {
    let sql = "SELECT id, at, person, who, action, object, outcome, detail
               FROM event WHERE person = $1 ORDER BY position DESC LIMIT $2";
    let query = sqlx::query(sql).bind(person.as_str()).bind(limit.max(0));
    database.all(TABLE, query).await?.iter().map(event).collect()
}

fn event(row: &Row) -> Result<Event, Fault> {
    Ok(Event {
        id: row.word::<EventId>("id")?,
        at: row.time("at")?,
        person: row.maybe_word("person")?,
        who: row.text("who")?,
        action: row.word("action")?,
        object: row.text("object")?,
        outcome: row.word("outcome")?,
        detail: row.text("detail")?,
    })
}
