//! The listener: connections that dawdle are closed, and at the end nobody is cut off in the middle of an answer.

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
    time::{sleep, timeout},
};
use tower::ServiceExt;

/// Those who are being answered at the end may take so long.
const FAREWELL: Duration = Duration::from_secs(20);
/// Connections at once; more wait outside.
const CONNECTIONS: usize = 4096;
/// When the system has no more sockets to give, it may have some after this.
const NO_SOCKETS: Duration = Duration::from_millis(100);

/// Serves until `stop` ends, and then those who are being answered.
pub async fn serve(listener: TcpListener, router: Router, header_time: Duration, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let builder = builder(header_time);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(cause) => {
                not_accepted(&cause).await;
                continue;
            }
        };
        let (builder, router, watcher) = (builder.clone(), router.clone(), graceful.watcher());
        tokio::spawn(async move {
            connection(stream, peer, &builder, router, header_time, watcher).await;
            drop(place);
        });
    }
    drop(listener);
    if timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were not finished in time");
    }
}

fn builder(header_time: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(header_time).max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(128)
        .max_header_list_size(64 * 1024)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10));
    builder
}

/// One connection. Its first request has to arrive in time: while the protocol is not known, nobody else looks at the
/// clock.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    builder: &auto::Builder<TokioExecutor>,
    router: Router,
    header_time: Duration,
    watcher: hyper_util::server::graceful::Watcher,
) {
    // Answers are written whole; waiting for more to send only delays them.
    let _slower_is_no_harm = stream.set_nodelay(true);
    let begun = Arc::new(Notify::new());
    let first = Arc::clone(&begun);
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        first.notify_one();
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(Body::new))
    });
    let serving = watcher.watch(builder.serve_connection(TokioIo::new(stream), service).into_owned());
    let mut serving = pin!(serving);
    let ended = tokio::select! {
        ended = &mut serving => ended,
        () = begun.notified() => serving.await,
        () = sleep(header_time) => return,
    };
    if let Err(cause) = ended {
        tracing::debug!(%peer, %cause, "a connection ended early");
    }
}

/// A client that left before it was let in is nobody's trouble; a machine without sockets needs a moment.
async fn not_accepted(cause: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(cause.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%cause, "no connection could be accepted");
        sleep(NO_SOCKETS).await;
    }
}
