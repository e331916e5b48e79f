//! What the page of a request says of an environment that was up once.

use domain::{
    environment::{Environment, EnvironmentForm, Status},
    id::{BlueprintId, DraftId, EnvironmentId, EnvironmentRequestId, LinkId, OperationId, PersonId, TeamId},
    operation::{Operation, State},
    portal::Whereabouts,
    request::{Kind, Request, Stage},
    role::Role,
};
use leptos::prelude::*;

use super::{connection, environment, html, now, rights};
use crate::components::{RequestNews, sign_in};

fn operation(person: PersonId) -> Operation {
    let form = EnvironmentForm { connection: "local".into(), name: "risk".into(), ..EnvironmentForm::default() };
    let plan = form.parse(&[connection("local").name], &[]).unwrap();
    let (id, draft) = (OperationId::from_bytes([1; 26]), DraftId::from_bytes([1; 26]));
    let environment = EnvironmentId::parse("abcdefghij").unwrap();
    Operation { state: State::Ready { environment }, ..Operation::armed(id, draft, person, plan, now()) }
}

fn news(whereabouts: Whereabouts, environment: Option<Environment>, link: Option<LinkId>) -> String {
    let person = PersonId::from_bytes([1; 26]);
    let request = Request {
        id: EnvironmentRequestId::from_bytes([1; 26]),
        kind: Kind::Create,
        blueprint: BlueprintId::from_bytes([1; 26]),
        team: TeamId::from_bytes([1; 26]),
        team_name: "Rates".into(),
        person: person.clone(),
        who: "member@example.com".into(),
        name: "risk".into(),
        stage: Stage::Approved,
        version: 3,
        made_at: now(),
        asked_at: Some(now()),
        decided_at: Some(now()),
        link,
        progress: None,
    };
    let operation = Some(operation(person));
    let whereabouts = Some(whereabouts);
    html(|| view! { <RequestNews request operation environment whereabouts rights=rights(Role::Member) now=now()/> })
}

#[test]
fn what_is_not_coming_is_said_with_what_to_do_instead_of_waited_for() {
    let there = || Some(environment("risk"));
    let cases = [
        (Whereabouts::Gone, None, "Ask for another one"),
        (Whereabouts::Unconnected, None, "Ask an administrator where it is now"),
        (Whereabouts::TeamGone, there(), "Ask an administrator to link it to another team"),
        (Whereabouts::Unlinked, there(), "Ask an owner of the team to link it again"),
    ];
    for (whereabouts, environment, next) in cases {
        let html = news(whereabouts, environment, None);
        assert!(html.contains(next) && !html.contains("/go/"), "{html}");
        assert!(!html.contains("in a moment") && !html.contains("being linked"), "{html}");
        assert!(!whereabouts.is_passing(), "a page that waits loads itself again");
    }
    assert!(news(Whereabouts::Unread, None, None).contains("in a moment") && Whereabouts::Unread.is_passing());
    assert!(news(Whereabouts::Linking, there(), None).contains("being linked") && Whereabouts::Linking.is_passing());
    let link = LinkId::from_bytes([1; 26]);
    assert!(news(Whereabouts::Linked, there(), Some(link.clone())).contains(&format!("/go/{link}")));
}

#[test]
fn what_could_not_be_deleted_was_not_deleted() {
    let why = |status| sign_in(&Environment { status, ..environment("risk") }).unwrap_err();
    assert!(why(Status::FailedDeletion).contains("failed to delete it"));
    assert_eq!(why(Status::Deleted), "It was deleted.");
}
