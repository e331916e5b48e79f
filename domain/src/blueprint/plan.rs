//! What becomes of a blueprint and of what somebody filled in: a plan, its digest, and how far it leaves the blueprint.

use sha2::{Digest, Sha256};

use super::Rules;
use crate::{
    Field, Flaw, Problems,
    audit::Change,
    environment::{EnvironmentForm, NewEnvironment},
    id::ConnectionName,
    tag::{TagForm, TagKey, TagRow},
    text::hex,
};

/// What an approval is bound to: another plan has another one.
#[must_use]
pub fn digest(plan: &NewEnvironment) -> String {
    // A plan is texts and sorted maps, which nothing keeps from becoming JSON.
    hex(&Sha256::digest(serde_json::to_vec(plan).unwrap_or_default()))
}

/// The lines in which two lists of a label and a value differ.
pub(crate) fn differences(before: &[(String, String)], after: &[(String, String)]) -> Vec<Change> {
    let of = |all: &[(String, String)], label: &str| {
        let values: Vec<String> = all.iter().filter(|(key, _)| key == label).map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut labels: Vec<&String> = Vec::new();
    for (label, _) in before.iter().chain(after) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let rows = labels.into_iter().map(|label| (label, of(before, label), of(after, label)));
    let rows = rows.filter(|(_, before, after)| before != after);
    rows.map(|(label, before, after)| Change::new(label, before.as_deref(), after.as_deref())).collect()
}

/// A tag that may be left out is left out as a whole; the other rows keep their places.
pub(crate) fn without_empty(tags: &TagForm) -> TagForm {
    let given = |row: &TagRow| if row.value.trim().is_empty() { TagRow::default() } else { row.clone() };
    TagForm { rows: tags.rows.iter().map(given).collect() }
}

fn lines(plan: &NewEnvironment) -> Vec<(String, String)> {
    let lines = plan.recorded().into_iter();
    lines.filter_map(|change| change.after.map(|after| (change.field, after))).collect()
}

impl Rules {
    /// The keys of the tags that people fill in, those that they must first.
    #[must_use]
    pub fn asked_tags(&self) -> Vec<&TagKey> {
        self.required_tags.iter().chain(&self.optional_tags).collect()
    }

    /// What somebody begins with who asks.
    #[must_use]
    pub fn empty_answers(&self) -> EnvironmentForm {
        let row = |key: &TagKey| TagRow { key: key.to_string(), value: String::new() };
        EnvironmentForm {
            name: self.prefix.clone(),
            description: if self.asks_description { self.fixed.description.clone() } else { String::new() },
            tags: TagForm { rows: self.asked_tags().into_iter().map(row).collect() },
            ..EnvironmentForm::default()
        }
    }

    /// As much of a form as people may fill in; whatever else it holds is left out.
    #[must_use]
    pub fn answers_of(&self, typed: EnvironmentForm) -> EnvironmentForm {
        let value = |key: &TagKey| {
            let row = typed.tags.rows.iter().find(|row| row.key.trim() == key.as_str());
            row.map(|row| row.value.clone()).unwrap_or_default()
        };
        let row = |key: &TagKey| TagRow { key: key.to_string(), value: value(key) };
        EnvironmentForm {
            tags: TagForm { rows: self.asked_tags().into_iter().map(row).collect() },
            name: typed.name,
            description: if self.asks_description { typed.description } else { String::new() },
            ..EnvironmentForm::default()
        }
    }

    /// What a program sends though nobody fills it in. A browser's form may hold more than people see; a program is told.
    #[must_use]
    pub fn unasked(&self, typed: &EnvironmentForm) -> Problems {
        let mut problems = Problems::default();
        if !self.asks_description && !typed.description.trim().is_empty() {
            let flaw = Flaw::new("The blueprint says what the description is. Leave it out.");
            problems.push(flaw.at(Field::Description));
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
        let mut form = self.fixed.clone();
        form.name.clone_from(&answers.name);
        if self.asks_description {
            form.description.clone_from(&answers.description);
        }
        let asked = without_empty(&answers.tags).rows.into_iter();
        form.tags = TagForm { rows: asked.chain(self.fixed.tags.rows.iter().cloned()).collect() };
        form
    }

    /// What of the name and of the tags that must be filled in is not as the blueprint wants it.
    pub(crate) fn unmet(&self, answers: &EnvironmentForm) -> Problems {
        let mut problems = Problems::default();
        let (name, prefix) = (answers.name.trim(), self.prefix.as_str());
        if !name.starts_with(prefix) || (name == prefix && !prefix.is_empty()) {
            let flaw = Flaw::new(format!("Names of this blueprint begin with “{prefix}” and go on."));
            let legal = if name.starts_with(prefix) { String::new() } else { format!("{prefix}{name}") };
            problems.push(flaw.suggesting(legal).at(Field::Name));
        }
        for (i, key) in self.required_tags.iter().enumerate() {
            let row = answers.tags.rows.iter().find(|row| row.key == key.as_str());
            if row.is_none_or(|row| row.value.trim().is_empty()) {
                problems.push(Flaw::new(format!("Fill in “{key}”.")).at(Field::TagValue(i)));
            }
        }
        problems
    }

    /// The plan that comes of the answers, or all that is wrong with them.
    pub fn plan(
        &self,
        answers: &EnvironmentForm,
        connections: &[ConnectionName],
        required: &[TagKey],
    ) -> Result<NewEnvironment, Problems> {
        let mut problems = self.unmet(answers);
        let parsed = self.filled(answers).parse(connections, required);
        match parsed {
            Ok(plan) if problems.is_empty() => Ok(plan),
            Ok(_) => Err(problems),
            Err(Problems(more)) => {
                // What is said above is not said twice in other words.
                let told: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
                problems.0.extend(more.into_iter().filter(|problem| !told.contains(&problem.field)));
                Err(problems)
            }
        }
    }

    /// What is fixed as a plan would have it, without what people fill in.
    fn fixed_plan(&self) -> Option<NewEnvironment> {
        let connection = ConnectionName::parse(&self.fixed.connection).ok()?;
        let mut form = self.fixed.clone();
        form.name = "blueprint".into();
        form.parse(&[connection], &[]).ok()
    }

    /// What every environment of it begins with, line by line.
    #[must_use]
    pub fn fixed_lines(&self) -> Vec<(String, String)> {
        let mut all = self.fixed_plan().as_ref().map(lines).unwrap_or_default();
        all.retain(|(label, _)| label != Field::Name.label());
        all
    }

    /// In what a plan goes beyond the blueprint as it is now, or leaves it.
    #[must_use]
    pub fn differences(&self, plan: &NewEnvironment) -> Vec<Change> {
        differences(&self.fixed_lines(), &lines(plan))
    }

    /// Where two plans differ.
    #[must_use]
    pub fn between(before: &NewEnvironment, after: &NewEnvironment) -> Vec<Change> {
        differences(&lines(before), &lines(after))
    }
}
