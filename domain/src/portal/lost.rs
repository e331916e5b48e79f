//! Calls whose answer was lost: their environments are looked for by the portal's own tag.

use jiff::Timestamp;

use super::{Portal, environment_object};
use crate::{
    Error,
    audit::{Action, Outcome},
    id::ConnectionName,
    operation::{SWEEPS, State},
    tag::OPERATION,
};

impl Portal {
    /// Whether a connection is worth reading again soon: an environment moves by itself, or the answer to a creation was
    /// lost and has not been looked for often enough.
    pub async fn is_moving(&self, connection: &ConnectionName) -> bool {
        let inventory = self.inventory();
        let own = |entry: &&std::sync::Arc<crate::inventory::Entry>| entry.environment.connection == *connection;
        if inventory.entries().iter().filter(own).any(|entry| entry.environment.status.is_changing()) {
            return true;
        }
        // A database that cannot answer is no reason to ask FinSpace more often.
        let open = self.store().open_operations().await.unwrap_or_default();
        open.iter().any(|operation| operation.plan.connection == *connection && operation.sweeps < SWEEPS)
    }

    /// Looks for the environments of calls whose answer was lost: by their tag.
    pub(super) async fn reconcile(
        &self,
        connection: &ConnectionName,
        began: Timestamp,
        all_read: bool,
    ) -> Result<(), Error> {
        let open = self.store().open_operations().await.map_err(|e| self.failed(&e))?;
        let inventory = self.inventory();
        for operation in open {
            let lost = operation.is_lost(began) && operation.armed_at <= began;
            if operation.plan.connection != *connection || !lost {
                continue;
            }
            let tagged = inventory.entries().iter().find(|entry| {
                entry.environment.connection == *connection
                    && entry.tags.as_ref().and_then(|tags| tags.get(OPERATION)).map(String::as_str)
                        == Some(operation.id.as_str())
            });
            if let Some(entry) = tagged {
                let id = entry.environment.id.clone();
                let event = self.event(
                    None,
                    Action::AdoptEnvironment,
                    environment_object(connection, &id),
                    Outcome::Done,
                    format!("Found by the tag of operation {}, whose answer was lost", operation.id),
                );
                let state = State::Created { environment: id };
                let settled = self.store().settle(&operation.id, operation.arms, &state, &event).await;
                settled.map_err(|e| self.failed(&e))?;
            } else if all_read {
                let counted = self.store().count_sweep(&operation.id, operation.arms).await;
                counted.map_err(|e| self.failed(&e))?;
            }
        }
        Ok(())
    }
}
