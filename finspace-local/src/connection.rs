//! Connections: accepted until told to stop, closed when their client falls silent.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::call::Hangup;

/// How long calls in flight may take when the endpoint stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until `stop` is told or dropped, then lets the calls in flight end.
pub(crate) async fn serve(listener: TcpListener, router: Router, patience: Duration, mut stop: oneshot::Receiver<()>) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => break,
        };
        match accepted {
            Ok((stream, _)) => attend(stream, router.clone(), patience, &graceful),
            Err(cause) => {
                // Most likely no file descriptor is free: trying again at once would only spin.
                tracing::warn!(%cause, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some calls did not end in time");
    }
}

fn attend(stream: TcpStream, router: Router, patience: Duration, graceful: &GracefulShutdown) {
    if let Err(cause) = stream.set_nodelay(true) {
        tracing::debug!(%cause, "a connection stays with Nagle's algorithm");
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move { answered(router, request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(TokioIo::new(stream), service);
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(cause) = connection.await {
            tracing::debug!(%cause, "a connection ended early");
        }
    });
}

/// Why a connection ends without an answer: a fault was asked for.
#[derive(Debug, thiserror::Error)]
#[error("closed on demand")]
struct HungUp;

async fn answered(router: Router, request: Request<Incoming>) -> Result<Response, HungUp> {
    let response = match router.oneshot(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    // hyper closes the connection of a service that fails, and writes nothing.
    match response.extensions().get::<Hangup>() {
        Some(_) => Err(HungUp),
        None => Ok(response),
    }
}
