//! Calls whose answer was lost, or that a database from a backup has forgotten: their environments are looked for by the
//! portal's own tag.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::{Portal, environment_object, reading::TagsById};
use crate::{
    Error,
    audit::{Action, Event, Outcome},
    blueprint::digest,
    environment::Environment,
    error::RefusalKind,
    id::{ConnectionName, EnvironmentId},
    inventory::Entry,
    operation::{Operation, SWEEPS, State},
    ports::CallError,
    tag::{OPERATION, PLAN},
};

impl Portal {
    /// Whether a connection is worth reading again soon: an environment moves by itself, or the answer to a creation was
    /// lost and has not been looked for often enough.
    pub async fn is_moving(&self, connection: &ConnectionName) -> bool {
        let inventory = self.inventory();
        let own = |entry: &&Arc<Entry>| entry.environment.connection == *connection;
        if inventory.entries().iter().filter(own).any(|entry| entry.environment.status.is_changing()) {
            return true;
        }
        // A database that cannot answer is no reason to ask FinSpace more often.
        let open = self.store().open_operations().await.unwrap_or_default();
        open.iter().any(|operation| operation.plan.connection == *connection && operation.sweeps < SWEEPS)
    }

    /// Looks for the environments of calls whose answer was lost: by their tag, in what a whole reading found.
    pub(super) async fn reconcile(
        &self,
        connection: &ConnectionName,
        began: Timestamp,
        environments: &[Environment],
        read: &TagsById,
    ) -> Result<(), Error> {
        let open = self.store().open_operations().await.map_err(|e| self.failed(&e))?;
        let inventory = self.inventory();
        // What was read just now goes first: the inventory leaves out what it learnt meanwhile from elsewhere.
        let tags = |id: &EnvironmentId| {
            read.get(id).or_else(|| inventory.get(connection, id).and_then(|entry| entry.tags.as_ref()))
        };
        let all_read = environments.iter().all(|environment| tags(&environment.id).is_some());
        for operation in open.iter().filter(|o| o.plan.connection == *connection && o.is_lost(began)) {
            let tagged = environments.iter().find(|environment| {
                tags(&environment.id).and_then(|tags| tags.get(OPERATION)).is_some_and(|id| id == operation.id.as_str())
            });
            if let Some(environment) = tagged {
                self.adopt(operation, &environment.id).await?;
            } else if all_read && operation.has_landed(began) {
                let counted = self.store().count_sweep(&operation.id, operation.arms).await;
                counted.map_err(|e| self.failed(&e))?;
            }
        }
        Ok(())
    }

    /// Takes over what a draft's call made before, when the database was put back from a backup that is older than the
    /// call. `None` when nothing is known of such a call, and this one may go out.
    pub(super) async fn adopt_forgotten(&self, operation: &Operation) -> Result<Option<Operation>, Error> {
        let plan = &operation.plan;
        // What was read before the portal started can be as old as the backup.
        if !self.inner.turns[&plan.connection].was_read() {
            self.read_connection(&plan.connection).await?;
        }
        let known = self.inventory();
        let is_own = |entry: &&Arc<Entry>| entry.environment.connection == plan.connection;
        for entry in known.entries().iter().filter(is_own) {
            if entry.tags.is_none() && entry.environment.name == plan.name.to_string() {
                self.read_namesake(entry).await?;
            }
        }
        let inventory = self.inventory();
        let mut tagged = Vec::new();
        for entry in inventory.entries().iter().filter(is_own) {
            if let Some(tags) = &entry.tags
                && tags.get(OPERATION).is_some_and(|id| id == operation.id.as_str())
            {
                tagged.push((&entry.environment.id, tags));
            }
        }
        let (id, tags) = match tagged.as_slice() {
            [] => return Ok(None),
            [one] => one,
            _ => return Err(made_before(&tagged)),
        };
        // It was made from other answers than those that the draft has now.
        if tags.get(PLAN).is_some_and(|made| *made != digest(plan)) {
            return Err(made_before(&tagged));
        }
        let state = State::Created { environment: (*id).clone() };
        let adopted = Operation { state, arms: operation.arms - 1, ..operation.clone() };
        let event = self.adopt_event(&adopted, id);
        if self.store().adopt(&adopted, &event).await.map_err(|e| self.failed(&e))? {
            self.inner.ports.bell.ring();
            return Ok(Some(adopted));
        }
        // Somebody else was quicker, and theirs is what became of it.
        self.store().operation_of(&operation.draft).await.map_err(|e| self.failed(&e))
    }

    /// Asks for the tags of an environment that has the wanted name, which no reading could tell.
    async fn read_namesake(&self, entry: &Entry) -> Result<(), Error> {
        let environment = &entry.environment;
        match self.finspace().tags(&environment.connection, &environment.arn).await {
            Ok(tags) => self.saw(environment, Some(&tags)).await,
            Err(error) => Err(unread(entry, &error)),
        }
    }

    async fn adopt(&self, operation: &Operation, id: &EnvironmentId) -> Result<(), Error> {
        let event = self.adopt_event(operation, id);
        let state = State::Created { environment: id.clone() };
        let settled = self.store().settle(&operation.id, operation.arms, &state, &event).await;
        if settled.map_err(|e| self.failed(&e))? {
            self.inner.ports.bell.ring();
        }
        Ok(())
    }

    /// Tells that an environment was found by the tag of its operation.
    pub(super) fn adopt_event(&self, operation: &Operation, id: &EnvironmentId) -> Event {
        let object = environment_object(&operation.plan.connection, id);
        let why = if operation.arms > 0 { "whose answer was lost" } else { "of whose call this database did not know" };
        let detail = format!("Found by the tag of operation {}, {why}", operation.id);
        self.event(None, Action::AdoptEnvironment, object, Outcome::Done, detail)
    }
}

fn unread(entry: &Entry, error: &CallError) -> Error {
    let Environment { name, id, connection, arn, .. } = &entry.environment;
    let since = entry.first_seen.strftime("%Y-%m-%d %H:%M UTC");
    let next = match error {
        CallError::Refused(refusal) if refusal.kind == RefusalKind::Denied => format!(
            "FinSpace denied access: {} Ask whoever keeps the IAM policy of the connection “{connection}” to allow \
             finspace:ListTagsForResource on {arn}, then create again",
            ended(&refusal.said)
        ),
        CallError::Refused(refusal) => {
            format!("{}: {} Create again once it can be read", refusal.kind.title(), ended(&refusal.said))
        }
        CallError::Unanswered(words) => format!("FinSpace did not answer: {} Create again once it does", ended(words)),
    };
    Error::Conflict(format!(
        "Nothing was sent, and what you typed is kept. There is an environment “{name}” ({id}) whose tags could not be read \
         since {since}, when it was first seen: it could be the one that was made of this before. {next}, or choose another name."
    ))
}

/// Somebody else's words as a sentence.
fn ended(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

fn made_before(tagged: &[(&EnvironmentId, &BTreeMap<String, String>)]) -> Error {
    let ids: Vec<&str> = tagged.iter().map(|(id, _)| id.as_str()).collect();
    Error::Conflict(format!(
        "Nothing was sent: this was created before, with other values, as {}. Look at it among the environments, and begin \
         anew if another one is needed.",
        ids.join(" and ")
    ))
}
