//! Data bundles to begin with: the documented ones to tick, and rows for others.

use domain::{Field, Problems, environment::DataBundle};
use leptos::prelude::*;

use super::{ROW, Rows, error_at};
use crate::ui::{Checkbox, Face, FieldGroup, MaybeText, Need, TextField};

/// FinSpace names no limit; nobody has so many.
const BUNDLES_MOST: usize = 100;
/// The documented bundles come after all others, so that a problem, which names a place, finds the row of that place.
const DOCUMENTED: usize = 1000;

/// The documented bundles to tick, and rows for others.
#[component]
pub fn Bundles(region: String, chosen: Vec<String>, problems: Problems) -> impl IntoView {
    let documented = DataBundle::documented(&region);
    let boxes = documented.iter().enumerate().map(|(i, (arn, label))| {
        let checked = chosen.contains(arn);
        view! { <Checkbox name=Field::DataBundle(DOCUMENTED + i).input() label=*label value=arn.clone() checked hint=arn.clone()/> }
    });
    let boxes: Vec<_> = boxes.collect();
    // A problem names a place among all that were chosen.
    let others = chosen.iter().enumerate().filter(|(_, arn)| documented.iter().all(|(known, _)| known != *arn));
    let others = others.map(|(place, arn)| (arn.clone(), error_at(&problems, Field::DataBundle(place))));
    let mut others: Vec<_> = others.collect();
    while others.last().is_some_and(|(arn, _)| arn.trim().is_empty()) {
        others.pop();
    }
    others.push((String::new(), MaybeText::default()));
    let row = |i, arn, error| view! { <BundleRow i arn error/> }.into_any();
    let rows: Vec<_> = others.into_iter().enumerate().map(|(i, (arn, error))| row(i, arn, error)).collect();
    let template = row(ROW, String::new(), MaybeText::default());
    view! {
        <FieldGroup name="form[data_bundles]" label=Field::DataBundle(0).label() need=Need::Optional>
            {boxes}
            <Rows of="bundles" noun="data bundle" most=BUNDLES_MOST rows template/>
        </FieldGroup>
    }
}

#[component]
fn BundleRow(i: usize, arn: String, error: MaybeText) -> impl IntoView {
    view! {
        <fieldset class="row">
            <legend class="visually-hidden">{format!("Data bundle {}", i + 1)}</legend>
            <TextField name=Field::DataBundle(i).input() label="ARN of another data bundle" value=arn face=Face::Code
                need=Need::Unmarked error/>
        </fieldset>
    }
}
