//! The clocks of the portal and of FinSpace, which tests turn by hand.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::ports;
use finspace_local::ManualClock;
use jiff::{SignedDuration, Timestamp};

/// One clock for the portal and the endpoint, until somebody sets the portal's wrong.
#[derive(Debug)]
pub struct Time {
    clock: Arc<ManualClock>,
    /// So many seconds the portal's clock is ahead.
    ahead: AtomicI64,
    asleep: AtomicBool,
    /// So many seconds the portal's machine has slept.
    slept: AtomicU64,
}

impl Time {
    pub fn of(clock: Arc<ManualClock>) -> Self {
        Self { clock, ahead: AtomicI64::default(), asleep: AtomicBool::default(), slept: AtomicU64::default() }
    }

    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
        if self.asleep.load(Ordering::SeqCst) {
            self.slept.fetch_add(seconds, Ordering::SeqCst);
        }
    }

    /// Somebody sets the portal's clock, forwards or back. FinSpace's goes on as it was, and so does what cannot be set.
    pub fn leap(&self, seconds: i64) {
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The portal's machine sleeps from now on, or does not any more: meanwhile its uptime stands still.
    pub fn sleep(&self, asleep: bool) {
        self.asleep.store(asleep, Ordering::SeqCst);
    }

    fn really(&self) -> Timestamp {
        finspace_local::Clock::now(&*self.clock)
    }
}

impl ports::Clock for Time {
    fn now(&self) -> Timestamp {
        self.really() + SignedDuration::from_secs(self.ahead.load(Ordering::SeqCst))
    }

    fn uptime(&self) -> Duration {
        let slept = Duration::from_secs(self.slept.load(Ordering::SeqCst));
        self.really().duration_since(Timestamp::UNIX_EPOCH).unsigned_abs().saturating_sub(slept)
    }
}
