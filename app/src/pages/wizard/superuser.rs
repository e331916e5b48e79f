//! Step 3: who may do everything inside the environment.

use domain::{
    Field, Problems,
    environment::{EnvironmentForm, Mode, PERSON_NAME_MOST},
};
use leptos::prelude::*;

use crate::{
    components::{error_at, offer_at},
    ui::{InputType, Need, Section, TextField},
};

#[component]
pub fn SuperuserStep(form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let most = u32::try_from(PERSON_NAME_MOST).unwrap_or(u32::MAX);
    let words = match form.mode {
        Mode::Local => {
            "The first person who may do everything inside the environment. With local sign-in somebody has to be that person: without one, nobody can get in before AWS adds a user."
        }
        Mode::Federated => {
            "The first person who may do everything inside the environment. With federated sign-in they get no password; they can also be added later, inside FinSpace."
        }
    };
    let rule = "Letters and digits only: FinSpace takes no spaces, hyphens, apostrophes or accents.";
    view! {
        <Section title="Superuser" description=words>
            <p class="note">"Fill in all three fields, or none. They are fixed once the environment is created."</p>
            <TextField name=Field::EmailAddress.input() label=Field::EmailAddress.label() r#type=InputType::Email
                value=form.email_address need=Need::Unmarked error=error_at(&problems, Field::EmailAddress)/>
            <TextField name=Field::FirstName.input() label=Field::FirstName.label() value=form.first_name need=Need::Unmarked
                limit=most hint=rule error=error_at(&problems, Field::FirstName) suggestion=offer_at(&problems, Field::FirstName)/>
            <TextField name=Field::LastName.input() label=Field::LastName.label() value=form.last_name need=Need::Unmarked
                limit=most hint=rule error=error_at(&problems, Field::LastName) suggestion=offer_at(&problems, Field::LastName)/>
        </Section>
    }
}
