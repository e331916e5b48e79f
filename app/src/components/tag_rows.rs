//! Rows of tags to type into.

use domain::{Field, Problems, tag};
use leptos::prelude::*;

use crate::{
    components::{ROW, Rows, error_at, offer_at},
    ui::{Need, TextField},
};

/// The rows as typed, then the required keys that are missing, then `spare` empty ones as long as there is room for `most`.
/// An emptied row is a removed tag.
#[component]
pub fn TagRows(
    rows: Vec<tag::TagRow>,
    required: Vec<String>,
    problems: Problems,
    spare: usize,
    most: usize,
) -> impl IntoView {
    let missing = required.iter().filter(|key| rows.iter().all(|row| row.key.trim() != key.as_str()));
    let missing = missing.map(|key| tag::TagRow { key: key.clone(), value: String::new() });
    let mut all: Vec<tag::TagRow> = rows.iter().cloned().chain(missing).collect();
    // What was typed is shown, also where it is too much.
    let room = most.saturating_sub(all.len());
    all.extend((0..spare.min(room)).map(|_| tag::TagRow::default()));
    let rows: Vec<_> = all
        .into_iter()
        .enumerate()
        .map(|(i, row)| {
            let needed = required.iter().any(|key| *key == row.key.trim());
            view! { <TagInputs i row needed problems=problems.clone()/> }.into_any()
        })
        .collect();
    let template = view! { <TagInputs i=ROW row=tag::TagRow::default() needed=false problems=Problems::default()/> };
    let template = template.into_any();
    view! {
        <Rows of="tags" noun="tag" most rows template/>
    }
}

#[component]
fn TagInputs(i: usize, row: tag::TagRow, needed: bool, problems: Problems) -> impl IntoView {
    let (key, value) = (Field::TagKey(i), Field::TagValue(i));
    let number = i + 1;
    let label = if needed { format!("{} (required)", key.label()) } else { key.label().to_owned() };
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    view! {
        <fieldset class="row" data-kept=needed>
            <legend class="visually-hidden">{format!("Tag {number}")}</legend>
            <TextField name=key.input() label value=row.key need=Need::Unmarked
                error=error_at(&problems, key) suggestion=offer_at(&problems, key) limit=most(tag::KEY_MOST)/>
            <TextField name=value.input() label=value.label() value=row.value need=Need::Unmarked
                error=error_at(&problems, value) suggestion=offer_at(&problems, value) limit=most(tag::VALUE_MOST)/>
        </fieldset>
    }
}
