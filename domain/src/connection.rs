//! Where environments live: an account and a region, reached with some credentials.

use jiff::{SignedDuration, Timestamp};
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

/// A connection with what the portal knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    pub connection: Connection,
    pub health: Health,
    /// How many environments were found there.
    pub environments: usize,
}

/// What the portal needs a connection for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ability {
    List,
    ReadTags,
    /// Tried by taking away a tag that nobody has.
    ChangeTags,
}

impl Ability {
    /// What pages and the log call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "List environments",
            Self::ReadTags => "Read tags",
            Self::ChangeTags => "Change tags",
        }
    }
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tried {
    Works,
    /// Why not, in words.
    Fails(String),
    /// Why it could not be tried, in words.
    Untried(String),
}

/// One ability of a connection, tried with one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub ability: Ability,
    pub outcome: Tried,
    /// From the call to its answer, attempts that the SDK repeated included.
    pub milliseconds: u64,
}

/// What came of trying a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub connection: ConnectionName,
    pub at: Timestamp,
    /// With whose credentials the calls are signed, or why there are none.
    pub identity: Result<String, String>,
    pub attempts: Vec<Attempt>,
}

impl Check {
    /// One line for the log.
    #[must_use]
    pub fn in_words(&self) -> String {
        let word = |attempt: &Attempt| {
            let ended = match attempt.outcome {
                Tried::Works => "works",
                Tried::Fails(_) => "fails",
                Tried::Untried(_) => "not tried",
            };
            format!("{}: {ended}", attempt.ability.label())
        };
        self.attempts.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

/// A connection that cannot be read for so long is down, and people are told.
pub const OUTAGE: SignedDuration = SignedDuration::from_mins(5);

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
