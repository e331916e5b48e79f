//! What carrying approved operations out needs from the database.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::StoreError;
use crate::{audit::Event, id::OperationId, operation::Operation, provision::Progress};

/// Operations that the portal carries out by itself, of several portals on one database perhaps.
#[async_trait]
pub trait Provisions: Send + Sync {
    /// Adds an operation that waits for its first call. False when there is one of its draft already.
    async fn approve(&self, operation: &Operation, event: &Event) -> Result<bool, StoreError>;
    /// Every operation that there is.
    async fn operation_ids(&self) -> Result<BTreeSet<OperationId>, StoreError>;
    /// All operations that the portal has to go on with, the one that is due first at the front.
    async fn scheduled(&self) -> Result<Vec<Operation>, StoreError>;
    /// Takes an operation from what it was to what it is now, and lets its epoch grow by one; durable before it returns.
    /// False, and nothing is written, when its epoch is not that of `before` any more.
    async fn advance(&self, before: &Operation, after: &Progress, event: Option<&Event>) -> Result<bool, StoreError>;
}
