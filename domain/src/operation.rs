//! A create call: sent at most once, never forgotten.
//!
//! CreateEnvironment has no client token and knows no conflict, so nothing at FinSpace stops a second environment. What
//! stops it is this record: it is armed, durably, before the call is made, and an armed one is never called again unless
//! FinSpace answered with a definite no, or a person decided so after seeing that no environment carries its tag.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    environment::NewEnvironment,
    error::Refusal,
    id::{DraftId, EnvironmentId, OperationId, PersonId},
};

/// How many whole readings of the connection must miss the tag before a person may send the call again.
pub const SWEEPS: i64 = 3;
/// How long a call can still be on its way, in seconds. Past it, silence means that the answer was lost, and what a
/// reading does not find was not created.
pub const IN_FLIGHT_SECONDS: i64 = 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: OperationId,
    pub draft: DraftId,
    pub person: PersonId,
    pub plan: NewEnvironment,
    pub state: State,
    /// When the call was last allowed to be sent.
    pub armed_at: Timestamp,
    /// How often it was allowed to be sent: 1, and 1 more for each definite no or decision of a person.
    pub arms: i64,
    /// Whole readings of the connection, begun after the call had landed, that found no environment with our tag.
    pub sweeps: i64,
}

/// What is known of the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It may be on its way right now.
    Armed,
    /// FinSpace answered, or the environment was found by its tag.
    Created { environment: EnvironmentId },
    /// A definite no: nothing was created.
    Refused { refusal: Refusal },
    /// The answer was lost: it may or may not have happened.
    Unknown { words: String },
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Armed => "armed",
            Self::Created { .. } => "created",
            Self::Refused { .. } => "refused",
            Self::Unknown { .. } => "unknown",
        }
    }
}

impl Operation {
    /// Whether the call's answer is still worth waiting for.
    #[must_use]
    pub fn is_lost(&self, now: Timestamp) -> bool {
        match self.state {
            State::Unknown { .. } => true,
            State::Armed => self.has_landed(now),
            _ => false,
        }
    }

    /// Whether the call has happened by now or never will. The portal gives up waiting earlier, and the call it sent may
    /// arrive all the same.
    #[must_use]
    pub fn has_landed(&self, now: Timestamp) -> bool {
        now.duration_since(self.armed_at).as_secs() > IN_FLIGHT_SECONDS
    }

    /// Whether a person may decide to send the call again: the answer is lost, and enough readings missed the tag.
    #[must_use]
    pub fn may_be_sent_again(&self, now: Timestamp) -> bool {
        self.is_lost(now) && self.sweeps >= SWEEPS
    }
}
