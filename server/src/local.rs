//! Starts the FinSpace-compatible endpoint that the portal brings along, when a connection lives there.

use std::{io::ErrorKind, net::SocketAddr};

use finspace_local::{Endpoint, StartError};

use crate::settings::Settings;

/// The endpoint, if one is needed.
pub async fn start(settings: &Settings) -> Result<Option<Endpoint>, StartError> {
    if !settings.needs_local() {
        return Ok(None);
    }
    match Endpoint::start(told(settings)).await {
        Err(StartError::Listen { address, cause }) if may_move(settings, &cause) => {
            tracing::warn!(
                %address,
                "another program listens where the embedded FinSpace endpoint usually is: it takes a free port. Sign-in links change with it; --local-listen fixes an address"
            );
            let mut told = told(settings);
            told.listen = SocketAddr::new(address.ip(), 0);
            Endpoint::start(told).await.map(Some)
        }
        started => started.map(Some),
    }
}

/// An address that nobody asked for by name may be another one.
fn may_move(settings: &Settings, cause: &std::io::Error) -> bool {
    cause.kind() == ErrorKind::AddrInUse && !settings.local.listen_was_asked
}

fn told(settings: &Settings) -> finspace_local::Settings {
    let local = &settings.local;
    finspace_local::Settings {
        listen: local.listen,
        data_dir: (!settings.storage.is_in_memory()).then(|| settings.storage.data.join("finspace-local")),
        account_id: local.account_id.clone(),
        quota: local.quota,
        create_time: local.create_time,
        delete_time: local.delete_time,
        faults: local.faults,
        ..finspace_local::Settings::default()
    }
}
