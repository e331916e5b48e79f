//! Step 2: how people will sign in.

use domain::{Problems, environment::EnvironmentForm, text::grouped};
use leptos::prelude::*;

use crate::{
    api::drafts::Wizard,
    components::{FederationInputs, MetadataFacts, ModeCards},
    islands::CopyButtons,
    paths,
    ui::{Section, Slot},
};

#[component]
pub fn SignIn(wizard: Wizard, form: EnvironmentForm, problems: Problems) -> impl IntoView {
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
            <ModeCards mode=form.mode/>
        </Section>
        <div class="federated-only">
            <Section title="Identity provider" description="FinSpace needs the metadata document or its URL; the rest can follow. People can sign in once FinSpace knows the metadata and the identity provider knows FinSpace.">
                <FederationInputs form=form.federation problems kept=Slot(kept)/>
            </Section>
        </div>
    }
}
