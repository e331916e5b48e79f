//! Time and chance as they really are, and the log of failures: the only place that asks the machine for them.

use std::{
    fmt::Display,
    sync::LazyLock,
    time::{Duration, Instant},
};

use domain::{
    id::FailureId,
    portal::FailureLog,
    ports::{Chance, Clock},
};
use jiff::Timestamp;
use rand::{TryRng, rngs::SysRng};

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is given")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn uptime(&self) -> Duration {
        static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
        FIRST.elapsed()
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        #[expect(
            clippy::expect_used,
            reason = "without randomness nothing may go on: every id and secret hangs on it"
        )]
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives randomness");
        bytes
    }
}

/// Failures go to the log, where the id that people quote finds them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Log;

impl FailureLog for Log {
    fn failed(&self, id: &FailureId, cause: &dyn Display) {
        tracing::error!(%id, %cause, "a failure");
    }
}
