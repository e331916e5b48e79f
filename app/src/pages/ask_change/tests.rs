//! What the form for a change promises: untouched it asks for nothing, and what was typed comes back as words.

use std::collections::BTreeMap;

use domain::{
    blueprint::{BlueprintForm, Rules},
    change::Basis,
    environment::{Environment, EnvironmentForm, Federation, Mode, Status},
    id::{ConnectionName, EnvironmentId, TeamId},
    link::Link,
    tag::TagKey,
    team::Team,
};
use leptos::prelude::*;

use super::{ChangeOpening, ChangeTyped, Filled, Inputs};
use crate::{
    api::changes::ChangeAsked,
    paths::action,
    sent_form::{SentForm, assert_no_foreign_markup, assert_tied_together},
};

const HOSTILE: &str = "</textarea><script>alert(1)</script>\"><img onerror=x>";

fn local() -> ConnectionName {
    ConnectionName::parse("local").unwrap()
}

fn opening(rules: Option<Rules>, description: &str) -> ChangeOpening {
    let environment = Environment {
        connection: local(),
        id: EnvironmentId::parse("abc").unwrap(),
        name: "lab-risk".into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: Some(description.into()),
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Local,
        federation: Federation::default(),
    };
    let team = TeamId::from_bytes([2; 26]);
    let link = Link {
        id: domain::id::LinkId::from_bytes([1; 26]),
        team: team.clone(),
        connection: local(),
        environment: environment.id.clone(),
        name: "lab-risk".into(),
        label: String::new(),
        section: String::new(),
        place: 0,
        added_at: jiff::Timestamp::UNIX_EPOCH,
        added_by: "ada@example.com".into(),
    };
    let team =
        Team { id: team, name: "Rates".into(), description: String::new(), made_at: jiff::Timestamp::UNIX_EPOCH };
    let tags: BTreeMap<String, String> =
        [("desk", "fx"), ("owner", "ada"), ("portal:operation", "7")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    let required = vec![TagKey::parse("owner").unwrap()];
    ChangeOpening { link, team, basis: Basis::new(environment, &tags, rules), required, open: None }
}

fn laboratory() -> Rules {
    let form = BlueprintForm {
        name: "Laboratory".into(),
        prefix: "lab-".into(),
        required_tags: "desk".into(),
        ..BlueprintForm::fresh()
    };
    let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
    form.parse(&fixed, &[local()], &[]).unwrap().rules
}

fn page(opening: ChangeOpening, typed: Option<ChangeTyped>) -> String {
    let problems = domain::Problems::default();
    Owner::new().with(|| view! { <Inputs opening metadata=None typed problems/> }.to_html())
}

fn sent(html: &str) -> ChangeAsked {
    let sent = SentForm::of(html, "ask-change-form");
    assert_eq!(sent.action, action::ASK_CHANGE);
    sent.decoded()
}

#[test]
fn an_untouched_form_asks_for_nothing() {
    for rules in [None, Some(laboratory())] {
        let opening = opening(rules, "Rates & <b>curves</b>");
        let html = page(opening.clone(), None);
        assert_tied_together(&html);
        let asked = sent(&html);
        assert_eq!(asked.link, opening.link.id);
        let wanted = opening.basis.wanted(&asked.shown, &asked.form, &opening.required);
        assert!(wanted.unwrap_err().0[0].words.starts_with("Nothing is different"));
    }
}

#[test]
fn what_the_blueprint_fixes_is_shown_and_not_sent() {
    let html = page(opening(Some(laboratory()), "Rates"), None);
    assert!(html.contains("What the blueprint fixes") && html.contains("Tag owner"), "{html}");
    let asked = sent(&html);
    assert_eq!((asked.form.description.as_str(), asked.form.tags.rows.len()), ("", 1));
    assert!(!page(opening(None, "Rates"), None).contains("What the blueprint fixes"));
}

#[test]
fn what_was_typed_comes_back_as_words() {
    let opening = opening(None, HOSTILE);
    let form = EnvironmentForm { name: HOSTILE.into(), description: HOSTILE.into(), ..EnvironmentForm::default() };
    let typed = ChangeTyped { filled: Filled { why: HOSTILE.into(), form }, shown: opening.basis.form() };
    let html = page(opening.clone(), Some(typed));
    assert_no_foreign_markup(&html);
    assert_tied_together(&html);
    let asked = sent(&html);
    assert_eq!((asked.form.name.as_str(), asked.why.as_str()), (HOSTILE, HOSTILE));
    assert_eq!(asked.shown.description, HOSTILE);
}

/// Of somebody's identity provider, with a document that is too long for a page.
fn federated(rules: Option<Rules>) -> ChangeOpening {
    let mut opening = opening(rules.clone(), "Rates");
    let mut environment = opening.basis.environment.clone();
    environment.mode = Mode::Federated;
    environment.federation = Federation {
        metadata_document: Some("<secret/>".repeat(200_000)),
        metadata_url: Some("https://idp.example.com/metadata?a=1&b=2".into()),
        provider_name: Some("Okta".into()),
        attributes: [("Email".into(), "email".into())].into(),
        ..Federation::default()
    };
    opening.basis = Basis::new(environment, &opening.basis.tags, rules);
    opening
}

#[test]
fn federation_that_nobody_touched_is_not_asked_for_and_the_document_stays_on_the_server() {
    for rules in [None, Some(laboratory())] {
        let opening = federated(rules);
        let html = page(opening.clone(), None);
        assert_tied_together(&html);
        assert!(html.len() < 60_000 && !html.contains("secret"), "{} bytes", html.len());
        let mut asked = sent(&html);
        let same = opening.basis.wanted(&asked.shown, &asked.form, &opening.required);
        assert!(same.unwrap_err().0[0].words.starts_with("Nothing is different"));
        asked.form.federation.metadata_url = "https://idp.example.com/new".into();
        let wanted = opening.basis.wanted(&asked.shown, &asked.form, &opening.required).unwrap();
        let lines: Vec<_> = wanted.changes().into_iter().map(|line| line.field).collect();
        assert_eq!(lines, ["SAML metadata URL"]);
    }
}

#[test]
fn a_blueprint_offers_the_metadata_and_shows_the_rest_as_fixed() {
    let html = page(federated(Some(laboratory())), None);
    for there in ["Metadata of the identity provider", "Metadata file", "Identity provider name", "Okta"] {
        assert!(html.contains(there), "{there}: {html}");
    }
    for absent in ["form[mode]", "provider_name]\" value", "without_document", "form[federation][attributes]"] {
        assert!(!html.contains(&format!("name=\"{absent}")), "{absent}: {html}");
    }
    assert!(!page(opening(Some(laboratory()), "Rates"), None).contains("Metadata file"));
    let mut unread = federated(None);
    unread.basis = unread.basis.unread();
    let html = page(unread, None);
    assert!(html.contains("How people sign in cannot be asked for now") && !html.contains("Metadata file"), "{html}");
}

#[test]
fn a_document_that_was_refused_comes_back_into_its_box_also_while_finspace_cannot_be_read() {
    for mut opening in [federated(None), federated(Some(laboratory()))] {
        let shown = opening.basis.form();
        let mut form = shown.clone();
        form.federation.metadata_document = HOSTILE.into();
        let typed = ChangeTyped { filled: Filled { why: String::new(), form }, shown };
        for _ in 0..2 {
            let html = page(opening.clone(), Some(typed.clone()));
            assert_no_foreign_markup(&html);
            assert_eq!(sent(&html).form.federation.metadata_document, HOSTILE);
            opening.basis = opening.basis.unread();
        }
    }
}
