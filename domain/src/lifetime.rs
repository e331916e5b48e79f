//! How long an environment lives: when it ends, who is reminded of that before, and what brings the end about.
//!
//! One record per environment. It changes only from a version to the next, so that of those who remind, prolong, keep and
//! delete at once one is first, and the others write nothing.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    deletion::{Cause, Deletion, State},
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, OperationId},
    link::Link,
    request::Request,
};

/// So many days before the end people are reminded, each time once.
pub const REMINDERS: [u32; 3] = [14, 3, 1];

/// What is decided about the life of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifetime {
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    /// What it was called when this began.
    pub name: String,
    /// The request that it was made by; `None` when it came otherwise.
    pub made_by: Option<EnvironmentRequestId>,
    /// The operation whose tag it carries, if one made it.
    pub operation: Option<OperationId>,
    /// `None` when it may stay.
    pub ends_at: Option<Timestamp>,
    /// The last reminder that was given or had no time, in days before the end.
    pub reminded: Option<u32>,
    /// Its deletion, once that is settled.
    pub deletion: Option<Deletion>,
    /// Grows with each write. Who names an older one writes nothing.
    pub version: i64,
}

/// What is due of a lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// To remind of the end, so many days before it.
    Reminder(u32),
    /// The end.
    End,
}

/// A number of days as time.
#[must_use]
pub fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(count))
}

/// How many days are left, the one that has begun as a whole.
#[must_use]
pub fn days_left(ends_at: Timestamp, now: Timestamp) -> i64 {
    let day = days(1).as_secs();
    (ends_at.duration_since(now).as_secs() + day - 1).div_euclid(day).max(0)
}

/// A day as people write it: `3 December 2026`, in UTC.
#[must_use]
pub fn date(at: Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

impl Lifetime {
    /// The record of an environment of which nothing was decided so far.
    #[must_use]
    pub fn new(connection: ConnectionName, environment: EnvironmentId, name: String) -> Self {
        let (made_by, operation) = (None, None);
        let (ends_at, reminded, deletion) = (None, None, None);
        Self { connection, environment, name, made_by, operation, ends_at, reminded, deletion, version: 0 }
    }

    /// The same with another end. Reminders whose time is over by then are left out.
    #[must_use]
    pub fn ending(self, ends_at: Option<Timestamp>, now: Timestamp) -> Self {
        let over = |end: Timestamp| REMINDERS.into_iter().filter(move |before| end - days(*before) <= now).min();
        Self { reminded: ends_at.and_then(over), ends_at, ..self }
    }

    /// The next version of it, with what is decided about its deletion.
    #[must_use]
    pub fn next(self, deletion: Option<Deletion>) -> Self {
        Self { version: self.version + 1, deletion, ..self }
    }

    /// Whether it is that of the environment that a link leads to.
    #[must_use]
    pub fn is_of(&self, link: &Link) -> bool {
        (&self.connection, &self.environment) == (&link.connection, &link.environment)
    }

    /// The object of events about it: the request that made it, or the environment itself.
    #[must_use]
    pub fn object(&self) -> String {
        match &self.made_by {
            Some(request) => Request::object(request),
            None => format!("environment/{}/{}", self.connection, self.environment),
        }
    }

    /// What is due now. Of several reminders that nobody was there to give, the last one is.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Option<Due> {
        let end = self.ends_at.filter(|_| self.deletion.is_none())?;
        if now >= end {
            return Some(Due::End);
        }
        let passed = REMINDERS.into_iter().filter(|before| end - days(*before) <= now).min()?;
        self.reminded.is_none_or(|last| passed < last).then_some(Due::Reminder(passed))
    }

    /// When something is due next; `None` when nothing ever is.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        if let Some(deletion) = &self.deletion {
            return deletion.next_run_at;
        }
        let end = self.ends_at?;
        let next = REMINDERS.into_iter().filter(|before| self.reminded.is_none_or(|last| *before < last)).max();
        Some(next.map_or(end, |before| end - days(before)))
    }

    /// The word in the database for what goes on.
    #[must_use]
    pub fn stage(&self) -> &'static str {
        self.deletion.as_ref().map_or("living", |deletion| deletion.state.as_str())
    }

    /// The deletion that is settled and not done: what leads to the environment is parked.
    #[must_use]
    pub fn parting(&self) -> Option<&Deletion> {
        self.deletion.as_ref().filter(|deletion| !matches!(deletion.state, State::Gone { .. }))
    }

    /// When it was deleted, and who wanted that.
    #[must_use]
    pub fn gone(&self) -> Option<(Timestamp, &Deletion)> {
        let deletion = self.deletion.as_ref()?;
        match deletion.state {
            State::Gone { at } => Some((at, deletion)),
            _ => None,
        }
    }

    /// Whether more time brings it back, out of the cooling-off too.
    #[must_use]
    pub fn can_be_prolonged(&self) -> bool {
        let waits = |deletion: &Deletion| deletion.cause == Cause::Over && deletion.can_be_kept();
        self.ends_at.is_some() && self.deletion.as_ref().is_none_or(waits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn lifetime(of_days: i64) -> Lifetime {
        let (connection, id) = (ConnectionName::parse("local").unwrap(), EnvironmentId::parse("abc").unwrap());
        Lifetime::new(connection, id, "risk".into()).ending(Some(at(of_days * DAY)), at(0))
    }

    /// What becomes due from the beginning to the end, looked at every hour.
    fn told(of_days: i64) -> Vec<(i64, Due)> {
        let mut lifetime = lifetime(of_days);
        let mut told = Vec::new();
        for hour in 0..=of_days * 24 {
            let now = at(hour * 60 * 60);
            assert_eq!(lifetime.next_at().is_some_and(|at| at <= now), lifetime.due(now).is_some(), "hour {hour}");
            match lifetime.due(now) {
                Some(Due::Reminder(before)) => {
                    lifetime.reminded = Some(before);
                    told.push((hour, Due::Reminder(before)));
                }
                Some(Due::End) => told.push((hour, Due::End)),
                None => {}
            }
        }
        told
    }

    #[test]
    fn each_reminder_is_due_once_and_then_the_end() {
        let end = |days: i64| (days * 24, Due::End);
        let before = |days: i64, left: u32| ((days - i64::from(left)) * 24, Due::Reminder(left));
        assert_eq!(told(20), [before(20, 14), before(20, 3), before(20, 1), end(20)]);
        assert_eq!(told(10), [before(10, 3), before(10, 1), end(10)]);
        assert_eq!(told(3), [before(3, 1), end(3)], "nobody is reminded of what was just decided");
        assert_eq!(told(1), [end(1)]);
    }

    #[test]
    fn after_a_long_night_only_the_last_reminder_is_given() {
        assert_eq!(lifetime(20).due(at(19 * DAY + 1)), Some(Due::Reminder(1)));
        assert_eq!(lifetime(20).due(at(21 * DAY)), Some(Due::End));
        let may_stay = lifetime(20).ending(None, at(0));
        assert_eq!((may_stay.due(at(99 * DAY)), may_stay.next_at()), (None, None));
    }

    #[test]
    fn another_end_brings_its_own_reminders() {
        let reminded = Lifetime { reminded: Some(1), ..lifetime(20) };
        let longer = reminded.ending(Some(at(40 * DAY)), at(20 * DAY));
        assert_eq!((longer.reminded, longer.next_at()), (None, Some(at(26 * DAY))));
    }

    #[test]
    fn days_that_have_begun_count_as_whole() {
        assert_eq!([0, 1, DAY, DAY + 1, -5].map(|left| days_left(at(left), at(0))), [0, 1, 1, 2, 0]);
    }
}
