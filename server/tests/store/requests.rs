//! Requests, and what is made of them.

use domain::{
    blueprint::{Blueprint, digest},
    environment::EnvironmentForm,
    error::{Refusal, RefusalKind},
    id::{CommentId, EnvironmentRequestId},
    operation::{Operation, State},
    person::Person,
    ports::{Beside, LifetimeStore, LinkStore, Provisions, RequestStore, Store, TeamStore, Viewer},
    request::{Approval, Asked, Comment, Filter, Kind, Request, Stage, Whose},
    team::{Standing, Team},
};
use futures::future::join_all;

use crate::{
    blueprints::{blueprint, saved},
    ground::Ground,
    links::link,
    samples::{at, chance, environment_id, event, known, local, operation},
    teams::made,
};

pub fn asked(blueprint: &Blueprint, team: &Team, person: &Person, name: &str) -> Asked {
    let answers = EnvironmentForm { name: name.into(), ..EnvironmentForm::default() };
    let plan = blueprint.rules.plan(&answers, &[local()], &[]).unwrap();
    let request = Request {
        id: EnvironmentRequestId::from_bytes(chance()),
        kind: Kind::Create,
        blueprint: blueprint.id.clone(),
        team: team.id.clone(),
        team_name: team.name.clone(),
        person: person.id.clone(),
        who: person.email.clone(),
        name: name.into(),
        stage: Stage::Asked,
        version: 1,
        made_at: at(1),
        asked_at: Some(at(2)),
        decided_at: None,
        link: None,
        progress: None,
    };
    let digest = digest(&plan);
    Asked { request, why: "Why “Å”".into(), answers, about: None, plan: Some(plan), digest, needed: 1 }
}

pub fn next(asked: &Asked, stage: Stage) -> Asked {
    let request = Request { stage, version: asked.request.version + 1, ..asked.request.clone() };
    Asked { request, ..asked.clone() }
}

pub fn viewer(person: &Person) -> Viewer {
    Viewer { person: person.id.clone(), sees_all: false, decides_all: false, is_approver: false }
}

pub async fn joined(ground: &Ground, team: &Team, standing: Standing) -> Person {
    let person = known(&ground.store).await;
    assert!(ground.store.add_members(&team.id, std::slice::from_ref(&person.id), standing, &event("t")).await.unwrap());
    person
}

/// A team of one who asks and one who owns it, and a blueprint.
pub async fn desk(ground: &Ground) -> (Team, Person, Person, Blueprint) {
    let team = made(ground, "Rates").await;
    let (asker, owner) = (joined(ground, &team, Standing::Member).await, joined(ground, &team, Standing::Owner).await);
    let one = blueprint("Laboratory");
    saved(ground, &one).await;
    (team, asker, owner, one)
}

pub async fn seen(ground: &Ground, viewer: &Viewer, whose: Whose) -> i64 {
    let filter = Filter { whose, ..Filter::default() };
    ground.store.requests(viewer, &filter, 0, 9).await.unwrap().1
}

async fn a_request_is_seen_by_those_whom_it_concerns(ground: Ground) {
    let store = &ground.store;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let asker = joined(&ground, &rates, Standing::Member).await;
    let owner = joined(&ground, &rates, Standing::Owner).await;
    let member = joined(&ground, &rates, Standing::Member).await;
    let other = joined(&ground, &bonds, Standing::Owner).await;
    let one = blueprint("Laboratory");
    saved(&ground, &one).await;
    let sent = asked(&one, &rates, &asker, "lab-1");
    assert!(store.save_request(&sent, Beside::default()).await.unwrap());
    assert_eq!(store.request(&sent.request.id).await.unwrap(), Some(sent.clone()));
    for (person, all, to_decide) in [(&asker, 1, 0), (&owner, 1, 1), (&member, 0, 0), (&other, 0, 0)] {
        assert_eq!(
            (seen(&ground, &viewer(person), Whose::All).await, seen(&ground, &viewer(person), Whose::ToDecide).await),
            (all, to_decide)
        );
    }
    let approver = Viewer { is_approver: true, ..viewer(&member) };
    assert_eq!(seen(&ground, &approver, Whose::ToDecide).await, 1);
    assert_eq!(seen(&ground, &Viewer { is_approver: true, ..viewer(&other) }, Whose::All).await, 0);
    assert_eq!(seen(&ground, &Viewer { sees_all: true, ..viewer(&other) }, Whose::All).await, 1);
    let elsewhere = Filter { environment: Some("local/aaaaaaaaaaaaaaaaaaaaaa".into()), ..Filter::default() };
    let (found, all) = ground.store.requests(&viewer(&member), &elsewhere, 0, 9).await.unwrap();
    assert!(found.is_empty() && all == 0, "of another environment: {found:?}");
    assert_eq!(seen(&ground, &Viewer { decides_all: true, ..viewer(&other) }, Whose::ToDecide).await, 1);
    let draft = Asked {
        request: Request { stage: Stage::Draft, ..asked(&one, &rates, &asker, "lab-2").request },
        plan: None,
        ..sent
    };
    assert!(store.save_request(&draft, Beside::default()).await.unwrap());
    assert_eq!(seen(&ground, &viewer(&asker), Whose::Mine).await, 2);
    assert_eq!(
        seen(&ground, &Viewer { sees_all: true, ..viewer(&other) }, Whose::All).await,
        1,
        "a draft is its author's"
    );
    let filter = Filter { text: "LAB-1".into(), stage: Some(Stage::Asked), ..Filter::default() };
    assert_eq!(store.requests(&viewer(&asker), &filter, 0, 9).await.unwrap().0[0].name, "lab-1");
    let none = Filter { text: "%".into(), ..filter };
    assert_eq!(store.requests(&viewer(&asker), &none, 0, 9).await.unwrap().1, 0);
}

async fn an_approval_its_operation_and_its_lines_are_written_once_and_together(ground: Ground) {
    let store = &ground.store;
    let (team, asker, owner, one) = desk(&ground).await;
    let sent = asked(&one, &team, &asker, "lab-1");
    assert!(store.save_request(&sent, Beside::default()).await.unwrap());
    let id = &sent.request.id;
    let approved = next(&sent, Stage::Approved);
    let approval = Approval { person: owner.id.clone(), who: owner.email.clone(), at: at(5) };
    let many: Vec<Operation> = (0..6).map(|_| waiting(&asker, id)).collect();
    let lines: Vec<_> = many.iter().map(|_| [event("asked"), event("approved")]).collect();
    let all = many.iter().zip(&lines).map(|(operation, events)| {
        store.save_request(
            &approved,
            Beside { approval: Some(&approval), operation: Some(operation), events, ..Beside::default() },
        )
    });
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("approved", 9).await.unwrap().len()), (1, 1));
    assert_eq!(store.approvals(id).await.unwrap(), [approval]);
    let found = store.operation_of(&id.draft()).await.unwrap().unwrap();
    assert_eq!(found.state, State::Waiting { refusal: None });
    assert_eq!(store.scheduled(&local()).await.unwrap().len(), 1);
    assert_eq!(store.request(id).await.unwrap().unwrap().request.progress.as_deref(), Some("waiting"));
    let uses = store.uses(&one.id).await.unwrap();
    assert_eq!(uses[0].operation, Some((local(), found.state.clone())));
    assert_eq!(store.operation_ids().await.unwrap(), [found.id.clone()].into());
}

async fn what_needs_a_person_is_found_among_what_was_approved(ground: Ground) {
    let store = &ground.store;
    let (team, asker, owner, one) = desk(&ground).await;
    let viewer = Viewer { person: owner.id.clone(), sees_all: false, decides_all: false, is_approver: false };
    let refusal = Refusal { kind: RefusalKind::Quota, said: "No more.".into(), request_id: None };
    let states = [
        State::Undecided { found: vec![], lost: None },
        State::Stalled { environment: environment_id(1) },
        State::Refused { refusal },
        State::Armed,
        State::Closed,
    ];
    for state in states {
        let sent = asked(&one, &team, &asker, "lab-1");
        assert!(store.save_request(&sent, Beside::default()).await.unwrap());
        assert_eq!(store.numbers(&viewer).await.unwrap().requests, 1);
        assert_eq!(seen(&ground, &viewer, Whose::ToDecide).await, 1);
        let operation = Operation { state, ..waiting(&asker, &sent.request.id) };
        let beside = Beside { operation: Some(&operation), ..Beside::default() };
        assert!(store.save_request(&next(&sent, Stage::Approved), beside).await.unwrap());
    }
    assert_eq!((store.numbers(&viewer).await.unwrap().requests, seen(&ground, &viewer, Whose::Stuck).await), (0, 3));
}

fn waiting(person: &Person, id: &EnvironmentRequestId) -> Operation {
    let sample = operation(person);
    Operation::waiting(sample.id, id.draft(), person.id.clone(), sample.plan, at(5))
}

async fn another_plan_has_no_approvals_and_an_old_version_saves_nothing(ground: Ground) {
    let store = &ground.store;
    let (team, asker, owner, one) = desk(&ground).await;
    let sent = asked(&one, &team, &asker, "lab-1");
    assert!(store.save_request(&sent, Beside::default()).await.unwrap());
    let approval = Approval { person: owner.id.clone(), who: owner.email.clone(), at: at(5) };
    let beside = Beside { approval: Some(&approval), ..Beside::default() };
    let counted = next(&sent, Stage::Asked);
    assert!(store.save_request(&counted, beside).await.unwrap());
    assert!(!store.save_request(&next(&counted, Stage::Asked), beside).await.unwrap(), "nobody approves twice");
    assert!(!store.save_request(&counted, Beside::default()).await.unwrap(), "an old version saves nothing");
    let amended = Asked { digest: "another".into(), ..next(&counted, Stage::Asked) };
    assert!(store.save_request(&amended, Beside::default()).await.unwrap());
    assert_eq!(store.approvals(&sent.request.id).await.unwrap(), []);
    assert_eq!(store.waiting_since(at(3), 9).await.unwrap(), std::slice::from_ref(&sent.request.id));
    assert_eq!(store.waiting_since(at(2), 9).await.unwrap(), []);
}

async fn what_is_said_comes_in_its_order_and_in_pages(ground: Ground) {
    let store = &ground.store;
    let team = made(&ground, "Rates").await;
    let asker = joined(&ground, &team, Standing::Member).await;
    let one = blueprint("Laboratory");
    saved(&ground, &one).await;
    let sent = asked(&one, &team, &asker, "lab-1");
    assert!(store.save_request(&sent, Beside::default()).await.unwrap());
    for n in 0..3 {
        let (id, words) = (CommentId::from_bytes(chance()), format!("{n}\0"));
        let comment = Comment { id, who: "ada@example.com".into(), name: "Ada".into(), words, at: at(n) };
        store.add_comment(&sent.request.id, &comment, &event("said")).await.unwrap();
    }
    let (page, count) = store.comments(&sent.request.id, 1, 1).await.unwrap();
    assert_eq!((page[0].words.as_str(), count), ("1\u{fffd}", 3));
}

async fn an_environment_is_linked_once_and_a_team_that_is_gone_ends_it(ground: Ground) {
    let store = &ground.store;
    let (team, gone) = (made(&ground, "Rates").await, made(&ground, "Gone").await);
    let asker = joined(&ground, &team, Standing::Member).await;
    let one = blueprint("Laboratory");
    saved(&ground, &one).await;
    for (n, team) in [&team, &gone].into_iter().enumerate() {
        let sent = Asked {
            request: Request { stage: Stage::Approved, ..asked(&one, team, &asker, "lab-1").request },
            ..asked(&one, team, &asker, "lab-1")
        };
        let operation =
            Operation { state: State::Ready { environment: environment_id(n) }, ..waiting(&asker, &sent.request.id) };
        assert!(store.save_request(&sent, Beside { operation: Some(&operation), ..Beside::default() }).await.unwrap());
    }
    assert!(store.delete_team(&gone.id, &event("t")).await.unwrap());
    let open = store.untied(9).await.unwrap();
    assert_eq!(open.len(), 2);
    let maker = async |n| store.maker(&local(), &environment_id(n)).await.unwrap();
    let made = [maker(0).await, maker(1).await];
    assert!(made[0] != made[1] && open.iter().all(|id| made.contains(&Some(id.clone()))), "operations know: {made:?}");
    assert_eq!(maker(2).await, None);
    for id in &open {
        let request = store.request(id).await.unwrap().unwrap().request;
        let link = link(&request.team, 0);
        assert!(store.tie_request(id, &link, None, &event("tied")).await.unwrap());
        assert!(!store.tie_request(id, &link, None, &event("tied")).await.unwrap());
        let tied = store.request(id).await.unwrap().unwrap().request.link;
        assert_eq!(tied.is_some(), request.team == team.id);
    }
    assert_eq!((store.untied(9).await.unwrap().len(), store.events("tied", 9).await.unwrap().len()), (0, 1));
    assert_eq!(store.links_of(&team.id).await.unwrap().len(), 1);
}

on_every_database!(
    a_request_is_seen_by_those_whom_it_concerns,
    an_approval_its_operation_and_its_lines_are_written_once_and_together,
    what_needs_a_person_is_found_among_what_was_approved,
    another_plan_has_no_approvals_and_an_old_version_saves_nothing,
    what_is_said_comes_in_its_order_and_in_pages,
    an_environment_is_linked_once_and_a_team_that_is_gone_ends_it,
);
