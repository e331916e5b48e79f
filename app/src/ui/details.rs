//! Text that opens on demand.

use leptos::prelude::*;

use super::text::Text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailsState {
    #[default]
    Closed,
    Open,
}

#[component]
pub fn Details(
    #[prop(into)] summary: Text,
    #[prop(optional)] state: DetailsState,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="details" open=state == DetailsState::Open>
            <summary>{summary}</summary>
            <div class="details-body">{children()}</div>
        </details>
    }
}
