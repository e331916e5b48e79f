//! What a person is to the portal: each role is a handful of rights, which [`crate::may`] spells out.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    Flaw,
    words::{Word, Words},
};

/// One role. A person can have several, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May do everything.
    Admin,
    /// Environments and their tags; nothing about people.
    Operator,
    /// Decides the requests of the teams that they are in. The role itself opens nothing.
    Approver,
    /// Reads everything, changes nothing.
    Auditor,
    /// Uses what others run. The role itself opens nothing: what a member sees comes from their teams.
    Member,
}

impl Role {
    /// All roles, in the order in which pages offer them.
    pub const ALL: [Self; 5] = [Self::Admin, Self::Operator, Self::Approver, Self::Auditor, Self::Member];

    /// The word in the database, in forms and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Member => "member",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Administrator",
            Self::Operator => "Operator",
            Self::Approver => "Approver",
            Self::Auditor => "Auditor",
            Self::Member => "Member",
        }
    }

    /// What it lets a person do, in a sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Admin => "May do everything: environments, tags, people and settings.",
            Self::Operator => {
                "Creates, edits, tags and deletes environments. Reads the teams, and nothing else of other people."
            }
            Self::Approver => {
                "Decides what the teams ask for that they are in. By itself this opens nothing: put the person into a team."
            }
            Self::Auditor => "Reads everything, people and the log included. Changes nothing.",
            Self::Member => {
                "Uses the environments of their teams. By itself this opens nothing: put the person into a team."
            }
        }
    }

    /// Several of them, as a sentence about who may do something has it.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Admin => "administrators",
            Self::Operator => "operators",
            Self::Approver => "approvers",
            Self::Auditor => "auditors",
            Self::Member => "members",
        }
    }
}

impl Word for Role {
    const KIND: &'static str = "role";
    const EVERY: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl FromStr for Role {
    type Err = Flaw;

    fn from_str(word: &str) -> Result<Self, Flaw> {
        Self::of(word)
    }
}

/// The roles of one person.
pub type Roles = Words<Role>;

impl Roles {
    /// The labels, or that there is none.
    #[must_use]
    pub fn labels(&self) -> String {
        if self.is_empty() {
            return "No role".into();
        }
        self.iter().map(Role::label).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_survive_their_own_text() {
        for roles in [Roles::default(), Role::Admin.into(), Role::ALL.into_iter().collect()] {
            assert_eq!(roles.to_string().parse(), Ok(roles));
        }
        assert_eq!("auditor  admin admin".parse::<Roles>().unwrap().to_string(), "admin auditor");
    }

    #[test]
    fn an_unknown_role_is_named_with_the_known_ones() {
        let flaw = "admin king".parse::<Roles>().unwrap_err();
        assert!(flaw.words.contains("“king”") && flaw.words.contains("auditor"), "{flaw}");
    }
}
