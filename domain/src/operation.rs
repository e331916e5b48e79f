//! A create call: sent at most once, never forgotten.
//!
//! CreateEnvironment has no client token and knows no conflict, so nothing at FinSpace stops a second environment. What
//! stops it is this record: it is armed, durably, before the call is made, and an armed one is never called again unless
//! FinSpace answered with a definite no, or a person decided so after seeing that no environment carries its tag.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    environment::{NewEnvironment, Status},
    error::Refusal,
    id::{DraftId, EnvironmentId, OperationId, PersonId},
    provision::Progress,
};

/// How many whole readings of the connection must miss the tag before a person may send the call again.
pub const SWEEPS: i64 = 3;
/// How long a call can still be on its way, in seconds. Past it, silence means that the answer was lost, and what a
/// reading does not find was not created.
pub const IN_FLIGHT_SECONDS: i64 = 60;

/// One intended creation and what is known of it.
///
/// The call of a person's wizard is sent by the request that asks for it, and `next_run_at` is `None`. An operation that
/// was approved is carried out by the portal itself, whenever `next_run_at` says: see [`crate::provision`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// What the environment is tagged with.
    pub id: OperationId,
    /// What was asked for: a draft of the wizard, or the id of an approved request. Each has one operation at most.
    pub draft: DraftId,
    pub person: PersonId,
    pub plan: NewEnvironment,
    pub state: State,
    /// When the call was last allowed to be sent; before that, when it was approved.
    pub armed_at: Timestamp,
    /// How often it was allowed to be sent: once, and once more for each definite no or decision of a person.
    pub arms: i64,
    /// Whole readings of the connection, begun after the call had landed, that found no environment with our tag.
    pub sweeps: i64,
    /// Grows with each claim and decision. Who names an older one writes nothing.
    pub epoch: i64,
    /// When the portal goes on with it by itself; `None` when that is over or was never its business.
    pub next_run_at: Option<Timestamp>,
}

/// An operation that the portal goes on with, as far as that says when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    pub id: OperationId,
    pub state: State,
    pub next_run_at: Option<Timestamp>,
}

impl Scheduled {
    /// Whether it is time to go on with it. A time that is too far away was written by a clock that was wrong.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_run_at.is_some_and(|at| at <= now || at > now + SignedDuration::from_hours(1))
    }
}

impl From<&Operation> for Scheduled {
    fn from(operation: &Operation) -> Self {
        let Operation { id, state, next_run_at, .. } = operation.clone();
        Self { id, state, next_run_at }
    }
}

impl OperationId {
    /// The id of a draft's operation, always the same: a database that was put back from before the operation finds by it
    /// what the operation made. One that is written down already keeps the id that it has.
    #[must_use]
    pub fn of(draft: &DraftId) -> Self {
        let digest = Sha256::new().chain_update(b"operation\0").chain_update(draft.as_str()).finalize();
        let mut bytes = [0; 26];
        bytes.copy_from_slice(&digest[..26]);
        Self::from_bytes(bytes)
    }
}

/// What is known of the call, and of the environment that it made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Approved: no call is on its way, and the portal will send one. With what FinSpace said when the last call has to
    /// be sent anew because it asked to slow down or could not be reached.
    Waiting { refusal: Option<Refusal> },
    /// It may be on its way right now.
    Armed,
    /// FinSpace answered, or the environment was found by its tag. Whether it is up is another question.
    Created { environment: EnvironmentId },
    /// A definite no: nothing was created.
    Refused { refusal: Refusal },
    /// The answer was lost: it may or may not have happened.
    Unknown { words: String },
    /// A person has to decide: no reading found the environment, or several carry the tag. Readings go on. With why the
    /// answer was lost, where that is known.
    Undecided {
        found: Vec<EnvironmentId>,
        #[serde(default)]
        lost: Option<String>,
    },
    /// A person decided that nothing comes of it.
    Closed,
    /// The environment is up.
    Ready { environment: EnvironmentId },
    /// FinSpace could not build the environment, or takes it down again; as deleted when it does not know it any more.
    Failed { environment: EnvironmentId, status: Status },
    /// The environment is still not up after the time that building may take. It is still looked at.
    Stalled { environment: EnvironmentId },
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Armed => "armed",
            Self::Created { .. } => "created",
            Self::Refused { .. } => "refused",
            Self::Unknown { .. } => "unknown",
            Self::Undecided { .. } => "undecided",
            Self::Closed => "closed",
            Self::Ready { .. } => "ready",
            Self::Failed { .. } => "failed",
            Self::Stalled { .. } => "stalled",
        }
    }

    /// The environment, once it is known which one it is.
    #[must_use]
    pub fn environment(&self) -> Option<&EnvironmentId> {
        match self {
            Self::Created { environment }
            | Self::Ready { environment }
            | Self::Failed { environment, .. }
            | Self::Stalled { environment } => Some(environment),
            _ => None,
        }
    }
}

impl Operation {
    /// An operation whose first call goes out now, because a person pressed the button.
    #[must_use]
    pub fn armed(id: OperationId, draft: DraftId, person: PersonId, plan: NewEnvironment, now: Timestamp) -> Self {
        let state = State::Armed;
        Self { id, draft, person, plan, state, armed_at: now, arms: 1, sweeps: 0, epoch: 0, next_run_at: None }
    }

    /// An operation that was approved now; the portal carries it out.
    #[must_use]
    pub fn waiting(id: OperationId, draft: DraftId, person: PersonId, plan: NewEnvironment, now: Timestamp) -> Self {
        let state = State::Waiting { refusal: None };
        Self { state, arms: 0, next_run_at: Some(now), ..Self::armed(id, draft, person, plan, now) }
    }

    /// What the rules of provisioning go by.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let Self { state, armed_at, arms, sweeps, next_run_at, .. } = self.clone();
        Progress { state, armed_at, arms, sweeps, next_run_at }
    }

    /// The same operation, further on.
    #[must_use]
    pub fn with(self, progress: Progress) -> Self {
        let Progress { state, armed_at, arms, sweeps, next_run_at } = progress;
        Self { state, armed_at, arms, sweeps, next_run_at, ..self }
    }

    /// Whether the portal carries it out by itself, or did; a wizard's call is its person's.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        self.epoch > 0 || self.next_run_at.is_some()
    }

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
        self.progress().has_landed(now)
    }

    /// Whether a person may decide to send the call again: the answer is lost, and enough readings missed the tag.
    #[must_use]
    pub fn may_be_sent_again(&self, now: Timestamp) -> bool {
        self.is_lost(now) && self.sweeps >= SWEEPS
    }
}
