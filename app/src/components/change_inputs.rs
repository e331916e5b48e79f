//! What can be different about an environment.

use domain::{
    Field, Problems,
    blueprint::Rules,
    environment::{EnvironmentForm, NAME_MOST},
};
use leptos::prelude::*;

use super::{AnswerInputs, DescriptionInput, ShownSignIn, TagRows, error_at, offer_at};
use crate::ui::{FieldGroup, Need, TextField};

/// Empty rows below the tags, for browsers that cannot add some.
const SPARE: usize = 3;

/// What its blueprint leaves free, or name, description and all tags where none made it.
#[component]
pub fn ChangeInputs(
    rules: Option<Rules>,
    form: EnvironmentForm,
    /// The keys of the tags that it must have.
    required: Vec<String>,
    /// How many tags there can be.
    room: usize,
    problems: Problems,
) -> impl IntoView {
    if let Some(rules) = rules {
        return view! { <AnswerInputs rules answers=form problems/> }.into_any();
    }
    let (of_description, of_tags) = (problems.clone(), problems.clone());
    let limit = u32::try_from(NAME_MOST).unwrap_or(u32::MAX);
    view! {
        <TextField name=Field::Name.input() label=Field::Name.label() value=form.name limit
            hint="Letters, digits and hyphens; begins and ends with a letter or digit."
            error=error_at(&problems, Field::Name) suggestion=offer_at(&problems, Field::Name)/>
        <DescriptionInput value=form.description problems=of_description/>
        <FieldGroup name=Field::Tags.input() label=Field::Tags.label() need=Need::Optional
            hint=format!("Up to {room}. Empty a row to remove its tag.") error=error_at(&problems, Field::Tags)>
            <TagRows rows=form.tags.rows required problems=of_tags spare=SPARE most=room/>
        </FieldGroup>
    }
    .into_any()
}

/// The same form as the page shows it, hidden: what somebody changed is found against it.
#[component]
pub fn ShownInputs(shown: EnvironmentForm) -> impl IntoView {
    let rows = shown.tags.rows.into_iter().enumerate().map(|(i, row)| {
        view! {
            <input type="hidden" name=format!("shown[tags][rows][{i}][key]") value=row.key/>
            <input type="hidden" name=format!("shown[tags][rows][{i}][value]") value=row.value/>
        }
    });
    view! {
        <input type="hidden" name="shown[name]" value=shown.name/>
        <input type="hidden" name="shown[description]" value=shown.description/>
        {rows.collect_view()}
        <ShownSignIn mode=shown.mode federation=shown.federation/>
    }
}
