//! What people fill in who ask for an environment.

use domain::{
    Field, Problems,
    blueprint::Rules,
    environment::{EnvironmentForm, NAME_MOST},
    tag::VALUE_MOST,
};
use leptos::prelude::*;

use super::{DescriptionInput, error_at, offer_at};
use crate::ui::{Need, TextField};

/// The free fields of a blueprint with the answers so far.
#[component]
pub fn AnswerInputs(rules: Rules, answers: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let hint = if rules.prefix.is_empty() {
        "Letters, digits and hyphens; begins and ends with a letter or digit.".to_owned()
    } else {
        format!("Begins with “{}”; letters, digits and hyphens.", rules.prefix)
    };
    let asked: Vec<(String, bool)> =
        rules.asked_tags().into_iter().map(|key| (key.to_string(), rules.required_tags.contains(key))).collect();
    let tags = asked.into_iter().enumerate().map(|(i, (key, is_required))| {
        let row = answers.tags.rows.iter().find(|row| row.key == key);
        let (value, of_value) = (row.map(|row| row.value.clone()).unwrap_or_default(), Field::TagValue(i));
        let need = if is_required { Need::Required } else { Need::Optional };
        view! {
            <input type="hidden" name=Field::TagKey(i).input() value=key.clone()/>
            <TextField name=of_value.input() label=format!("Tag {key}") value need limit=most(VALUE_MOST)
                error=error_at(&problems, of_value) suggestion=offer_at(&problems, of_value)/>
        }
    });
    let tags = tags.collect_view();
    let description = rules
        .asks_description
        .then(|| view! { <DescriptionInput value=answers.description.clone() problems=problems.clone()/> });
    // A tag that the portal wants everywhere may be missing altogether.
    let missing = problems.of(Field::Tags).map(|problem| view! { <p class="field-error">{problem.words.clone()}</p> });
    view! {
        <TextField name=Field::Name.input() label=Field::Name.label() value=answers.name limit=most(NAME_MOST) hint
            error=error_at(&problems, Field::Name) suggestion=offer_at(&problems, Field::Name)/>
        {description}
        {tags}
        {missing}
    }
}
