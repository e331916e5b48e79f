//! Where environments live: an account and a region, reached with some credentials.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::ConnectionName;

/// A named (region, credentials, endpoint) triple from the settings, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub name: ConnectionName,
    pub region: String,
    /// `None` is the SDK's own address for the region.
    pub endpoint_url: Option<String>,
}

/// How the last attempts to read a connection went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// When its environments were last read whole; `None` is never.
    pub synced_at: Option<Timestamp>,
    /// Why the newest attempt failed, in words, and since when it is so; `None` while it answers.
    pub trouble: Option<Trouble>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub since: Timestamp,
    pub words: String,
}
