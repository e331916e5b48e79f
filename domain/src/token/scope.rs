//! What a token may be used for. It never gives more than its owner's roles do.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    Flaw,
    words::{Word, Words},
};

/// One purpose. Whatever a token may change, it may also read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Read,
    Environments,
    Tags,
    Requests,
}

impl Scope {
    /// All scopes, in the order in which pages offer them.
    pub const ALL: [Self; 4] = [Self::Read, Self::Environments, Self::Tags, Self::Requests];

    /// The word in the database, in forms, in the API and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Environments => "environments",
            Self::Tags => "tags",
            Self::Requests => "requests",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Environments => "Environments",
            Self::Tags => "Tags",
            Self::Requests => "Requests",
        }
    }

    /// What it lets a program do, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Read => "Reads environments with their tags, connections, teams and requests.",
            Self::Environments => "Creates, edits and deletes environments, and reads the same.",
            Self::Tags => "Changes the tags of environments, and reads the same.",
            Self::Requests => {
                "Asks for environments, comments, and decides what you may decide. Reads teams and requests."
            }
        }
    }

    /// What follows "may only" in a sentence.
    fn doing(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Environments => "create, edit and delete environments",
            Self::Tags => "change tags",
            Self::Requests => "ask for environments and decide requests",
        }
    }
}

impl Word for Scope {
    const KIND: &'static str = "scope";
    const EVERY: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl FromStr for Scope {
    type Err = Flaw;

    fn from_str(word: &str) -> Result<Self, Flaw> {
        Self::of(word)
    }
}

/// The scopes of one token.
pub type Scopes = Words<Scope>;

impl Scopes {
    /// The same scopes for a new token, which needs one at least.
    pub fn some(&self) -> Result<Self, Flaw> {
        let none = || Flaw::new("Choose at least one: a token without any could do nothing.");
        if self.is_empty() { Err(none()) } else { Ok(self.clone()) }
    }

    /// The labels as a list.
    #[must_use]
    pub fn labels(&self) -> String {
        self.iter().map(Scope::label).collect::<Vec<_>>().join(", ")
    }

    /// What a token with these may do, as the end of a sentence.
    pub(crate) fn doing(&self) -> String {
        // Whatever may be changed may also be read, so reading is worth a word only when it is all.
        let changes: Vec<&str> = self.iter().filter(|scope| *scope != Scope::Read).map(Scope::doing).collect();
        if changes.is_empty() { Scope::Read.doing().into() } else { changes.join(", and ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_survive_their_own_text() {
        for scopes in [Scopes::default(), Scope::Tags.into(), Scope::ALL.into_iter().collect()] {
            assert_eq!(scopes.to_string().parse(), Ok(scopes));
        }
        assert_eq!("tags  read tags".parse::<Scopes>().unwrap().to_string(), "read tags");
    }

    #[test]
    fn an_unknown_scope_is_named_with_the_known_ones() {
        let flaw = "read everything".parse::<Scopes>().unwrap_err();
        assert!(flaw.words.contains("“everything”") && flaw.words.contains("environments"), "{flaw}");
    }

    #[test]
    fn a_new_token_has_a_scope() {
        assert!(Scopes::default().some().is_err());
        assert_eq!(Scopes::from(Scope::Read).some(), Ok(Scope::Read.into()));
    }
}
