//! What checks need from the world: somebody who looks, and the database.

use async_trait::async_trait;

use super::StoreError;
use crate::{
    audit::Event,
    check::{Checks, Way},
    id::{ConnectionName, EnvironmentId, PersonId},
};

/// Somebody who goes the way that people go to sign in, as far as the page.
#[async_trait]
pub trait Prober: Send + Sync {
    /// Looks at the way to a sign-in page. `endpoint` is that of the connection which named the page: only where it is on
    /// this machine may the page be, too.
    async fn probe(&self, page: &str, endpoint: Option<&str>) -> Way;
}

/// Checks of environments, which several portals on one database may make at once.
#[async_trait]
pub trait CheckStore: Send + Sync {
    /// All that are known.
    async fn checks(&self) -> Result<Vec<Checks>, StoreError>;
    async fn checks_of(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Option<Checks>, StoreError>;
    /// Those of the environments that somebody's teams have.
    async fn checks_for(&self, person: &PersonId) -> Result<Vec<Checks>, StoreError>;
    /// Adds version 1, or saves version `n + 1` over version `n`, with its events or without any of it. False when somebody
    /// else was quicker, or forgot them.
    async fn save_checks(&self, checks: &Checks, events: &[Event]) -> Result<bool, StoreError>;
    /// Forgets them, unless somebody wrote another version meanwhile.
    async fn forget_checks(&self, checks: &Checks) -> Result<(), StoreError>;
}
