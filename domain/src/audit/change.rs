//! One line of a difference, as the log keeps it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    environment::Row,
    text::{grouped, hex},
};

/// Longer values are kept by their length and SHA-256: enough to tell whether a document is the one.
pub const LONGEST: usize = 1000;

/// What became of one field; `None` is "not there". It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Change {
    /// A change whose values are at most [`LONGEST`] characters, or shortened to a mark of them.
    #[must_use]
    pub fn new(field: impl Into<String>, before: Option<&str>, after: Option<&str>) -> Self {
        Self { field: field.into(), before: before.map(short), after: after.map(short) }
    }

    /// Something that was not there before.
    #[must_use]
    pub fn added(field: impl Into<String>, after: &str) -> Self {
        Self::new(field, None, Some(after))
    }

    /// The difference as one line of text.
    #[must_use]
    pub fn in_words(&self) -> String {
        match (&self.before, &self.after) {
            (None, Some(after)) => format!("{}: added {after}", self.field),
            (Some(before), None) => format!("{}: removed {before}", self.field),
            (before, after) => {
                let word = |value: &Option<String>| value.clone().unwrap_or_default();
                format!("{}: {} → {}", self.field, word(before), word(after))
            }
        }
    }
}

impl From<Row> for Change {
    fn from(row: Row) -> Self {
        Self::new(row.label, row.before.as_deref(), row.after.as_deref())
    }
}

fn short(text: &str) -> String {
    if text.len() <= LONGEST || text.chars().count() <= LONGEST { text.to_owned() } else { marked(text) }
}

/// A text that is too long to be kept: its length, and the SHA-256 of its UTF-8.
#[must_use]
pub fn marked(text: &str) -> String {
    format!("{} characters, SHA-256 {}", grouped(text.chars().count()), hex(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_kept_by_its_length_and_digest() {
        let long = "é".repeat(LONGEST + 1);
        let change = Change::new("Document", Some("short"), Some(&long));
        assert_eq!(change.before.as_deref(), Some("short"));
        let after = change.after.unwrap();
        assert!(after.starts_with("1,001 characters, SHA-256 ") && after.len() == 26 + 64, "{after}");
        assert_eq!(Change::added("x", &"é".repeat(LONGEST)).after.unwrap().chars().count(), LONGEST);
    }

    #[test]
    fn a_change_reads_as_a_line() {
        assert_eq!(Change::new("Name", Some("a"), Some("b")).in_words(), "Name: a → b");
        assert_eq!(Change::added("Name", "b").in_words(), "Name: added b");
        assert_eq!(Change::new("Name", Some("a"), None).in_words(), "Name: removed a");
    }
}
