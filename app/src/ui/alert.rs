//! News about one place on the page.

use leptos::prelude::*;

use super::icon::Icon;
use super::text::{MaybeText, Slot, Text};
use super::tone::Tone;

/// `error_id` is the id under which the cause was logged; the reader may quote it.
#[component]
pub fn Alert(
    tone: Tone,
    #[prop(into)] title: Text,
    #[prop(optional, into)] actions: Slot,
    #[prop(optional, into)] error_id: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = (tone == Tone::Danger).then_some("alert");
    let body = children.map(|children| view! { <div class="alert-body">{children()}</div> });
    view! {
        <div class="alert" data-tone=tone.word() role=role>
            <Icon glyph=tone.glyph()/>
            <div class="alert-text">
                <p class="alert-title">{title}</p>
                {body}
                {quote(error_id)}
            </div>
            {actions.boxed("alert-actions")}
        </div>
    }
}

pub(super) fn quote(error_id: MaybeText) -> impl IntoView {
    error_id.0.map(|id| view! { <p class="error-id">"Quote this id: " <code class="copy-value">{id}</code></p> })
}
