//! Connections: how they are, and trying them.

use domain::{
    connection::{Check, Overview},
    id::ConnectionName,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// All connections, with what is known of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionsShown {
    pub connections: Vec<Overview>,
    pub now: jiff::Timestamp,
}

#[server(endpoint = "connections/list")]
pub async fn list() -> Result<ConnectionsShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok(ConnectionsShown { connections: portal.connections_overview(&context::actor()?)?, now: portal.now() })
}

/// Tries what a connection can do; the page that it leads to shows the result.
#[server(endpoint = "connections/check")]
pub async fn check_connection(name: ConnectionName) -> Result<Check, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let checked = context::portal().check_connection(&context::actor()?, &name).await;
    if let Ok(check) = &checked {
        context::keep_typed(check).await;
    }
    context::answer(checked, |_| Then::go(paths::CONNECTIONS), || Back::to(paths::CONNECTIONS)).await
}
