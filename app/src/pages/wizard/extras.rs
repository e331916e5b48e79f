//! Step 4: sample data to start with, and tags.

use domain::{
    Field, Problems,
    environment::{DataBundle, EnvironmentForm},
    tag,
};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{TagRows, error_at},
    ui::{Button, Checkbox, Face, FieldGroup, Need, Section, TextField},
};

/// Empty rows that are always there, for browsers that cannot add some.
const SPARE_TAGS: usize = 3;
const SPARE_BUNDLES: usize = 1;

#[component]
pub fn Extras(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let region = wizard.connections.iter().find(|c| c.name.as_str() == form.connection).map(|c| c.region.clone());
    let documented = DataBundle::documented(region.as_deref().unwrap_or("us-east-1"));
    // The documented ones are boxes 0 and 1; every other ARN has a row of its own after them.
    let others: Vec<String> =
        form.data_bundles.iter().filter(|arn| documented.iter().all(|(known, _)| known != *arn)).cloned().collect();
    let boxes: Vec<_> = documented
        .iter()
        .enumerate()
        .map(|(i, (arn, label))| {
            let checked = form.data_bundles.contains(arn);
            view! { <Checkbox name=Field::DataBundle(i).input() label=*label value=arn.clone() checked=checked hint=arn.clone()/> }
        })
        .collect();
    // Problems name the place among all typed bundles; a row here finds its own by its text.
    let flaw = |arn: &str| {
        let place = form.data_bundles.iter().position(|typed| typed == arn)?;
        error_at(&problems, Field::DataBundle(place)).0
    };
    let rows: Vec<_> = others
        .into_iter()
        .chain((0..SPARE_BUNDLES).map(|_| String::new()))
        .enumerate()
        .map(|(i, arn)| {
            let field = Field::DataBundle(documented.len() + i);
            let error = if arn.is_empty() { None } else { flaw(&arn) };
            view! {
                <TextField name=field.input() label="Another data bundle" value=arn face=Face::Code need=Need::Optional error/>
            }
        })
        .collect();
    let required: Vec<String> = wizard.required_tags.iter().map(ToString::to_string).collect();
    let of_tags = problems.clone();
    view! {
        <Section title="Data bundles" description="Sample data that the environment starts with. Fixed once it is created.">
            <FieldGroup name="form[data_bundles]" label=Field::DataBundle(0).label() need=Need::Optional>
                {boxes}
                {rows}
            </FieldGroup>
        </Section>
        <Section title="Tags" id="field-form-tags-"
            description=format!("Up to {}: the portal adds one of its own, by which it finds the environment again. Tags can be changed at any time.", tag::MOST - 1)>
            {problems.of(Field::Tags).map(|problem| view! { <p class="field-error">{problem.words.clone()}</p> })}
            <TagRows rows=form.tags.rows required problems=of_tags spare=SPARE_TAGS/>
            <Button label="More rows" name="go" value="stay"/>
        </Section>
    }
}
