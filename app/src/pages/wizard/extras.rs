//! Step 4: sample data to start with, and tags.

use domain::{
    Field, Problems,
    environment::{DataBundle, EnvironmentForm},
    tag,
};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{ROW, Rows, TagRows, error_at},
    ui::{Button, Checkbox, Face, FieldGroup, MaybeText, Need, Section, TextField},
};

/// Empty rows that are always there, for browsers that cannot add some.
const SPARE_TAGS: usize = 3;
/// FinSpace names no limit; nobody has so many.
const BUNDLES_MOST: usize = 100;
/// The documented bundles come after all others, so that a problem, which names a place, finds the row of that place.
const DOCUMENTED: usize = 1000;

#[component]
pub fn Extras(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let Wizard { connections, required_tags, .. } = wizard;
    let region = connections.iter().find(|c| c.name.as_str() == form.connection).map(|c| c.region.clone());
    let region = region.unwrap_or_else(|| "us-east-1".into());
    let required: Vec<String> = required_tags.iter().map(ToString::to_string).collect();
    let of_bundles = problems.clone();
    view! {
        <Section title="Data bundles" description="Sample data that the environment starts with. Fixed once it is created.">
            <Bundles region chosen=form.data_bundles problems=of_bundles/>
        </Section>
        <Section title="Tags" id="field-form-tags-"
            description=format!("Up to {}: the portal adds one of its own, by which it finds the environment again. Tags can be changed at any time.", tag::MOST - 1)>
            {problems.of(Field::Tags).map(|problem| view! { <p class="field-error">{problem.words.clone()}</p> })}
            <TagRows rows=form.tags.rows required problems spare=SPARE_TAGS most=tag::MOST - 1/>
            <div data-more="tags"><Button label="More rows" name="go" value="stay"/></div>
        </Section>
    }
}

/// The documented bundles to tick, and rows for others.
#[component]
fn Bundles(region: String, chosen: Vec<String>, problems: Problems) -> impl IntoView {
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
