//! Why the portal does not start, and what to do about it.

use std::{io, net::SocketAddr};

use domain::{Error, ports::StoreError};
use finspace_local::StartError;

use crate::{safe::SafeError, seal::SealError, store::OpenError};

#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error(
        "The portal cannot listen on {address}: {cause}. Choose another address with --listen, or stop what listens there."
    )]
    Listen { address: SocketAddr, cause: io::Error },
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("The database was opened and cannot be read: {0}.")]
    Store(#[from] StoreError),
    #[error(
        "The embedded FinSpace endpoint does not start: {0}. Its settings begin with local.; portal --help lists them."
    )]
    Local(#[from] StartError),
    #[error("Passwords cannot be hashed on this machine: {0}.")]
    Passwords(String),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Safe(#[from] SafeError),
    #[error("{0}")]
    Portal(#[from] Error),
}
