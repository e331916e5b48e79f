//! The dashboard.

use domain::portal::Dashboard;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What needs somebody, as of now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardShown {
    pub found: Dashboard,
    /// The version of the inventory that this was taken from.
    pub version: u64,
    pub now: jiff::Timestamp,
}

#[server(endpoint = "dashboard/show")]
pub async fn show() -> Result<DashboardShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    let version = portal.inventory().version;
    let found = portal.dashboard(&context::actor()?).await?;
    if portal.inventory().is_changing() {
        context::follow();
    }
    Ok(DashboardShown { found, version, now: portal.now() })
}
