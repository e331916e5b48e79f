//! What the next page shows once.

use domain::Error;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The outcome of a form, on its way to the page that the browser is sent to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flash {
    pub notices: Vec<Notice>,
    pub error: Option<Error>,
    /// What was typed into a form that was not accepted.
    pub typed: Option<serde_json::Value>,
}

impl Flash {
    /// What was typed, when it is of the form that asks.
    #[must_use]
    pub fn typed<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.typed.clone()?).ok()
    }
}

/// A good or neutral outcome, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub words: String,
    pub kind: NoticeKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoticeKind {
    Done,
    Told,
}

impl Notice {
    /// What the person wanted has happened.
    #[must_use]
    pub fn done(words: impl Into<String>) -> Self {
        Self { words: words.into(), kind: NoticeKind::Done }
    }

    /// Something to know.
    #[must_use]
    pub fn told(words: impl Into<String>) -> Self {
        Self { words: words.into(), kind: NoticeKind::Told }
    }
}
