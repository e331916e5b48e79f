//! Step 1: where it is to be, and what it is called.

use domain::{
    Field, Problems,
    environment::{EnvironmentForm, NAME_MOST},
};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{ConnectionCards, DescriptionInput, KeyInput, error_at, offer_at},
    ui::{Section, TextField},
};

#[component]
pub fn Basics(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = u32::try_from(NAME_MOST).unwrap_or(u32::MAX);
    let of_connection = problems.clone();
    view! {
        <Section title="Where" description="The account and region. Fixed once the environment is created.">
            <ConnectionCards connections=wizard.connections value=form.connection problems=of_connection/>
        </Section>
        <Section title="What">
            <TextField name=Field::Name.input() label=Field::Name.label() value=form.name limit=most
                hint="Letters, digits and hyphens; begins and ends with a letter or digit. Can be changed later."
                error=error_at(&problems, Field::Name) suggestion=offer_at(&problems, Field::Name)/>
            <DescriptionInput value=form.description problems=problems.clone()/>
            <KeyInput value=form.kms_key problems/>
        </Section>
    }
}
