//! Where environments live.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::{caller::Caller, problem::Problem};

/// An account and a region that the portal reaches.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    name: String,
    region: String,
    /// When its environments were last read whole.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_read_at: Option<jiff::Timestamp>,
    /// Why it cannot be read right now; absent while all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<String>,
}

/// All of them.
#[derive(Serialize, ToSchema)]
pub struct Connections {
    connections: Vec<Connection>,
}

/// The connections, each with how its last reading went.
#[utoipa::path(
    get, path = "/connections", operation_id = "listConnections", tag = "connections",
    responses((status = 200, description = "All connections.", body = Connections))
)]
pub async fn list(caller: Caller) -> Result<Json<Connections>, Problem> {
    let seen = caller.portal.connections_seen(&caller.actor)?;
    let connections = seen.into_iter().map(|(connection, health)| Connection {
        name: connection.name.into(),
        region: connection.region,
        last_read_at: health.synced_at,
        trouble: health.trouble.map(|trouble| trouble.words),
    });
    Ok(Json(Connections { connections: connections.collect() }))
}
