//! A browser in which somebody is signed in, as they see it themselves.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::SessionKey;

/// One session of a person. Its key addresses it on pages and opens nothing: the session's id is in its browser only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenSession {
    pub key: SessionKey,
    /// The browser and its system, in words.
    pub device: String,
    pub signed_in: Timestamp,
    /// To the minute.
    pub seen: Timestamp,
}
