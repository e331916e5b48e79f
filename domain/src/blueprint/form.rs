//! A blueprint as somebody types it, and what it means.

use serde::{Deserialize, Serialize};

use super::{
    Automatic, BLUEPRINT_NAME_MOST, BLUEPRINT_WORDS_MOST, BlueprintField, Deciders, LIMIT_MOST, NEEDED_MOST, Named,
    Rules, asked::asked, steps::named,
};
use crate::{
    Field, Flaw, Problems,
    environment::{EnvironmentForm, Name},
    id::ConnectionName,
    tag::TagKey,
    team::addresses,
    text::grouped,
};

/// What was typed beside what is fixed of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BlueprintForm {
    pub name: String,
    pub words: String,
    /// A team's name a line.
    pub teams: String,
    pub prefix: String,
    pub asks_description: bool,
    pub asks_superuser: bool,
    /// A key a line, with the values to choose from if there are such.
    pub required_tags: String,
    pub optional_tags: String,
    pub per_team: String,
    pub per_person: String,
    pub days: String,
    pub deciders: Deciders,
    /// An address a line.
    pub people: String,
    /// A step a line.
    pub steps: String,
    pub needed: String,
    pub automatic: Automatic,
    pub automatic_up_to: String,
}

/// A form that is in order, with the names that are still to be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub rules: Rules,
    pub teams: Vec<String>,
    pub people: Vec<String>,
    pub steps: Vec<Named>,
}

impl BlueprintForm {
    /// What an empty form offers.
    #[must_use]
    pub fn fresh() -> Self {
        let zero = || "0".to_owned();
        Self {
            per_team: zero(),
            per_person: zero(),
            days: zero(),
            needed: "1".into(),
            automatic_up_to: zero(),
            ..Self::default()
        }
    }

    /// The form that would have given these rules.
    #[must_use]
    pub fn of(rules: &Rules, teams: &[String], people: &[String], steps: &[String]) -> Self {
        Self {
            name: rules.name.clone(),
            words: rules.words.clone(),
            teams: teams.join("\n"),
            prefix: rules.prefix.clone(),
            asks_description: rules.asks_description,
            asks_superuser: rules.asks_superuser,
            required_tags: rules.asked_lines(&rules.required_tags),
            optional_tags: rules.asked_lines(&rules.optional_tags),
            per_team: rules.per_team.to_string(),
            per_person: rules.per_person.to_string(),
            days: rules.days.to_string(),
            deciders: rules.deciders,
            people: people.join("\n"),
            steps: steps.join("\n"),
            needed: rules.needed.to_string(),
            automatic: rules.automatic,
            automatic_up_to: rules.automatic_up_to.to_string(),
        }
    }

    /// Reads both halves of the form, or says all that is wrong with them.
    pub fn parse(
        &self,
        environment: &EnvironmentForm,
        connections: &[ConnectionName],
        required: &[TagKey],
    ) -> Result<Typed, Problems> {
        let mut problems = Problems::default();
        let at = Field::Blueprint;
        let name = problems.keep(at(BlueprintField::Name), name(&self.name));
        let words = problems.keep(at(BlueprintField::Words), words(&self.words));
        let prefix = problems.keep(at(BlueprintField::Prefix), prefix(&self.prefix));
        let must = problems.keep(at(BlueprintField::RequiredTags), asked(&self.required_tags));
        let may = problems.keep(at(BlueprintField::OptionalTags), asked(&self.optional_tags));
        let limit = |typed: &str| number(typed, 0, LIMIT_MOST);
        let per_team = problems.keep(at(BlueprintField::PerTeam), limit(&self.per_team));
        let per_person = problems.keep(at(BlueprintField::PerPerson), limit(&self.per_person));
        let days = problems.keep(at(BlueprintField::Days), limit(&self.days));
        let needed = problems.keep(at(BlueprintField::Needed), number(&self.needed, 1, NEEDED_MOST));
        let automatic_up_to = problems.keep(at(BlueprintField::AutomaticUpTo), limit(&self.automatic_up_to));
        let people = match self.deciders {
            Deciders::Team | Deciders::InOrder => Some(Vec::new()),
            Deciders::People => problems.keep(at(BlueprintField::People), addresses(&self.people)),
        };
        let steps = match self.deciders {
            Deciders::Team | Deciders::People => None,
            Deciders::InOrder => problems.keep(at(BlueprintField::Steps), named(&self.steps)),
        };
        let steps = steps.unwrap_or_default();
        if let (Some(people), Some(needed), Deciders::People) = (&people, needed, self.deciders)
            && people.len() < usize::try_from(needed).unwrap_or(usize::MAX)
        {
            let words = format!("{needed} have to approve, and {} are named. Name more people.", people.len());
            problems.push(Flaw::new(words).at(at(BlueprintField::People)));
        }
        let (Some(name), Some(words), Some(prefix), Some(must), Some(may)) = (name, words, prefix, must, may) else {
            problems.0.extend(self.environment_problems(environment, connections, required));
            return Err(problems);
        };
        let choices = must.iter().chain(&may).filter(|(_, choices)| !choices.is_empty()).cloned().collect();
        let keys = |tags: Vec<(TagKey, _)>| tags.into_iter().map(|(key, _)| key).collect();
        let rules = Rules {
            name,
            words,
            fixed: EnvironmentForm {
                name: String::new(),
                tags: environment.tags.clone().without_spare(),
                ..environment.clone()
            },
            prefix,
            asks_description: self.asks_description,
            asks_superuser: self.asks_superuser,
            required_tags: keys(must),
            optional_tags: keys(may),
            choices,
            per_team: per_team.unwrap_or_default(),
            per_person: per_person.unwrap_or_default(),
            days: days.unwrap_or_default(),
            deciders: self.deciders,
            // Everybody in the order has to approve.
            needed: u32::try_from(steps.len()).ok().filter(|steps| *steps > 0).or(needed).unwrap_or(1),
            automatic: self.automatic,
            automatic_up_to: automatic_up_to.unwrap_or_default(),
        };
        rules.check_tags(&mut problems);
        problems.0.extend(self.environment_problems(environment, connections, required));
        let teams = self.teams.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let teams = teams.filter(|name| !name.is_empty()).collect();
        let people = people.unwrap_or_default();
        if problems.is_empty() { Ok(Typed { rules, teams, people, steps }) } else { Err(problems) }
    }

    /// What is wrong with the fixed half: it has to become an environment as soon as a name is there, and what people
    /// fill in.
    fn environment_problems(
        &self,
        environment: &EnvironmentForm,
        connections: &[ConnectionName],
        required: &[TagKey],
    ) -> Vec<crate::Problem> {
        let mut form = environment.clone();
        form.name = "blueprint".into();
        let asked = [asked(&self.required_tags), asked(&self.optional_tags)].map(Result::unwrap_or_default).concat();
        let is_asked = |key: &TagKey| asked.iter().any(|(asked, _)| asked == key);
        let missing: Vec<TagKey> = required.iter().filter(|key| !is_asked(key)).cloned().collect();
        form.parse(connections, &missing).err().map(|Problems(all)| all).unwrap_or_default()
    }
}

fn name(typed: &str) -> Result<String, Flaw> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > BLUEPRINT_NAME_MOST || name.chars().any(char::is_control) {
        let words = format!("Enter a name by which people choose it, at most {BLUEPRINT_NAME_MOST} characters.");
        return Err(Flaw::new(words));
    }
    Ok(name)
}

fn words(typed: &str) -> Result<String, Flaw> {
    let text = typed.replace("\r\n", "\n").trim().to_owned();
    let characters = text.chars().count();
    if characters > BLUEPRINT_WORDS_MOST {
        let (has, most) = (grouped(characters), grouped(BLUEPRINT_WORDS_MOST));
        return Err(Flaw::new(format!("This has {has} characters; at most {most} are kept.")));
    }
    Ok(text)
}

/// A beginning with which a name can go on.
fn prefix(typed: &str) -> Result<String, Flaw> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    if typed.chars().count() > 200 {
        return Err(Flaw::new("This leaves no room for a name. Use at most 200 characters."));
    }
    Name::parse(&format!("{typed}x")).map(|_| typed.to_owned()).map_err(|flaw| Flaw::new(flaw.words))
}

fn number(typed: &str, least: u32, most: u32) -> Result<u32, Flaw> {
    let typed = typed.trim();
    let number = if typed.is_empty() { Some(least) } else { typed.parse().ok() };
    let fits = number.filter(|number| (least..=most).contains(number));
    fits.ok_or_else(|| Flaw::new(format!("Enter a whole number from {least} to {}.", grouped(most as usize))))
}
