//! What lifetimes and deletions need from the database.

use std::collections::BTreeSet;

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, PersonId, TeamId},
    lifetime::Lifetime,
    request::Kind,
};

/// Lifetimes of environments, which several portals on one database may tend at once.
#[async_trait]
pub trait LifetimeStore: Send + Sync {
    async fn lifetime(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Option<Lifetime>, StoreError>;
    /// Those of the environments that somebody's teams have.
    async fn lifetimes_for(&self, person: &PersonId) -> Result<Vec<Lifetime>, StoreError>;
    /// Those of the environments that a team has.
    async fn lifetimes_in(&self, team: &TeamId) -> Result<Vec<Lifetime>, StoreError>;
    /// Some of which a reminder or the end is due, the oldest first.
    async fn lifetimes_due(&self, now: Timestamp, most: i64) -> Result<Vec<Lifetime>, StoreError>;
    /// The environments that end before a moment, or whose deletion is settled and not done.
    async fn ending(&self, before: Timestamp) -> Result<BTreeSet<(ConnectionName, EnvironmentId)>, StoreError>;
    /// All whose deletion the portal has to go on with, the one that is due first at the front.
    async fn deletions(&self) -> Result<Vec<Lifetime>, StoreError>;
    /// Adds version 1, or saves version `n + 1` over version `n`, with its events or without any of it; durable before it
    /// returns. The request whose deletion is called off by it is kept from then on. False when somebody else was quicker.
    async fn save_lifetime(
        &self,
        lifetime: &Lifetime,
        kept: Option<&EnvironmentRequestId>,
        events: &[Event],
    ) -> Result<bool, StoreError>;
    /// The request that an environment was made by.
    async fn maker(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
    ) -> Result<Option<EnvironmentRequestId>, StoreError>;
    /// The request of a kind about an environment that waits for a decision.
    async fn waiting_about(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        kind: Kind,
    ) -> Result<Option<EnvironmentRequestId>, StoreError>;
}
