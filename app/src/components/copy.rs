//! Values to copy. The buttons are plain; one [`CopyButtons`](crate::islands::CopyButtons) on the page makes them all work.

use leptos::prelude::*;

use crate::ui::{CodeBlock, CopyValue, Glyph, Icon, Slot, Text};

/// Copies the `<code>` beside it; `what` says what that is.
#[component]
pub fn CopyButton(#[prop(into)] what: Text) -> impl IntoView {
    view! {
        <button type="button" class="button button-link button-icon copy-button needs-script" data-copy aria-label=format!("Copy {what}")>
            <Icon glyph=Glyph::Copy/>
        </button>
    }
}

/// An id, ARN or address with its copy button.
#[component]
pub fn Copyable(#[prop(into)] value: Text, #[prop(into)] what: Text) -> impl IntoView {
    view! { <CopyValue value button=view! { <CopyButton what/> }/> }
}

/// Code with its copy button, and with `actions` beside it.
#[component]
pub fn CopyableCode(
    #[prop(into)] label: Text,
    #[prop(into)] text: Text,
    #[prop(optional, into)] actions: Slot,
) -> impl IntoView {
    let button = view! { {actions.0}<CopyButton what=label.clone()/> };
    view! { <CodeBlock label text actions=button/> }
}
