//! A team: people who use the same environments, and the owners among them, who look after it.

mod joined;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use joined::{ByHand, Joined};

use crate::{
    Field, Flaw, Problems,
    id::{PersonId, TeamId},
    person::{Person, sign_in_email},
    provider::Label,
    text::grouped,
};

/// The most characters of a team's name.
pub const TEAM_NAME_MOST: usize = 100;
/// The most characters of its description.
pub const TEAM_DESCRIPTION_MOST: usize = 1000;
/// So many people can be added with one form.
pub const MEMBERS_AT_ONCE: usize = 100;

/// A team as it is told of anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    /// No other team has it, in whatever case.
    pub name: String,
    /// May be empty.
    pub description: String,
    pub made_at: Timestamp,
}

/// What somebody is in a team. An owner may do what a member may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Sees the team and uses its environments.
    #[default]
    Member,
    /// Says who is in it and which environments it has.
    Owner,
}

impl Standing {
    /// All of them, the least first.
    pub const ALL: [Self; 2] = [Self::Member, Self::Owner];

    /// The word in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }

    /// What the pages call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Owner => "Owner",
        }
    }

    /// Several of them, as a sentence about who may do something has it.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Member => "members of the team",
            Self::Owner => "owners of the team",
        }
    }
}

/// A team in a list, with what it amounts to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamCounted {
    pub team: Team,
    /// Owners are members, too.
    pub members: usize,
    /// The owners who can sign in: a team without any has nobody to ask.
    pub owners: usize,
    pub links: usize,
}

/// Which teams a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Looked for in the name, whatever its case.
    pub text: String,
    /// Only those that have no environment.
    pub without_environment: bool,
}

impl Filter {
    /// Whatever has a text in it.
    #[must_use]
    pub fn saying(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// Where a team stands in the list by name, whatever comes and goes around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPlace {
    /// In lower case.
    pub name: String,
    pub id: TeamId,
}

impl TeamPlace {
    #[must_use]
    pub fn of(team: &Team) -> Self {
        Self { name: team.name.to_lowercase(), id: team.id.clone() }
    }
}

/// Where somebody stands among the members of a team: owners first, and then by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPlace {
    pub standing: Standing,
    pub person: PersonId,
}

impl MemberPlace {
    #[must_use]
    pub fn of(member: &Member) -> Self {
        Self { standing: member.standing, person: member.who.person.clone() }
    }
}

/// As much of a person as the others of a team see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    /// They cannot sign in.
    pub is_disabled: bool,
}

impl From<&Person> for Contact {
    fn from(person: &Person) -> Self {
        Self {
            person: person.id.clone(),
            name: person.name.clone(),
            email: person.email.clone(),
            is_disabled: person.disabled_at.is_some(),
        }
    }
}

/// Somebody in a team: by hand, by a group at a sign-in provider, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub who: Contact,
    pub standing: Standing,
    pub added_at: Timestamp,
    /// The address of whoever added them, or the rule.
    pub added_by: String,
    pub by_group: Option<ByGroup>,
}

/// What a group at a sign-in provider makes of somebody in a team, whatever they are by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByGroup {
    /// The most that their groups give.
    pub standing: Standing,
    /// The group that gives it, and what people call the provider.
    pub group: String,
    pub provider: Label,
}

impl ByGroup {
    /// Where it comes from, like “the group “desk” at Okta”.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("the group “{}” at {}", self.group, self.provider)
    }
}

/// A team's name and description, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TeamForm {
    pub name: String,
    pub description: String,
}

impl TeamForm {
    /// The form as a team fills it.
    #[must_use]
    pub fn of(team: &Team) -> Self {
        Self { name: team.name.clone(), description: team.description.clone() }
    }

    /// The form with its texts in order, or all that is wrong with them.
    pub fn parse(&self) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep(Field::Name, team_name(&self.name));
        let description = problems.keep(Field::Description, team_description(&self.description));
        match (name, description) {
            (Some(name), Some(description)) => Ok(Self { name, description }),
            _ => Err(problems),
        }
    }
}

fn team_name(typed: &str) -> Result<String, Flaw> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters = name.chars().count();
    if characters == 0 || characters > TEAM_NAME_MOST || name.chars().any(char::is_control) {
        return Err(Flaw::new(format!(
            "Enter a name that people know the team by, at most {TEAM_NAME_MOST} characters."
        )));
    }
    Ok(name)
}

fn team_description(typed: &str) -> Result<String, Flaw> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    let characters = text.chars().count();
    if characters > TEAM_DESCRIPTION_MOST {
        return Err(Flaw::new(format!(
            "This has {} characters; at most {} are kept.",
            grouped(characters),
            grouped(TEAM_DESCRIPTION_MOST)
        )));
    }
    Ok(text)
}

/// The addresses out of what somebody typed or pasted: one a line, or with commas, semicolons or spaces between.
pub fn addresses(typed: &str) -> Result<Vec<String>, Flaw> {
    let parts = typed.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|part| !part.is_empty());
    let (mut emails, mut wrong) = (Vec::new(), Vec::new());
    for part in parts {
        match sign_in_email(part) {
            Ok(email) if !emails.contains(&email) => emails.push(email),
            Ok(_) => {}
            Err(_) => wrong.push(format!("“{}”", part.chars().take(80).collect::<String>())),
        }
    }
    if !wrong.is_empty() {
        wrong.truncate(5);
        return Err(Flaw::new(format!("Not an email address: {}. Write one address a line.", wrong.join(", "))));
    }
    if emails.is_empty() {
        return Err(Flaw::new("Enter the email address that the person signs in with."));
    }
    if emails.len() > MEMBERS_AT_ONCE {
        return Err(Flaw::new(format!(
            "These are {} addresses. Add at most {MEMBERS_AT_ONCE} at once.",
            grouped(emails.len())
        )));
    }
    Ok(emails)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_more_than_a_member_and_a_member_more_than_nobody() {
        assert!(Some(Standing::Owner) > Some(Standing::Member) && Some(Standing::Member) > None);
    }

    #[test]
    fn a_name_is_one_line_of_words() {
        assert_eq!(team_name("  Rates \t desk ").unwrap(), "Rates desk");
        for bad in ["", " ", "a\u{7}b", &"x".repeat(101)] {
            assert!(team_name(bad).is_err(), "{bad:?}");
        }
        assert!(team_name(&"é".repeat(100)).is_ok());
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let form = TeamForm { name: String::new(), description: "x".repeat(1001) };
        let problems = form.parse().unwrap_err();
        assert!(problems.of(Field::Name).is_some() && problems.of(Field::Description).is_some(), "{problems:?}");
    }

    #[test]
    fn addresses_are_taken_out_of_what_people_paste() {
        let found = addresses("Ada@example.com\r\n bob@example.com, ada@example.com;carl@example.com\n\n").unwrap();
        assert_eq!(found, ["ada@example.com", "bob@example.com", "carl@example.com"]);
        let flaw = addresses("ada@example.com\nnobody").unwrap_err();
        assert!(flaw.words.contains("“nobody”"), "{flaw}");
        assert!(addresses(" \n").is_err());
        let many: Vec<String> = (0..=MEMBERS_AT_ONCE).map(|n| format!("p{n}@example.com")).collect();
        assert!(addresses(&many.join("\n")).unwrap_err().words.contains("101"));
    }
}
