//! Which lines of the log somebody wants to see, and the page of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Action, Line, Outcome};

/// The page sizes on offer.
pub const SIZES: [usize; 3] = [25, 50, 100];
/// The page size that needs no mention.
pub const USUAL: usize = 50;
/// Lines are counted so far; who needs the exact number of more exports them.
pub const COUNTED: i64 = 10_000;

/// What lines have to be like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// The whole address, or "portal".
    pub who: Option<String>,
    pub action: Option<Action>,
    /// The whole path of nouns.
    pub object: Option<String>,
    pub outcome: Option<Outcome>,
    /// The first moment that counts.
    pub from: Option<Timestamp>,
    /// The first moment that does not count any more.
    pub until: Option<Timestamp>,
    /// Anywhere in who, object, words or changes, in any case; or a whole id of a line or a request.
    pub text: Option<String>,
}

impl Filter {
    /// The filter as one line of words; empty when everything passes.
    #[must_use]
    pub fn in_words(&self) -> String {
        let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let parts = [
            ("who", self.who.clone()),
            ("what", self.action.map(|action| action.as_str().to_owned())),
            ("object", self.object.clone()),
            ("outcome", self.outcome.map(|outcome| outcome.as_str().to_owned())),
            ("from", time(self.from)),
            ("before", time(self.until)),
            ("text", self.text.clone()),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name} “{}”", value?)));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// Where a page begins. Positions never change, so a page stays what it is while new lines come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The newest lines.
    #[default]
    Newest,
    /// The newest lines that are older than this position.
    Before(i64),
    /// The oldest lines that are newer than this position.
    After(i64),
}

/// Filter and page: what the log's address says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub filter: Filter,
    pub place: Place,
    pub size: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self { filter: Filter::default(), place: Place::Newest, size: USUAL }
    }
}

/// A page of the log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub lines: Vec<Line>,
    /// Whether there may be newer lines and older ones.
    pub newer: bool,
    pub older: bool,
    pub matching: Count,
}

/// How many lines pass a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    Exactly(i64),
    /// Counting stopped here.
    MoreThan(i64),
}

impl Count {
    /// Whether nothing passes.
    #[must_use]
    pub fn is_none(self) -> bool {
        self == Self::Exactly(0)
    }
}

/// What the log is exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Json,
}

impl Format {
    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_says_in_words_what_passes_it() {
        assert_eq!(Filter::default().in_words(), "");
        let filter = Filter {
            who: Some("ada@example.com".into()),
            action: Some(Action::TagEnvironment),
            until: Some("2026-11-23T00:00:00Z".parse().unwrap()),
            ..Filter::default()
        };
        assert_eq!(filter.in_words(), "who “ada@example.com”, what “tag_environment”, before “2026-11-23T00:00:00Z”");
    }
}
