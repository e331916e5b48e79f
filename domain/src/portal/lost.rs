//! Calls whose answer was lost: their environments are looked for by the portal's own tag.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Portal, environment_object, reading::TagsById};
use crate::{
    Error,
    audit::{Action, Event, Outcome},
    environment::Environment,
    id::{ConnectionName, EnvironmentId},
    inventory::Entry,
    operation::{Operation, SWEEPS, State},
    tag::OPERATION,
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
        let detail = format!("Found by the tag of operation {}, whose answer was lost", operation.id);
        self.event(None, Action::AdoptEnvironment, object, Outcome::Done, detail)
    }
}
