//! How people are to sign in, as far as somebody can ask for it.

use domain::{
    Problems,
    change::{SignIn, Wanted},
    environment::{Environment, EnvironmentForm, FederationForm, Mode},
    text::grouped,
};
use leptos::prelude::*;

use super::{FederationInputs, MetadataInputs, ModeCards};
use crate::ui::Slot;

/// All of it, or the metadata alone, or nothing. What was typed and refused comes back: nothing else keeps it.
#[component]
pub fn SignInInputs(sign_in: SignIn, form: EnvironmentForm, problems: Problems, kept: Slot) -> impl IntoView {
    match sign_in {
        SignIn::Free => view! {
            <ModeCards mode=form.mode/>
            <div class="federated-only stack">
                <FederationInputs form=form.federation problems kept comes_back=true/>
            </div>
        }
        .into_any(),
        SignIn::Metadata => {
            view! { <MetadataInputs form=form.federation problems kept comes_back=true removable=false/> }.into_any()
        }
        SignIn::Fixed | SignIn::Unread => ().into_any(),
    }
}

/// That there is a metadata document, which stays unless another one is given: that of a change, or the environment's.
#[must_use]
pub fn kept_in(wanted: &Wanted) -> Option<String> {
    match wanted.document() {
        Some(document) => Some(kept_words("The request gives", document)),
        None => kept_of(&wanted.base),
    }
}

/// The same of an environment; nothing where there is none.
#[must_use]
pub fn kept_of(environment: &Environment) -> Option<String> {
    environment.federation.metadata_document.as_deref().map(|document| kept_words("The environment has", document))
}

fn kept_words(whose: &str, document: &str) -> String {
    let characters = grouped(document.chars().count());
    format!("{whose} a SAML metadata document of {characters} characters. It stays unless you give another one.")
}

/// The same inputs as the page shows them, hidden. The document is not among them: whatever is given is another one.
#[component]
pub fn ShownSignIn(mode: Mode, federation: FederationForm) -> impl IntoView {
    let attributes = federation.attributes.into_iter().enumerate().map(|(i, row)| {
        view! {
            <input type="hidden" name=format!("shown[federation][attributes][{i}][key]") value=row.key/>
            <input type="hidden" name=format!("shown[federation][attributes][{i}][value]") value=row.value/>
        }
    });
    view! {
        <input type="hidden" name="shown[mode]" value=mode.as_str()/>
        <input type="hidden" name="shown[federation][metadata_url]" value=federation.metadata_url/>
        <input type="hidden" name="shown[federation][callback_url]" value=federation.callback_url/>
        <input type="hidden" name="shown[federation][federation_urn]" value=federation.federation_urn/>
        <input type="hidden" name="shown[federation][provider_name]" value=federation.provider_name/>
        {attributes.collect_view()}
    }
}
