//! Step 3: who may do everything inside the environment.

use domain::{
    Problems,
    environment::{EnvironmentForm, Mode},
};
use leptos::prelude::*;

use crate::{components::SuperuserInputs, ui::Section};

#[component]
pub fn SuperuserStep(form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let words = match form.mode {
        Mode::Local => {
            "The first person who may do everything inside the environment. With local sign-in somebody has to be that person: without one, nobody can get in before AWS adds a user."
        }
        Mode::Federated => {
            "The first person who may do everything inside the environment. With federated sign-in they get no password; they can also be added later, inside FinSpace."
        }
    };
    view! {
        <Section title="Superuser" description=words>
            <p class="note">"Fill in all three fields, or none. They are fixed once the environment is created."</p>
            <SuperuserInputs form problems/>
        </Section>
    }
}
