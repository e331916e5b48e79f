//! How lines of the log are tied to each other in the database.

use domain::audit::chain::{Hash, Head, Row};
use sqlx::{AnyConnection, Row as _, any::AnyRow};

use super::{
    database::{Change, Statement},
    fault::Fault,
};

/// Lines that are looked at together.
const BATCH: i64 = 1000;

/// The columns of a line as the chain knows them, and its hash.
macro_rules! columns {
    () => {
        "position, id, at, person, who, action, object, outcome, detail, changes, request, hash"
    };
}
pub(super) use columns;

/// A line as it stands in the database, whatever stands there.
pub struct Raw {
    position: i64,
    id: String,
    at: i64,
    person: Option<String>,
    who: String,
    action: String,
    object: String,
    outcome: String,
    detail: String,
    changes: String,
    request: Option<String>,
    pub hash: String,
}

impl Raw {
    pub(super) fn read(values: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            position: values.try_get("position")?,
            id: values.try_get("id")?,
            at: values.try_get("at")?,
            person: values.try_get("person")?,
            who: values.try_get("who")?,
            action: values.try_get("action")?,
            object: values.try_get("object")?,
            outcome: values.try_get("outcome")?,
            detail: values.try_get("detail")?,
            changes: values.try_get("changes")?,
            request: values.try_get("request")?,
            hash: values.try_get("hash")?,
        })
    }

    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row {
            position: self.position,
            id: &self.id,
            at: self.at,
            person: self.person.as_deref(),
            who: &self.who,
            action: &self.action,
            object: &self.object,
            outcome: &self.outcome,
            detail: &self.detail,
            changes: &self.changes,
            request: self.request.as_deref(),
        }
    }
}

/// Takes the next position. Whoever appends waits here until the one before has committed, so that the order of the
/// positions is the order in which the changes became true, and each line finds the hash of the one before it.
pub(super) async fn next(change: &mut Change) -> Result<Head, Fault> {
    let (position, head) = change.counted("UPDATE event_count SET events = events + 1 RETURNING events, head").await?;
    let hash = Hash::parse(&head).ok_or_else(|| Fault::row("event_count", "head", "1"))?;
    Ok(Head { position, hash })
}

/// Notes the hash of the last line.
pub(super) fn note<'q>(hash: Hash) -> Statement<'q> {
    sqlx::query("UPDATE event_count SET head = $1").bind(hash.to_string())
}

/// Gives the lines from before the migration their hashes, once. A head that is missing although the log was signed
/// already is no old log but a damaged one: it stays as it is, for `portal audit verify` to tell.
pub(super) async fn tie_old_lines(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    let sql = "UPDATE event_count SET head = head WHERE head = ''
               AND NOT EXISTS (SELECT 1 FROM checkpoint) AND NOT EXISTS (SELECT 1 FROM event WHERE hash <> '')";
    if sqlx::query(sql).execute(&mut *connection).await?.rows_affected() == 0 {
        return Ok(());
    }
    let mut head = Head::START;
    loop {
        let sql = concat!("SELECT ", columns!(), " FROM event WHERE position > $1 ORDER BY position LIMIT $2");
        let lines = sqlx::query(sql).bind(head.position).bind(BATCH).fetch_all(&mut *connection).await?;
        if lines.is_empty() {
            break;
        }
        for line in &lines {
            let line = Raw::read(line)?;
            head = Head { position: line.position, hash: line.row().hash(head.hash) };
            sqlx::query("UPDATE event SET hash = $2 WHERE position = $1")
                .bind(head.position)
                .bind(head.hash.to_string())
                .execute(&mut *connection)
                .await?;
        }
    }
    note(head.hash).execute(connection).await?;
    Ok(())
}
