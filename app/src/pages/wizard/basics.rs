//! Step 1: where it is to be, and what it is called.

use domain::{
    Field, Problems,
    environment::{DESCRIPTION_MOST, EnvironmentForm, NAME_MOST},
};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{error_at, offer_at},
    ui::{Choice, Face, Need, RadioCards, Section, TextArea, TextField},
};

#[component]
pub fn Basics(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let choices = wizard.connections.into_iter().map(|connection| {
        let at = connection.endpoint_url.unwrap_or_else(|| "Amazon’s own endpoint".into());
        Choice::new(connection.name.to_string(), connection.name.to_string())
            .hint(format!("{} at {at}", connection.region))
    });
    let choices = choices.collect::<Vec<_>>();
    let of_connection = error_at(&problems, Field::Connection);
    view! {
        <Section title="Where" description="The account and region. Fixed once the environment is created.">
            <RadioCards name=Field::Connection.input() label=Field::Connection.label() choices value=form.connection
                error=of_connection/>
        </Section>
        <Section title="What">
            <TextField name=Field::Name.input() label=Field::Name.label() value=form.name limit=most(NAME_MOST)
                hint="Letters, digits and hyphens; begins and ends with a letter or digit. Can be changed later."
                error=error_at(&problems, Field::Name) suggestion=offer_at(&problems, Field::Name)/>
            <TextArea name=Field::Description.input() label=Field::Description.label() value=form.description
                limit=most(DESCRIPTION_MOST) need=Need::Optional
                hint="Letters, digits, dots and spaces: FinSpace takes no commas and no line breaks. Can be changed later, and not taken away."
                error=error_at(&problems, Field::Description) suggestion=offer_at(&problems, Field::Description)/>
            <TextField name=Field::KmsKey.input() label=Field::KmsKey.label() value=form.kms_key face=Face::Code need=Need::Optional
                hint="The id, ARN or alias of the key that encrypts the environment; without one, AWS uses a key of its own. Fixed once the environment is created."
                error=error_at(&problems, Field::KmsKey)/>
        </Section>
    }
}
