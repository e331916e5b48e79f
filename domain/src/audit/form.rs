//! The filters of the log as they stand in its address, and what they mean.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use super::{Action, Filter, Outcome, Place, Query, SIZES, USUAL};
use crate::{Field, Flaw, Problems};

/// Longer texts to look for are cut: nobody means them.
const LONGEST: usize = 300;

/// What somebody typed or a link says, right or wrong. An empty text asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogForm {
    pub who: String,
    pub action: String,
    pub object: String,
    pub outcome: String,
    /// A day, a minute or a second in UTC, or a moment with its offset.
    pub from: String,
    /// The same: all of that day, minute or second counts.
    pub until: String,
    pub text: String,
    pub before: String,
    pub after: String,
    pub size: String,
}

impl LogForm {
    /// Reads the filters: a wrong one must not pass for "no filter" where people look for proof. Page and size come from
    /// links only; what makes no sense there is as if it were not said.
    pub fn parse(&self) -> Result<Query, Problems> {
        let mut problems = Problems::default();
        let action = problems.keep_optional(Field::LogAction, &self.action, |word| {
            let found = Action::ALL.into_iter().find(|action| action.as_str() == word);
            found.ok_or_else(|| Flaw::new("There is no such action. Choose one from the list."))
        });
        let outcome = problems.keep_optional(Field::LogOutcome, &self.outcome, |word| {
            let found = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word);
            found.ok_or_else(|| Flaw::new("There is no such outcome. Choose one from the list."))
        });
        let from = problems.keep_optional(Field::LogFrom, &self.from, span);
        let until = problems.keep_optional(Field::LogUntil, &self.until, span);
        if let (Some((from, _)), Some((_, until))) = (from, until)
            && from >= until
        {
            problems.push(Flaw::new("This is before the time that it begins with.").at(Field::LogUntil));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let filter = Filter {
            who: word(&self.who).map(|who| who.to_lowercase()),
            action,
            object: word(&self.object),
            outcome,
            from: from.map(|(begin, _)| begin),
            until: until.map(|(_, end)| end),
            text: word(&self.text),
        };
        let position = |text: &str| text.trim().parse().ok().filter(|position| *position >= 0);
        let place = match (position(&self.before), position(&self.after)) {
            (Some(position), _) => Place::Before(position),
            (None, Some(position)) => Place::After(position),
            (None, None) => Place::Newest,
        };
        let size = self.size.trim().parse().ok().filter(|size| SIZES.contains(size)).unwrap_or(USUAL);
        Ok(Query { filter, place, size })
    }

    /// Whether anything is asked for.
    #[must_use]
    pub fn filters(&self) -> bool {
        let Self { who, action, object, outcome, from, until, text, .. } = self;
        [who, action, object, outcome, from, until, text].into_iter().any(|typed| !typed.trim().is_empty())
    }
}

fn word(typed: &str) -> Option<String> {
    Some(typed.trim().chars().take(LONGEST).collect::<String>()).filter(|word| !word.is_empty())
}

/// The time that a text names, from its first moment to the first one after it.
fn span(text: &str) -> Result<(Timestamp, Timestamp), Flaw> {
    let no_time = || Flaw::new("This is no time. Write it like 2026-11-22 or 2026-11-22T14:05, in UTC.");
    let colons = text.matches(':').count();
    let in_utc = |time: DateTime| TimeZone::UTC.to_timestamp(time).ok();
    let (begin, length) = if let Ok(moment) = text.parse::<Timestamp>() {
        (Some(moment), SignedDuration::from_secs(1))
    } else if colons == 0
        && let Ok(day) = text.parse::<Date>()
    {
        (in_utc(day.into()), SignedDuration::from_hours(24))
    } else if colons > 0
        && let Ok(time) = text.parse::<DateTime>()
    {
        (in_utc(time), if colons == 1 { SignedDuration::from_mins(1) } else { SignedDuration::from_secs(1) })
    } else {
        return Err(no_time());
    };
    let begin = begin.ok_or_else(no_time)?;
    Ok((begin, begin.checked_add(length).map_err(|_| no_time())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_typed_asks_for_the_newest_of_everything() {
        let empty = LogForm { who: " ".into(), ..LogForm::default() };
        assert_eq!(empty.parse(), Ok(Query::default()));
        assert!(!empty.filters());
    }

    #[test]
    fn a_time_is_all_of_the_day_minute_or_second_that_it_names() {
        for (text, begin, end) in [
            ("2026-11-22", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-22T14:05", "2026-11-22T14:05:00Z", "2026-11-22T14:06:00Z"),
            ("2026-11-22 14:05:09", "2026-11-22T14:05:09Z", "2026-11-22T14:05:10Z"),
            ("2026-11-22T14:05:09+02:00", "2026-11-22T12:05:09Z", "2026-11-22T12:05:10Z"),
        ] {
            let form = LogForm { from: text.into(), until: text.into(), ..LogForm::default() };
            let filter = form.parse().unwrap().filter;
            assert_eq!((filter.from, filter.until), (Some(at(begin)), Some(at(end))), "{text}");
        }
    }

    #[test]
    fn every_wrong_filter_is_said_at_its_field() {
        let form = LogForm {
            action: "dance".into(),
            outcome: "well".into(),
            from: "yesterday".into(),
            until: "2026-02-30".into(),
            ..LogForm::default()
        };
        let fields: Vec<Field> = form.parse().unwrap_err().0.into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::LogAction, Field::LogOutcome, Field::LogFrom, Field::LogUntil]);
        for bad in ["9999-12-31", "-9999-01-01T00:00", "22.11.2026", "2026-11-22T25:00", "12:00", "2026-11-22T14"] {
            let form = LogForm { from: bad.into(), ..LogForm::default() };
            if let Ok(query) = form.parse() {
                assert!(query.filter.from.is_some(), "{bad}");
            }
        }
    }

    #[test]
    fn an_end_before_the_beginning_is_refused() {
        let form = LogForm { from: "2026-11-22".into(), until: "2026-11-21".into(), ..LogForm::default() };
        assert_eq!(form.parse().unwrap_err().0[0].field, Field::LogUntil);
    }

    #[test]
    fn places_and_sizes_that_make_no_sense_are_not_there() {
        for odd in ["-1", "x", "9999999999999999999999"] {
            let form = LogForm {
                before: odd.into(),
                after: odd.into(),
                size: odd.into(),
                who: "ADA@x.y".into(),
                ..LogForm::default()
            };
            let query = form.parse().unwrap();
            assert_eq!((query.place, query.size), (Place::Newest, USUAL));
            assert_eq!(query.filter.who.as_deref(), Some("ada@x.y"));
        }
        let form = LogForm { before: "7".into(), size: "25".into(), ..LogForm::default() };
        assert_eq!(form.parse().unwrap(), Query { place: Place::Before(7), size: 25, ..Query::default() });
    }
}
