//! Checks: one row per environment, which nobody writes who knows an older version.

use std::collections::BTreeMap;

use domain::{
    check::{Checks, Finding, Kind, State},
    ports::{CheckStore, LinkStore, Store, TeamStore},
    team::Standing,
};
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    links::link,
    samples::{at, environment_id, event, known, local},
    teams::made,
};

fn checks(number: usize) -> Checks {
    Checks::new(local(), environment_id(number), at(0), 0)
}

/// The same after somebody looked.
fn looked(before: Checks) -> Checks {
    let finding = Finding {
        state: State::Wrong,
        words: "“Å” does not resolve.\0".into(),
        since: Some(at(3)),
        good_at: Some(at(1)),
        until: Some(at(99)),
        failures: 2,
    };
    let findings = BTreeMap::from([(Kind::Name, finding), (Kind::Page, Finding::default())]);
    let version = before.version + 1;
    Checks { findings, checked_at: Some(at(5)), next_at: at(900), taken_until: None, version, ..before }
}

async fn checks_come_back_as_they_were_with_their_events(ground: Ground) {
    let store = &ground.store;
    let first = checks(1);
    assert_eq!(store.checks_of(&local(), &first.environment).await.unwrap(), None);
    assert!(store.save_checks(&first, &[]).await.unwrap());
    assert!(!store.save_checks(&first, &[event("late")]).await.unwrap(), "they are there already");
    assert_eq!(store.checks_of(&local(), &first.environment).await.unwrap(), Some(first.clone()));
    let taken = first.clone().taken(at(4));
    assert!(store.save_checks(&taken, &[]).await.unwrap());
    assert_eq!(store.checks().await.unwrap(), std::slice::from_ref(&taken));
    let done = looked(taken.clone());
    assert!(store.save_checks(&done, &[event("one"), event("one")]).await.unwrap());
    assert_eq!(store.checks_of(&local(), &first.environment).await.unwrap(), Some(done.clone()));
    assert_eq!(store.events("one", 9).await.unwrap().len(), 2);
    for old in [taken, done] {
        assert!(!store.save_checks(&old, &[event("late")]).await.unwrap());
    }
    assert_eq!(store.events("late", 9).await.unwrap(), []);
}

async fn of_claims_at_once_one_counts(ground: Ground) {
    let first = checks(1);
    assert!(ground.store.save_checks(&first, &[]).await.unwrap());
    let mut claims = JoinSet::new();
    for _ in 0..8 {
        let (store, claim) = (ground.store.clone(), first.clone().taken(at(4)));
        claims.spawn(async move { store.save_checks(&claim, &[event("race")]).await.unwrap() });
    }
    let won = claims.join_all().await.into_iter().filter(|won| *won).count();
    assert_eq!((won, ground.store.events("race", 9).await.unwrap().len()), (1, 1));
}

async fn what_is_forgotten_is_gone_unless_it_was_written_meanwhile(ground: Ground) {
    let store = &ground.store;
    let first = checks(1);
    assert!(store.save_checks(&first, &[]).await.unwrap());
    let taken = first.clone().taken(at(4));
    assert!(store.save_checks(&taken, &[]).await.unwrap());
    store.forget_checks(&first).await.unwrap();
    assert_eq!(store.checks().await.unwrap(), std::slice::from_ref(&taken));
    store.forget_checks(&taken).await.unwrap();
    assert_eq!(store.checks().await.unwrap(), []);
    assert!(!store.save_checks(&looked(taken), &[event("late")]).await.unwrap(), "nothing comes back by itself");
    assert_eq!(store.events("late", 9).await.unwrap(), []);
    assert!(store.save_checks(&first, &[]).await.unwrap());
}

async fn somebody_sees_the_checks_of_what_their_teams_have(ground: Ground) {
    let store = &ground.store;
    let (team, person) = (made(&ground, "Rates").await, known(store).await);
    for number in [1, 2] {
        assert!(store.save_checks(&checks(number), &[]).await.unwrap());
    }
    assert!(
        store.add_members(&team.id, std::slice::from_ref(&person.id), Standing::Member, &event("t")).await.unwrap()
    );
    assert_eq!(store.checks_for(&person.id).await.unwrap(), []);
    assert!(store.add_link(&link(&team.id, 1), &event("l")).await.unwrap());
    assert_eq!(store.checks_for(&person.id).await.unwrap(), [checks(1)]);
    assert_eq!(store.checks().await.unwrap().len(), 2);
}

on_every_database!(
    checks_come_back_as_they_were_with_their_events,
    of_claims_at_once_one_counts,
    what_is_forgotten_is_gone_unless_it_was_written_meanwhile,
    somebody_sees_the_checks_of_what_their_teams_have,
);
