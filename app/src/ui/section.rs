//! A card with a header.

use leptos::prelude::*;

use super::text::{MaybeText, Slot, Text};

/// `id` is needed when something links to the section or names it.
#[component]
pub fn Section(
    #[prop(into)] title: Text,
    #[prop(optional, into)] id: MaybeText,
    #[prop(optional)] count: Option<u64>,
    #[prop(optional, into)] description: MaybeText,
    #[prop(optional, into)] actions: Slot,
    children: Children,
) -> impl IntoView {
    let count = count.map(|count| view! { <span class="count">{super::pagination::grouped(count)}</span> });
    let description = description.0.map(|words| view! { <p class="section-description">{words}</p> });
    view! {
        <section class="section" id=id.0>
            <header class="section-header">
                <div><h2>{title}{count}</h2>{description}</div>
                {actions.boxed("button-group")}
            </header>
            <div class="section-body">{children()}</div>
        </section>
    }
}
