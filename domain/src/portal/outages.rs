//! Connections that cannot be read for longer than a hiccup: people are told once, and told once that it is over.

use super::Portal;
use crate::{
    Error,
    audit::{Action, Outcome},
    connection::{OUTAGE, Trouble},
    id::ConnectionName,
};

impl Portal {
    /// Writes that a connection is down, when no portal has read it for [`OUTAGE`] and nobody wrote it yet.
    pub(super) async fn note_outage(&self, connection: &ConnectionName, trouble: &Trouble) -> Result<(), Error> {
        let Ok(since) = self.now().checked_sub(OUTAGE) else { return Ok(()) };
        if trouble.since > since {
            return Ok(());
        }
        let words = format!("It cannot be read since {}. {}", trouble.since.strftime("%F %H:%M UTC"), trouble.words);
        let object = object(connection);
        let event = self.event(None, Action::CheckConnection, object, Outcome::Failed, words);
        let begun = self.store().begin_outage(connection, since, &event).await;
        begun.map(drop).map_err(|e| self.failed(&e))
    }

    /// Writes that a connection is read again, if its outage was written.
    pub(super) async fn note_recovery(&self, connection: &ConnectionName) -> Result<(), Error> {
        let words = "It is read again";
        let event = self.event(None, Action::CheckConnection, object(connection), Outcome::Done, words);
        self.store().end_outage(connection, &event).await.map(drop).map_err(|e| self.failed(&e))
    }
}

fn object(connection: &ConnectionName) -> String {
    format!("connection/{connection}")
}
