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
    api::changes::Ask,
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
    Owner::new().with(|| view! { <Inputs opening typed problems/> }.to_html())
}

fn sent(html: &str) -> Ask {
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
