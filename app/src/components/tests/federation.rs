//! The federation page.

use std::collections::BTreeMap;

use domain::{
    audit::{Action, Event, Outcome},
    environment::{Environment, Federation, Mode, Status},
    id::EventId,
    saml::Unreadable,
};
use leptos::prelude::*;

use super::{HOSTILE, environment, html, now};
use crate::components::{
    AttributeMap, Events, FederationSides, MetadataDocument, ProviderGuides, ReadBack, ServiceProvider,
};

fn federated(federation: Federation) -> Environment {
    Environment { mode: Mode::Federated, federation, ..environment("risk") }
}

fn sides(environment: Environment, metadata: Option<ReadBack>) -> String {
    html(|| view! { <FederationSides environment metadata/> })
}

fn given() -> Federation {
    Federation {
        urn: Some("urn:amazon:cognito:sp:eu-west-1_abc".into()),
        callback_url: Some("https://x.example/saml2/idpresponse".into()),
        ..Federation::default()
    }
}

#[test]
fn before_it_is_created_the_other_side_waits() {
    let html = sides(Environment { status: Status::Creating, ..federated(Federation::default()) }, None);
    assert_eq!(html.matches("FinSpace gives this once the environment is created.").count(), 2, "{html}");
    assert_eq!(html.matches("To do: ").count(), 3, "name, metadata and attribute map: {html}");
}

#[test]
fn what_was_given_is_there_to_copy() {
    let html = sides(federated(given()), None);
    for part in
        ["urn:amazon:cognito:sp:eu-west-1_abc", "Copy Federation URN", "Copy Application callback URL", "sign in once"]
    {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn an_unreadable_document_is_not_counted_as_done() {
    let html = sides(federated(given()), Some(Err(Unreadable::WebPage)));
    assert!(html.contains("Wrong: "), "{html}");
}

#[test]
fn nothing_hostile_becomes_markup() {
    let some = || Some(HOSTILE.to_owned());
    let bad = Federation {
        metadata_document: None,
        metadata_url: some(),
        callback_url: some(),
        urn: some(),
        provider_name: some(),
        attributes: BTreeMap::from([("Email".to_owned(), HOSTILE.to_owned())]),
    };
    let attributes = bad.attributes.clone();
    let told = [
        sides(federated(bad.clone()), None),
        html(|| view! { <ServiceProvider federation=bad href="/x"/> }),
        html(|| view! { <AttributeMap attributes/> }),
        html(|| view! { <MetadataDocument document=HOSTILE.to_owned() href="/x"/> }),
        html(|| view! { <ProviderGuides/> }),
    ];
    for html in told {
        assert!(!html.contains("<script"), "{html}");
    }
}

#[test]
fn of_a_long_document_the_beginning_is_shown() {
    let html = html(|| view! { <MetadataDocument document="é".repeat(20_001) href="/x"/> });
    assert!(html.contains("The first 20,000 of 20,001 characters"), "{}", &html[..500]);
    assert_eq!(html.matches('é').count(), 20_000);
}

#[test]
fn events_tell_who_what_and_how_it_ended() {
    let event = |outcome, detail: &str| Event {
        id: EventId::from_bytes([7; 26]),
        at: now(),
        person: None,
        who: "admin@example.com".into(),
        action: Action::DeleteEnvironment,
        object: "environment/local/abc".into(),
        outcome,
        detail: detail.into(),
        changes: Vec::new(),
        request: None,
    };
    let events = vec![event(Outcome::Done, HOSTILE), event(Outcome::Intended, "“risk”")];
    let told = html(|| view! { <Events events/> });
    for part in ["2026-11-22 12:00:00 UTC", "Delete", "Done", "Sent", "admin@example.com"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("<script"));
    assert!(html(|| view! { <Events events=Vec::new()/> }).contains("Nothing has happened through this portal yet"));
}

#[test]
fn what_cannot_be_read_now_is_not_said_to_be_missing() {
    let environment = federated(given());
    let html = html(|| view! { <FederationSides environment metadata=None unread=true/> });
    assert_eq!(html.matches("Not known now: ").count(), 2, "the document and the attribute map: {html}");
    assert!(html.contains("Try again once FinSpace answers"), "{html}");
    assert!(!html.contains("upload it") && !html.contains("no claim for Email"), "{html}");
}

#[test]
fn the_file_for_the_identity_provider_is_copied_or_downloaded() {
    let html = html(|| view! { <ServiceProvider federation=given() href="/x/service-provider.xml"/> });
    for part in ["Copy finspace-service-provider.xml", "href=\"/x/service-provider.xml\"", "Download the file"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}
