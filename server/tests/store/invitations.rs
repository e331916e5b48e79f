//! Invitations: kept, renewed, withdrawn, and used once.

use domain::{
    audit::Event,
    id::InvitationId,
    invitation::Invitation,
    person::Person,
    ports::{InviteOutcome, Store},
    role::Role,
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known, person},
};

fn invitation(by: &Person, email: &str) -> Invitation {
    Invitation {
        id: InvitationId::from_bytes(chance()),
        email: email.into(),
        name: "Zoë".into(),
        roles: [Role::Operator, Role::Auditor].into_iter().collect(),
        invited_by: by.id.clone(),
        invited_at: at(0),
        expires_at: at(100),
    }
}

async fn an_invitation_comes_back_by_its_secret_until_it_expires(ground: Ground) {
    let store = &ground.store;
    let zoe = invitation(&known(store).await, "zoe@example.com");
    assert_eq!(store.invite(&zoe, "token", &event("x")).await.unwrap(), InviteOutcome::Done);
    assert_eq!(store.invitation_of("token", at(99)).await.unwrap(), Some(zoe.clone()));
    assert_eq!(store.invitation_of("token", at(100)).await.unwrap(), None);
    assert_eq!(store.invitation_of("other", at(0)).await.unwrap(), None);
    assert_eq!(store.invitation(&zoe.id).await.unwrap(), Some(zoe));
    assert_eq!(store.events("x", 10).await.unwrap().len(), 1);
}

async fn an_address_is_invited_once_and_not_when_it_is_there(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let first = invitation(&ada, "zoe@example.com");
    store.invite(&first, "first", &event("x")).await.unwrap();
    let again = store.invite(&invitation(&ada, "zoe@example.com"), "second", &event("y")).await.unwrap();
    assert_eq!(again, InviteOutcome::IsInvited);
    let known = store.invite(&invitation(&ada, &ada.email), "third", &event("y")).await.unwrap();
    assert_eq!(known, InviteOutcome::IsThere);
    assert_eq!(store.invitations().await.unwrap(), [first]);
    assert_eq!(store.events("y", 10).await.unwrap(), []);
}

async fn the_newest_invitation_comes_first(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let old = invitation(&ada, "old@example.com");
    let new = Invitation { invited_at: at(1), ..invitation(&ada, "new@example.com") };
    for one in [&old, &new] {
        store.invite(one, one.id.as_str(), &event("x")).await.unwrap();
    }
    assert_eq!(store.invitations().await.unwrap(), [new, old]);
}

async fn a_new_link_ends_the_one_before(ground: Ground) {
    let store = &ground.store;
    let zoe = invitation(&known(store).await, "zoe@example.com");
    store.invite(&zoe, "old", &event("x")).await.unwrap();
    assert!(store.renew_invitation(&zoe.id, "new", at(500), &event("renewed")).await.unwrap());
    assert_eq!(store.invitation_of("old", at(0)).await.unwrap(), None);
    assert_eq!(store.invitation_of("new", at(400)).await.unwrap().map(|found| found.id), Some(zoe.id));
    let nobody = InvitationId::from_bytes(chance());
    assert!(!store.renew_invitation(&nobody, "newer", at(500), &event("renewed")).await.unwrap());
    assert_eq!(store.events("renewed", 10).await.unwrap().len(), 1);
}

async fn what_is_withdrawn_is_gone(ground: Ground) {
    let store = &ground.store;
    let zoe = invitation(&known(store).await, "zoe@example.com");
    store.invite(&zoe, "token", &event("x")).await.unwrap();
    assert!(store.withdraw_invitation(&zoe.id, &event("gone")).await.unwrap());
    assert!(!store.withdraw_invitation(&zoe.id, &event("gone")).await.unwrap());
    assert_eq!(store.invitation_of("token", at(0)).await.unwrap(), None);
    assert!(!store.accept_invitation("token", &person("zoe@example.com"), "hash", &event("in")).await.unwrap());
    assert_eq!(store.events("gone", 10).await.unwrap().len(), 1);
    assert_eq!(
        store.invite(&zoe, "token", &event("x")).await.unwrap(),
        InviteOutcome::Done,
        "and can be invited again"
    );
}

async fn an_invitation_lets_one_person_in_whoever_tries_at_once(ground: Ground) {
    let store = &ground.store;
    let zoe = invitation(&known(store).await, "zoe@example.com");
    store.invite(&zoe, "token", &event("x")).await.unwrap();
    let late = Event { at: at(100), ..event("in") };
    assert!(!store.accept_invitation("token", &person("zoe@example.com"), "hash", &late).await.unwrap());
    let people: Vec<(Person, Event)> = (0..6).map(|_| (person("zoe@example.com"), event("in"))).collect();
    let all = people.iter().map(|(person, event)| store.accept_invitation("token", person, "hash", event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!(done, 1);
    assert!(store.credentials("zoe@example.com").await.unwrap().is_some());
    assert_eq!(store.invitations().await.unwrap(), []);
    assert_eq!(store.events("in", 10).await.unwrap().len(), 1);
}

async fn an_address_that_came_in_by_another_way_does_not_use_the_invitation_up(ground: Ground) {
    let store = &ground.store;
    let zoe = invitation(&known(store).await, "zoe@example.com");
    store.invite(&zoe, "token", &event("x")).await.unwrap();
    assert!(store.add_person(&person("zoe@example.com"), "hers", &event("x")).await.unwrap());
    assert!(!store.accept_invitation("token", &person("zoe@example.com"), "other", &event("in")).await.unwrap());
    assert_eq!(store.credentials("zoe@example.com").await.unwrap().unwrap().1, "hers");
    assert_eq!(store.invitations().await.unwrap(), [zoe]);
    assert_eq!(store.events("in", 10).await.unwrap(), []);
}

on_every_database!(
    an_invitation_comes_back_by_its_secret_until_it_expires,
    an_address_is_invited_once_and_not_when_it_is_there,
    the_newest_invitation_comes_first,
    a_new_link_ends_the_one_before,
    what_is_withdrawn_is_gone,
    an_invitation_lets_one_person_in_whoever_tries_at_once,
    an_address_that_came_in_by_another_way_does_not_use_the_invitation_up,
);
