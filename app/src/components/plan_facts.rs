//! A plan in words, and how far it leaves its blueprint.

use domain::audit::Change;
use leptos::prelude::*;

use super::difference_lines;
use crate::ui::{Difference, Fact, FactWidth, KeyValue};

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
    let changes = difference_lines(changes);
    view! {
        <Difference name="blueprint" caption="How the plan differs from the blueprint" before="Blueprint" after="Plan" changes/>
    }
}
