//! Sign-in providers, links, and the roles that follow from both.

use domain::{
    audit::Event,
    id::{IdentityId, InvitationId},
    identity::Identity,
    invitation::Invitation,
    person::Person,
    ports::{SignIns, Store},
    provider::{GroupRules, Issuer, Provider, ProviderForm, Sealed},
    role::{Role, Roles},
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known, person},
};

pub fn provider(name: &str) -> Provider {
    let form = ProviderForm {
        name: name.into(),
        label: "Über “Okta”".into(),
        issuer: format!("https://{name}.example.com"),
        client_id: "portal".into(),
        group_claim: "groups".into(),
        rules: "desk = operator\nCN=Ä, OU=b = admin auditor".into(),
        ..ProviderForm::fresh()
    };
    Provider { secret: Some(Sealed("sealed".into())), default_roles: Role::Member.into(), ..form.parse(None).unwrap() }
}

pub fn identity(person: &Person, subject: &str, rule_roles: impl IntoIterator<Item = Role>) -> Identity {
    Identity {
        id: IdentityId::from_bytes(chance()),
        person: person.id.clone(),
        issuer: Issuer::parse("https://okta.example.com").unwrap(),
        subject: subject.into(),
        email: Some("ada@corp.example.com".into()),
        groups: vec!["desk".into(), "CN=Ä, \"OU\"=b".into()],
        rule_roles: rule_roles.into_iter().collect(),
        team_rules: Vec::new(),
        linked_at: at(0),
        signed_in_at: at(0),
    }
}

/// Somebody without a role of their own.
async fn plain(ground: &Ground, email: &str, roles: Roles) -> Person {
    let person = Person { given_roles: roles.clone(), roles, ..person(email) };
    assert!(ground.store.add_person(&person, "hash", &event("people")).await.unwrap());
    person
}

async fn roles(ground: &Ground, person: &Person) -> Roles {
    ground.store.person(&person.id).await.unwrap().unwrap().roles
}

async fn a_provider_comes_back_as_it_was_saved(ground: Ground) {
    let store = &ground.store;
    let (okta, entra) = (provider("okta"), provider("entra"));
    for one in [&okta, &entra] {
        assert!(store.add_provider(one, &event("providers")).await.unwrap());
    }
    assert_eq!(store.providers().await.unwrap(), [entra.clone(), okta.clone()]);
    assert_eq!(store.provider(&okta.name).await.unwrap(), Some(okta.clone()));
    let twin = Provider { name: entra.name.clone(), ..provider("third") };
    let same_issuer = Provider { issuer: okta.issuer.clone(), ..provider("third") };
    for taken in [twin, same_issuer] {
        assert!(!store.add_provider(&taken, &event("taken")).await.unwrap());
    }
    assert_eq!(store.events("taken", 10).await.unwrap(), []);
    let changed =
        Provider { secret: None, group_claim: None, rules: GroupRules::default(), enabled: false, version: 2, ..okta };
    assert!(store.save_provider(&changed, &event("saved")).await.unwrap());
    assert!(!store.save_provider(&changed, &event("saved")).await.unwrap(), "an old version is saved over a new one");
    assert_eq!(store.provider(&changed.name).await.unwrap(), Some(changed.clone()));
    assert!(store.remove_provider(&changed.name, &event("removed")).await.is_ok());
    assert_eq!(store.events("saved", 10).await.unwrap().len(), 1);
}

async fn a_state_is_used_once_whoever_tries_at_once(ground: Ground) {
    let store = &ground.store;
    let tries = (0..6).map(|_| store.use_state("abc", at(600), at(0)));
    let used = join_all(tries).await.into_iter().filter(|used| *used.as_ref().unwrap()).count();
    assert_eq!(used, 1);
    assert!(!store.use_state("abc", at(600), at(599)).await.unwrap());
    assert!(store.use_state("abc", at(1200), at(600)).await.unwrap(), "what expired is forgotten");
}

async fn a_link_is_found_by_issuer_and_subject_and_is_there_once(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (known(store).await, known(store).await);
    let link = identity(&ada, "0ö7", [Role::Operator]);
    assert!(store.link_identity(&link, &event("linked")).await.unwrap());
    assert_eq!(store.identity(&link.issuer, "0ö7").await.unwrap(), Some(link.clone()));
    assert_eq!(store.identity(&link.issuer, "0Ö7").await.unwrap(), None);
    let other = Issuer::parse("https://other.example.com").unwrap();
    assert_eq!(store.identity(&other, "0ö7").await.unwrap(), None);
    assert_eq!(store.identity_by(&link.id).await.unwrap(), Some(link.clone()));
    let (taken, second) = (identity(&eve, "0ö7", []), identity(&ada, "008", []));
    for refused in [&taken, &second] {
        assert!(!store.link_identity(refused, &event("refused")).await.unwrap());
    }
    let elsewhere = Identity { issuer: other, linked_at: at(9), ..identity(&ada, "0ö7", []) };
    assert!(store.link_identity(&elsewhere, &event("linked")).await.unwrap());
    assert_eq!(store.identities_of(&ada.id).await.unwrap(), [link, elsewhere]);
    assert_eq!(store.events("refused", 10).await.unwrap(), []);
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, Some(at(0)));
}

async fn rules_give_and_take_beside_what_is_given_by_hand(ground: Ground) {
    let store = &ground.store;
    known(store).await;
    let ada = plain(&ground, "ada@example.com", Role::Auditor.into()).await;
    let link = identity(&ada, "007", [Role::Operator, Role::Auditor]);
    store.link_identity(&link, &event("linked")).await.unwrap();
    let now = store.person(&ada.id).await.unwrap().unwrap();
    assert_eq!(now.roles, [Role::Operator, Role::Auditor].into_iter().collect());
    assert_eq!(now.given_roles, Role::Auditor.into());
    let later = Identity {
        rule_roles: Role::Member.into(),
        groups: Vec::new(),
        email: None,
        signed_in_at: at(50),
        ..link.clone()
    };
    assert!(store.signed_in(&later, &event("came")).await.unwrap());
    assert_eq!(roles(&ground, &ada).await, [Role::Auditor, Role::Member].into_iter().collect());
    assert_eq!(store.identity_by(&link.id).await.unwrap(), Some(later.clone()));
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, Some(at(50)));
    let two =
        Identity { issuer: Issuer::parse("https://b.example.com").unwrap(), ..identity(&ada, "x", [Role::Admin]) };
    store.link_identity(&two, &event("linked")).await.unwrap();
    assert!(store.unlink(&later.id, &event("gone")).await.unwrap());
    assert_eq!(roles(&ground, &ada).await, [Role::Admin, Role::Auditor].into_iter().collect());
    assert!(!store.unlink(&later.id, &event("gone")).await.unwrap());
    assert!(!store.signed_in(&later, &event("came")).await.unwrap(), "a link that is gone lets nobody in");
    assert_eq!(store.events("gone", 10).await.unwrap().len(), 1);
    assert_eq!(store.events("came", 10).await.unwrap().len(), 1);
}

async fn the_last_administrator_stays_one_by_a_rule_too(ground: Ground) {
    let store = &ground.store;
    let ada = plain(&ground, "ada@example.com", Role::Operator.into()).await;
    let okta = provider("okta");
    store.add_provider(&okta, &event("providers")).await.unwrap();
    let link = identity(&ada, "007", [Role::Admin]);
    store.link_identity(&link, &event("linked")).await.unwrap();
    assert_eq!(store.admins().await.unwrap(), 1);
    let fallen = Identity { rule_roles: Roles::default(), ..link.clone() };
    assert!(store.signed_in(&fallen, &event("came")).await.unwrap());
    assert!(roles(&ground, &ada).await.has(Role::Admin), "nobody is left");
    assert!(!store.unlink(&link.id, &event("refused")).await.unwrap());
    assert!(!store.remove_provider(&okta.name, &event("refused")).await.unwrap());
    assert!(!store.disable_person(&ada.id, &event("refused")).await.unwrap());
    assert_eq!(store.events("refused", 10).await.unwrap(), []);
    assert_eq!(store.identities_of(&ada.id).await.unwrap().len(), 1);
    let bob = plain(&ground, "bob@example.com", Role::Admin.into()).await;
    let without = Roles::default();
    assert!(store.set_roles(&bob.id, &bob.given_roles, &without, &event("roles")).await.unwrap(), "a rule's counts");
    assert!(store.set_roles(&bob.id, &without, &bob.given_roles, &event("roles")).await.unwrap());
    assert!(store.signed_in(&fallen, &event("came")).await.unwrap());
    assert_eq!(roles(&ground, &ada).await, Role::Operator.into(), "now another one is there");
}

async fn nobody_becomes_an_administrator_because_there_is_none(ground: Ground) {
    let ada = plain(&ground, "ada@example.com", Roles::default()).await;
    let link = identity(&ada, "007", []);
    ground.store.link_identity(&link, &event("linked")).await.unwrap();
    assert!(ground.store.signed_in(&link, &event("came")).await.unwrap());
    assert_eq!(roles(&ground, &ada).await, Roles::default());
}

async fn removing_a_provider_takes_what_its_rules_gave_and_keeps_who_people_are(ground: Ground) {
    let store = &ground.store;
    known(store).await;
    let ada = plain(&ground, "ada@example.com", Role::Auditor.into()).await;
    let okta = provider("okta");
    store.add_provider(&okta, &event("providers")).await.unwrap();
    store.link_identity(&identity(&ada, "007", [Role::Operator]), &event("linked")).await.unwrap();
    assert!(store.remove_provider(&okta.name, &event("removed")).await.unwrap());
    assert!(!store.remove_provider(&okta.name, &event("removed")).await.unwrap());
    assert_eq!(roles(&ground, &ada).await, Role::Auditor.into());
    assert_eq!(store.identity(&okta.issuer, "007").await.unwrap().map(|found| found.person), Some(ada.id));
    assert_eq!(store.events("removed", 10).await.unwrap().len(), 1);
}

async fn somebody_new_comes_in_with_their_link_once(ground: Ground) {
    let store = &ground.store;
    let admin = known(store).await;
    let invitation = Invitation {
        id: InvitationId::from_bytes(chance()),
        email: "zoe@example.com".into(),
        name: String::new(),
        roles: Role::Operator.into(),
        invited_by: admin.id.clone(),
        invited_at: at(0),
        expires_at: at(100),
    };
    store.invite(&invitation, "token", &event("x")).await.unwrap();
    let late = Event { at: at(100), ..event("in") };
    let zoe = person("zoe@example.com");
    let link = identity(&zoe, "007", []);
    assert!(!store.come_in(&zoe, "hash", Some(&invitation.id), &link, &late).await.unwrap(), "it has expired");
    let people: Vec<_> = (0..4).map(|_| person("zoe@example.com")).collect();
    let all: Vec<_> = people.iter().map(|one| (one, identity(one, "007", []), event("in"))).collect();
    let tries = all.iter().map(|(one, link, event)| store.come_in(one, "hash", Some(&invitation.id), link, event));
    let done = join_all(tries).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!(done, 1);
    assert_eq!(store.invitations().await.unwrap(), []);
    let found = store.identity(&link.issuer, "007").await.unwrap().unwrap();
    let (person_of, _) = store.credentials("zoe@example.com").await.unwrap().unwrap();
    assert_eq!(found.person, person_of.id);
    let same_subject = person("other@example.com");
    let taken = identity(&same_subject, "007", []);
    assert!(!store.come_in(&same_subject, "hash", None, &taken, &event("in")).await.unwrap());
    assert!(store.credentials("other@example.com").await.unwrap().is_none(), "half of it was written");
    assert_eq!(store.events("in", 10).await.unwrap().len(), 1);
}

async fn nothing_of_it_is_true_without_its_event(ground: Ground) {
    let store = &ground.store;
    let first = event("first");
    store.record(&first).await.unwrap();
    // The log has one of this id already.
    let refused = Event { object: "second".into(), ..first };
    let (ada, zoe, okta) = (known(store).await, person("zoe@example.com"), provider("okta"));
    assert!(store.add_provider(&okta, &refused).await.is_err());
    assert_eq!(store.providers().await.unwrap(), []);
    store.add_provider(&okta, &event("x")).await.unwrap();
    let (link, new) = (identity(&ada, "007", [Role::Operator]), identity(&zoe, "008", []));
    assert!(store.link_identity(&link, &refused).await.is_err());
    assert!(store.come_in(&zoe, "hash", None, &new, &refused).await.is_err());
    assert_eq!(store.identity(&link.issuer, "007").await.unwrap(), None);
    assert!(store.credentials("zoe@example.com").await.unwrap().is_none());
    store.link_identity(&link, &event("x")).await.unwrap();
    let later = Identity { rule_roles: Roles::default(), ..link.clone() };
    assert!(store.signed_in(&later, &refused).await.is_err());
    assert!(store.unlink(&link.id, &refused).await.is_err());
    assert!(store.remove_provider(&okta.name, &refused).await.is_err());
    assert_eq!(store.identities_of(&ada.id).await.unwrap(), [link]);
    assert!(roles(&ground, &ada).await.has(Role::Operator) && store.providers().await.unwrap() == [okta]);
}

on_every_database!(
    nothing_of_it_is_true_without_its_event,
    a_provider_comes_back_as_it_was_saved,
    a_state_is_used_once_whoever_tries_at_once,
    a_link_is_found_by_issuer_and_subject_and_is_there_once,
    rules_give_and_take_beside_what_is_given_by_hand,
    the_last_administrator_stays_one_by_a_rule_too,
    nobody_becomes_an_administrator_because_there_is_none,
    removing_a_provider_takes_what_its_rules_gave_and_keeps_who_people_are,
    somebody_new_comes_in_with_their_link_once,
);
