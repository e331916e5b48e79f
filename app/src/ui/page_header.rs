//! The head of a page: where it is, what it is, what can be done.

use leptos::prelude::*;

use super::pagination::grouped;
use super::text::{MaybeText, Slot, Text};

/// A page above this one.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: Text,
    pub href: Text,
}

impl Crumb {
    pub fn new(label: impl Into<Text>, href: impl Into<Text>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// `crumbs` are the pages above, the outermost first; the page itself is the `h1`. `status` stands beside it.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Text,
    #[prop(optional)] count: Option<u64>,
    #[prop(optional)] crumbs: Vec<Crumb>,
    #[prop(optional, into)] description: MaybeText,
    #[prop(optional, into)] status: Slot,
    #[prop(optional, into)] actions: Slot,
) -> impl IntoView {
    let crumbs: Vec<_> =
        crumbs.into_iter().map(|crumb| view! { <li><a href=crumb.href>{crumb.label}</a></li> }).collect();
    let crumbs =
        (!crumbs.is_empty()).then(|| view! { <nav class="crumbs" aria-label="Breadcrumbs"><ol>{crumbs}</ol></nav> });
    let count = count.map(|count| view! { " "<span class="count">{grouped(count)}</span> });
    let description = description.0.map(|words| view! { <p class="page-description">{words}</p> });
    view! {
        <header class="page-header">
            {crumbs}
            <div class="page-title">
                <div class="page-name"><h1>{title}{count}</h1>{status.0}</div>
                {actions.boxed("button-group")}
            </div>
            {description}
        </header>
    }
}
