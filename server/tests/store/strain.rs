//! Many at once: one winner where there must be one, and nobody turned away.

use std::sync::Arc;

use domain::{
    connection::Health,
    draft::Draft,
    error::{Refusal, RefusalKind},
    id::OperationId,
    operation::{Operation, SWEEPS, State},
    ports::{Store, StoreError},
};
use server::store::Database;
use tokio::{sync::Barrier, task::JoinSet};

use crate::{
    ground::Ground,
    samples::{again, at, chance, draft, entry, event, known, local, operation, person},
};

/// Starts calls together, each with its number, and gives what they answered.
async fn at_once<T, F>(calls: usize, store: &Database, call: impl Fn(Database, usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T, StoreError>> + Send + 'static,
{
    let start = Arc::new(Barrier::new(calls));
    let mut running = JoinSet::new();
    for number in 0..calls {
        let (start, call) = (Arc::clone(&start), call(store.clone(), number));
        running.spawn(async move {
            start.wait().await;
            call.await
        });
    }
    running.join_all().await.into_iter().map(Result::unwrap).collect()
}

fn winners(answers: &[bool]) -> usize {
    answers.iter().filter(|won| **won).count()
}

async fn arm_at_once(store: &Database, wanted: &Operation, decided: bool, same_id: bool) -> usize {
    let answers = at_once(50, store, |store, _| {
        let mut wanted = wanted.clone();
        if !same_id {
            wanted.id = OperationId::from_bytes(chance());
        }
        async move { store.arm(&wanted, decided, &event("armed")).await }
    });
    winners(&answers.await)
}

async fn of_fifty_who_arm_one_wins(ground: Ground) {
    let store = &ground.store;
    let first = operation(&known(store).await);
    // Requests that race to be first each made an id; the later rounds name the one that is there.
    assert_eq!(arm_at_once(store, &first, false, false).await, 1);
    let first = store.operation_of(&first.draft).await.unwrap().unwrap();
    let refusal = Refusal { kind: RefusalKind::Quota, said: "No more.".into(), request_id: None };
    assert!(store.settle(&first.id, 1, &State::Refused { refusal }, &event("settled")).await.unwrap());
    assert_eq!(arm_at_once(store, &again(&first), false, true).await, 1);
    for _ in 0..SWEEPS {
        store.count_sweep(&first.id, 2).await.unwrap();
    }
    assert_eq!(arm_at_once(store, &again(&again(&first)), true, true).await, 1);
    assert_eq!(store.operation_of(&first.draft).await.unwrap().unwrap().arms, 3);
    assert_eq!(store.events("armed", 100).await.unwrap().len(), 3);
}

async fn of_fifty_who_settle_one_wins(ground: Ground) {
    let store = &ground.store;
    let operation = operation(&known(store).await);
    assert!(store.arm(&operation, false, &event("armed")).await.unwrap());
    let answers = at_once(50, store, |store, number| {
        let (id, environment) = (operation.id.clone(), crate::samples::environment_id(number));
        async move { store.settle(&id, 1, &State::Created { environment }, &event("settled")).await }
    });
    assert_eq!(winners(&answers.await), 1);
    assert_eq!(store.events("settled", 100).await.unwrap().len(), 1);
}

async fn no_sweep_is_lost(ground: Ground) {
    let store = &ground.store;
    let operation = operation(&known(store).await);
    assert!(store.arm(&operation, false, &event("armed")).await.unwrap());
    at_once(50, store, |store, _| {
        let id = operation.id.clone();
        async move { store.count_sweep(&id, 1).await }
    })
    .await;
    assert_eq!(store.operation(&operation.id).await.unwrap().unwrap().sweeps, 50);
}

async fn of_fifty_who_save_a_version_one_wins(ground: Ground) {
    let store = &ground.store;
    let first = draft(&known(store).await, "one");
    store.add_draft(&first).await.unwrap();
    let answers = at_once(50, store, |store, number| {
        let saved_at = at(i64::try_from(number).unwrap());
        let second = Draft { version: 2, saved_at, ..first.clone() };
        async move { Ok(store.save_draft(&second).await?.then_some(second)) }
    });
    let winners: Vec<Draft> = answers.await.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(store.draft(&first.id).await.unwrap().as_ref(), winners.first());
}

async fn of_fifty_who_use_the_set_up_link_one_wins(ground: Ground) {
    let store = &ground.store;
    store.offer_set_up("token", at(100)).await.unwrap();
    let answers = at_once(50, store, |store, number| async move {
        store.set_up("token", &person(&format!("{number}@example.com")), "hash", &event("set up")).await
    });
    assert_eq!(winners(&answers.await), 1);
    assert_eq!(store.events("set up", 100).await.unwrap().len(), 1);
}

async fn of_fifty_with_one_address_one_is_added(ground: Ground) {
    let answers = at_once(50, &ground.store, |store, _| async move {
        store.add_person(&person("ada@example.com"), "hash", &event("added")).await
    });
    assert_eq!(winners(&answers.await), 1);
    assert_eq!(ground.store.events("added", 100).await.unwrap().len(), 1);
}

/// What one writer of many does.
async fn write_a_lot(store: Database, number: usize) -> Result<(), StoreError> {
    let ada = known(&store).await;
    let mut draft = draft(&ada, "busy");
    store.add_draft(&draft).await?;
    for round in 0..5 {
        draft.version += 1;
        assert!(store.save_draft(&draft).await?);
        store.record(&event("strain")).await?;
        // All of them write the same environments, each in an order of its own.
        let entries: Vec<_> = (0..20).map(|n| entry(&local(), (n * 7 + number + round) % 20)).collect();
        store.save_reading(&local(), &entries, &[], &Health::default()).await?;
        store.inventory().await?;
    }
    Ok(())
}

async fn sixty_four_writers_are_all_served(ground: Ground) {
    at_once(64, &ground.store, write_a_lot).await;
    assert_eq!(ground.store.events("strain", 1000).await.unwrap().len(), 64 * 5);
    assert_eq!(ground.store.inventory().await.unwrap().len(), 20);
}

async fn a_caller_who_goes_away_blocks_nobody(ground: Ground) {
    let store = &ground.store;
    for round in 0..200 {
        let (store, event) = (store.clone(), event("left"));
        let caller = tokio::spawn(async move { store.record(&event).await });
        // Each is cut off somewhere else on its way.
        for _ in 0..round % 20 {
            tokio::task::yield_now().await;
        }
        caller.abort();
        let _ = caller.await;
    }
    at_once(20, store, |store, _| async move { store.record(&event("stayed")).await }).await;
    assert_eq!(store.events("stayed", 100).await.unwrap().len(), 20);
}

on_every_database!(
    of_fifty_who_arm_one_wins,
    of_fifty_who_settle_one_wins,
    no_sweep_is_lost,
    of_fifty_who_save_a_version_one_wins,
    of_fifty_who_use_the_set_up_link_one_wins,
    of_fifty_with_one_address_one_is_added,
    sixty_four_writers_are_all_served,
    a_caller_who_goes_away_blocks_nobody,
);
