//! What is known of one kind of check: what one look saw changes it, or casts a doubt on it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Kind;

/// A certificate that ends so soon is worth a warning.
pub const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);
/// So many failures in a row make something wrong: one alone is more often the network in between.
const FAILURES: u32 = 2;

/// How something is, as far as that is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody could look so far.
    #[default]
    Unchecked,
    Good,
    /// Good, and over within [`SOON`].
    Soon,
    Wrong,
    /// There is nothing to look at.
    Inapplicable,
}

/// What one look saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// As it should be; certificates until some moment.
    Fine { until: Option<Timestamp> },
    /// Not as it should be; how, in words.
    Bad(String),
    /// There is nothing to look at; why, in words.
    Nothing(String),
    /// It could not be looked at, which says nothing about it; why, in words.
    Unseen(String),
}

/// What is known of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub state: State,
    /// What the last look said when it did not find what it should; empty otherwise.
    pub words: String,
    /// Since when it is in this state; `None` until it was looked at.
    pub since: Option<Timestamp>,
    /// When it was last seen as it should be.
    pub good_at: Option<Timestamp>,
    /// When a certificate ends.
    pub until: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
}

impl Finding {
    /// What is known after one more look.
    #[must_use]
    pub fn after(self, seen: Seen, now: Timestamp) -> Self {
        match seen {
            Seen::Fine { until } => {
                let ends = until.is_some_and(|until| until.duration_since(now) <= SOON);
                let known = Self { words: String::new(), good_at: Some(now), until, failures: 0, ..self };
                known.turned(if ends { State::Soon } else { State::Good }, now)
            }
            Seen::Bad(words) => {
                let failures = self.failures.saturating_add(1);
                let known = Self { words, failures, ..self };
                if failures < FAILURES { known } else { known.turned(State::Wrong, now) }
            }
            Seen::Nothing(words) => Self { words, until: None, failures: 0, ..self }.turned(State::Inapplicable, now),
            // What was wrong stays so, in its own words, until somebody sees that it is not.
            Seen::Unseen(_) if self.state == State::Wrong => self,
            Seen::Unseen(words) => Self { words, ..self },
        }
    }

    fn turned(self, state: State, now: Timestamp) -> Self {
        let since = if self.state == state { self.since.or(Some(now)) } else { Some(now) };
        Self { state, since, ..self }
    }

    /// Whether it failed and may be right again at the next look.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.failures > 0 && self.state != State::Wrong
    }

    /// Whether the last look found something that is not settled, or nothing at all.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(self.state, State::Good | State::Soon) && !self.words.is_empty()
    }

    /// Whether somebody has to do something: AWS renews its own certificates by itself, as long as they are valid.
    #[must_use]
    pub fn needs_somebody(&self, kind: Kind) -> bool {
        self.state == State::Wrong || (self.state == State::Soon && kind == Kind::Metadata)
    }
}
