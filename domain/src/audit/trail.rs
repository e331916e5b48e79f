//! Which lines of the log belong to something: those about it, and some of those about what came of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Action;

/// The lines about some things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// Everything about these belongs to it.
    pub objects: Vec<String>,
    pub beside: Option<Beside>,
}

/// What belongs to it of the lines about another thing, which has a life of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub object: String,
    /// What was done there. What somebody was not allowed to do there never belongs to it.
    pub actions: Vec<Action>,
    /// The first moment that counts.
    pub from: Timestamp,
    /// The last one.
    pub until: Option<Timestamp>,
    /// Whether only what the portal did by itself counts.
    pub by_portal: bool,
}

impl Trail {
    /// Everything about one thing.
    #[must_use]
    pub fn of(object: String) -> Self {
        Self { objects: vec![object], beside: None }
    }
}
