//! The pages of one environment.

use domain::{
    environment::{Environment, Federation, Mode, Status},
    error::{Refusal, RefusalKind},
    portal::{Detail, Live},
    role::Role,
};
use leptos::prelude::*;

use super::{HOSTILE, before, connection, environment, html, now, rights};
use crate::components::{EnvironmentFacts, EnvironmentHead, Tab, TagFacts};

const HERE: &str = "/environments/local/abcdefghij?follow=no";

fn head(environment: Environment, live: Live) -> String {
    head_for(Role::Operator, environment, live)
}

fn head_for(role: Role, environment: Environment, live: Live) -> String {
    let detail = Detail { environment, tags: None, first_seen: None, live };
    html(|| view! { <EnvironmentHead detail tab=Tab::Overview rights=rights(role) here=HERE now=now()/> })
}

fn facts(environment: Environment) -> String {
    html(
        || view! { <EnvironmentFacts environment connection=connection("local") first_seen=Some(before(7_200)) now=now()/> },
    )
}

#[test]
fn an_auditor_sees_every_button_with_the_reason_why_not() {
    let html = head_for(Role::Auditor, environment("risk"), Live::Now);
    for (button, doing) in [("Edit", "edit environments"), ("Tags", "change tags"), ("Delete", "delete environments")] {
        assert!(html.contains(&format!("<span>{button}</span></button>")), "{button}: {html}");
        assert!(html.contains(&format!("Only administrators and operators can {doing}. Ask one of them.")), "{html}");
    }
    assert!(!html.contains("/edit\""), "{html}");
}

#[test]
fn all_twelve_members_are_there_under_their_names() {
    let html = facts(environment("risk"));
    for label in [
        "Name",
        "Environment ID",
        "Status",
        "ARN",
        "Description",
        "Sign-in URL",
        "Notebook URL",
        "AWS account",
        "Dedicated service account",
        "KMS key",
        "Sign-in mode",
        "Federation",
    ] {
        assert!(html.contains(&format!("<dt>{label}</dt>")), "{label} in {html}");
    }
    assert!(html.contains("https://abcdefghij.eu-west-1.amazonfinspace.com") && html.contains("2 hours ago"), "{html}");
    assert!(html.contains(r#"aria-label="Copy ARN""#), "{html}");
}

#[test]
fn the_notebooks_open_in_a_new_tab_and_their_address_can_be_copied() {
    let html = facts(Environment { notebook_url: Some("x.studio.localhost:4567".into()), ..environment("risk") });
    for part in [
        r#"href="http://x.studio.localhost:4567" target="_blank" rel="noopener noreferrer""#,
        r#"aria-label="Copy Notebook URL""#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn what_finspace_has_not_given_is_said_in_words() {
    let young = Environment {
        url: None,
        notebook_url: Some(String::new()),
        description: None,
        status: Status::Creating,
        ..environment("risk")
    };
    assert_eq!(facts(young).matches("FinSpace gives it once the environment is created").count(), 2);
}

#[test]
fn nothing_hostile_becomes_markup() {
    let some = || Some(HOSTILE.to_owned());
    let bad = Environment {
        description: some(),
        url: some(),
        notebook_url: some(),
        kms_key: some(),
        account: some(),
        service_account: some(),
        arn: HOSTILE.into(),
        mode: Mode::Federated,
        status: Status::Other(HOSTILE.into()),
        federation: Federation { provider_name: some(), ..Federation::default() },
        ..environment(HOSTILE)
    };
    assert!(!facts(bad.clone()).contains("<script"));
    assert!(!head(bad, Live::Now).contains("<script"));
}

#[test]
fn what_cannot_be_done_now_stays_with_its_reason() {
    let creating = head(Environment { status: Status::Creating, url: None, ..environment("risk") }, Live::Now);
    for part in [
        "It can be edited once it is created.",
        "It can be deleted once its creation has ended.",
        "People can sign in once it is created.",
    ] {
        assert!(creating.contains(part), "{part} in {creating}");
    }
    assert!(!creating.contains("/edit\""), "{creating}");
    let created = head(environment("risk"), Live::Now);
    assert!(created.contains(r#"href="/environments/local/abcdefghij/edit""#), "{created}");
    assert!(created.contains(r#"rel="noopener noreferrer""#) && !created.contains("aria-disabled"), "{created}");
}

#[test]
fn what_is_not_of_now_says_why_and_how_old_it_is() {
    let refusal = Refusal { kind: RefusalKind::Unreachable, said: "<refused>".into(), request_id: Some("r-1".into()) };
    let html = head(environment("risk"), Live::Known { since: Some(before(600)), refusal });
    for part in ["FinSpace cannot be reached", "10 minutes ago", "Check that the endpoint", "&lt;refused&gt;", "r-1"] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!head(environment("risk"), Live::Now).contains("class=\"alert\""));
}

#[test]
fn whoever_reads_sees_how_old_the_page_is_and_can_have_it_read_again() {
    for role in [Role::Auditor, Role::Operator] {
        let html = head_for(role, environment("risk"), Live::Now);
        assert!(html.contains("Updated") && html.contains(">just now<"), "{html}");
        let link = html.split("<a ").find(|link| link.contains("<span>Refresh</span></a>")).expect("a link to refresh");
        assert!(link.contains(&format!(r#"href="{HERE}""#)), "{link}");
    }
    let known = |since| {
        let refusal = Refusal { kind: RefusalKind::Throttled, said: String::new(), request_id: None };
        head(environment("risk"), Live::Known { since, refusal })
    };
    let html = known(Some(before(600)));
    let updated = html.split("Updated ").nth(1).expect("an age");
    assert!(updated.contains(">10 minutes ago<") && !html.contains("just now"), "{html}");
    assert!(!known(None).contains("Updated"), "nobody knows how old it is");
    assert!(known(None).contains("<span>Refresh</span>"));
}

#[test]
fn required_tags_that_are_missing_are_asked_for() {
    let tags = [("team", "rates"), ("portal:operation", "abc"), (HOSTILE, HOSTILE)];
    let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let required = vec!["team".into(), "cost-centre".into()];
    let html = html(|| view! { <TagFacts tags=Some(tags) required edit="/edit-tags"/> });
    assert!(
        html.contains("A required tag is missing") && html.contains("cost-centre") && html.contains("/edit-tags"),
        "{html}"
    );
    assert!(html.contains("Kept by the portal") && !html.contains("<script"), "{html}");
}
