//! What people fill in who ask for an environment.

use domain::{
    Field, Problems,
    blueprint::Rules,
    environment::{EnvironmentForm, NAME_MOST},
    tag::{TagValue, VALUE_MOST},
};
use leptos::prelude::*;

use super::{DescriptionInput, SuperuserInputs, error_at, offer_at};
use crate::ui::{Choice, FieldGroup, Need, Select, TextField};

/// The free fields of a blueprint with the answers so far.
#[component]
pub fn AnswerInputs(rules: Rules, answers: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let hint = if rules.prefix.is_empty() {
        "Letters, digits and hyphens; begins and ends with a letter or digit.".to_owned()
    } else {
        format!("Begins with “{}”; letters, digits and hyphens.", rules.prefix)
    };
    let tags = rules.asked_tags().into_iter().enumerate().map(|(i, key)| {
        let row = answers.tags.rows.iter().find(|row| row.key == key.as_str());
        let (value, of_value) = (row.map(|row| row.value.clone()).unwrap_or_default(), Field::TagValue(i));
        let need = if rules.required_tags.contains(key) { Need::Required } else { Need::Optional };
        let (name, label, error) = (of_value.input(), format!("Tag {key}"), error_at(&problems, of_value));
        let input = match rules.choices_of(key) {
            [] => {
                let suggestion = offer_at(&problems, of_value);
                view! { <TextField name label value need limit=most(VALUE_MOST) error suggestion/> }.into_any()
            }
            offered => {
                view! { <Select name label choices=choices(offered, &value, need) value need error/> }.into_any()
            }
        };
        view! {
            <input type="hidden" name=Field::TagKey(i).input() value=key.to_string()/>
            {input}
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

/// The superuser of a new environment, where the blueprint lets people name one.
#[component]
pub fn SuperuserAnswers(rules: Rules, answers: EnvironmentForm, problems: Problems) -> impl IntoView {
    rules.asks_superuser.then(|| {
        view! {
            <FieldGroup name="form[superuser]" label="Superuser" need=Need::Optional
                hint="Who may do everything inside the environment. Fill in all three fields, or empty them for none.">
                <SuperuserInputs form=answers problems/>
            </FieldGroup>
        }
    })
}

/// What is offered for a tag, and what was chosen before it was not offered any more: nobody loses that unseen.
fn choices(offered: &[TagValue], chosen: &str, need: Need) -> Vec<Choice> {
    let nothing = if need == Need::Required { "Choose one" } else { "Without this tag" };
    let mut choices = vec![Choice::new("", nothing)];
    choices.extend(offered.iter().map(|value| Choice::new(value.to_string(), value.to_string())));
    if !choices.iter().any(|choice| &*choice.value == chosen) {
        choices.push(Choice::new(chosen.to_owned(), chosen.to_owned()));
    }
    choices
}
