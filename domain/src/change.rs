//! Changing an environment as a request wanted it: what to do next, decided without a clock, a database or a socket.
//!
//! The sibling of [`crate::deletion`]. An update says what something is to be, so that it can be sent twice without doing
//! more: after a lost answer, or a crash at any point, it is enough to look again and to send what is left. What must not
//! happen is that something is taken back that others changed since it was asked for. So the environment is read right
//! before the call, and each step is written under the version of its record before anything is done.

mod basis;
mod sign_in;
mod wanted;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use basis::Basis;
pub use sign_in::{SignIn, touched};
pub use wanted::Wanted;
pub(crate) use wanted::barred;

use crate::{
    error::{Refusal, RefusalKind},
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId},
    provision::{LEASE_SECONDS, Then},
};

/// When something could not be read, or no answer came; and what was taken shows by then.
const AGAIN: i64 = 30;
/// When FinSpace is busy with the environment.
const BUSY: i64 = 60;
/// The shortest and the longest time after which a call is sent anew that was refused for a passing reason.
const BACK_OFF: (i64, i64) = (30, 900);
/// So many calls are sent before a person has to look.
const CALLS: i64 = 12;

/// A change that was approved, on its way to FinSpace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    pub request: EnvironmentRequestId,
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    /// The address of whoever asked for it, when, and the addresses of those who approved it.
    pub who: String,
    pub asked_at: Timestamp,
    pub approved_by: Vec<String>,
    pub state: State,
    /// When calls were last allowed to be sent.
    pub armed_at: Option<Timestamp>,
    /// How often they were, since a person last decided something.
    pub calls: i64,
    /// When the portal goes on with it; `None` when it is over or waits for a person.
    pub next_run_at: Option<Timestamp>,
    /// Grows with each write. Who names an older one writes nothing.
    pub version: i64,
}

/// How far a change is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is to be sent; why it was not yet, if there is a reason.
    Waiting { words: Option<String> },
    /// It may be on its way right now.
    Armed,
    /// The environment is as it was wanted.
    Applied { at: Timestamp },
    /// Nothing is done until a person decides; why.
    Stopped { words: String },
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Armed => "armed",
            Self::Applied { .. } => "applied",
            Self::Stopped { .. } => "stopped",
        }
    }

    /// Whether it goes on by itself.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Armed)
    }
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The environment is as it is wanted.
    Done,
    /// Something is left to do, and all of that is as it was when this was asked for.
    Left,
    /// It cannot be changed right now, because FinSpace is at work on it.
    Busy(&'static str),
    /// It is to be changed no more, because it is gone, or because others changed it meanwhile; in words.
    Over(String),
    /// It could not be read.
    Nothing,
    /// The calls were taken.
    Called,
    /// One of them was definitely refused.
    Refused(Refusal),
    /// One of them was sent and not answered.
    Unanswered,
    /// Not all were sent: too much time had passed since they were armed.
    TooLate,
}

impl Change {
    /// Whether it is time to go on. A time that is too far away was written by a clock that was wrong.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next_run_at.is_some_and(|at| at <= now || at > now + SignedDuration::from_hours(1))
    }

    /// The same, claimed for as long as a lease lasts.
    #[must_use]
    pub fn claimed(&self, now: Timestamp) -> Self {
        Self { next_run_at: Some(later(now, LEASE_SECONDS)), ..self.next() }
    }

    /// The next version of it.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }

    /// What comes of a person's decision to try again; `None` when there is nothing to decide.
    #[must_use]
    pub fn again(&self, now: Timestamp) -> Option<Self> {
        let waiting = Self { calls: 0, ..self.to(State::Waiting { words: None }, Some(now)) };
        matches!(self.state, State::Stopped { .. }).then_some(waiting)
    }

    fn to(&self, state: State, next_run_at: Option<Timestamp>) -> Self {
        Self { state, next_run_at, ..self.clone() }
    }
}

/// What comes of a change when something was seen. The caller holds its claim and writes the answer before anything else
/// is done.
#[must_use]
pub fn step(before: &Change, seen: Seen, now: Timestamp) -> (Change, Then) {
    let after = match (&before.state, seen) {
        (State::Applied { .. } | State::Stopped { .. }, _) => before.clone(),
        (_, Seen::Done) => before.to(State::Applied { at: now }, None),
        (_, Seen::Left) => return left(before, now),
        (_, Seen::Busy(why)) => before.to(State::Waiting { words: Some(why.to_owned()) }, Some(later(now, BUSY))),
        (_, Seen::Over(words)) => before.to(State::Stopped { words }, None),
        (_, Seen::Nothing) => before.to(before.state.clone(), Some(later(now, AGAIN))),
        // The next look says whether they did what they should.
        (_, Seen::Called) => before.to(State::Armed, Some(now)),
        (_, Seen::Refused(refusal)) => refused(before, &refusal, now),
        // It may have arrived: the next look says so, and otherwise it is safe to send it again.
        (_, Seen::Unanswered) => before.to(State::Armed, Some(later(now, AGAIN))),
        (_, Seen::TooLate) => before.to(State::Waiting { words: None }, Some(now)),
    };
    (after, Then::Rest)
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now + SignedDuration::from_secs(seconds)
}

fn left(before: &Change, now: Timestamp) -> (Change, Then) {
    let shows_at = before.armed_at.filter(|_| before.state == State::Armed).map(|at| later(at, AGAIN));
    // A time that is too far away was written by a clock that was wrong.
    if let Some(at) = shows_at.filter(|at| *at > now && *at <= later(now, AGAIN)) {
        // What was taken a moment ago need not show yet.
        return (before.to(State::Armed, Some(at)), Then::Rest);
    }
    if before.calls >= CALLS {
        let words = format!("FinSpace did not take the change in {CALLS} tries.");
        return (before.to(State::Stopped { words }, None), Then::Rest);
    }
    // The next run is for the case that whoever sends it comes to an end without a word.
    let armed = before.to(State::Armed, Some(later(now, LEASE_SECONDS)));
    (Change { armed_at: Some(now), calls: before.calls + 1, ..armed }, Then::Call)
}

fn refused(before: &Change, refusal: &Refusal, now: Timestamp) -> Change {
    let words = format!("{}: {}", refusal.kind.title(), refusal.said);
    // Among the others is the conflict with what somebody else does at the same moment.
    let passes = matches!(
        refusal.kind,
        RefusalKind::Throttled | RefusalKind::Unreachable | RefusalKind::Internal | RefusalKind::Other
    );
    if !passes {
        return before.to(State::Stopped { words }, None);
    }
    let doubled = BACK_OFF.0 << before.calls.clamp(1, CALLS).saturating_sub(1);
    before.to(State::Waiting { words: Some(words) }, Some(later(now, doubled.min(BACK_OFF.1))))
}

#[cfg(test)]
mod tests;
