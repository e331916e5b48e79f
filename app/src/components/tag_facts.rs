//! The tags of one environment, to read.

use std::collections::BTreeMap;

use domain::tag::OWN_PREFIX;
use leptos::prelude::*;

use crate::ui::{Alert, Badge, Blocked, Button, Chip, Chips, Tone};

/// The tags, with the portal's own apart and the missing ones that are required; `edit` leads to where tags are changed.
#[component]
pub fn TagFacts(
    tags: Option<BTreeMap<String, String>>,
    required: Vec<String>,
    #[prop(into)] edit: String,
    /// Why the reader may not change them.
    #[prop(optional_no_strip)]
    blocked: Option<Blocked>,
) -> impl IntoView {
    let Some(tags) = tags else {
        return view! { <p class="none">"The tags could not be read just now. Refresh to try again."</p> }.into_any();
    };
    let missing: Vec<String> = required.into_iter().filter(|key| !tags.contains_key(key)).collect();
    let (own, free): (Vec<_>, Vec<_>) = tags.into_iter().partition(|(key, _)| key.starts_with(OWN_PREFIX));
    let none = free.is_empty().then(|| view! { <p class="none">"None"</p> });
    let free = (!free.is_empty()).then(|| chips("Tags", free));
    let own = (!own.is_empty()).then(|| {
        view! {
            <div class="row">
                <Badge tone=Tone::Neutral label="Kept by the portal"/>
                {chips("Tags kept by the portal", own)}
            </div>
        }
    });
    let missing = (!missing.is_empty()).then(|| {
        let (title, add) = match missing.len() {
            1 => ("A required tag is missing", "Add it"),
            _ => ("Required tags are missing", "Add them"),
        };
        view! {
            <Alert tone=Tone::Warning title actions=view! { <Button label=add href=edit blocked/> }>
                <p>{missing.join(", ")}</p>
            </Alert>
        }
    });
    view! { {missing}{none}{free}{own} }.into_any()
}

fn chips(label: &'static str, tags: Vec<(String, String)>) -> impl IntoView {
    let chips = tags.into_iter().map(|(key, value)| view! { <Chip label=key value/> }).collect_view();
    view! { <Chips label>{chips}</Chips> }
}
