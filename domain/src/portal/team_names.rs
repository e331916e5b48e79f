//! The names of the first teams, kept in memory: every page of the list offers them to filter by.

use std::sync::{Arc, PoisonError};

use super::{Portal, teams::teams_seen};
use crate::{
    Actor,
    ports::{Store, StoreError},
};

/// So many are offered to choose from; any other can be typed.
const OFFERED: i64 = 100;

impl Portal {
    /// The names of the first teams, to choose one of; nothing for those who do not see all teams.
    #[must_use]
    pub fn team_names(&self, actor: &Actor) -> Option<Arc<[String]>> {
        let seen = teams_seen(actor).is_none();
        seen.then(|| Arc::clone(&self.inner.team_names.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Reads the names again: another portal on the same database may have changed a team.
    pub(super) async fn read_team_names(&self) -> Result<(), StoreError> {
        let names = read(self.store()).await?;
        *self.inner.team_names.write().unwrap_or_else(PoisonError::into_inner) = names;
        Ok(())
    }

    /// The same after a change here, which is saved already: when they cannot be read, the log says so, and the next
    /// reading of a connection brings them.
    pub(super) async fn reread_team_names(&self) {
        if let Err(cause) = self.read_team_names().await {
            let _told = self.failed(&cause);
        }
    }
}

pub(super) async fn read(store: &dyn Store) -> Result<Arc<[String]>, StoreError> {
    store.team_names(OFFERED).await.map(Arc::from)
}
