//! What the last step shows before anything is created.

use domain::{
    draft::Work,
    environment::{EnvironmentForm, FederationForm, Mode, Step},
    error::{Refusal, RefusalKind},
    id::OperationId,
    operation::{Operation, State},
    saml::{self, Unreadable},
};
use leptos::prelude::*;

use super::{StepPage, wizard};
use crate::{api::drafts::Wizard, components::service_provider_metadata};

fn whole() -> EnvironmentForm {
    EnvironmentForm {
        connection: "local".into(),
        name: "risk".into(),
        mode: Mode::Federated,
        federation: FederationForm {
            metadata_document: service_provider_metadata(&"urn:x".repeat(200), "https://x.example/"),
            provider_name: "Okta".into(),
            ..FederationForm::default()
        },
        ..EnvironmentForm::default()
    }
}

fn shown(wizard: Wizard) -> String {
    let Work::Create { form, seen } = wizard.draft.work.clone() else { panic!() };
    Owner::new().with(|| view! { <StepPage wizard form seen step=Step::Review/> }.to_html())
}

/// The review after FinSpace refused what `sent` describes.
fn refused(form: &EnvironmentForm, sent: &EnvironmentForm) -> String {
    let mut wizard = wizard(form, &[]);
    let names: Vec<_> = wizard.connections.iter().map(|connection| connection.name.clone()).collect();
    let (draft, person) = (wizard.draft.id.clone(), wizard.draft.person.clone());
    let plan = sent.parse(&names, &[]).unwrap();
    let mut operation = Operation::armed(OperationId::from_bytes([9; 26]), draft, person, plan, wizard.now);
    let refusal = Refusal { kind: RefusalKind::Quota, said: "five".into(), request_id: None };
    operation.state = State::Refused { refusal };
    wizard.operation = Some(operation);
    shown(wizard)
}

#[test]
fn the_document_is_read_back_before_anything_is_created() {
    let form = whole();
    let mut wizard = wizard(&form, &[]);
    let metadata = saml::read(&form.federation.metadata_document).unwrap();
    let findings = saml::findings(&form.federation.metadata_document, &metadata, wizard.now);
    wizard.metadata = Some(Ok((metadata, findings)));
    let html = shown(wizard);
    for part in ["Entity ID", "Sign-in addresses", "This is the metadata of an application", "metadata.xml\" download"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn a_document_that_is_no_metadata_is_said_in_words() {
    let mut wizard = wizard(&whole(), &[]);
    wizard.metadata = Some(Err(Unreadable::WebPage));
    let html = shown(wizard);
    assert!(html.contains("The document is not SAML metadata that can be read"), "{html}");
    assert!(html.contains(r#"data-tone="warning""#), "{html}");
}

#[test]
fn what_finspace_refused_is_told_until_the_inputs_are_corrected() {
    let form = whole();
    assert!(refused(&form, &form).contains("The quota of environments is used up"));
    let corrected = EnvironmentForm { name: "rates".into(), ..form.clone() };
    assert!(!refused(&corrected, &form).contains("The quota of environments is used up"));
    let unfinished = EnvironmentForm { name: String::new(), ..form.clone() };
    assert!(!refused(&unfinished, &form).contains("The quota of environments is used up"));
}

#[test]
fn the_same_call_as_code_is_there_to_copy() {
    let html = shown(wizard(&whole(), &[]));
    for label in ["AWS CLI", "boto3", "CloudFormation"] {
        assert!(html.contains(&format!("aria-label=\"Copy {label}\"")), "{label} in {html}");
    }
}
