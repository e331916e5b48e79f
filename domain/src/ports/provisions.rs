//! What carrying approved operations out needs from the database.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    id::{ConnectionName, OperationId},
    operation::{Operation, Scheduled},
    provision::Progress,
};

/// Operations that the portal carries out by itself, of several portals on one database perhaps.
#[async_trait]
pub trait Provisions: Send + Sync {
    /// Adds an operation that waits for its first call. False when there is one of its draft already.
    async fn approve(&self, operation: &Operation, event: &Event) -> Result<bool, StoreError>;
    /// Writes down which environment an operation made whose call the database does not know: adds the operation, or
    /// settles one of as many arms that is not created. False when somebody was quicker.
    async fn adopt(&self, operation: &Operation, event: &Event) -> Result<bool, StoreError>;
    /// Every operation that there is.
    async fn operation_ids(&self) -> Result<BTreeSet<OperationId>, StoreError>;
    /// When the portal has to go on with an operation over a connection.
    async fn next_run(&self, connection: &ConnectionName) -> Result<Option<Timestamp>, StoreError>;
    /// All operations over a connection that the portal has to go on with, the one that is due first at the front.
    async fn scheduled(&self, connection: &ConnectionName) -> Result<Vec<Scheduled>, StoreError>;
    /// Takes an operation from what it was to what it is now, and lets its epoch grow by one; durable before it returns.
    /// False, and nothing is written, when its epoch is not that of `before` any more.
    async fn advance(&self, before: &Operation, after: &Progress, event: Option<&Event>) -> Result<bool, StoreError>;
}
