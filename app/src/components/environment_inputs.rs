//! Inputs of an environment that more than one form has.

use domain::{
    Field, Problems,
    connection::Connection,
    environment::{DESCRIPTION_MOST, EnvironmentForm, Mode, PERSON_NAME_MOST},
};
use leptos::prelude::*;

use super::{error_at, offer_at};
use crate::ui::{Choice, Face, InputType, Need, RadioCards, TextArea, TextField};

/// The accounts and regions to choose from.
#[component]
pub fn ConnectionCards(connections: Vec<Connection>, value: String, problems: Problems) -> impl IntoView {
    let choices = connections.into_iter().map(|connection| {
        let at = connection.endpoint_url.unwrap_or_else(|| "Amazon’s own endpoint".into());
        Choice::new(connection.name.to_string(), connection.name.to_string())
            .hint(format!("{} at {at}", connection.region))
    });
    let choices = choices.collect::<Vec<_>>();
    view! {
        <RadioCards name=Field::Connection.input() label=Field::Connection.label() choices value
            error=error_at(&problems, Field::Connection)/>
    }
}

/// The description of a new environment.
#[component]
pub fn DescriptionInput(value: String, problems: Problems) -> impl IntoView {
    view! {
        <TextArea name=Field::Description.input() label=Field::Description.label() value
            limit=u32::try_from(DESCRIPTION_MOST).unwrap_or(u32::MAX) need=Need::Optional
            hint="Letters, digits, dots and spaces: FinSpace takes no commas and no line breaks. Can be changed later, and not taken away."
            error=error_at(&problems, Field::Description) suggestion=offer_at(&problems, Field::Description)/>
    }
}

/// The key of a new environment.
#[component]
pub fn KeyInput(value: String, problems: Problems) -> impl IntoView {
    view! {
        <TextField name=Field::KmsKey.input() label=Field::KmsKey.label() value face=Face::Code need=Need::Optional
            hint="The id, ARN or alias of the key that encrypts the environment; without one, AWS uses a key of its own. Fixed once the environment is created."
            error=error_at(&problems, Field::KmsKey)/>
    }
}

/// How people sign in.
#[component]
pub fn ModeCards(mode: Mode) -> impl IntoView {
    let choices = vec![
        Choice::new(Mode::Local.as_str(), Mode::Local.label())
            .hint("People sign in with an email address and a password that FinSpace keeps."),
        Choice::new(Mode::Federated.as_str(), Mode::Federated.label())
            .hint("People sign in at your identity provider, by SAML 2.0."),
    ];
    view! { <RadioCards name=Field::SignInMode.input() label=Field::SignInMode.label() choices value=mode.as_str()/> }
}

/// Who may do everything inside the environment: all three, or none.
#[component]
pub fn SuperuserInputs(form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = u32::try_from(PERSON_NAME_MOST).unwrap_or(u32::MAX);
    let rule = "Letters and digits only: FinSpace takes no spaces, hyphens, apostrophes or accents.";
    view! {
        <TextField name=Field::EmailAddress.input() label=Field::EmailAddress.label() r#type=InputType::Email
            value=form.email_address need=Need::Unmarked error=error_at(&problems, Field::EmailAddress)/>
        <TextField name=Field::FirstName.input() label=Field::FirstName.label() value=form.first_name need=Need::Unmarked
            limit=most hint=rule error=error_at(&problems, Field::FirstName) suggestion=offer_at(&problems, Field::FirstName)/>
        <TextField name=Field::LastName.input() label=Field::LastName.label() value=form.last_name need=Need::Unmarked
            limit=most hint=rule error=error_at(&problems, Field::LastName) suggestion=offer_at(&problems, Field::LastName)/>
    }
}
