//! Approvers one after the other.

use serde::{Deserialize, Serialize};

use super::NEEDED_MOST;
use crate::{
    Flaw,
    id::{PersonId, TeamId},
    person::sign_in_email,
};

/// The line that stands for the team of whoever asks.
pub const ASKING_TEAM: &str = "team";

/// Who approves at a step. Of a team each of its approvers can: its owners, and its members with the role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approver {
    AskingTeam,
    Team(TeamId),
    Person(PersonId),
}

impl Approver {
    /// The ids and the one word, as the log has them.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::AskingTeam => ASKING_TEAM,
            Self::Team(team) => team.as_str(),
            Self::Person(person) => person.as_str(),
        }
    }
}

/// A step as it is typed: the word for the asking team, the name of a team, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    AskingTeam,
    Team(String),
    Person(String),
}

/// Reads a step a line, in their order.
pub(super) fn named(typed: &str) -> Result<Vec<Named>, Flaw> {
    let mut steps = Vec::new();
    for line in typed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")) {
        let step = match line.as_str() {
            "" => continue,
            word if word.eq_ignore_ascii_case(ASKING_TEAM) => Named::AskingTeam,
            address if address.contains('@') => Named::Person(
                sign_in_email(address).map_err(|_| Flaw::new(format!("“{address}” is no email address.")))?,
            ),
            _ => Named::Team(line.clone()),
        };
        // Nobody approves the same plan twice.
        if matches!(step, Named::Person(_)) && steps.contains(&step) {
            return Err(Flaw::new(format!("“{line}” stands there twice. Everybody approves once.")));
        }
        steps.push(step);
    }
    if steps.is_empty() {
        let words =
            format!("Write who approves first, and below who comes next: “{ASKING_TEAM}”, a team, or an address.");
        return Err(Flaw::new(words));
    }
    if u32::try_from(steps.len()).is_ok_and(|count| count > NEEDED_MOST) {
        return Err(Flaw::new(format!("These are {} steps; at most {NEEDED_MOST} are kept.", steps.len())));
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_the_asking_team_a_team_or_a_person() {
        let steps = named(" Team \n\n Security  desk\r\nBoss@Example.com").unwrap();
        let expected =
            [Named::AskingTeam, Named::Team("Security desk".into()), Named::Person("boss@example.com".into())];
        assert_eq!(steps, expected);
    }

    #[test]
    fn what_cannot_be_a_chain_is_refused() {
        for (typed, words) in [
            ("", "who approves first"),
            ("a@example.com\nA@example.com", "twice"),
            ("a@", "no email address"),
            (&"team\n".repeat(11), "11 steps"),
        ] {
            assert!(named(typed).unwrap_err().words.contains(words), "{typed:?}");
        }
    }
}
