//! Step 2: how people will sign in.

use domain::{
    Field, Problems,
    environment::{EnvironmentForm, Mode},
    text::grouped,
};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{FederationInputs, MetadataFacts},
    islands::CopyButtons,
    paths,
    ui::{Choice, RadioCards, Section, Slot},
};

#[component]
pub fn SignIn(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
    let choices = vec![
        Choice::new(Mode::Local.as_str(), Mode::Local.label())
            .hint("People sign in with an email address and a password that FinSpace keeps."),
        Choice::new(Mode::Federated.as_str(), Mode::Federated.label())
            .hint("People sign in at your identity provider, by SAML 2.0."),
    ];
    let characters = form.federation.metadata_document.chars().count();
    let file = paths::draft_metadata(&wizard.draft.id);
    let now = wizard.now;
    // The document stays while people try the other mode, and no megabytes go to the browser and back.
    let kept = (characters > 0).then(|| {
        view! {
            <div class="kept">
                <p class="note">
                    {format!("A SAML metadata document of {} characters is saved in this draft. ", grouped(characters))}
                    <a href=file download>"Download it"</a>
                </p>
                {wizard.metadata.map(|metadata| view! { <MetadataFacts metadata now/> })}
            </div>
        }
        .into_any()
    });
    view! {
        <CopyButtons/>
        <Section title="Sign-in mode" description="AWS documents contradict each other on whether this can be changed after creation: choose as if it were fixed.">
            <RadioCards name=Field::SignInMode.input() label=Field::SignInMode.label() choices value=form.mode.as_str()/>
        </Section>
        <div class="federated-only">
            <Section title="Identity provider" description="FinSpace needs the metadata document or its URL; the rest can follow. People can sign in once FinSpace knows the metadata and the identity provider knows FinSpace.">
                <FederationInputs form=form.federation problems kept=Slot(kept)/>
            </Section>
        </div>
    }
}
