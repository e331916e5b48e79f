//! What changes by request need from the database.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    audit::Event,
    change::Change,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, TeamId},
};

/// Changes that were approved, which several portals on one database may carry out at once.
#[async_trait]
pub trait ChangeStore: Send + Sync {
    /// The one that a request wanted, once it was approved.
    async fn change_of(&self, request: &EnvironmentRequestId) -> Result<Option<Change>, StoreError>;
    /// All that the portal has to go on with, the one that is due first at the front.
    async fn changes(&self) -> Result<Vec<Change>, StoreError>;
    /// Adds version 1, or saves version `n + 1` over version `n`, with its events or without any of it; durable before it
    /// returns. False when somebody else was quicker.
    async fn save_change(&self, change: &Change, events: &[Event]) -> Result<bool, StoreError>;
    /// The request for a change of an environment in the name of a team that is not decided, or not carried out.
    async fn open_change(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        team: &TeamId,
    ) -> Result<Option<EnvironmentRequestId>, StoreError>;
}
