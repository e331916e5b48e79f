//! Blueprints: what may be asked for, as administrators set it up.

use serde::{Deserialize, Serialize};

use super::{Paged, Portal};
use crate::{
    Actor, Error, Field, Flaw, Problems,
    audit::{Action, Event, Outcome},
    blueprint::{
        ASKING_TEAM, Approver, Blueprint, BlueprintField, BlueprintForm, BlueprintRow, Named, without_blueprint,
    },
    environment::{EnvironmentForm, Step},
    id::{BlueprintId, PersonId, TeamId},
    may::Deed,
    ports::BlueprintSave,
};

/// Rows on a page of blueprints.
const ROWS: usize = 50;
/// Events on the page of a blueprint.
const EVENTS: i64 = 20;
/// The most teams and people that a blueprint names.
const NAMED_MOST: usize = 100;

/// A blueprint as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintSeen {
    pub blueprint: Blueprint,
    /// What its form holds, beside what is fixed of the environment.
    pub form: BlueprintForm,
    /// What was done to it, newest first.
    pub events: Vec<Event>,
}

impl Portal {
    /// A page of the blueprints by name, those that are retired last.
    pub async fn blueprints(&self, actor: &Actor, page: usize) -> Result<Paged<BlueprintRow>, Error> {
        self.see(actor, Deed::SeeBlueprints, "This page")?;
        let read = |from, most| self.store().blueprints(from, most);
        Paged::read(page, ROWS, read).await.map_err(|e| self.failed(&e))
    }

    /// One blueprint.
    pub async fn blueprint(&self, actor: &Actor, id: &BlueprintId) -> Result<BlueprintSeen, Error> {
        self.see(actor, Deed::SeeBlueprints, "This blueprint")?;
        let blueprint = self.known_blueprint(id).await?.ok_or_else(missing)?;
        let (mut teams, mut people) = (Vec::new(), Vec::new());
        for team in &blueprint.teams {
            teams.extend(self.store().team(team).await.map_err(|e| self.failed(&e))?.map(|team| team.name));
        }
        for person in &blueprint.people {
            people.extend(self.known_person(person).await?.map(|person| person.email));
        }
        let steps = self.steps_typed(&blueprint.steps).await?;
        let form = BlueprintForm::of(&blueprint.rules, &teams, &people, &steps);
        let events = self.store().events(&Blueprint::object(id), EVENTS).await.map_err(|e| self.failed(&e))?;
        Ok(BlueprintSeen { blueprint, form, events })
    }

    /// Makes a blueprint, or saves the one of an id as it was changed on the page that showed this version. An empty box
    /// keeps the metadata document that is there.
    pub async fn save_blueprint(
        &self,
        actor: &Actor,
        id: Option<(&BlueprintId, i64)>,
        form: &BlueprintForm,
        typed: &EnvironmentForm,
    ) -> Result<Blueprint, Error> {
        let object = id.map_or_else(|| "blueprint".to_owned(), |(id, _)| Blueprint::object(id));
        self.allow(actor, Deed::ChangeBlueprints, &object).await?;
        let before = match id {
            Some((id, _)) => Some(self.known_blueprint(id).await?.ok_or_else(missing)?),
            None => None,
        };
        let mut environment = before.as_ref().map(|before| before.rules.fixed.clone()).unwrap_or_default();
        for step in Step::ALL {
            environment.take(step, typed.clone());
        }
        let parsed =
            form.parse(&environment, &self.connection_names(), &self.required_tags()).map_err(Error::Invalid)?;
        let mut problems = Problems::default();
        let teams = self.teams_named(&parsed.teams, &mut problems).await?;
        let people = self.people_named(&parsed.people, &mut problems).await?;
        let steps = self.steps_named(&parsed.steps, &mut problems).await?;
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let after = Blueprint {
            id: before.as_ref().map_or_else(|| BlueprintId::from_bytes(self.chance()), |before| before.id.clone()),
            rules: parsed.rules,
            teams,
            people,
            steps,
            retired_at: before.as_ref().and_then(|before| before.retired_at),
            version: before.as_ref().map_or(1, |before| before.version + 1),
        };
        if let (Some(before), Some((_, shown))) = (&before, id)
            && before.version != shown
        {
            return Err(changed_meanwhile(before));
        }
        let changes = after.changes_from(before.as_ref());
        if changes.is_empty()
            && let Some(before) = before
        {
            return Ok(before);
        }
        let words = if before.is_none() { "is made" } else { "is changed" };
        let event = self.blueprint_event(actor, Action::SaveBlueprint, &after, words).changing(changes);
        match self.store().save_blueprint(&after, &event).await.map_err(|e| self.failed(&e))? {
            BlueprintSave::Done => Ok(after),
            BlueprintSave::Changed => Err(changed_meanwhile(&after)),
            BlueprintSave::Taken => {
                let words = format!("There is a blueprint called “{}” already. Choose another name.", after.rules.name);
                let flaw = Flaw::new(words).at(Field::Blueprint(BlueprintField::Name));
                Err(Error::Invalid(Problems(vec![flaw])))
            }
        }
    }

    /// Takes a blueprint out of use, or gives it back. Requests that were made with it go on.
    pub async fn retire_blueprint(&self, actor: &Actor, id: &BlueprintId, retired: bool) -> Result<Blueprint, Error> {
        self.allow(actor, Deed::ChangeBlueprints, &Blueprint::object(id)).await?;
        let before = self.known_blueprint(id).await?.ok_or_else(missing)?;
        if before.retired_at.is_some() == retired {
            return Ok(before);
        }
        let retired_at = retired.then(|| self.now());
        let after = Blueprint { retired_at, version: before.version + 1, ..before };
        let words = if retired { "is retired" } else { "is in use again" };
        let event = self.blueprint_event(actor, Action::RetireBlueprint, &after, words);
        match self.store().save_blueprint(&after, &event).await.map_err(|e| self.failed(&e))? {
            BlueprintSave::Done => Ok(after),
            BlueprintSave::Changed | BlueprintSave::Taken => Err(changed_meanwhile(&after)),
        }
    }

    pub(super) async fn known_blueprint(&self, id: &BlueprintId) -> Result<Option<Blueprint>, Error> {
        if *id == without_blueprint() {
            return Ok(None);
        }
        self.store().blueprint(id).await.map_err(|e| self.failed(&e))
    }

    async fn teams_named(&self, names: &[String], problems: &mut Problems) -> Result<Vec<TeamId>, Error> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for name in names.iter().take(NAMED_MOST) {
            let same = self.store().team_called(name).await.map_err(|e| self.failed(&e))?;
            match same {
                Some(team) if !found.contains(&team.id) => found.push(team.id),
                Some(_) => {}
                None => unknown.push(name.as_str()),
            }
        }
        let words = ("There is no team called", "Look the name up in the list of teams.");
        said(names.len(), &unknown, words, BlueprintField::Teams, problems);
        Ok(found)
    }

    async fn steps_named(&self, steps: &[Named], problems: &mut Problems) -> Result<Vec<Approver>, Error> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for step in steps {
            let known = match step {
                Named::AskingTeam => Some(Approver::AskingTeam),
                Named::Team(name) => {
                    let team = self.store().team_called(name).await.map_err(|e| self.failed(&e))?;
                    team.map(|team| Approver::Team(team.id))
                }
                Named::Person(email) => {
                    let known = self.store().credentials(email).await.map_err(|e| self.failed(&e))?;
                    known.map(|(person, _)| Approver::Person(person.id))
                }
            };
            match (known, step) {
                (Some(known), _) => found.push(known),
                (None, Named::Team(name) | Named::Person(name)) => unknown.push(name.as_str()),
                (None, Named::AskingTeam) => {}
            }
        }
        let next = "Look names of teams up in their list, and invite people first.";
        said(steps.len(), &unknown, ("There is no team and nobody called", next), BlueprintField::Steps, problems);
        Ok(found)
    }

    /// The steps as their form has them; what is gone is left out.
    async fn steps_typed(&self, steps: &[Approver]) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for step in steps {
            lines.extend(match step {
                Approver::AskingTeam => Some(ASKING_TEAM.to_owned()),
                Approver::Team(id) => self.store().team(id).await.map_err(|e| self.failed(&e))?.map(|team| team.name),
                Approver::Person(id) => self.known_person(id).await?.map(|person| person.email),
            });
        }
        Ok(lines)
    }

    async fn people_named(&self, emails: &[String], problems: &mut Problems) -> Result<Vec<PersonId>, Error> {
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for email in emails.iter().take(NAMED_MOST) {
            match self.store().credentials(email).await.map_err(|e| self.failed(&e))? {
                Some((person, _)) => found.push(person.id),
                None => unknown.push(email.as_str()),
            }
        }
        let words = ("Nobody here signs in with", "Invite them first.");
        said(emails.len(), &unknown, words, BlueprintField::People, problems);
        Ok(found)
    }

    fn blueprint_event(&self, actor: &Actor, action: Action, blueprint: &Blueprint, words: &str) -> Event {
        let detail = format!("“{}” {words}", blueprint.rules.name);
        self.event(Some(actor), action, Blueprint::object(&blueprint.id), Outcome::Done, detail)
    }
}

/// Says which names were not found and what to do next, or that there are too many.
fn said(count: usize, unknown: &[&str], (what, next): (&str, &str), field: BlueprintField, problems: &mut Problems) {
    if count > NAMED_MOST {
        let words = format!("These are {count}. Name at most {NAMED_MOST}.");
        problems.push(Flaw::new(words).at(Field::Blueprint(field)));
    } else if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().take(5).map(|name| format!("“{name}”")).collect();
        problems.push(Flaw::new(format!("{what} {}. {next}", names.join(", "))).at(Field::Blueprint(field)));
    }
}

pub(super) fn missing() -> Error {
    Error::NotFound("This blueprint".into())
}

fn changed_meanwhile(blueprint: &Blueprint) -> Error {
    Error::Conflict(format!(
        "Somebody else changed “{}” meanwhile. Nothing was saved. Look at it as it is now, then make your change again.",
        blueprint.rules.name
    ))
}
