//! Approvers one after the other: whom a request waits for after each approval.

use domain::{
    blueprint::{Approver, Blueprint, Deciders, Rules},
    person::Person,
    ports::{Beside, BlueprintStore, NoticeStore, RequestStore, TeamStore, Viewer},
    request::{Approval, Asked, Stage, Whose},
    team::Standing,
};

use crate::{
    blueprints::{blueprint, saved},
    ground::Ground,
    requests::{asked, desk, joined, next, seen, viewer},
    samples::{at, event},
    teams::made,
};

/// A blueprint on which others decide one after the other.
fn in_order(name: &str, steps: &[Approver]) -> Blueprint {
    let plain = blueprint(name);
    let rules = Rules { deciders: Deciders::InOrder, ..plain.rules.clone() };
    Blueprint { rules, steps: steps.to_vec(), ..plain }
}

async fn approved(ground: &Ground, asked: &Asked, person: &Person) -> Asked {
    let after = next(asked, Stage::Asked);
    let approval = Approval { person: person.id.clone(), who: person.email.clone(), at: at(3) };
    let beside = Beside { approval: Some(&approval), ..Beside::default() };
    assert!(ground.store.save_request(&after, beside).await.unwrap());
    after
}

async fn a_request_waits_for_one_step_after_the_other(ground: Ground) {
    let store = &ground.store;
    let (team, asker, owner, _) = desk(&ground).await;
    let security = made(&ground, "Security").await;
    let guard = joined(&ground, &security, Standing::Owner).await;
    let plain = joined(&ground, &security, Standing::Member).await;
    let boss = joined(&ground, &made(&ground, "Bosses").await, Standing::Member).await;
    let steps = [Approver::AskingTeam, Approver::Team(security.id.clone()), Approver::Person(boss.id.clone())];
    let chain = in_order("Chain", &steps);
    saved(&ground, &chain).await;
    assert_eq!(store.blueprint(&chain.id).await.unwrap(), Some(chain.clone()));
    let mut request = asked(&chain, &team, &asker, "lab-curves");
    assert!(store.save_request(&request, Beside::default()).await.unwrap());
    for turn in [&owner, &guard, &boss] {
        assert_eq!(store.deciders(&request.request.id).await.unwrap(), std::slice::from_ref(&turn.id));
        for person in [&owner, &guard, &boss, &plain, &asker] {
            let waits = seen(&ground, &viewer(person), Whose::ToDecide).await;
            assert_eq!(waits == 1, person.id == turn.id, "{} at the turn of {}", person.email, turn.email);
        }
        // Whoever is an approver and in the team of the step could, too; and so could whoever decides all.
        let approver = Viewer { is_approver: true, ..viewer(&plain) };
        assert_eq!(seen(&ground, &approver, Whose::ToDecide).await == 1, turn.id == guard.id);
        let admin = Viewer { decides_all: true, ..viewer(&plain) };
        assert_eq!(seen(&ground, &admin, Whose::ToDecide).await, 1);
        // All of them see it all the time.
        assert_eq!(seen(&ground, &viewer(&boss), Whose::All).await, 1);
        request = approved(&ground, &request, turn).await;
    }
    assert_eq!(store.deciders(&request.request.id).await.unwrap(), []);
}

async fn a_team_that_is_gone_leaves_its_step_and_a_save_replaces_them(ground: Ground) {
    let store = &ground.store;
    let (team, asker, owner, _) = desk(&ground).await;
    let security = made(&ground, "Security").await;
    let chain = in_order("Chain", &[Approver::Team(security.id.clone()), Approver::AskingTeam]);
    saved(&ground, &chain).await;
    let request = asked(&chain, &team, &asker, "lab-curves");
    store.save_request(&request, Beside::default()).await.unwrap();
    assert!(store.delete_team(&security.id, &event("gone")).await.unwrap());
    assert_eq!(store.deciders(&request.request.id).await.unwrap(), []);
    saved(&ground, &Blueprint { steps: vec![Approver::AskingTeam], version: 2, ..chain }).await;
    assert_eq!(store.deciders(&request.request.id).await.unwrap(), [owner.id]);
}

on_every_database!(
    a_request_waits_for_one_step_after_the_other,
    a_team_that_is_gone_leaves_its_step_and_a_save_replaces_them,
);
