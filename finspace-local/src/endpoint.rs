//! The endpoint as a value: start it, ask where it is, stop it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::call;
use crate::connection;
use crate::control;
use crate::finspace::FinSpace;
use crate::settings::Settings;
use crate::store::StoreError;

/// Why an endpoint does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting makes no sense; the text says which and what it should be.
    #[error("{0}")]
    Settings(String),
    /// The address cannot be listened on.
    #[error("cannot listen on {address} ({cause}); give --listen another port, or 0 for any that is free")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A FinSpace that listens in the background. Dropping it stops it without waiting; [`Endpoint::stop`] waits.
#[derive(Debug)]
pub struct Endpoint {
    address: SocketAddr,
    finspace: Arc<FinSpace>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Endpoint {
    /// Opens the database, binds and serves from now on.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        settings.check().map_err(StartError::Settings)?;
        let (asked, patience) = (settings.listen, settings.patience);
        let cannot_listen = |cause| StartError::Listen { address: asked, cause };
        let listener = TcpListener::bind(asked).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let finspace = Arc::new(FinSpace::open(settings, address.port()).await?);
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(connection::serve(listener, routes(finspace.clone()), patience, stopped));
        tracing::info!(%address, "FinSpace is here");
        Ok(Self { address, finspace, stop, serving })
    }

    /// The service without a socket, for tests in one process. Sign-in hosts name the port of [`Settings::listen`].
    pub async fn router(settings: Settings) -> Result<Router, StartError> {
        settings.check().map_err(StartError::Settings)?;
        let port = settings.listen.port();
        Ok(routes(Arc::new(FinSpace::open(settings, port).await?)))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL for an SDK's `endpoint_url`, without a final slash. An endpoint that listens everywhere names the loopback.
    pub fn url(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
            ip => ip,
        };
        format!("http://{}", SocketAddr::new(ip, self.address.port()))
    }

    /// Accepts no more calls, lets those in flight end (for at most ten seconds) and closes the database.
    pub async fn stop(self) {
        // It may have ended by itself already: then nobody listens, and that is fine.
        let _ended = self.stop.send(());
        if let Err(cause) = self.serving.await {
            tracing::error!(%cause, "the endpoint broke");
        }
        self.finspace.store.close().await;
    }
}

fn routes(finspace: Arc<FinSpace>) -> Router {
    let control = if finspace.faults.is_some() { control::routes() } else { Router::new() };
    control.fallback(call::answer).layer(from_fn(call::from_no_page)).with_state(finspace)
}
