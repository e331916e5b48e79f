//! Who decides what is asked for.

use serde::{Deserialize, Serialize};

/// Who decides what is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deciders {
    /// The owners of the team, and its members who are approvers.
    #[default]
    Team,
    /// People who are named.
    People,
    /// Teams and people, one after the other.
    InOrder,
}

impl Deciders {
    /// All of them, in the order in which pages offer them.
    pub const ALL: [Self; 3] = [Self::Team, Self::People, Self::InOrder];

    /// The word in forms and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::People => "people",
            Self::InOrder => "in_order",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Team => "The approvers of the team",
            Self::People => "Named people",
            Self::InOrder => "One after the other",
        }
    }

    /// Who that is, in a sentence beside the form that names them.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Team => "Its owners, and its members with the role Approver.",
            Self::People => "Those whose addresses stand below, whatever team asks.",
            Self::InOrder => {
                "Teams and people in the order in which they stand below, each when those above have approved."
            }
        }
    }

    /// The same for those who ask, and see no such form.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Team => "The owners of the team, and its members with the role Approver.",
            Self::People => "People whom the blueprint names.",
            Self::InOrder => "Teams and people whom the blueprint names, one after the other.",
        }
    }
}
