//! Operations that the portal carries out: what is approved is there, and who knows an old epoch writes nothing.

use domain::{
    environment::Status,
    error::{Refusal, RefusalKind},
    id::{ConnectionName, DraftId, EnvironmentId, OperationId},
    operation::{Operation, Scheduled, State},
    ports::{Provisions, Store},
    provision::Progress,
};
use server::store::Database;
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known, local, operation},
};

/// An operation that waits in the database.
async fn waiting(store: &Database, second: i64) -> Operation {
    let Operation { plan, person, .. } = operation(&known(store).await);
    let (id, draft) = (OperationId::from_bytes(chance()), DraftId::from_bytes(chance()));
    let waiting = Operation::waiting(id, draft, person, plan, at(second));
    assert!(store.approve(&waiting, &event("approved")).await.unwrap());
    waiting
}

fn armed(operation: &Operation) -> Progress {
    let (arms, next_run_at) = (operation.arms + 1, Some(at(60)));
    Progress { state: State::Armed, armed_at: at(30), arms, next_run_at, ..operation.progress() }
}

async fn what_is_approved_waits_with_its_event(ground: Ground) {
    let store = &ground.store;
    let operation = waiting(store, 5).await;
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation.clone()));
    assert_eq!(store.operation_of(&operation.draft).await.unwrap(), Some(operation));
    assert_eq!(store.events("approved", 10).await.unwrap().len(), 1);
    assert_eq!(store.open_operations().await.unwrap(), [], "no wizard's call is open");
}

async fn what_was_asked_for_has_one_operation(ground: Ground) {
    let store = &ground.store;
    let first = waiting(store, 5).await;
    let second = Operation { id: OperationId::from_bytes(chance()), ..first.clone() };
    assert!(!store.approve(&second, &event("second")).await.unwrap());
    assert_eq!(store.operation(&second.id).await.unwrap(), None);
    assert_eq!(store.operation_of(&first.draft).await.unwrap(), Some(first));
    assert_eq!(store.events("second", 10).await.unwrap(), []);
}

async fn scheduled_ones_come_in_the_order_in_which_they_are_due(ground: Ground) {
    let store = &ground.store;
    let (late, early) = (waiting(store, 50).await, waiting(store, 5).await);
    assert_eq!(store.scheduled(&local()).await.unwrap(), [&early, &late].map(Scheduled::from));
    assert_eq!(store.next_run(&local()).await.unwrap(), early.next_run_at);
    let elsewhere = ConnectionName::parse("elsewhere").unwrap();
    assert_eq!(store.scheduled(&elsewhere).await.unwrap(), []);
    assert_eq!(store.next_run(&elsewhere).await.unwrap(), None);
    let over = Progress { state: State::Closed, next_run_at: None, ..early.progress() };
    assert!(store.advance(&early, &over, None).await.unwrap());
    assert_eq!(store.scheduled(&local()).await.unwrap(), [Scheduled::from(&late)]);
    assert_eq!(store.next_run(&local()).await.unwrap(), late.next_run_at);
}

async fn every_state_is_read_as_it_was_written(ground: Ground) {
    let store = &ground.store;
    let mut operation = waiting(store, 5).await;
    let environment = EnvironmentId::parse("abc").unwrap();
    let refusal =
        Refusal { kind: RefusalKind::Throttled, said: "Slow “down”.".into(), request_id: Some("1".into()) };
    for state in [
        State::Armed,
        State::Waiting { refusal: Some(refusal.clone()) },
        State::Refused { refusal },
        State::Unknown { words: "It broke.".into() },
        State::Undecided { found: vec![environment.clone()], lost: Some("It broke.".into()) },
        State::Closed,
        State::Created { environment: environment.clone() },
        State::Stalled { environment: environment.clone() },
        State::Failed { environment: environment.clone(), status: Status::FailedCreation },
        State::Ready { environment },
    ] {
        let after = Progress { state, armed_at: at(7), arms: 3, sweeps: 2, next_run_at: None };
        assert!(store.advance(&operation, &after, Some(&event("advanced"))).await.unwrap());
        operation = Operation { epoch: operation.epoch + 1, ..operation.with(after) };
        assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation.clone()));
    }
    assert_eq!(store.events("advanced", 20).await.unwrap().len(), 10);
}

async fn a_stale_epoch_writes_nothing(ground: Ground) {
    let store = &ground.store;
    let operation = waiting(store, 5).await;
    let claim = Progress { next_run_at: Some(at(40)), ..operation.progress() };
    assert!(store.advance(&operation, &claim, None).await.unwrap());
    let claimed = Operation { epoch: 1, ..operation.clone().with(claim) };
    for stale in [operation.clone(), Operation { epoch: 2, ..operation.clone() }] {
        assert!(!store.advance(&stale, &armed(&stale), Some(&event("stale"))).await.unwrap());
        assert!(!store.advance(&stale, &armed(&stale), None).await.unwrap());
    }
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(claimed.clone()));
    assert_eq!(store.events("stale", 10).await.unwrap(), []);
    let stranger = Operation { id: OperationId::from_bytes(chance()), ..claimed };
    assert!(!store.advance(&stranger, &armed(&stranger), None).await.unwrap());
}

async fn of_fifty_who_arm_it_one_may_call(ground: Ground) {
    let store = &ground.store;
    let operation = waiting(store, 5).await;
    let mut racing = JoinSet::new();
    for _ in 0..50 {
        let (store, operation) = (store.clone(), operation.clone());
        racing
            .spawn(async move { store.advance(&operation, &armed(&operation), Some(&event("armed"))).await.unwrap() });
    }
    assert_eq!(racing.join_all().await.into_iter().filter(|won| *won).count(), 1);
    assert_eq!(store.events("armed", 99).await.unwrap().len(), 1);
}

async fn the_calls_of_wizards_are_not_scheduled(ground: Ground) {
    let store = &ground.store;
    let wizards = operation(&known(store).await);
    assert!(store.arm(&wizards, false, &event("armed")).await.unwrap());
    assert_eq!(store.scheduled(&local()).await.unwrap(), []);
    assert_eq!(store.next_run(&local()).await.unwrap(), None);
    assert_eq!(store.open_operations().await.unwrap(), [wizards]);
}

on_every_database!(
    what_is_approved_waits_with_its_event,
    what_was_asked_for_has_one_operation,
    scheduled_ones_come_in_the_order_in_which_they_are_due,
    every_state_is_read_as_it_was_written,
    a_stale_epoch_writes_nothing,
    of_fifty_who_arm_it_one_may_call,
    the_calls_of_wizards_are_not_scheduled,
);
