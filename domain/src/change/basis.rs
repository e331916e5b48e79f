//! An environment as it is, for those who want it otherwise, and how what they type is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{SignIn, Wanted};
use crate::{
    Field, Flaw, Problem, Problems,
    blueprint::{Rules, without_empty},
    environment::{EditForm, Environment, EnvironmentChange, EnvironmentForm, Federation, FederationForm, Mode},
    tag::{MOST, OWN_PREFIX, TagChange, TagForm, TagKey, TagRow, as_tags},
    text::one_line,
};

/// An environment as it is, for those who want it otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    pub environment: Environment,
    /// Its tags, without the portal's own, and how many of them there can be.
    pub tags: BTreeMap<String, String>,
    pub room: usize,
    /// The blueprint that made it: what that does not let people fill in is fixed. `None` leaves all of it free.
    pub rules: Option<Rules>,
    /// How much of how people sign in is free.
    pub sign_in: SignIn,
}

impl Basis {
    /// An environment that was read whole.
    #[must_use]
    pub fn new(mut environment: Environment, tags: &BTreeMap<String, String>, rules: Option<Rules>) -> Self {
        if environment.mode == Mode::Local {
            // No identity provider signs anybody in, whatever FinSpace still knows of one.
            environment.federation = Federation::default();
        }
        let (own, tags): (BTreeMap<_, _>, BTreeMap<_, _>) =
            tags.clone().into_iter().partition(|(key, _)| key.starts_with(OWN_PREFIX));
        let sign_in = SignIn::of(&environment, rules.as_ref());
        Self { environment, tags, room: MOST - own.len().min(MOST), rules, sign_in }
    }

    /// The same of an environment that FinSpace could not be asked for: what the portal keeps of it does not tell how people
    /// sign in.
    #[must_use]
    pub fn unread(self) -> Self {
        Self { sign_in: SignIn::Unread, ..self }
    }

    /// The same as it was when a change was asked for, so that the change can be made another one.
    #[must_use]
    pub fn of(wanted: &Wanted, rules: Option<Rules>) -> Self {
        let sign_in = wanted.sign_in(rules.as_ref());
        Self { environment: (*wanted.base).clone(), tags: wanted.tags.clone(), room: wanted.room, rules, sign_in }
    }

    /// The form filled with what is there, as far as people may fill it in.
    #[must_use]
    pub fn form(&self) -> EnvironmentForm {
        self.free(&form(&self.environment, &self.tags))
    }

    /// As much of a form as people may fill in.
    #[must_use]
    pub fn free(&self, form: &EnvironmentForm) -> EnvironmentForm {
        let (mode, federation) = self.sign_in.free(form);
        let free = match &self.rules {
            Some(rules) => rules.answers_of(form.clone()),
            None => form.clone(),
        };
        EnvironmentForm { mode, federation, ..free }
    }

    /// What nobody may fill in, as it is: the blueprint fixes it.
    #[must_use]
    pub fn fixed(&self) -> Vec<(String, String)> {
        let Some(rules) = &self.rules else { return Vec::new() };
        let description = self.environment.description.clone().filter(|_| !rules.asks_description);
        let description = description.map(|text| (Field::Description.label().to_owned(), text));
        let asked = rules.asked_tags();
        let tags = self.tags.iter().filter(|(key, _)| !asked.iter().any(|one| one.as_str() == key.as_str()));
        let tags = tags.map(|(key, value)| (format!("Tag {key}"), value.clone()));
        description.into_iter().chain(tags).chain(self.sign_in.fixed(&self.environment)).collect()
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
        problems.0.append(&mut self.sign_in.unasked(shown, typed).0);
        let (shown, typed) = (self.free(shown), self.free(typed));
        let is_named = one_line(&typed.name) != one_line(&shown.name);
        let mut form = edit_form(&typed);
        form.follow(&edit_form(&shown), &self.environment);
        self.give_back(&mut form.federation);
        let renewing = self.sign_in == SignIn::Metadata;
        if renewing {
            form.federation = FederationForm::of(&self.environment.federation);
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
        let mut edit = form.parse(&self.environment).unwrap_or_else(|Problems(more)| {
            let told: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
            problems.0.extend(more.into_iter().filter(|problem| !told.contains(&problem.field)));
            EnvironmentChange::default()
        });
        if renewing {
            edit.federation = self.renewed(&shown.federation, &typed.federation, &mut problems);
        }
        if problems.is_empty() && edit.is_empty() && tagging.is_empty() {
            problems.push(self.unchanged(&typed));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let (base, tags) = (Box::new(self.environment.clone()), self.tags.clone());
        Ok(Wanted { base, tags, room: self.room, edit, tagging, knows_sign_in: self.sign_in != SignIn::Unread })
    }

    /// FinSpace gives the URN and the callback URL, and gives them again where they are left out: an empty box asks for
    /// nothing.
    fn give_back(&self, form: &mut FederationForm) {
        let there = &self.environment.federation;
        for (typed, given) in [(&mut form.federation_urn, &there.urn), (&mut form.callback_url, &there.callback_url)] {
            if typed.trim().is_empty() {
                given.as_deref().unwrap_or_default().clone_into(typed);
            }
        }
    }

    /// What to say where nothing is different, at the input where it was to be.
    fn unchanged(&self, typed: &EnvironmentForm) -> Problem {
        let signs_in = self.sign_in == SignIn::Metadata || typed.mode == Mode::Federated;
        if signs_in && !typed.federation.metadata_document.trim().is_empty() {
            let flaw = Flaw::new("The environment has exactly this document already. Give another one.");
            return flaw.at(Field::MetadataDocument);
        }
        let flaw = Flaw::new("Nothing is different from how the environment is now. Change something first.");
        flaw.at(Field::Name)
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

/// The form filled with an environment and its tags. The document is not sent to browsers and back.
pub(super) fn form(environment: &Environment, tags: &BTreeMap<String, String>) -> EnvironmentForm {
    let rows = tags.iter().map(|(key, value)| TagRow { key: key.clone(), value: value.clone() }).collect();
    let EditForm { name, description, mode, federation } = EditForm::of(environment);
    EnvironmentForm { name, description, mode, federation, tags: TagForm { rows }, ..EnvironmentForm::default() }
}

/// As much of a form as the page for editing has.
fn edit_form(form: &EnvironmentForm) -> EditForm {
    let EnvironmentForm { name, description, mode, federation, .. } = form.clone();
    EditForm { name, description, mode, federation }
}
