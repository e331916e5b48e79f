//! One operation, two portals and a FinSpace that loses, delays and hides things.

use domain::{
    environment::Status,
    error::{Refusal, RefusalKind},
    id::EnvironmentId,
    operation::State,
    provision::{LEASE_SECONDS, Need, Progress, SEND_WITHIN_SECONDS, Seen, Then, decided, step},
};
use jiff::{SignedDuration, Timestamp};

use crate::actions::Action;

pub const WORKERS: usize = 2;

/// All there is at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub now: Timestamp,
    pub record: Progress,
    pub epoch: i64,
    pub workers: [Worker; WORKERS],
    pub calls: Vec<Call>,
    pub made: Vec<Made>,
    /// What happened so far, to be limited and to be held against the invariant.
    pub told: Told,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Told {
    pub sent: usize,
    pub refused: usize,
    pub decisions: usize,
    pub crashes: usize,
    pub blind: usize,
    pub late: usize,
    pub given_up: usize,
    pub deleted: usize,
}

impl Told {
    /// How often something went wrong.
    pub fn troubles(self) -> usize {
        self.refused + self.crashes + self.blind + self.late + self.given_up + self.deleted
    }
}

/// A call that left, until it arrived or will not any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    pub by: usize,
    pub at: Timestamp,
}

/// An environment that FinSpace made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Made {
    pub by: usize,
    pub listed: bool,
    /// Somebody deleted it past the portal.
    pub gone: bool,
}

/// Where a portal is with the operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Worker {
    Idle,
    /// It saw that the operation is due.
    Due {
        before: Progress,
        epoch: i64,
    },
    /// It read the connection, or failed to.
    Read {
        before: Progress,
        epoch: i64,
        tagged: Option<(Timestamp, Vec<EnvironmentId>)>,
    },
    /// It holds the claim.
    Claimed {
        before: Progress,
        epoch: i64,
        tagged: Option<(Timestamp, Vec<EnvironmentId>)>,
    },
    /// It may send the call.
    Armed {
        before: Progress,
        epoch: i64,
        since: Timestamp,
    },
    /// The call is on its way.
    Sent {
        before: Progress,
        epoch: i64,
    },
    /// It knows what became of the call.
    Called {
        before: Progress,
        epoch: i64,
        answer: Answer,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    Made(EnvironmentId),
    No(Refusal),
    Lost,
    TooLate,
}

pub fn id(number: usize) -> EnvironmentId {
    EnvironmentId::parse(&format!("e{number}")).unwrap()
}

pub fn begin() -> World {
    let now = Timestamp::from_second(1_790_000_000).unwrap();
    let state = State::Waiting { refusal: None };
    World {
        now,
        record: Progress { state, armed_at: now, arms: 0, sweeps: 0, next_run_at: Some(now) },
        epoch: 0,
        workers: [Worker::Idle, Worker::Idle],
        calls: Vec::new(),
        made: Vec::new(),
        told: Told::default(),
    }
}

pub fn after(now: Timestamp, seconds: i64) -> Timestamp {
    now + SignedDuration::from_secs(seconds)
}

pub fn refusal(passing: bool) -> Refusal {
    let kind = if passing { RefusalKind::Throttled } else { RefusalKind::Quota };
    Refusal { kind, said: String::new(), request_id: None }
}

impl World {
    /// The world after an action.
    pub fn happen(&mut self, action: Action) {
        match action {
            Action::Go(i) => self.go(i),
            Action::Blind(i) => {
                self.told.blind += 1;
                let Worker::Due { before, epoch } = self.take(i) else { return };
                self.workers[i] = Worker::Read { before, epoch, tagged: None };
            }
            Action::Crash(i) => {
                self.told.crashes += 1;
                self.take(i);
            }
            Action::Arrives { call, listed } => {
                let by = self.calls.remove(call).by;
                self.made.push(Made { by, listed, gone: false });
            }
            Action::Vanishes(call) => drop(self.calls.remove(call)),
            Action::Refuses { call, passing } => {
                self.told.refused += 1;
                let by = self.calls.remove(call).by;
                self.answered(by, Answer::No(refusal(passing)));
            }
            Action::Hears(i) => {
                let newest = self.made.iter().rposition(|made| made.by == i).unwrap();
                self.answered(i, Answer::Made(id(newest)));
            }
            Action::GivesUp(i) => {
                self.told.given_up += 1;
                self.answered(i, Answer::Lost);
            }
            Action::List(made) => self.made[made].listed = true,
            Action::Deleted(made) => {
                self.told.deleted += 1;
                self.made[made] = Made { gone: true, listed: false, ..self.made[made] };
            }
            Action::Decide => {
                self.told.decisions += 1;
                self.record = decided(&self.record, self.now).unwrap();
                self.epoch += 1;
            }
            Action::WaitUntilDue => {
                self.told.late += usize::from(self.workers.iter().any(|worker| *worker != Worker::Idle));
                self.now = self.record.next_run_at.unwrap();
            }
            Action::Pause => {
                self.told.late += 1;
                self.now = after(self.now, SEND_WITHIN_SECONDS + 1);
            }
        }
    }

    fn take(&mut self, i: usize) -> Worker {
        std::mem::replace(&mut self.workers[i], Worker::Idle)
    }

    fn answered(&mut self, i: usize, answer: Answer) {
        let Worker::Sent { before, epoch } = self.take(i) else { panic!("nothing was sent") };
        self.workers[i] = Worker::Called { before, epoch, answer };
    }

    /// Writes, as the database does: only over what the writer knows.
    fn write(&mut self, epoch: i64, progress: &Progress) -> bool {
        let known = self.epoch == epoch;
        if known {
            self.record = progress.clone();
            self.epoch += 1;
        }
        known
    }

    fn go(&mut self, i: usize) {
        self.workers[i] = match self.take(i) {
            Worker::Idle => Worker::Due { before: self.record.clone(), epoch: self.epoch },
            Worker::Due { before, epoch } => {
                let listed = (0..self.made.len()).filter(|made| self.made[*made].listed).map(id).collect();
                Worker::Read { before, epoch, tagged: Some((self.now, listed)) }
            }
            Worker::Read { before, epoch, tagged } => {
                let claim = Progress { next_run_at: Some(after(self.now, LEASE_SECONDS)), ..before };
                if self.write(epoch, &claim) {
                    Worker::Claimed { before: claim, epoch: epoch + 1, tagged }
                } else {
                    Worker::Idle
                }
            }
            Worker::Claimed { before, epoch, tagged } => {
                let seen = match (before.need(), tagged) {
                    (Need::Nothing, _) => return,
                    (Need::Look(known), Some(_)) => self.looks(&before, &known),
                    (Need::Sweep, Some((began, tagged))) => Seen::Swept { began, tagged },
                    (_, None) => Seen::Nothing,
                };
                let (progress, then) = step(&before, seen, self.now);
                match (self.write(epoch, &progress), then) {
                    (true, Then::Call) => Worker::Armed { before: progress, epoch: epoch + 1, since: self.now },
                    _ => Worker::Idle,
                }
            }
            Worker::Armed { before, epoch, since } => {
                if self.now >= after(since, SEND_WITHIN_SECONDS) {
                    Worker::Called { before, epoch, answer: Answer::TooLate }
                } else {
                    self.told.sent += 1;
                    self.calls.push(Call { by: i, at: self.now });
                    Worker::Sent { before, epoch }
                }
            }
            Worker::Called { before, epoch, answer } => {
                let seen = match answer {
                    Answer::Made(environment) => Seen::Called(environment),
                    Answer::No(refusal) => Seen::Refused(refusal),
                    Answer::Lost => Seen::Unanswered(String::new()),
                    Answer::TooLate => Seen::TooLate,
                };
                self.write(epoch, &step(&before, seen, self.now).0);
                Worker::Idle
            }
            sent @ Worker::Sent { .. } => sent,
        };
    }

    /// What FinSpace says of an environment. One that is not in the list may not be known by its id either, for a while.
    fn looks(&self, before: &Progress, known: &EnvironmentId) -> Seen {
        let made = (0..).zip(&self.made).find(|(made, _)| id(*made) == *known).unwrap().1;
        let lags = !made.listed && !before.has_landed(self.now);
        if made.gone || lags { Seen::Gone } else { Seen::Is(Status::Created) }
    }

    /// What has to hold whatever happened: `None`, or what does not.
    pub fn wrong(&self) -> Option<&'static str> {
        let Told { sent, refused, decisions, .. } = self.told;
        let arms = usize::try_from(self.record.arms).unwrap();
        let over = matches!(self.record.state, State::Refused { .. } | State::Closed);
        if sent > 1 + refused + decisions {
            return Some("a call was sent that nobody allowed");
        }
        if sent > arms {
            return Some("a call was sent that is not written down");
        }
        if self.made.len() > 1 + decisions {
            return Some("an environment too many was made");
        }
        if over && decisions == 0 && !self.made.is_empty() {
            return Some("an environment was lost");
        }
        if self.record.state.environment().is_some_and(|known| (0..self.made.len()).all(|made| id(made) != *known)) {
            return Some("an environment is written down that was never made");
        }
        if let State::Failed { environment, .. } = &self.record.state
            && !(0..self.made.len()).any(|made| id(made) == *environment && self.made[made].gone)
        {
            return Some("an environment that is there was given up");
        }
        if self.record.next_run_at.is_none() && self.record.need() != Need::Nothing {
            return Some("an operation was forgotten");
        }
        None
    }
}
