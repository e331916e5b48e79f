//! Code to read and copy.

use leptos::prelude::*;

use super::text::{Slot, Text};

/// `actions` is the place for a copy button or a download link.
#[component]
pub fn CodeBlock(
    #[prop(into)] label: Text,
    #[prop(into)] text: Text,
    #[prop(optional, into)] actions: Slot,
) -> impl IntoView {
    view! {
        <figure class="code-block">
            <figcaption><span>{label.clone()}</span>{actions.boxed("button-group")}</figcaption>
            <pre tabindex="0" role="region" aria-label=label><code>{text}</code></pre>
        </figure>
    }
}
