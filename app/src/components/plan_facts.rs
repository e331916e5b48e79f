//! A plan in words, and how far it leaves its blueprint.

use domain::audit::Change;
use leptos::prelude::*;

use crate::ui::{self, Difference, Fact, FactWidth, KeyValue};

/// A value that needs the whole width.
const WIDE: usize = 40;

/// All that a plan says, line by line.
#[component]
pub fn PlanFacts(lines: Vec<(String, String)>) -> impl IntoView {
    let facts = lines.into_iter().map(|(label, value)| {
        let width = if value.chars().count() > WIDE { FactWidth::Full } else { FactWidth::Column };
        view! { <Fact label width>{value}</Fact> }
    });
    view! { <KeyValue>{facts.collect_view()}</KeyValue> }
}

/// What somebody filled in, and what was fixed otherwise when the request was sent.
#[component]
pub fn BlueprintDifference(changes: Vec<Change>) -> impl IntoView {
    let rows = changes.into_iter().map(|Change { field, before, after }| match (before, after) {
        (None, Some(after)) => ui::Change::added(field, after),
        (Some(before), None) => ui::Change::removed(field, before),
        (before, after) => ui::Change::changed(field, before.unwrap_or_default(), after.unwrap_or_default()),
    });
    let changes = rows.collect::<Vec<_>>();
    view! {
        <Difference name="blueprint" caption="How the plan differs from the blueprint" before="Blueprint" after="Plan" changes/>
    }
}
