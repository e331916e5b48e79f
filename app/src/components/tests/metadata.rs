//! The read-back of metadata.

use domain::saml::{Binding, Certificate, Endpoint, Finding, Metadata, Purpose, Role, Unreadable};
use leptos::prelude::*;

use super::{HOSTILE, before, html, now};
use crate::components::MetadataFacts;

fn metadata() -> Metadata {
    Metadata {
        entity_id: "https://idp.example.com".into(),
        role: Role::IdentityProvider,
        sign_in: vec![Endpoint { binding: Binding::Redirect, location: "https://idp.example.com/sso".into() }],
        sign_out: Vec::new(),
        certificates: vec![Certificate {
            name: "idp".into(),
            subject: "CN=idp".into(),
            issuer: "CN=idp".into(),
            serial: "01".into(),
            not_before: before(86_400),
            not_after: before(-5 * 86_400),
            fingerprint_sha256: "AA:BB".into(),
            key: "RSA 2048".into(),
            signature: "SHA-256 with RSA".into(),
            purpose: Purpose::Signing,
        }],
        name_id_formats: Vec::new(),
        attributes: Vec::new(),
        valid_until: None,
        entities: 1,
        wants_signed_requests: false,
        noticed: Vec::new(),
    }
}

fn told(metadata: Metadata, findings: Vec<Finding>) -> String {
    html(|| view! { <MetadataFacts metadata=Ok((metadata, findings)) now=now()/> })
}

#[test]
fn the_worst_finding_comes_first() {
    let html = told(metadata(), vec![Finding::WantsSignedRequests, Finding::NoSignIn]);
    let (error, note) = (html.find("<b>Error").unwrap(), html.find("<b>Note").unwrap());
    assert!(error < note, "{html}");
}

#[test]
fn facts_and_certificates_are_written_out() {
    let html = told(metadata(), Vec::new());
    for part in [
        "https://idp.example.com",
        "HTTP-Redirect",
        "https://idp.example.com/sso",
        "AA:BB",
        "Expires in 5 days",
        "Nothing is wrong",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("href=\"https://idp"), "an address of a stranger's document is no link");
}

#[test]
fn a_strangers_document_writes_no_markup_and_no_endless_lists() {
    let mut bad = metadata();
    bad.entity_id = HOSTILE.into();
    bad.attributes = vec![HOSTILE.into(); 5_000];
    bad.sign_in = vec![Endpoint { binding: Binding::Other(HOSTILE.into()), location: HOSTILE.into() }; 5_000];
    bad.certificates[0].name = HOSTILE.into();
    let html = told(bad, vec![Finding::UnreadableValidUntil { value: HOSTILE.into() }; 5_000]);
    assert!(!html.contains("<script"), "{}", &html[..2_000]);
    assert!(html.len() < 40_000, "{}", html.len());
    assert!(html.contains("more findings"));
}

#[test]
fn an_unreadable_document_says_why() {
    let html = html(|| view! { <MetadataFacts metadata=Err(Unreadable::Json) now=now()/> });
    assert!(html.contains("This is JSON"), "{html}");
}
