//! The points that carrying an operation out passes, and whether somebody stood still between two of them.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Portal;
use crate::provision::SEND_WITHIN_SECONDS;

/// Where whoever carries an operation out may come to an end: crashed, killed, paused or cut off. Tests do that at every
/// one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// Operations are due; nothing was read yet.
    Due,
    /// The connection was read whole; nothing is claimed.
    Read,
    /// The operation is claimed.
    Claimed,
    /// Its environment was found by its tag, which is not written yet.
    Found,
    /// The arming is written; the call is not sent.
    Armed,
    /// The call was answered, or lost; that is not written yet.
    Called,
    /// What became of the call is written.
    Answered,
    /// The environment was looked at; how it is, is not written yet.
    Looked,
    /// How the environment is, is written.
    Noted,
    /// The lifetime of an environment that is to go is claimed.
    DeletionClaimed,
    /// The environment was read; what that means is not written yet.
    DeletionLooked,
    /// The arming of the deletion is written; the call is not sent.
    DeletionArmed,
    /// The deletion was answered, or lost; that is not written yet.
    DeletionCalled,
    /// What became of the call is written.
    DeletionAnswered,
    /// The environment is gone; that is not written yet.
    Gone,
    /// A change that was approved is claimed.
    ChangeClaimed,
    /// The environment was read; what that means is not written yet.
    ChangeLooked,
    /// The arming of the change is written; nothing is sent.
    ChangeArmed,
    /// What an edit changes was sent; the tags were not.
    ChangeEdited,
    /// All was answered, or lost; that is not written yet.
    ChangeCalled,
    /// What became of the calls is written.
    ChangeAnswered,
}

impl Point {
    /// Those on the way to an environment.
    pub const CREATING: [Self; 9] = [
        Self::Due,
        Self::Read,
        Self::Claimed,
        Self::Found,
        Self::Armed,
        Self::Called,
        Self::Answered,
        Self::Looked,
        Self::Noted,
    ];

    /// Those on the way to none.
    pub const DELETING: [Self; 6] = [
        Self::DeletionClaimed,
        Self::DeletionLooked,
        Self::DeletionArmed,
        Self::DeletionCalled,
        Self::DeletionAnswered,
        Self::Gone,
    ];

    /// Those on the way to a changed environment.
    pub const CHANGING: [Self; 6] = [
        Self::ChangeClaimed,
        Self::ChangeLooked,
        Self::ChangeArmed,
        Self::ChangeEdited,
        Self::ChangeCalled,
        Self::ChangeAnswered,
    ];
}

/// Hears of each point that is passed. In a running portal that is `()`, which does nothing.
#[async_trait]
pub trait Passing: Send + Sync {
    /// Called at a point; the work goes on when this returns.
    async fn at(&self, point: Point);
}

#[async_trait]
impl Passing for () {
    async fn at(&self, _: Point) {}
}

/// A moment by both clocks of the machine. One of them can be set, and the other one stands still while the machine sleeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    at: Timestamp,
    uptime: Duration,
}

impl Portal {
    pub(super) fn moment(&self) -> Moment {
        Moment { at: self.now(), uptime: self.inner.ports.clock.uptime() }
    }

    /// Whether too much time has passed since then for a call to be sent that was armed then: others may have decided about
    /// it. Whichever clock says more counts, as a call that is not sent harms nobody.
    pub(super) fn is_late(&self, since: Moment) -> bool {
        let now = self.moment();
        let by_uptime = now.uptime.saturating_sub(since.uptime).as_secs();
        let by_date = now.at.duration_since(since.at).as_secs();
        by_uptime >= SEND_WITHIN_SECONDS.unsigned_abs() || by_date >= SEND_WITHIN_SECONDS
    }
}
