//! The form of a sign-in provider.

use domain::{
    Field, Flaw, Problems,
    provider::{Entry, ProviderField, ProviderForm},
    role::Role,
};
use leptos::prelude::*;
use serde::Deserialize;

use super::{HOSTILE, html};
use crate::{
    components::ProviderInputs,
    sent_form::{SentForm, assert_no_foreign_markup, assert_tied_together},
};

#[derive(Deserialize)]
struct Sent {
    form: ProviderForm,
}

fn page(form: ProviderForm, problems: Problems, has_secret: Option<bool>) -> String {
    html(move || {
        view! { <form id="provider" action="/x"><ProviderInputs form problems has_secret/></form> }
    })
}

#[test]
fn what_is_shown_is_what_is_sent() {
    let form = ProviderForm {
        name: "okta".into(),
        label: HOSTILE.into(),
        issuer: "https://id.example.com".into(),
        client_id: HOSTILE.into(),
        group_claim: HOSTILE.into(),
        entry: Entry::Create.as_str().into(),
        roles: [Role::Operator, Role::Member].into_iter().collect(),
        rules: format!("{HOSTILE} = admin\n</textarea><b> = member"),
        enabled: false,
        ..ProviderForm::fresh()
    };
    let html = page(form.clone(), Problems::default(), Some(true));
    assert_no_foreign_markup(&html);
    assert_tied_together(&html);
    let sent = SentForm::of(&html, "provider").decoded::<Sent>().form;
    let sent = ProviderForm { rules: sent.rules.replace("\r\n", "\n"), ..sent };
    assert!(sent == form, "{html}");
}

#[test]
fn a_secret_that_was_typed_does_not_come_back_and_what_is_wrong_stands_at_its_field() {
    let form = ProviderForm { client_secret: "hush-hush".into(), ..ProviderForm::fresh() };
    let flaw = Flaw::new("Line 1: no role").at(Field::Provider(ProviderField::Rules));
    let html = page(form, Problems(vec![flaw]), None);
    assert!(!html.contains("hush-hush"), "{html}");
    assert!(html.contains("Line 1: no role"), "{html}");
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 1, "{html}");
}
