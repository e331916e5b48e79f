//! How something ended that somebody did or tried to do.

use serde::{Deserialize, Serialize};

/// How it ended. Effects outside the database have a line before (`Intended`) and a line after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Intended,
    Done,
    Refused,
    Failed,
    /// No answer came: it may or may not have happened.
    Unknown,
}

impl Outcome {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Intended, Self::Done, Self::Refused, Self::Failed, Self::Unknown];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}
