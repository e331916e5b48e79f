//! Step 4: sample data to start with, and tags.

use domain::{Field, Problems, environment::EnvironmentForm, tag};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{Bundles, TagRows},
    ui::{Button, Section},
};

/// Empty rows that are always there, for browsers that cannot add some.
const SPARE_TAGS: usize = 3;

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
            description=format!("Up to {}: the portal adds three of its own, by which it finds the environment again. Tags can be changed at any time.", tag::ROOM)>
            {problems.of(Field::Tags).map(|problem| view! { <p class="field-error">{problem.words.clone()}</p> })}
            <TagRows rows=form.tags.rows required problems spare=SPARE_TAGS most=tag::ROOM/>
            <div data-more="tags"><Button label="More rows" name="go" value="stay"/></div>
        </Section>
    }
}
