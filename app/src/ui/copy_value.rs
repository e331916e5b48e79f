//! A value to copy: one click selects all of it, and an island may stand beside it with a button.

use leptos::prelude::*;

use super::text::{Slot, Text};

/// `button` is the place for the island whose `<button class="button button-link button-icon copy-button">` copies.
#[component]
pub fn CopyValue(#[prop(into)] value: Text, #[prop(optional, into)] button: Slot) -> impl IntoView {
    view! {
        <span class="copy">
            <code class="copy-value">{value}</code>
            {button.0}
        </span>
    }
}
