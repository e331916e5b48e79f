//! A blueprint: what members of teams may ask for, within which limits, and who decides it.

mod answers;
mod asked;
mod automatic;
mod deciders;
mod field;
mod form;
mod plan;
mod steps;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub(crate) use answers::without_empty;
pub use asked::{CHOICES_MOST, Choices};
pub use automatic::Automatic;
pub use deciders::Deciders;
pub use field::BlueprintField;
pub use form::{BlueprintForm, Typed};
pub(crate) use plan::differences;
pub use plan::digest;
pub use steps::{ASKING_TEAM, Approver, Named};

use crate::{
    audit::Change,
    environment::EnvironmentForm,
    id::{BlueprintId, PersonId, TeamId},
    tag::TagKey,
};

/// The most characters of a blueprint's name.
pub const BLUEPRINT_NAME_MOST: usize = 100;
/// The most characters of the words for those who ask.
pub const BLUEPRINT_WORDS_MOST: usize = 1000;
/// The most environments that a limit can name, and the most days of a lifetime.
pub const LIMIT_MOST: u32 = 10_000;
/// The most approvals that can be needed.
pub const NEEDED_MOST: u32 = 10;

/// The blueprint of requests about environments that no blueprint made: it names nobody, so that administrators decide. It
/// is in every database, in no list, and nobody changes it.
#[must_use]
pub fn without_blueprint() -> BlueprintId {
    BlueprintId::from_bytes([31; 26])
}

/// What may be asked for. It is kept as a whole; one that is retired is kept, too, for the requests that it was used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    pub id: BlueprintId,
    pub rules: Rules,
    /// The teams that may use it; none of them means every team.
    pub teams: Vec<TeamId>,
    /// Those who decide, where [`Deciders::People`] do.
    pub people: Vec<PersonId>,
    /// Those who decide one after the other, where [`Deciders::InOrder`] do.
    #[serde(default)]
    pub steps: Vec<Approver>,
    /// Since when nobody can use it any more.
    pub retired_at: Option<Timestamp>,
    /// Counts the saves; a save names the version that its page showed.
    pub version: i64,
}

/// What a blueprint says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// No other blueprint has it, in whatever case.
    pub name: String,
    /// May be empty.
    pub words: String,
    /// What every environment of it begins with. Its name is empty. Of a tag that people fill in, it has the value that they
    /// begin with, if there is one.
    pub fixed: EnvironmentForm,
    /// What every name begins with; may be empty.
    pub prefix: String,
    pub asks_description: bool,
    #[serde(default)]
    pub asks_superuser: bool,
    pub required_tags: Vec<TagKey>,
    pub optional_tags: Vec<TagKey>,
    #[serde(default)]
    pub choices: Choices,
    /// Environments that a team, and a person, can have of it; 0 is no limit.
    pub per_team: u32,
    pub per_person: u32,
    /// How long an environment is meant to live; 0 is no end.
    pub days: u32,
    pub deciders: Deciders,
    /// So many have to approve.
    pub needed: u32,
    /// Whose requests it approves by itself, within the limits.
    pub automatic: Automatic,
    /// As long as a team has no more environments of it than this, the new one among them; 0 is as many as the limits let.
    #[serde(default)]
    pub automatic_up_to: u32,
}

/// A blueprint in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintRow {
    pub id: BlueprintId,
    pub name: String,
    pub words: String,
    pub connection: String,
    /// How many teams may use it; 0 is every team.
    pub teams: usize,
    pub is_retired: bool,
}

/// Where a blueprint stands in the list by name, whatever comes and goes around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// In lower case.
    pub name: String,
    pub id: BlueprintId,
}

impl Place {
    #[must_use]
    pub fn of(blueprint: &Blueprint) -> Self {
        Self { name: blueprint.rules.name.to_lowercase(), id: blueprint.id.clone() }
    }
}

impl From<&Blueprint> for BlueprintRow {
    fn from(blueprint: &Blueprint) -> Self {
        Self {
            id: blueprint.id.clone(),
            name: blueprint.rules.name.clone(),
            words: blueprint.rules.words.clone(),
            connection: blueprint.rules.fixed.connection.clone(),
            teams: blueprint.teams.len(),
            is_retired: blueprint.retired_at.is_some(),
        }
    }
}

impl Blueprint {
    /// The object of an event about it.
    #[must_use]
    pub fn object(id: &BlueprintId) -> String {
        format!("blueprint/{id}")
    }

    /// Whether a team may ask for it now.
    #[must_use]
    pub fn is_open_to(&self, team: &TeamId) -> bool {
        self.retired_at.is_none() && (self.teams.is_empty() || self.teams.contains(team))
    }

    /// What becomes different when this one takes the place of another one, or of none.
    #[must_use]
    pub fn changes_from(&self, before: Option<&Self>) -> Vec<Change> {
        let (old, new) = (before.map(Self::told).unwrap_or_default(), self.told());
        plan::differences(&old, &new)
    }

    /// All that it says, line by line.
    #[must_use]
    pub fn told(&self) -> Vec<(String, String)> {
        let rules = &self.rules;
        let list = |all: &[TagKey]| rules.asked_lines(all).replace('\n', "; ");
        let ids = |all: Vec<&str>| all.join(", ");
        let yes = |set: bool| if set { "Yes".to_owned() } else { String::new() };
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let automatic = match rules.automatic {
            Automatic::Nobody => String::new(),
            some => some.label().to_owned(),
        };
        let own = [
            (BlueprintField::Name, rules.name.clone()),
            (BlueprintField::Words, rules.words.clone()),
            (BlueprintField::Teams, ids(self.teams.iter().map(TeamId::as_str).collect())),
            (BlueprintField::Prefix, rules.prefix.clone()),
            (BlueprintField::AsksDescription, yes(rules.asks_description)),
            (BlueprintField::AsksSuperuser, yes(rules.asks_superuser)),
            (BlueprintField::RequiredTags, list(&rules.required_tags)),
            (BlueprintField::OptionalTags, list(&rules.optional_tags)),
            (BlueprintField::PerTeam, number(rules.per_team)),
            (BlueprintField::PerPerson, number(rules.per_person)),
            (BlueprintField::Days, number(rules.days)),
            (BlueprintField::Deciders, rules.deciders.label().to_owned()),
            (BlueprintField::People, ids(self.people.iter().map(PersonId::as_str).collect())),
            (BlueprintField::Steps, ids(self.steps.iter().map(Approver::as_str).collect())),
            (BlueprintField::Needed, number(rules.needed)),
            (BlueprintField::Automatic, automatic),
            (BlueprintField::AutomaticUpTo, number(rules.automatic_up_to)),
        ];
        let own = own.into_iter().filter(|(_, text)| !text.is_empty());
        own.map(|(field, text)| (field.label().to_owned(), text)).chain(rules.begun_lines()).collect()
    }
}
