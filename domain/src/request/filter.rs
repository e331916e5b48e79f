//! Which requests a list shows, and where in it one stands.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Kind, Request, Stage};
use crate::id::EnvironmentRequestId;

/// Which requests a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub whose: Whose,
    /// `None` for every state.
    pub stage: Option<Stage>,
    /// `None` for every kind.
    pub kind: Option<Kind>,
    /// Looked for in names, teams and addresses.
    pub text: String,
    /// The environment that they are about, or that came of them, as `connection/id`.
    pub environment: Option<String>,
}

/// Where a request stands in the list, the newest first, whatever comes before it meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub made_at: Timestamp,
    pub id: EnvironmentRequestId,
}

impl Place {
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self { made_at: request.made_at, id: request.id.clone() }
    }
}

/// Whose requests a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// All that one may see.
    #[default]
    All,
    /// One's own.
    Mine,
    /// Those that wait for one's decision.
    ToDecide,
    /// Those that were approved and do not go on by themselves: a person has to decide, or to ask AWS.
    Stuck,
}

impl Whose {
    /// All of them, in the order in which a page offers them.
    pub const ALL: [Self; 4] = [Self::All, Self::Mine, Self::ToDecide, Self::Stuck];

    /// The word in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::ToDecide => "to_decide",
            Self::Stuck => "stuck",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Mine => "Yours",
            Self::ToDecide => "Waiting for you",
            Self::Stuck => "Stuck",
        }
    }
}
