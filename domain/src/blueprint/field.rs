//! The inputs of a blueprint's form, beside those of the environment.

use serde::{Deserialize, Serialize};

/// One input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BlueprintField {
    Name,
    Words,
    Teams,
    Prefix,
    AsksDescription,
    AsksSuperuser,
    RequiredTags,
    OptionalTags,
    PerTeam,
    PerPerson,
    Days,
    Deciders,
    People,
    Steps,
    Needed,
    Automatic,
    AutomaticUpTo,
}

impl BlueprintField {
    /// What stands beside the input.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name of the blueprint",
            Self::Words => "Words for those who ask",
            Self::Teams => "Teams that may use it",
            Self::Prefix => "Names begin with",
            Self::AsksDescription => "Let them write the description",
            Self::AsksSuperuser => "Let them name the superuser",
            Self::RequiredTags => "Tags that they must fill in",
            Self::OptionalTags => "Tags that they may fill in",
            Self::PerTeam => "Environments per team",
            Self::PerPerson => "Environments per person",
            Self::Days => "Lifetime in days",
            Self::Deciders => "Who decides",
            Self::People => "Named approvers",
            Self::Steps => "Approvers in their order",
            Self::Needed => "Approvals needed",
            Self::Automatic => "What it approves by itself",
            Self::AutomaticUpTo => "By itself up to so many per team",
        }
    }

    /// The `name` of the input in the form.
    #[must_use]
    pub fn input(self) -> String {
        let word = match self {
            Self::Name => "name",
            Self::Words => "words",
            Self::Teams => "teams",
            Self::Prefix => "prefix",
            Self::AsksDescription => "asks_description",
            Self::AsksSuperuser => "asks_superuser",
            Self::RequiredTags => "required_tags",
            Self::OptionalTags => "optional_tags",
            Self::PerTeam => "per_team",
            Self::PerPerson => "per_person",
            Self::Days => "days",
            Self::Deciders => "deciders",
            Self::People => "people",
            Self::Steps => "steps",
            Self::Needed => "needed",
            Self::Automatic => "automatic",
            Self::AutomaticUpTo => "automatic_up_to",
        };
        format!("blueprint[{word}]")
    }
}
