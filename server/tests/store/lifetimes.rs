//! Lifetimes: one record per environment, which nobody writes who knows an older version.

use domain::{
    deletion::{Cause, Deletion, State},
    id::{EnvironmentRequestId, OperationId},
    lifetime::Lifetime,
    ports::{LifetimeStore, Store},
};
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    samples::{at, chance, environment_id, event, local},
};

const DAY: i64 = 24 * 60 * 60;

fn lifetime(number: usize, days: i64) -> Lifetime {
    let new = Lifetime::new(local(), environment_id(number), "risk “Å”".into());
    let made_by = Some(EnvironmentRequestId::from_bytes(chance()));
    let operation = Some(OperationId::from_bytes(chance()));
    Lifetime { made_by, operation, ..new }.ending(Some(at(days * DAY)), at(0)).next(None)
}

fn parting(second: i64) -> Deletion {
    let request = EnvironmentRequestId::from_bytes(chance());
    Deletion::settled(Cause::Asked, "mia@example.com".into(), Some(request), at(second))
}

async fn a_lifetime_comes_back_as_it_was_with_its_events(ground: Ground) {
    let store = &ground.store;
    let one = lifetime(1, 20);
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), None);
    let events = [event("one"), event("one")];
    assert!(store.save_lifetime(&one, None, &events).await.unwrap());
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), Some(one.clone()));
    assert_eq!(store.events("one", 9).await.unwrap().len(), 2);
    let next = one.clone().next(Some(parting(7)));
    assert!(store.save_lifetime(&next, None, &[]).await.unwrap());
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), Some(next.clone()));
    for old in [one, next] {
        assert!(!store.save_lifetime(&old, None, &[event("late")]).await.unwrap());
    }
    assert_eq!(store.events("late", 9).await.unwrap(), []);
}

async fn what_is_due_and_what_is_to_go_are_told_apart(ground: Ground) {
    let store = &ground.store;
    let (soon, late, going) = (lifetime(1, 15), lifetime(2, 30), lifetime(3, 15).next(None));
    let going = Lifetime { version: 1, deletion: Some(parting(7)), ..going };
    for one in [&late, &going, &soon] {
        assert!(store.save_lifetime(one, None, &[]).await.unwrap());
    }
    assert_eq!(store.lifetimes_due(at(DAY - 1), 9).await.unwrap(), []);
    assert_eq!(store.lifetimes_due(at(DAY), 9).await.unwrap(), [soon.clone()]);
    assert_eq!(store.lifetimes_due(at(99 * DAY), 1).await.unwrap(), [soon]);
    assert_eq!(store.deletions().await.unwrap(), [going.clone()]);
    let gone = Deletion { state: State::Gone { at: at(9) }, next_run_at: None, ..parting(7) };
    assert!(store.save_lifetime(&going.next(Some(gone)), None, &[]).await.unwrap());
    assert_eq!(store.deletions().await.unwrap(), []);
}

async fn of_writers_at_once_one_is_first(ground: Ground) {
    let one = lifetime(1, 20);
    assert!(ground.store.save_lifetime(&one, None, &[]).await.unwrap());
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        let (store, next) = (ground.store.clone(), one.clone().next(None));
        writers.spawn(async move { store.save_lifetime(&next, None, &[event("race")]).await.unwrap() });
    }
    let first = writers.join_all().await.into_iter().filter(|first| *first).count();
    assert_eq!((first, ground.store.events("race", 9).await.unwrap().len()), (1, 1));
}

on_every_database!(
    a_lifetime_comes_back_as_it_was_with_its_events,
    what_is_due_and_what_is_to_go_are_told_apart,
    of_writers_at_once_one_is_first,
);
