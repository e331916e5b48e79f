//! One line in the log for every request: what, how it ended, how long it took; never what it carried.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use domain::{id::RequestId, ports::Chance};
use tracing::Instrument;

/// The header that tells the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The layer. Everything further inside finds the id in the request, as a [`RequestId`]. The query stays out of the log:
/// set-up links have their secret there.
pub async fn line(State(chance): State<Arc<dyn Chance>>, mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 26];
    bytes.copy_from_slice(&chance.bytes()[..26]);
    let id = RequestId::from_bytes(bytes);
    request.extensions_mut().insert(id.clone());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", %id);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let milliseconds = began.elapsed().as_millis();
    span.in_scope(|| {
        let status = response.status().as_u16();
        let peer = peer.map(tracing::field::display);
        tracing::info!(%method, path, status, milliseconds, peer, "answered");
    });
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
