//! Connections: how they are, and trying them.

use domain::{
    connection::{Check, Connection, Health},
    id::ConnectionName,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// All connections, with what is known of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionsShown {
    pub connections: Vec<ConnectionShown>,
    pub required_tags: Vec<String>,
    pub now: jiff::Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionShown {
    pub connection: Connection,
    pub health: Health,
    /// How many environments were found there.
    pub environments: usize,
}

#[server(endpoint = "connections/list")]
pub async fn list() -> Result<ConnectionsShown, ApiError> {
    use crate::context;
    use domain::may::Deed;
    let portal = context::portal();
    portal.see(&context::actor()?, Deed::SeeConnections, "This page")?;
    let inventory = portal.inventory();
    let shown = |connection: &Connection| ConnectionShown {
        connection: connection.clone(),
        health: inventory.health.get(&connection.name).cloned().unwrap_or_default(),
        environments: inventory
            .entries()
            .iter()
            .filter(|entry| entry.environment.connection == connection.name)
            .count(),
    };
    Ok(ConnectionsShown {
        connections: inventory.connections.iter().map(shown).collect(),
        required_tags: portal.required_tags().iter().map(ToString::to_string).collect(),
        now: portal.now(),
    })
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
