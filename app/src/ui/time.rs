//! A moment in words, exact on hover.

use leptos::prelude::*;

use super::text::Text;

/// `at` is RFC 3339, `exact` for people, and `text` what stands on the page ("3 minutes ago").
#[component]
pub fn Time(#[prop(into)] at: Text, #[prop(into)] exact: Text, #[prop(into)] text: Text) -> impl IntoView {
    view! { <time datetime=at title=exact>{text}</time> }
}
