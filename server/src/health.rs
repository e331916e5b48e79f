//! Whether the portal is up, for those who watch over it.

use axum::{Router, extract::State, http::StatusCode, routing::get};
use domain::Portal;

/// The process is up.
pub const ALIVE: &str = "/healthz";
/// The portal can work: its database answers.
pub const READY: &str = "/readyz";

pub fn router(portal: Portal) -> Router {
    Router::new().route(ALIVE, get(|| async { "up\n" })).route(READY, get(ready)).with_state(portal)
}

async fn ready(State(portal): State<Portal>) -> (StatusCode, &'static str) {
    match portal.has_people().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
