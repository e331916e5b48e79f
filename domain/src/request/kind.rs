//! What a request asks for.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    change::Wanted,
    id::{ConnectionName, EnvironmentId},
    text::hex,
};

/// What a request asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An environment.
    #[default]
    Create,
    /// That an environment is deleted.
    Delete,
    /// More time for an environment.
    Extend,
    /// That an environment is changed.
    Change,
}

impl Kind {
    /// All of them, in the order in which a filter offers them.
    pub const ALL: [Self; 4] = [Self::Create, Self::Delete, Self::Extend, Self::Change];

    /// The word in the database and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Delete => "delete",
            Self::Extend => "extend",
            Self::Change => "change",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Create => "New environment",
            Self::Delete => "Deletion",
            Self::Extend => "More time",
            Self::Change => "Change",
        }
    }
}

/// The environment that a request is about which asks for no new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub connection: ConnectionName,
    pub environment: EnvironmentId,
    /// How many days more; 0 for a deletion and for a change.
    pub days: u32,
    /// What is to become different, of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}

impl About {
    /// What an approval is bound to.
    #[must_use]
    pub fn digest(&self, kind: Kind) -> String {
        let mut text = format!("{}\n{}\n{}\n{}", kind.as_str(), self.connection, self.environment, self.days);
        if let Some(wanted) = &self.wanted {
            // What everything was and is to be: texts and sorted maps, which nothing keeps from becoming JSON.
            text.push('\n');
            text.push_str(&serde_json::to_string(wanted).unwrap_or_default());
        }
        hex(&Sha256::digest(text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_survives_its_word_and_each_wish_has_a_digest_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.as_str()), Some(kind));
        }
        let id = EnvironmentId::parse("abc").unwrap();
        let connection = ConnectionName::parse("local").unwrap();
        let about = About { connection, environment: id, days: 7, wanted: None };
        assert_ne!(about.digest(Kind::Extend), About { days: 8, ..about.clone() }.digest(Kind::Extend));
        assert_ne!(about.digest(Kind::Extend), about.digest(Kind::Delete));
    }
}
