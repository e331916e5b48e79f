//! What becomes of a blueprint and of what somebody filled in: a plan, its digest, and how far it leaves the blueprint.

use sha2::{Digest, Sha256};

use super::Rules;
use crate::{
    Field, Problems,
    audit::Change,
    environment::{EnvironmentForm, NewEnvironment},
    id::ConnectionName,
    tag::TagKey,
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

fn lines(plan: &NewEnvironment) -> Vec<(String, String)> {
    let lines = plan.recorded().into_iter();
    lines.filter_map(|change| change.after.map(|after| (change.field, after))).collect()
}

/// A form without a name as its plan would have it.
fn lines_of(mut form: EnvironmentForm) -> Vec<(String, String)> {
    let Ok(connection) = ConnectionName::parse(&form.connection) else { return Vec::new() };
    form.name = "blueprint".into();
    let mut all = form.parse(&[connection], &[]).as_ref().map(lines).unwrap_or_default();
    all.retain(|(label, _)| label != Field::Name.label());
    all
}

impl Rules {
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

    /// What every environment of it begins with, line by line.
    #[must_use]
    pub fn begun_lines(&self) -> Vec<(String, String)> {
        lines_of(self.fixed.clone())
    }

    /// What of that nobody changes who asks.
    #[must_use]
    pub fn fixed_lines(&self) -> Vec<(String, String)> {
        lines_of(self.fixed_alone())
    }

    /// In what a plan goes beyond the blueprint as it is now, or leaves it.
    #[must_use]
    pub fn differences(&self, plan: &NewEnvironment) -> Vec<Change> {
        differences(&self.begun_lines(), &lines(plan))
    }

    /// Where two plans differ.
    #[must_use]
    pub fn between(before: &NewEnvironment, after: &NewEnvironment) -> Vec<Change> {
        differences(&lines(before), &lines(after))
    }
}
