//! What a place says when there is nothing to show, and the next step.

use leptos::prelude::*;

use super::text::{Slot, Text};

#[component]
pub fn EmptyState(
    #[prop(into)] title: Text,
    #[prop(into)] text: Text,
    #[prop(optional, into)] action: Slot,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <p class="empty-title">{title}</p>
            <p>{text}</p>
            {action.boxed("button-group")}
        </div>
    }
}
