//! What the database keeps of outages.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{audit::Event, id::ConnectionName};

/// Of several portals on one database one tells of an outage.
#[async_trait]
pub trait OutageStore: Send + Sync {
    /// Keeps that a connection is known to be down which is in trouble since then or longer. False when that is known
    /// already, or when a portal has read it since.
    async fn begin_outage(
        &self,
        connection: &ConnectionName,
        since: Timestamp,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Keeps that it is read again. False when it was not known to be down.
    async fn end_outage(&self, connection: &ConnectionName, event: &Event) -> Result<bool, StoreError>;
}
