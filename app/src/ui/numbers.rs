//! Numbers side by side, each a way to what it counts.

use leptos::prelude::*;

use super::{pagination::grouped, text::Text};

/// A list of `Number`.
#[component]
pub fn Numbers(#[prop(into)] label: Text, children: Children) -> impl IntoView {
    view! { <ul class="numbers" aria-label=label>{children()}</ul> }
}

/// How many there are of something, and the address of the list that has them. None of it is shown quietly.
#[component]
pub fn Number(#[prop(into)] label: Text, value: u64, #[prop(into)] href: Text) -> impl IntoView {
    let class = if value == 0 { "number number-none" } else { "number" };
    view! { <li><a class=class href=href><b>{grouped(value)}</b>" "<span>{label}</span></a></li> }
}
