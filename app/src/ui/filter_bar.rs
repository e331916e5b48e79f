//! Narrowing a list: a form that changes the address, and the filters now in force.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::text::{MaybeText, Slot, Text};

/// Fields side by side and a button. `clear` is the address of the unfiltered list, when a filter is in force. `more` are
/// fields that fewer people need, folded away unless one of them is in force.
#[component]
pub fn FilterBar(
    #[prop(into)] action: Text,
    #[prop(into)] label: Text,
    #[prop(optional, into)] clear: MaybeText,
    #[prop(optional, into)] more: Slot,
    #[prop(optional)] open: bool,
    children: Children,
) -> impl IntoView {
    let more = more.0.map(|fields| {
        view! {
            <details class="details filter-more" open=open>
                <summary>"More filters"</summary>
                <div class="filter-fields">{fields}</div>
            </details>
        }
    });
    let clear = clear.0.map(|href| view! { <a class="button button-link" href=href>"Clear filters"</a> });
    view! {
        <form class="filter-bar" role="search" method="get" action=action aria-label=label>
            <div class="filter-fields">
                {children()}
                <div class="button-group">
                    <button class="button"><Icon glyph=Glyph::Filter/><span>"Apply"</span></button>
                    {clear}
                </div>
            </div>
            {more}
        </form>
    }
}

/// A list of `Chip`.
#[component]
pub fn Chips(#[prop(into)] label: Text, children: Children) -> impl IntoView {
    view! { <ul class="chips" aria-label=label>{children()}</ul> }
}

/// One filter or tag, "key: value". `remove` is the address without it.
#[component]
pub fn Chip(
    #[prop(into)] label: Text,
    #[prop(optional, into)] value: MaybeText,
    #[prop(optional, into)] remove: MaybeText,
) -> impl IntoView {
    let remove = remove.0.map(|href| {
        let said = match &value.0 {
            Some(value) => format!("Remove {label}: {value}"),
            None => format!("Remove {label}"),
        };
        view! { <a class="chip-remove" href=href aria-label=said><Icon glyph=Glyph::Cross/></a> }
    });
    let value = value.0.map(|value| view! { <b>{value}</b> });
    let between = value.is_some().then_some(": ");
    view! { <li class="chip"><span>{label}{between}{value}</span>{remove}</li> }
}
