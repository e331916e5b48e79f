//! Deleting an environment: what to do next, decided without a clock, a database or a socket.
//!
//! The sibling of [`crate::provision`], and simpler: a deletion names the environment by its id, which no other one ever
//! gets. So it can be sent twice without doing more, and when an answer is lost it is enough to look and to send it again.
//! What must not happen is that another environment goes than the one that people decided about: it is read right before
//! the call, and must carry the tag of the operation that made it. Nor may it go after somebody kept it: each step is
//! written under the version of its lifetime before anything is done.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    environment::Status,
    error::{Refusal, RefusalKind},
    id::EnvironmentRequestId,
    provision::{LEASE_SECONDS, Then},
};

/// A call that was taken shows in the status after so many seconds; one that does not by then is sent again.
const SETTLES: i64 = 60;
/// When something could not be read, or no answer came.
const AGAIN: i64 = 30;
/// The shortest and the longest time between two looks at an environment that is taken down.
const LOOKS: (i64, i64) = (10, 600);
/// The shortest and the longest time after which a call is sent anew that was refused for a passing reason.
const BACK_OFF: (i64, i64) = (30, 900);
/// So many calls are sent before a person has to look.
const CALLS: i64 = 12;

/// An environment that is to go.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deletion {
    pub state: State,
    pub cause: Cause,
    /// The address of whoever asked for it; empty when its lifetime is over.
    pub who: String,
    /// The request for it, if there was one.
    pub asked_in: Option<EnvironmentRequestId>,
    /// When the cooling-off ends.
    pub begins_at: Timestamp,
    /// When a call was last allowed to be sent.
    pub armed_at: Option<Timestamp>,
    /// How many were, since a person last decided something.
    pub calls: i64,
    /// When the portal goes on with it; `None` when it is over or waits for a person.
    pub next_run_at: Option<Timestamp>,
}

/// Why an environment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Somebody asked for it.
    Asked,
    /// Its lifetime is over.
    Over,
}

/// How far a deletion is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is settled, and people can still keep the environment.
    Cooling,
    /// The call is to be sent; why it was not yet, if there is a reason.
    Waiting { words: Option<String> },
    /// It may be on its way right now.
    Armed,
    /// FinSpace takes the environment down.
    Leaving,
    /// It is gone.
    Gone { at: Timestamp },
    /// Nothing is done until a person decides; why.
    Stopped { words: String },
    /// FinSpace could not take it down.
    Stuck,
}

impl State {
    /// The word in the database.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Cooling => "cooling",
            Self::Waiting { .. } => "waiting",
            Self::Armed => "armed",
            Self::Leaving => "leaving",
            Self::Gone { .. } => "gone",
            Self::Stopped { .. } => "stopped",
            Self::Stuck => "stuck",
        }
    }
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// FinSpace does not know it, or says that it is deleted.
    Gone,
    /// It is there, and carries the tag of the operation that made it, or there was none.
    Is(Status),
    /// It is there, and carries another tag or none.
    Another,
    /// It could not be read.
    Nothing,
    /// The call was taken.
    Called,
    /// The call was definitely refused.
    Refused(Refusal),
    /// The call was sent and not answered.
    Unanswered,
    /// The call was not sent: too much time had passed since it was armed.
    TooLate,
}

impl Deletion {
    /// A deletion that was settled now and begins after the cooling-off.
    #[must_use]
    pub fn settled(cause: Cause, who: String, asked_in: Option<EnvironmentRequestId>, begins_at: Timestamp) -> Self {
        let (state, next_run_at) = (State::Cooling, Some(begins_at));
        Self { state, cause, who, asked_in, begins_at, armed_at: None, calls: 0, next_run_at }
    }

    /// Whether it is time to go on. After the cooling-off, a time that is too far away was written by a clock that was
    /// wrong.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let is_wrong = |at| self.state != State::Cooling && at > now + SignedDuration::from_hours(1);
        self.next_run_at.is_some_and(|at| at <= now || is_wrong(at))
    }

    /// Whether the environment can still stay: no call went out, or a person has to decide anyway.
    #[must_use]
    pub fn can_be_kept(&self) -> bool {
        matches!(self.state, State::Cooling | State::Stopped { .. } | State::Stuck)
    }

    /// What comes of a person's decision to try again; `None` when there is nothing to decide.
    #[must_use]
    pub fn again(&self, now: Timestamp) -> Option<Self> {
        let decidable = matches!(self.state, State::Stopped { .. } | State::Stuck);
        let waiting = Self { calls: 0, ..self.to(State::Waiting { words: None }, Some(now)) };
        decidable.then_some(waiting)
    }

    fn to(&self, state: State, next_run_at: Option<Timestamp>) -> Self {
        Self { state, next_run_at, ..self.clone() }
    }

    fn age(&self, now: Timestamp) -> i64 {
        self.armed_at.map_or(0, |at| now.duration_since(at).as_secs())
    }
}

/// What comes of a deletion when something was seen. The caller holds its claim and writes the answer before anything
/// else is done.
#[must_use]
pub fn step(before: &Deletion, seen: Seen, now: Timestamp) -> (Deletion, Then) {
    let after = match (&before.state, seen) {
        (State::Gone { .. } | State::Stopped { .. } | State::Stuck, _) => before.clone(),
        (_, Seen::Gone) => before.to(State::Gone { at: now }, None),
        (_, Seen::Another) => {
            let words = "The environment does not carry the tag of the operation that made it.".into();
            before.to(State::Stopped { words }, None)
        }
        (_, Seen::Is(status)) => return looked(before, &status, now),
        (_, Seen::Nothing) => before.to(before.state.clone(), Some(later(now, AGAIN))),
        (_, Seen::Called) => before.to(State::Leaving, Some(later(now, LOOKS.0))),
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

fn looked(before: &Deletion, status: &Status, now: Timestamp) -> (Deletion, Then) {
    let is_leaving = before.state == State::Leaving;
    let after = match status {
        Status::Deleted => before.to(State::Gone { at: now }, None),
        Status::DeleteRequested | Status::Deleting | Status::RetryDeletion => {
            before.to(State::Leaving, Some(later(now, (before.age(now) / 6).clamp(LOOKS.0, LOOKS.1))))
        }
        Status::CreateRequested | Status::Creating | Status::UpdateNetworkRequested | Status::UpdatingNetwork => {
            let words = format!("It is deleted once FinSpace has ended what it does: “{}”.", status.label());
            before.to(State::Waiting { words: Some(words) }, Some(later(now, 2 * AGAIN)))
        }
        Status::FailedDeletion if before.calls > 0 => before.to(State::Stuck, None),
        _ if is_leaving && before.age(now) < SETTLES => before.to(State::Leaving, Some(later(now, LOOKS.0))),
        _ if before.calls >= CALLS => {
            let words = format!("FinSpace did not take it down after {CALLS} calls.");
            before.to(State::Stopped { words }, None)
        }
        _ => {
            // The next run is for the case that whoever sends it comes to an end without a word.
            let armed = before.to(State::Armed, Some(later(now, LEASE_SECONDS)));
            return (Deletion { armed_at: Some(now), calls: before.calls + 1, ..armed }, Then::Call);
        }
    };
    (after, Then::Rest)
}

fn refused(before: &Deletion, refusal: &Refusal, now: Timestamp) -> Deletion {
    if refusal.kind == RefusalKind::NotFound {
        return before.to(State::Gone { at: now }, None);
    }
    let words = format!("{}: {}", refusal.kind.title(), refusal.said);
    // What somebody else began to delete a moment ago is refused as invalid; the next look tells.
    if !matches!(refusal.kind, RefusalKind::Throttled | RefusalKind::Unreachable | RefusalKind::Invalid) {
        return before.to(State::Stopped { words }, None);
    }
    let doubled = BACK_OFF.0 << before.calls.clamp(1, CALLS).saturating_sub(1);
    before.to(State::Waiting { words: Some(words) }, Some(later(now, doubled.min(BACK_OFF.1))))
}

#[cfg(test)]
mod tests;
