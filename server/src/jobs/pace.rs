//! How often a connection is read: a decision about durations, without a clock.

use std::time::Duration;

/// The intervals between the end of a reading and the beginning of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// When nothing changes and nobody looks.
    pub rest: Duration,
    /// While an environment moves by itself, or the answer to a creation is looked for.
    pub changing: Duration,
    /// While somebody has a page open.
    pub watched: Duration,
    /// After the first failure; each further one doubles it…
    pub failed: Duration,
    /// …up to this.
    pub failed_most: Duration,
    /// However often somebody asks, readings are at least this far apart.
    pub woken: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            rest: Duration::from_mins(1),
            changing: Duration::from_secs(2),
            watched: Duration::from_secs(5),
            failed: Duration::from_secs(5),
            failed_most: Duration::from_mins(1),
            woken: Duration::from_secs(2),
        }
    }
}

/// What the next reading depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Situation {
    /// Readings that failed since the last one that did not.
    pub failures: u32,
    pub woken: bool,
    pub changing: bool,
    pub watched: bool,
    /// 0 to 1, drawn once per failure: servers that failed together do not ask together again.
    pub jitter: f64,
}

impl Pace {
    /// How long after the end of the last reading the next one begins.
    pub(super) fn wait(&self, now: Situation) -> Duration {
        if now.woken {
            return self.woken;
        }
        if now.failures > 0 {
            let doubled = self.failed.saturating_mul(1_u32.checked_shl(now.failures - 1).unwrap_or(u32::MAX));
            // Between three quarters and the whole.
            return doubled.min(self.failed_most).mul_f64(1.0 - now.jitter.clamp(0.0, 1.0) / 4.0);
        }
        let mut wait = self.rest;
        if now.watched {
            wait = wait.min(self.watched);
        }
        if now.changing {
            wait = wait.min(self.changing);
        }
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(now: Situation) -> f64 {
        Pace::default().wait(now).as_secs_f64()
    }

    fn is(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    #[test]
    fn rest_is_long_and_change_is_short() {
        is(seconds(Situation::default()), 60.0);
        is(seconds(Situation { watched: true, ..Situation::default() }), 5.0);
        is(seconds(Situation { watched: true, changing: true, ..Situation::default() }), 2.0);
    }

    #[test]
    fn failures_double_the_wait_up_to_a_minute_whatever_changes_meanwhile() {
        let after = |failures| seconds(Situation { failures, changing: true, watched: true, ..Situation::default() });
        for (failures, expected) in [(1, 5.0), (2, 10.0), (3, 20.0), (4, 40.0), (5, 60.0), (40, 60.0), (u32::MAX, 60.0)]
        {
            is(after(failures), expected);
        }
    }

    #[test]
    fn jitter_only_shortens_and_by_a_quarter_at_most() {
        let with = |jitter| seconds(Situation { failures: 2, jitter, ..Situation::default() });
        is(with(1.0), 7.5);
        is(with(0.5), 8.75);
    }

    #[test]
    fn a_wake_is_heard_after_a_failure_too_but_not_all_the_time() {
        is(seconds(Situation { failures: 9, woken: true, ..Situation::default() }), 2.0);
    }

    #[test]
    fn an_outage_of_ten_minutes_costs_at_most_six_readings_a_minute() {
        let (mut at, mut begun) = (0.0_f64, Vec::new());
        for failures in 1.. {
            begun.push(at);
            at += seconds(Situation { failures, jitter: 1.0, changing: true, ..Situation::default() });
            if at > 600.0 {
                break;
            }
        }
        for (i, first) in begun.iter().enumerate() {
            let in_a_minute = begun[i..].iter().take_while(|at| **at < first + 60.0).count();
            assert!(in_a_minute <= 6, "{in_a_minute} readings within a minute");
        }
    }
}
