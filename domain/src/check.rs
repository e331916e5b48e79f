//! Checks of the way into an environment: whether its name resolves, its encryption can be trusted, its sign-in page
//! answers, and its identity provider will be believed. Nothing is looked at here: what was seen becomes a finding,
//! given what was known before and the time.

mod finding;
mod metadata;
mod words;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use finding::{Finding, SOON, Seen, State};
pub use metadata::metadata;
pub use words::{Whose, obstacle};

use crate::{
    id::{ConnectionName, EnvironmentId},
    link::Link,
};

/// So many environments are checked at the same time.
pub const AT_ONCE: usize = 4;
/// From one check to the next, in seconds, give or take so many.
const EVERY: i64 = 15 * 60;
const JITTER: i64 = 90;
/// The first check comes after so many seconds, and at most so many more, so that not all come at once.
const FIRST: i64 = 10;
const FIRST_JITTER: i64 = 30;
/// What failed once is looked at again after so many seconds.
const AGAIN: i64 = 60;
/// Whoever began a check and does not end it is not waited for any longer.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// Nobody has it checked more often.
const LEAST: i64 = 30;
/// Times further ahead were written by a clock that was wrong.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The name of the sign-in page resolves.
    Name,
    /// The certificate that the sign-in page shows is one to trust.
    Tls,
    /// The sign-in page answers.
    Page,
    /// The certificate in the metadata of the identity provider is valid.
    Metadata,
}

impl Kind {
    /// All of them, in the order of the way in.
    pub const ALL: [Self; 4] = [Self::Name, Self::Tls, Self::Page, Self::Metadata];
}

/// What one look at the way to a sign-in page saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub name: Seen,
    pub tls: Seen,
    pub page: Seen,
}

impl Way {
    /// There is no way to look at.
    #[must_use]
    pub fn nothing(words: &str) -> Self {
        let nothing = || Seen::Nothing(words.into());
        Self { name: nothing(), tls: nothing(), page: nothing() }
    }
}

/// All that is known of the way into one environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checks {
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    pub findings: BTreeMap<Kind, Finding>,
    /// `None` until the first check.
    pub checked_at: Option<Timestamp>,
    /// When the portal checks it again.
    pub next_at: Timestamp,
    /// Until when whoever began a check is waited for.
    pub taken_until: Option<Timestamp>,
    /// Grows with each write. Who names an older one writes nothing.
    pub version: i64,
}

/// What went from one state to another in a check, and is worth a line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub kind: Kind,
    pub before: State,
    pub after: Finding,
}

/// What keeps people from signing in, or will: as much as fits on a tile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: Kind,
    pub state: State,
    pub since: Option<Timestamp>,
    /// When it was last as it should be.
    pub good_at: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

impl Checks {
    /// The first version, of an environment of which nothing is known. `roll` is any number, drawn by chance.
    #[must_use]
    pub fn new(connection: ConnectionName, environment: EnvironmentId, now: Timestamp, roll: u8) -> Self {
        let next_at = now + SignedDuration::from_secs(FIRST + share(FIRST_JITTER, roll));
        let (checked_at, taken_until) = (None, None);
        Self { connection, environment, findings: BTreeMap::new(), checked_at, next_at, taken_until, version: 1 }
    }

    /// What is known of one kind.
    #[must_use]
    pub fn finding(&self, kind: Kind) -> Finding {
        self.findings.get(&kind).cloned().unwrap_or_default()
    }

    /// Whether they are those of the environment that a link leads to.
    #[must_use]
    pub fn is_of(&self, link: &Link) -> bool {
        (&self.connection, &self.environment) == (&link.connection, &link.environment)
    }

    /// Whether somebody is at it.
    #[must_use]
    pub fn is_taken(&self, now: Timestamp) -> bool {
        self.taken_until.is_some_and(|until| until > now && until.duration_since(now) <= AHEAD)
    }

    /// Whether it is time for the next check.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        !self.is_taken(now) && (self.next_at <= now || self.next_at.duration_since(now) > AHEAD)
    }

    /// Why nobody can have it checked right now; `None` when they can.
    #[must_use]
    pub fn too_soon(&self, now: Timestamp) -> Option<String> {
        if self.is_taken(now) {
            return Some("It is being checked right now. Load the page again in a few seconds.".into());
        }
        let since = now.duration_since(self.checked_at?).as_secs();
        (0..LEAST).contains(&since).then(|| {
            let [since, wait] = [since, LEAST - since].map(|count| match count {
                1 => "1 second".to_owned(),
                count => format!("{count} seconds"),
            });
            format!("It was checked {since} ago. Wait {wait}, then check again.")
        })
    }

    /// The next version, in the hands of whoever writes it.
    #[must_use]
    pub fn taken(self, now: Timestamp) -> Self {
        Self { taken_until: Some(now + LEASE), version: self.version + 1, ..self }
    }

    /// The next version, with what one check saw.
    #[must_use]
    pub fn after(self, way: Way, metadata: Seen, now: Timestamp, roll: u8) -> Self {
        let seen = [(Kind::Name, way.name), (Kind::Tls, way.tls), (Kind::Page, way.page), (Kind::Metadata, metadata)];
        let findings: BTreeMap<Kind, Finding> =
            seen.into_iter().map(|(kind, seen)| (kind, self.finding(kind).after(seen, now))).collect();
        let rest =
            if findings.values().any(Finding::is_doubtful) { AGAIN } else { EVERY - JITTER + share(2 * JITTER, roll) };
        let next_at = now + SignedDuration::from_secs(rest);
        Self { findings, checked_at: Some(now), next_at, taken_until: None, version: self.version + 1, ..self }
    }

    /// What turned since another version, if somebody has to know.
    #[must_use]
    pub fn turns(&self, before: &Self) -> Vec<Turn> {
        let turn = |kind: Kind| {
            let (before, after) = (before.finding(kind), self.finding(kind));
            let is_news = before.needs_somebody(kind) || after.needs_somebody(kind);
            (before.state != after.state && is_news).then_some(Turn { kind, before: before.state, after })
        };
        Kind::ALL.into_iter().filter_map(turn).collect()
    }

    /// The first thing that somebody has to do something about; what is wrong comes before what will be.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let all = || Kind::ALL.into_iter().map(|kind| (kind, self.finding(kind)));
        let of = |state: State| {
            all().find(|(kind, finding)| finding.state == state && finding.needs_somebody(*kind)).map(
                |(kind, finding)| {
                    let Finding { since, good_at, until, .. } = finding;
                    Trouble { kind, state, since, good_at, until }
                },
            )
        };
        of(State::Wrong).or_else(|| of(State::Soon))
    }

    /// Whether the last check found nothing that is not as it should be.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.checked_at.is_some() && self.trouble().is_none() && !self.findings.values().any(Finding::is_doubtful)
    }
}

/// A part of a range, by chance.
fn share(range: i64, roll: u8) -> i64 {
    range * i64::from(roll) / i64::from(u8::MAX)
}

#[cfg(test)]
mod tests;
