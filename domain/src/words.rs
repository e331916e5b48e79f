//! Sets of things that have fixed words, such as roles and scopes: kept as text, written in forms, and read back.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Flaw;

/// One of a few things, each with its word.
pub trait Word: Copy + Ord + 'static {
    /// What one of them is called in a sentence.
    const KIND: &'static str;
    /// All of them, in the order in which pages offer them.
    const EVERY: &'static [Self];

    /// The word in the database, in forms, in the API and on the command line.
    fn word(self) -> &'static str;

    /// The one of this word; the flaw names them all.
    fn of(word: &str) -> Result<Self, Flaw> {
        Self::EVERY.iter().copied().find(|known| known.word() == word.trim()).ok_or_else(|| {
            let words: Vec<&str> = Self::EVERY.iter().map(|known| known.word()).collect();
            Flaw::new(format!("“{word}” is no {kind}. The {kind}s are {}.", words.join(", "), kind = Self::KIND))
        })
    }
}

/// Any number of them, each at most once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(deserialize = "T: Ord + Deserialize<'de>"))]
pub struct Words<T>(BTreeSet<T>);

impl<T: Word> Words<T> {
    #[must_use]
    pub fn has(&self, one: T) -> bool {
        self.0.contains(&one)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order of [`Word::EVERY`].
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.0.iter().copied()
    }

    /// These and the others together.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        self.iter().chain(others.iter()).collect()
    }
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<T: Word> FromIterator<T> for Words<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

impl<T: Word> From<T> for Words<T> {
    fn from(one: T) -> Self {
        Self::from_iter([one])
    }
}

/// The words, separated by spaces: how the database keeps them.
impl<T: Word> fmt::Display for Words<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(T::word).collect();
        out.write_str(&words.join(" "))
    }
}

impl<T: Word> FromStr for Words<T> {
    type Err = Flaw;

    fn from_str(words: &str) -> Result<Self, Flaw> {
        words.split_whitespace().map(T::of).collect()
    }
}
