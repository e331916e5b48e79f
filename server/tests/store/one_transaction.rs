//! Both or none: when the event cannot be written, neither is the change.

use domain::{
    audit::Event,
    id::EnvironmentId,
    operation::{Operation, SWEEPS, State},
    ports::{Store, StoreError},
};

use crate::{
    ground::Ground,
    samples::{again, at, draft, event, known, operation, person},
};

/// An event that the log refuses, because it has one of its id already.
async fn refused(ground: &Ground) -> Event {
    let event = event("first");
    ground.store.record(&event).await.unwrap();
    Event { object: "second".into(), ..event }
}

fn failed<T: std::fmt::Debug>(result: &Result<T, StoreError>) {
    assert!(matches!(result, Err(StoreError::Other(_))), "{result:?}");
}

async fn nobody_is_added_without_an_event(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    let ada = person("ada@example.com");
    failed(&store.add_person(&ada, "hash", &refused).await);
    assert!(!store.has_people().await.unwrap());
    assert!(store.add_person(&ada, "hash", &event("x")).await.unwrap());
}

async fn a_set_up_link_is_not_used_up_without_an_event(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    store.offer_set_up("token", at(100)).await.unwrap();
    let ada = person("ada@example.com");
    failed(&store.set_up("token", &ada, "hash", &refused).await);
    assert!(!store.has_people().await.unwrap());
    assert!(store.set_up_is_open("token", at(0)).await.unwrap());
    assert!(store.set_up("token", &ada, "hash", &event("x")).await.unwrap());
}

async fn a_sign_in_does_not_count_without_an_event(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    failed(&store.record_sign_in("ada@example.com", at(1), false, &refused).await);
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (0, None));
    store.record_sign_in("ada@example.com", at(1), false, &event("x")).await.unwrap();
    failed(&store.record_sign_in("ada@example.com", at(2), true, &refused).await);
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (1, Some(at(1))));
}

async fn no_call_is_armed_without_an_event(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    let operation = operation(&known(store).await);
    failed(&store.arm(&operation, false, &refused).await);
    assert_eq!(store.operation_of(&operation.draft).await.unwrap(), None);
    assert!(store.arm(&operation, false, &event("x")).await.unwrap());
    for _ in 0..SWEEPS {
        store.count_sweep(&operation.id, 1).await.unwrap();
    }
    failed(&store.arm(&again(&operation), true, &refused).await);
    let as_before = Operation { sweeps: SWEEPS, ..operation.clone() };
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(as_before));
    assert!(store.arm(&again(&operation), true, &event("x")).await.unwrap());
}

async fn no_answer_is_recorded_without_an_event(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    let operation = operation(&known(store).await);
    assert!(store.arm(&operation, false, &event("x")).await.unwrap());
    let state = State::Created { environment: EnvironmentId::parse("abc").unwrap() };
    failed(&store.settle(&operation.id, 1, &state, &refused).await);
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation.clone()));
    assert!(store.settle(&operation.id, 1, &state, &event("x")).await.unwrap());
}

async fn a_failed_change_leaves_no_trace_and_no_lock(ground: Ground) {
    let (store, refused) = (&ground.store, refused(&ground).await);
    for _ in 0..30 {
        failed(&store.record(&refused).await);
    }
    assert_eq!(store.events("second", 10).await.unwrap(), []);
    let ada = known(store).await;
    store.add_draft(&draft(&ada, "still writing")).await.unwrap();
}

on_every_database!(
    nobody_is_added_without_an_event,
    a_set_up_link_is_not_used_up_without_an_event,
    a_sign_in_does_not_count_without_an_event,
    no_call_is_armed_without_an_event,
    no_answer_is_recorded_without_an_event,
    a_failed_change_leaves_no_trace_and_no_lock,
);
