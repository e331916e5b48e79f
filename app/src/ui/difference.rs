//! What would change: before and after, with the kind of change in words.

use leptos::prelude::*;

use super::table::{Table, TableLayout};
use super::text::Text;

/// One row.
#[derive(Clone, Debug)]
pub enum Change {
    Added { label: Text, after: Text },
    Removed { label: Text, before: Text },
    Changed { label: Text, before: Text, after: Text },
    Same { label: Text, value: Text },
}

impl Change {
    pub fn added(label: impl Into<Text>, after: impl Into<Text>) -> Self {
        Self::Added { label: label.into(), after: after.into() }
    }

    pub fn removed(label: impl Into<Text>, before: impl Into<Text>) -> Self {
        Self::Removed { label: label.into(), before: before.into() }
    }

    pub fn changed(label: impl Into<Text>, before: impl Into<Text>, after: impl Into<Text>) -> Self {
        Self::Changed { label: label.into(), before: before.into(), after: after.into() }
    }

    /// Whatever kind it is: `None` is "not there".
    pub fn of(label: impl Into<Text>, before: Option<String>, after: Option<String>) -> Self {
        match (before, after) {
            (None, Some(after)) => Self::added(label, after),
            (Some(before), None) => Self::removed(label, before),
            (before, after) => Self::changed(label, before.unwrap_or_default(), after.unwrap_or_default()),
        }
    }

    pub fn same(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self::Same { label: label.into(), value: value.into() }
    }
}

#[component]
pub fn Difference(
    /// A word that is unique on the page.
    name: &'static str,
    #[prop(into)] caption: Text,
    #[prop(default = Text::from("Now"), into)] before: Text,
    #[prop(default = Text::from("After"), into)] after: Text,
    changes: Vec<Change>,
) -> impl IntoView {
    let rows: Vec<_> = changes.into_iter().map(|change| row(change, before.clone(), after.clone())).collect();
    view! {
        <Table name caption layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"What"</th>
                    <th scope="col">"Change"</th>
                    <th scope="col">{before}</th>
                    <th scope="col">{after}</th>
                </tr>
            </thead>
            <tbody class="difference">{rows}</tbody>
        </Table>
    }
}

fn row(change: Change, column_before: Text, column_after: Text) -> impl IntoView {
    let (state, word, label, before, after) = match change {
        Change::Added { label, after } => ("added", "+ Added", label, None, Some(after)),
        Change::Removed { label, before } => ("removed", "− Removed", label, Some(before), None),
        Change::Changed { label, before, after } => ("changed", "± Changed", label, Some(before), Some(after)),
        Change::Same { label, value } => ("same", "Unchanged", label, Some(value.clone()), Some(value)),
    };
    let before = match before {
        Some(value) if state == "same" => view! { <span>{value}</span> }.into_any(),
        Some(value) => view! { <del>{value}</del> }.into_any(),
        None => view! { <span class="none">"None"</span> }.into_any(),
    };
    let after = match after {
        Some(value) if state == "same" => view! { <span>{value}</span> }.into_any(),
        Some(value) => view! { <ins>{value}</ins> }.into_any(),
        None => view! { <span class="none">"None"</span> }.into_any(),
    };
    view! {
        <tr data-change=state>
            <th scope="row" data-label="What">{label}</th>
            <td class="change" data-label="Change">{word}</td>
            <td data-label=column_before>{before}</td>
            <td data-label=column_after>{after}</td>
        </tr>
    }
}
