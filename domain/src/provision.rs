//! Carrying an approved operation out: what to do next, decided without a clock, a database or a socket.
//!
//! Whoever holds the claim of an operation sees something of the world and asks [`step`] what that means. What it answers
//! is written first, under the claim's epoch, and done then. So at most one call goes out per arming, whatever crashes:
//! see `domain/tests/provision/histories.rs` for random histories of it, and `model.rs` beside it for all short ones.

use jiff::{SignedDuration, Timestamp};

use crate::{
    environment::Status,
    error::{Refusal, RefusalKind},
    id::EnvironmentId,
    operation::{IN_FLIGHT_SECONDS, State},
};

/// How long a claim keeps others away, in seconds. It saves double work; what keeps a call from being sent twice is the
/// arming.
pub const LEASE_SECONDS: i64 = 30;
/// A call that was armed longer ago is not sent any more: whoever armed it was paused, and others look for its
/// environment already.
pub const SEND_WITHIN_SECONDS: i64 = 10;
/// When the environment of a lost call is looked for, in seconds after the call.
const LOOKED_FOR: [i64; 6] = [0, 30, 120, 300, 600, 900];
/// So many readings have to have missed it: as many as there are of these once the call must have landed. Where a clock leaps,
/// the call looks older than it is, and a list may lag.
const MISSES: i64 = 4;
/// How long building may take, in seconds, before people are told that it stalls.
const BUILDING_SECONDS: i64 = 2 * 60 * 60;
/// The shortest and the longest time between two looks at an environment that is being built, to which up to a quarter is
/// added.
const LOOKS: (i64, i64) = (10, 60);
/// When nothing is expected any more, one looks all the same.
const SELDOM: i64 = 600;
/// When something could not be read.
const AGAIN: i64 = 30;
/// The shortest and the longest time after which a call is sent anew that was refused for a passing reason.
const BACK_OFF: (i64, i64) = (30, 900);
/// So many calls are refused for passing reasons before the refusal stands.
const CALLS: i64 = 12;

/// What of an operation changes while it is carried out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Progress {
    pub state: State,
    pub armed_at: Timestamp,
    pub arms: i64,
    pub sweeps: i64,
    pub next_run_at: Option<Timestamp>,
}

/// What an operation that is due needs to be seen of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Which environments of the connection carry its tag.
    Sweep,
    /// How its environment is.
    Look(EnvironmentId),
    /// Nothing: it is at its end.
    Nothing,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A whole reading of the connection that began then, and the environments in it with the operation's tag.
    Swept { began: Timestamp, tagged: Vec<EnvironmentId> },
    /// FinSpace could not be read, or not whole.
    Nothing,
    /// The call was answered.
    Called(EnvironmentId),
    /// The call was definitely refused.
    Refused(Refusal),
    /// The call was sent and not answered, or not readably; in words.
    Unanswered(String),
    /// The call was not sent: too much time had passed since it was armed.
    TooLate,
    /// How the environment is.
    Is(Status),
    /// FinSpace says that it does not know the environment.
    Gone,
}

/// What to do once the new progress is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Send the call: it was armed just now.
    Call,
    /// Let go until the operation is due again.
    Rest,
}

impl Progress {
    /// What has to be seen next.
    #[must_use]
    pub fn need(&self) -> Need {
        match &self.state {
            State::Waiting { .. } | State::Armed | State::Unknown { .. } | State::Undecided { .. } => Need::Sweep,
            State::Created { environment } | State::Stalled { environment } => Need::Look(environment.clone()),
            State::Refused { .. } | State::Closed | State::Ready { .. } | State::Failed { .. } => Need::Nothing,
        }
    }

    /// Whether the call has happened by now or never will. The portal gives up waiting earlier, and the call it sent may
    /// arrive all the same.
    #[must_use]
    pub fn has_landed(&self, now: Timestamp) -> bool {
        self.age(now) > IN_FLIGHT_SECONDS
    }

    fn age(&self, now: Timestamp) -> i64 {
        now.duration_since(self.armed_at).as_secs()
    }

    fn to(&self, state: State, next_run_at: Option<Timestamp>) -> Self {
        Self { state, next_run_at, ..self.clone() }
    }
}

/// What comes of an operation when something was seen. The caller holds its claim and writes the answer before anything
/// else is done.
#[must_use]
pub fn step(before: &Progress, seen: Seen, now: Timestamp) -> (Progress, Then) {
    // An arming that is still to come was written by a clock that was wrong: it counts as now.
    let before = &Progress { armed_at: before.armed_at.min(now), ..before.clone() };
    let after = match (&before.state, seen) {
        (_, Seen::Swept { began, tagged }) => return swept(before, began, tagged, now),
        (_, Seen::Called(environment)) => before.to(State::Created { environment }, Some(later(now, LOOKS.0))),
        (_, Seen::Refused(refusal)) => refused(before, refusal, now),
        // The reading after this one looks for it at once.
        (_, Seen::Unanswered(words)) => before.to(State::Unknown { words }, Some(now)),
        (_, Seen::TooLate) => before.to(State::Waiting { refusal: None }, Some(now)),
        (_, Seen::Is(status)) => looked(before, status, now),
        // What was made a moment ago may not be known everywhere yet.
        (_, Seen::Gone) if before.has_landed(now) => looked(before, Status::Deleted, now),
        (_, Seen::Gone) | (State::Created { .. } | State::Stalled { .. }, Seen::Nothing) => still_building(before, now),
        (_, Seen::Nothing) => before.to(before.state.clone(), Some(later(now, AGAIN))),
    };
    (after, Then::Rest)
}

/// What comes of a person's decision that the call is sent again; `None` when there is nothing to decide.
#[must_use]
pub fn decided(before: &Progress, now: Timestamp) -> Option<Progress> {
    let decidable = matches!(before.state, State::Undecided { .. } | State::Refused { .. });
    let waiting = Progress { sweeps: 0, ..before.to(State::Waiting { refusal: None }, Some(now)) };
    decidable.then_some(waiting)
}

/// What comes of a person's decision to give it up; `None` when there is nothing to decide.
#[must_use]
pub fn closed(before: &Progress) -> Option<Progress> {
    let decidable = matches!(before.state, State::Undecided { .. } | State::Refused { .. });
    decidable.then(|| before.to(State::Closed, None))
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now + SignedDuration::from_secs(seconds)
}

fn swept(before: &Progress, began: Timestamp, mut tagged: Vec<EnvironmentId>, now: Timestamp) -> (Progress, Then) {
    match (&before.state, tagged.len()) {
        (State::Waiting { .. } | State::Armed | State::Unknown { .. } | State::Undecided { .. }, 1) => {
            // The call may have been made long ago, by a database that was restored since.
            let created = before.to(State::Created { environment: tagged.swap_remove(0) }, Some(now));
            (created, Then::Rest)
        }
        (State::Waiting { .. }, 0) => {
            let armed = Progress {
                state: State::Armed,
                armed_at: now,
                arms: before.arms + 1,
                sweeps: 0,
                // Only when whoever sends it comes to an end without a word.
                next_run_at: Some(later(now, LEASE_SECONDS)),
            };
            (armed, Then::Call)
        }
        (State::Armed | State::Unknown { .. }, 0) => (missed(before, began, now), Then::Rest),
        (State::Waiting { .. } | State::Armed | State::Unknown { .. } | State::Undecided { .. }, _) => {
            (undecided(before, tagged, now), Then::Rest)
        }
        // Its environment is known: a reading has nothing to add.
        _ => (before.clone(), Then::Rest),
    }
}

/// No environment carries the tag. That proves something once the call must have landed.
fn missed(before: &Progress, began: Timestamp, now: Timestamp) -> Progress {
    let sweeps = before.sweeps + i64::from(before.has_landed(began));
    let last = LOOKED_FOR[LOOKED_FOR.len() - 1];
    let (age, looked) = (before.age(now), before.age(began));
    if looked >= last && sweeps >= MISSES {
        return Progress { sweeps, ..undecided(before, Vec::new(), now) };
    }
    let next = LOOKED_FOR.iter().map(|due| due - age).find(|left| *left > 0);
    Progress { sweeps, ..before.to(before.state.clone(), Some(later(now, next.unwrap_or(AGAIN)))) }
}

/// A person has to decide, and is told why the answer was lost.
fn undecided(before: &Progress, found: Vec<EnvironmentId>, now: Timestamp) -> Progress {
    let lost = match &before.state {
        State::Unknown { words } => Some(words.clone()),
        State::Undecided { lost, .. } => lost.clone(),
        _ => None,
    };
    before.to(State::Undecided { found, lost }, Some(later(now, SELDOM)))
}

fn refused(before: &Progress, refusal: Refusal, now: Timestamp) -> Progress {
    let passing = matches!(refusal.kind, RefusalKind::Throttled | RefusalKind::Unreachable);
    if !passing || before.arms >= CALLS {
        return before.to(State::Refused { refusal }, None);
    }
    let doubled = BACK_OFF.0 << before.arms.clamp(1, CALLS).saturating_sub(1);
    before.to(State::Waiting { refusal: Some(refusal) }, Some(later(now, doubled.min(BACK_OFF.1))))
}

fn looked(before: &Progress, status: Status, now: Timestamp) -> Progress {
    let Some(environment) = before.state.environment().cloned() else { return before.clone() };
    match status {
        Status::Created | Status::UpdateNetworkRequested | Status::UpdatingNetwork | Status::FailedUpdatingNetwork => {
            before.to(State::Ready { environment }, None)
        }
        Status::FailedCreation
        | Status::DeleteRequested
        | Status::Deleting
        | Status::Deleted
        | Status::RetryDeletion
        | Status::FailedDeletion => before.to(State::Failed { environment, status }, None),
        // It may still come up from here, and nobody calls it done before.
        Status::CreateRequested | Status::Creating | Status::Suspended | Status::Other(_) => {
            still_building(before, now)
        }
    }
}

fn still_building(before: &Progress, now: Timestamp) -> Progress {
    let age = before.age(now);
    match before.state.environment() {
        Some(environment) if age >= BUILDING_SECONDS => {
            before.to(State::Stalled { environment: environment.clone() }, Some(later(now, SELDOM)))
        }
        environment => {
            let rest = (age / 6).clamp(LOOKS.0, LOOKS.1);
            let more = environment.map_or(0, |id| spread(id, age) % (rest / 4 + 1));
            before.to(before.state.clone(), Some(later(now, rest + more)))
        }
    }
}

/// A number that differs between environments and looks, so that those of one hour are not all looked at in one second.
fn spread(id: &EnvironmentId, age: i64) -> i64 {
    let mix = |sum: i64, byte: u8| (sum * 31 + i64::from(byte)) % 65_521;
    id.as_str().bytes().fold(age.rem_euclid(65_521), mix)
}
