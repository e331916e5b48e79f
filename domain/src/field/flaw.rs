//! What is wrong with an input, in words, and all that is wrong with a form.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Field;

/// What is wrong with one text, and a legal one near to it where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub words: String,
    pub suggestion: Option<String>,
}

impl Flaw {
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), suggestion: None }
    }

    /// The same flaw with a legal value to offer.
    #[must_use]
    pub fn suggesting(mut self, legal: impl Into<String>) -> Self {
        self.suggestion = Some(legal.into()).filter(|legal| !legal.is_empty());
        self
    }

    /// The flaw, at the field that it was found in.
    #[must_use]
    pub fn at(self, field: Field) -> Problem {
        Problem { field, words: self.words, suggestion: self.suggestion }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words)
    }
}

/// A flaw at its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub field: Field,
    pub words: String,
    pub suggestion: Option<String>,
}

/// Everything that is wrong with a form, all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem of a field.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }

    /// These, and what others say of other fields.
    #[must_use]
    pub fn and_others(mut self, others: Self) -> Self {
        let more: Vec<Problem> = others.0.into_iter().filter(|other| self.of(other.field).is_none()).collect();
        self.0.extend(more);
        self
    }

    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Keeps the value of a check, or its flaw at the field that was checked.
    pub fn keep<T>(&mut self, field: Field, checked: Result<T, Flaw>) -> Option<T> {
        match checked {
            Ok(value) => Some(value),
            Err(flaw) => {
                self.push(flaw.at(field));
                None
            }
        }
    }

    /// The same for an input that may stay empty.
    pub fn keep_optional<T>(
        &mut self,
        field: Field,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Option<T> {
        let text = text.trim();
        if text.is_empty() { None } else { self.keep(field, parse(text)) }
    }
}
