//! What the edit form promises: an untouched form changes nothing, and what is typed comes back.

use domain::{
    Problems,
    environment::{AttributeRow, EditForm, Environment, Federation, FederationForm, Mode, Status},
    id::{ConnectionName, EnvironmentId},
};
use leptos::prelude::*;

use super::Inputs;
use crate::{
    api::edits::Edit,
    paths::action,
    sent_form::{SentForm, assert_no_foreign_markup, assert_tied_together},
};

fn environment(description: &str) -> Environment {
    Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abcdefghijklmnopqrstuv").unwrap(),
        name: "risk".into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: Some(description.into()),
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Federated,
        federation: Federation {
            metadata_document: Some("<secret/>".repeat(200_000)),
            metadata_url: Some("https://idp.example.com/metadata?a=1&b=2".into()),
            callback_url: Some("https://abc.example.com/saml".into()),
            urn: Some("urn:amazon:finspace:abc".into()),
            provider_name: Some("Okta".into()),
            attributes: [("Email".into(), "email".into()), ("Name".into(), "urn:oid:2.5.4.3".into())].into(),
        },
    }
}

fn page(environment: &Environment, form: &EditForm) -> String {
    let problems = form.parse(environment).err().unwrap_or_default();
    shown(environment, form, problems)
}

fn shown(environment: &Environment, form: &EditForm, problems: Problems) -> String {
    let (environment, form) = (environment.clone(), form.clone());
    Owner::new().with(|| view! { <Inputs environment form problems draft=None detail="/detail".to_owned()/> }.to_html())
}

fn sent(environment: &Environment, form: &EditForm) -> EditForm {
    let sent = SentForm::of(&page(environment, form), "edit-form");
    assert_eq!(sent.action, action::PLAN_EDIT);
    let Edit { id, mut form, .. } = sent.decoded();
    assert_eq!(id, environment.id);
    // The row that stands open below the others asks for nothing.
    form.federation.attributes.retain(|row| *row != AttributeRow::default());
    form
}

#[test]
fn an_untouched_form_changes_nothing() {
    for description in ["Rates", "as FinSpace has it: <é>", ""] {
        let now = environment(description);
        let form = sent(&now, &EditForm::of(&now));
        assert_eq!(form, EditForm::of(&now));
        assert!(form.parse(&now).unwrap().is_empty());
    }
}

#[test]
fn what_was_typed_comes_back_and_is_never_markup() {
    let now = environment("Rates");
    for text in ["<script>alert(1)</script>", r#""><script>alert(1)</script>"#, "a&amp;b + c", "日本", ""] {
        let text = || text.to_owned();
        let form = EditForm {
            name: text(),
            description: text(),
            mode: Mode::Federated,
            federation: FederationForm {
                metadata_url: text(),
                callback_url: text(),
                federation_urn: text(),
                provider_name: text(),
                attributes: vec![AttributeRow { key: "Email".into(), value: text() }],
                ..FederationForm::default()
            },
        };
        assert_eq!(sent(&now, &form), form);
        let html = page(&now, &form);
        assert_no_foreign_markup(&html);
        assert_tied_together(&html);
    }
}

#[test]
fn the_document_stays_on_the_server_and_can_be_taken_away() {
    let now = environment("Rates");
    let html = page(&now, &EditForm::of(&now));
    assert!(html.len() < 60_000 && !html.contains("secret"), "{} bytes", html.len());
    let sent = SentForm::of(&html, "edit-form").ticking("form[federation][without_document]");
    let Edit { form, .. } = sent.decoded();
    assert!(form.federation.without_document);
}

#[test]
fn what_the_form_showed_comes_back_with_it_and_so_does_the_wish_to_take_the_document_away() {
    let now = environment("Rates\nCredit");
    let mut typed = EditForm { name: "other".into(), ..EditForm::of(&now) };
    typed.federation.without_document = true;
    let sent = SentForm::of(&page(&now, &typed), "edit-form");
    let Edit { mut form, shown, .. } = sent.decoded();
    assert!(form.federation.without_document, "it is ticked again");
    let base = form.follow(&shown.unwrap(), &now);
    assert_eq!((base, form.name.as_str(), form.description.as_str()), (now, "other", "Rates\nCredit"));
}

#[test]
fn a_ticked_value_replaces_what_was_typed() {
    let now = environment("Rates");
    let form = EditForm { name: "risk_2".into(), description: "Rates, credit".into(), ..EditForm::of(&now) };
    let sent = SentForm::of(&page(&now, &form), "edit-form").ticking("offer[name]").ticking("offer[description]");
    let Edit { mut form, offer, .. } = sent.decoded();
    form.accept(offer);
    assert_eq!((form.name.as_str(), form.description.as_str()), ("risk-2", "Rates credit"));
}
