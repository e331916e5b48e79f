//! What people fill in of a blueprint, beside what it fixes.

use super::Rules;
use crate::{
    Actor, Field, Flaw, Problems,
    environment::{EnvironmentForm, Step, Superuser},
    tag::{TagForm, TagKey, TagRow},
};

/// A tag that may be left out is left out as a whole; the other rows keep their places.
pub(crate) fn without_empty(tags: &TagForm) -> TagForm {
    let given = |row: &TagRow| if row.value.trim().is_empty() { TagRow::default() } else { row.clone() };
    TagForm { rows: tags.rows.iter().map(given).collect() }
}

impl Rules {
    /// The keys of the tags that people fill in, those that they must first.
    #[must_use]
    pub fn asked_tags(&self) -> Vec<&TagKey> {
        self.required_tags.iter().chain(&self.optional_tags).collect()
    }

    /// What a tag that people fill in begins with; empty when with nothing.
    #[must_use]
    pub fn prefilled(&self, key: &TagKey) -> &str {
        let row = self.fixed.tags.rows.iter().find(|row| row.key.trim() == key.as_str());
        row.map_or("", |row| row.value.trim())
    }

    /// What nobody fills in: what every environment begins with, without that of it which people can change.
    #[must_use]
    pub(super) fn fixed_alone(&self) -> EnvironmentForm {
        let asked = self.asked_tags();
        let mut form = self.fixed.clone();
        form.tags.rows.retain(|row| !asked.iter().any(|key| key.as_str() == row.key.trim()));
        if self.asks_description {
            form.description.clear();
        }
        if self.asks_superuser {
            form.take(Step::Superuser, EnvironmentForm::default());
        }
        form
    }

    /// What somebody begins with who asks. Where the blueprint names no superuser, they are offered to be it themselves.
    #[must_use]
    pub fn empty_answers(&self, actor: &Actor) -> EnvironmentForm {
        let row = |key: &TagKey| TagRow { key: key.to_string(), value: self.prefilled(key).to_owned() };
        let mut form = EnvironmentForm {
            name: self.prefix.clone(),
            description: if self.asks_description { self.fixed.description.clone() } else { String::new() },
            tags: TagForm { rows: self.asked_tags().into_iter().map(row).collect() },
            ..EnvironmentForm::default()
        };
        if self.asks_superuser {
            form.take(Step::Superuser, self.fixed.clone());
            if form.has_no_superuser()
                && let Some(own) = Superuser::near(&actor.email, &actor.name)
            {
                form.email_address = own.email.into();
                form.first_name = own.first_name.into();
                form.last_name = own.last_name.into();
            }
        }
        form
    }

    /// As much of a form as people may fill in; whatever else it holds is left out. A tag that is not there stays empty,
    /// also one that the page begins with a value: whoever emptied it meant that.
    #[must_use]
    pub fn answers_of(&self, typed: EnvironmentForm) -> EnvironmentForm {
        let value = |key: &TagKey| {
            let row = typed.tags.rows.iter().find(|row| row.key.trim() == key.as_str());
            row.map(|row| row.value.clone()).unwrap_or_default()
        };
        let row = |key: &TagKey| TagRow { key: key.to_string(), value: value(key) };
        let mut form = EnvironmentForm {
            tags: TagForm { rows: self.asked_tags().into_iter().map(row).collect() },
            name: typed.name.clone(),
            description: if self.asks_description { typed.description.clone() } else { String::new() },
            ..EnvironmentForm::default()
        };
        if self.asks_superuser {
            form.take(Step::Superuser, typed);
        }
        form
    }

    /// What a program sends though nobody fills it in. A browser's form may hold more than people see; a program is told.
    #[must_use]
    pub fn unasked(&self, typed: &EnvironmentForm) -> Problems {
        let mut problems = Problems::default();
        if !self.asks_description && !typed.description.trim().is_empty() {
            let flaw = Flaw::new("The blueprint says what the description is. Leave it out.");
            problems.push(flaw.at(Field::Description));
        }
        if !self.asks_superuser && !typed.has_no_superuser() {
            let flaw = Flaw::new("The blueprint says who the superuser is. Leave it out.");
            problems.push(flaw.at(Field::EmailAddress));
        }
        let asked = self.asked_tags();
        for (i, row) in typed.tags.rows.iter().enumerate() {
            if !asked.iter().any(|key| key.as_str() == row.key) {
                let flaw = Flaw::new("The blueprint does not ask for a tag of this key. Leave it out.");
                problems.push(flaw.at(Field::TagKey(i)));
            }
        }
        problems
    }

    /// The whole form: what is fixed, and the answers. The rows of tags that are asked for come first, so that a problem,
    /// which names a place, finds the row of that place on the page of those who ask.
    #[must_use]
    pub fn filled(&self, answers: &EnvironmentForm) -> EnvironmentForm {
        let fixed = self.fixed_alone();
        let description = if self.asks_description { answers.description.clone() } else { fixed.description };
        let asked = without_empty(&answers.tags).rows.into_iter();
        let tags = TagForm { rows: asked.chain(fixed.tags.rows).collect() };
        let mut form = EnvironmentForm { name: answers.name.clone(), description, tags, ..fixed };
        if self.asks_superuser {
            form.take(Step::Superuser, answers.clone());
        }
        form
    }

    /// What of the name and of the tags is not as the blueprint wants it.
    pub(crate) fn unmet(&self, answers: &EnvironmentForm) -> Problems {
        let mut problems = Problems::default();
        let (name, prefix) = (answers.name.trim(), self.prefix.as_str());
        if !name.starts_with(prefix) || (name == prefix && !prefix.is_empty()) {
            let flaw = Flaw::new(format!("Names of this blueprint begin with “{prefix}” and go on."));
            let legal = if name.starts_with(prefix) { String::new() } else { format!("{prefix}{name}") };
            problems.push(flaw.suggesting(legal).at(Field::Name));
        }
        for (i, key) in self.asked_tags().into_iter().enumerate() {
            let row = answers.tags.rows.iter().find(|row| row.key == key.as_str());
            let flaw = match row.map_or("", |row| row.value.trim()) {
                "" => self.required_tags.contains(key).then(|| Flaw::new(format!("Fill in “{key}”."))),
                value => self.unchosen(key, value),
            };
            problems.0.extend(flaw.map(|flaw| flaw.at(Field::TagValue(i))));
        }
        problems
    }
}
