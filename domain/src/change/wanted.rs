//! What somebody asks to be changed about an environment: what it was when they asked, and what it is to be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Seen;
use crate::{
    Field, Flaw, Problems,
    audit::Change,
    blueprint::{Rules, without_empty},
    environment::{Difference, EditForm, Environment, EnvironmentChange, EnvironmentForm, Federation, Mode, Status},
    tag::{MOST, OWN_PREFIX, TagChange, TagForm, TagKey, TagRow, as_tags, changed},
    text::one_line,
};

/// An environment as it is, for those who want it otherwise. How people sign in to it is no part of that: the document of
/// an identity provider is a matter of operators, who edit it by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub environment: Environment,
    /// Its tags, without the portal's own, and how many of them there can be.
    pub tags: BTreeMap<String, String>,
    pub room: usize,
    /// The blueprint that made it: what that does not let people fill in is fixed. `None` leaves all of it free.
    pub rules: Option<Rules>,
}

/// What of an environment is to be changed. What it was is part of it, so that nobody's change is taken back unseen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The environment as it was when this was asked for.
    pub base: Box<Environment>,
    /// Its tags then, without the portal's own, and how many of them there could be.
    pub tags: BTreeMap<String, String>,
    pub room: usize,
    pub edit: EnvironmentChange,
    pub tagging: TagChange,
}

impl Basis {
    #[must_use]
    pub fn new(environment: Environment, tags: &BTreeMap<String, String>, rules: Option<Rules>) -> Self {
        let environment = Environment { mode: Mode::Local, federation: Federation::default(), ..environment };
        let (own, tags): (BTreeMap<_, _>, BTreeMap<_, _>) =
            tags.clone().into_iter().partition(|(key, _)| key.starts_with(OWN_PREFIX));
        Self { environment, tags, room: MOST - own.len().min(MOST), rules }
    }

    /// The same as it was when a change was asked for, so that the change can be made another one.
    #[must_use]
    pub fn of(wanted: &Wanted, rules: Option<Rules>) -> Self {
        Self { environment: (*wanted.base).clone(), tags: wanted.tags.clone(), room: wanted.room, rules }
    }

    /// The form filled with what is there, as far as people may fill it in.
    #[must_use]
    pub fn form(&self) -> EnvironmentForm {
        self.free(&form(&self.environment, &self.tags))
    }

    /// As much of a form as people may fill in.
    #[must_use]
    pub fn free(&self, form: &EnvironmentForm) -> EnvironmentForm {
        match &self.rules {
            Some(rules) => rules.answers_of(form.clone()),
            None => form.clone(),
        }
    }

    /// What nobody may fill in, as it is: the blueprint fixes it.
    #[must_use]
    pub fn fixed(&self) -> Vec<(String, String)> {
        let Some(rules) = &self.rules else { return Vec::new() };
        let description = self.environment.description.clone().filter(|_| !rules.asks_description);
        let description = description.map(|text| (Field::Description.label().to_owned(), text));
        let asked = rules.asked_tags();
        let tags = self.tags.iter().filter(|(key, _)| !asked.iter().any(|one| one.as_str() == key.as_str()));
        description.into_iter().chain(tags.map(|(key, value)| (format!("Tag {key}"), value.clone()))).collect()
    }

    /// Reads what somebody typed over a page that had shown them a form. Inputs that they left alone are not checked, and
    /// follow the environment if somebody changed it meanwhile.
    pub fn wanted(
        &self,
        shown: &EnvironmentForm,
        typed: &EnvironmentForm,
        required: &[TagKey],
    ) -> Result<Wanted, Problems> {
        let mut problems = self.rules.as_ref().map(|rules| rules.unasked(typed)).unwrap_or_default();
        let (shown, typed) = (self.free(shown), self.free(typed));
        let mut form = EditForm::of(&self.environment);
        let is_named = one_line(&typed.name) != one_line(&shown.name);
        if is_named {
            form.name.clone_from(&typed.name);
        }
        if one_line(&typed.description) != one_line(&shown.description) {
            form.description.clone_from(&typed.description);
        }
        let is_tagged = !typed.tags.means(&shown.tags);
        if let Some(rules) = &self.rules {
            let Problems(unmet) = rules.unmet(&typed);
            let counts = |field| if field == Field::Name { is_named } else { is_tagged };
            problems.0.extend(unmet.into_iter().filter(|problem| counts(problem.field)));
        }
        let tagging = if is_tagged { self.tagging(&shown.tags, &typed.tags, required, &mut problems) } else { None };
        let tagging = tagging.unwrap_or_default();
        // What is said above is not said twice in other words.
        let edit = form.parse(&self.environment).unwrap_or_else(|Problems(more)| {
            let told: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
            problems.0.extend(more.into_iter().filter(|problem| !told.contains(&problem.field)));
            EnvironmentChange::default()
        });
        if problems.is_empty() && edit.is_empty() && tagging.is_empty() {
            let flaw = Flaw::new("Nothing is different from how the environment is now. Change something first.");
            problems.push(flaw.at(Field::Name));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let (base, tags) = (Box::new(self.environment.clone()), self.tags.clone());
        Ok(Wanted { base, tags, room: self.room, edit, tagging })
    }

    /// What becomes of the tags; `None` when something is wrong with them.
    fn tagging(
        &self,
        shown: &TagForm,
        typed: &TagForm,
        required: &[TagKey],
        problems: &mut Problems,
    ) -> Option<TagChange> {
        let mut found = Problems::default();
        let wanted = match &self.rules {
            None => typed.parse(required, self.room, &mut found),
            Some(rules) => {
                // A tag that nobody can fill in here is no reason to refuse the others.
                let asked = rules.asked_tags();
                let required: Vec<TagKey> = required.iter().filter(|key| asked.contains(key)).cloned().collect();
                without_empty(typed).parse(&required, self.room, &mut found)
            }
        };
        if !found.is_empty() {
            // That a tag has to be filled in is said at its row already.
            let is_said = problems.0.iter().any(|problem| matches!(problem.field, Field::TagValue(_)));
            problems.0.extend(found.0.into_iter().filter(|problem| !(is_said && problem.field == Field::Tags)));
            return None;
        }
        let tagging = TagChange::between(&as_tags(shown.pairs()), &wanted).left(&self.tags);
        problems.keep(Field::Tags, tagging.fits(&self.tags, self.room).map(|()| tagging))
    }
}

impl Wanted {
    /// What is to become different, line by line.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut changes = Difference::recorded(&self.base, &self.edit.applied_to(&self.base));
        changes.extend(self.tagging.recorded(&self.tags));
        changes
    }

    /// The form that would have asked for it.
    #[must_use]
    pub fn form(&self) -> EnvironmentForm {
        let mut tags = self.tags.clone();
        tags.retain(|key, _| !self.tagging.removed.iter().any(|removed| removed.as_str() == key));
        tags.extend(self.tagging.set.iter().map(|(key, value)| (key.to_string(), value.to_string())));
        form(&self.edit.applied_to(&self.base), &tags)
    }

    /// What others changed of it since it was asked for, from what it was to what it is: neither as it was nor as it is
    /// to be.
    #[must_use]
    pub fn moved(&self, now: &Environment, tags: &BTreeMap<String, String>) -> Vec<Change> {
        let mut since = Difference::recorded(&self.base, now);
        since.extend(
            self.tagging.keys().map(|key| changed(key, &self.tags, tags.get(key.as_str()).map(String::as_str))),
        );
        let wanted = self.changes();
        since.retain(|line| {
            let of_this = wanted.iter().find(|one| one.field == line.field);
            line.before != line.after && of_this.is_some_and(|one| one.after != line.after)
        });
        since
    }

    /// What of it is still to be done.
    #[must_use]
    pub fn left(&self, now: &Environment, tags: &BTreeMap<String, String>) -> (EnvironmentChange, TagChange) {
        let edit = EnvironmentChange {
            name: self.edit.name.clone().filter(|name| name.as_str() != now.name),
            description: self.edit.description.clone().filter(|text| Some(text.as_str()) != now.description.as_deref()),
            ..EnvironmentChange::default()
        };
        (edit, self.tagging.left(tags))
    }

    /// What a look at the environment means for it; `moved` says in words what others changed, if they did.
    #[must_use]
    pub fn seen(&self, now: &Environment, tags: &BTreeMap<String, String>, moved: Option<String>) -> Seen {
        let (edit, tagging) = self.left(now, tags);
        if edit.is_empty() && tagging.is_empty() {
            return Seen::Done;
        }
        if let Some(words) = moved {
            return Seen::Over(words);
        }
        barred(&now.status).unwrap_or(Seen::Left)
    }
}

/// Why an environment of this status takes no update, if it takes none.
pub(crate) fn barred(status: &Status) -> Option<Seen> {
    let why = status.editable().err()?;
    Some(match status {
        Status::CreateRequested | Status::Creating | Status::UpdateNetworkRequested | Status::UpdatingNetwork => {
            Seen::Busy(why)
        }
        _ => Seen::Over(why.to_owned()),
    })
}

/// The form filled with an environment and its tags.
fn form(environment: &Environment, tags: &BTreeMap<String, String>) -> EnvironmentForm {
    let rows = tags.iter().map(|(key, value)| TagRow { key: key.clone(), value: value.clone() }).collect();
    EnvironmentForm {
        name: environment.name.clone(),
        description: environment.description.clone().unwrap_or_default(),
        tags: TagForm { rows },
        ..EnvironmentForm::default()
    }
}
