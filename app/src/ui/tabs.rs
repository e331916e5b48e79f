//! Links between pages of one kind, with the current one marked.

use leptos::prelude::*;

use super::{pagination::grouped, text::Text};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Current {
    #[default]
    No,
    Page,
    /// The page is below this one.
    Within,
}

#[derive(Clone, Debug)]
pub struct NavLink {
    pub label: Text,
    pub href: Text,
    pub current: Current,
    /// So many things wait there; 0 says nothing.
    pub count: u64,
}

impl NavLink {
    pub fn new(label: impl Into<Text>, href: impl Into<Text>, current: Current) -> Self {
        Self { label: label.into(), href: href.into(), current, count: 0 }
    }

    /// The same link with the number of what waits there.
    #[must_use]
    pub fn counting(mut self, count: i64) -> Self {
        self.count = u64::try_from(count).unwrap_or_default();
        self
    }
}

/// Tabs that are pages: ordinary links.
#[component]
pub fn Tabs(#[prop(into)] label: Text, links: Vec<NavLink>) -> impl IntoView {
    view! { <nav class="tabs" aria-label=label>{list(links)}</nav> }
}

pub(super) fn list(links: Vec<NavLink>) -> impl IntoView {
    let items: Vec<_> = links
        .into_iter()
        .map(|link| {
            let current = match link.current {
                Current::No => None,
                Current::Page => Some("page"),
                Current::Within => Some("true"),
            };
            let count = (link.count > 0).then(|| {
                view! { " "<span class="count">{grouped(link.count)}<span class="visually-hidden">" waiting for you"</span></span> }
            });
            view! { <li><a href=link.href aria-current=current>{link.label}{count}</a></li> }
        })
        .collect();
    view! { <ul>{items}</ul> }
}
