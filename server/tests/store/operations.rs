//! Create calls: who may send one, what became of it, and when it may be sent again.

use domain::{
    error::{Refusal, RefusalKind},
    id::{EnvironmentId, OperationId},
    operation::{Operation, SWEEPS, State},
    ports::{Provisions, Store},
};
use futures::future::join_all;
use server::store::Database;

use crate::{
    ground::Ground,
    samples::{again, chance, event, known, operation},
};

fn created() -> State {
    State::Created { environment: EnvironmentId::parse("abc").unwrap() }
}

fn refused() -> State {
    State::Refused { refusal: Refusal { kind: RefusalKind::Quota, said: "No more.".into(), request_id: None } }
}

fn unknown() -> State {
    State::Unknown { words: "The connection broke.".into() }
}

/// An operation that is armed in the database.
async fn armed(store: &Database) -> Operation {
    let operation = operation(&known(store).await);
    assert!(store.arm(&operation, false, &event("armed")).await.unwrap());
    operation
}

async fn settles(store: &Database, operation: &Operation, state: &State) -> bool {
    store.settle(&operation.id, operation.arms, state, &event("settled")).await.unwrap()
}

async fn sweep(store: &Database, operation: &Operation, times: i64) {
    for _ in 0..times {
        store.count_sweep(&operation.id, operation.arms).await.unwrap();
    }
}

async fn the_first_arming_writes_the_operation(ground: Ground) {
    let store = &ground.store;
    let operation = operation(&known(store).await);
    assert_eq!(store.operation(&operation.id).await.unwrap(), None);
    assert_eq!(store.operation_of(&operation.draft).await.unwrap(), None);
    assert!(store.arm(&operation, false, &event("operation")).await.unwrap());
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation.clone()));
    assert_eq!(store.operation_of(&operation.draft).await.unwrap(), Some(operation.clone()));
    assert_eq!(store.open_operations().await.unwrap(), [operation]);
    assert_eq!(store.events("operation", 10).await.unwrap().len(), 1);
}

async fn an_armed_draft_is_not_armed_again(ground: Ground) {
    let store = &ground.store;
    let first = armed(store).await;
    let other = Operation { id: OperationId::from_bytes(chance()), ..first.clone() };
    for tried in [first.clone(), again(&first), other.clone(), again(&other)] {
        for decided in [false, true] {
            assert!(!store.arm(&tried, decided, &event("tried")).await.unwrap());
        }
    }
    assert_eq!(store.operation_of(&first.draft).await.unwrap(), Some(first));
    assert_eq!(store.events("tried", 10).await.unwrap(), []);
}

async fn an_answer_is_recorded_once(ground: Ground) {
    let store = &ground.store;
    for answer in [created(), refused()] {
        let operation = armed(store).await;
        assert!(settles(store, &operation, &answer).await);
        for late in [created(), refused(), unknown(), State::Armed] {
            assert!(!settles(store, &operation, &late).await);
        }
        let found = store.operation(&operation.id).await.unwrap().unwrap();
        assert_eq!(found, Operation { state: answer, ..operation });
    }
    assert_eq!(store.events("settled", 10).await.unwrap().len(), 2);
    assert_eq!(store.open_operations().await.unwrap(), []);
}

async fn a_lost_answer_can_still_be_found(ground: Ground) {
    let store = &ground.store;
    let operation = armed(store).await;
    assert!(settles(store, &operation, &unknown()).await);
    assert_eq!(store.open_operations().await.unwrap(), [Operation { state: unknown(), ..operation.clone() }]);
    assert!(settles(store, &operation, &created()).await);
    assert_eq!(store.open_operations().await.unwrap(), []);
}

async fn an_answer_to_another_arming_is_not_recorded(ground: Ground) {
    let store = &ground.store;
    let operation = armed(store).await;
    let stranger = Operation { id: OperationId::from_bytes(chance()), ..operation.clone() };
    for wrong in [again(&operation), Operation { arms: 0, ..operation.clone() }, stranger] {
        assert!(!settles(store, &wrong, &created()).await);
    }
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation));
    assert_eq!(store.events("settled", 10).await.unwrap(), []);
}

async fn a_refused_call_may_be_sent_again_once(ground: Ground) {
    let store = &ground.store;
    let first = armed(store).await;
    sweep(store, &first, 2).await;
    assert!(settles(store, &first, &refused()).await);
    let second = again(&first);
    // Another id would be another tag: what the first call may have made could not be found any more.
    let other = Operation { id: OperationId::from_bytes(chance()), ..second.clone() };
    assert!(!store.arm(&other, false, &event("again")).await.unwrap());
    // Somebody who saw neither, or a later one.
    assert!(!store.arm(&first, false, &event("again")).await.unwrap());
    assert!(!store.arm(&again(&second), false, &event("again")).await.unwrap());
    assert!(store.arm(&second, false, &event("again")).await.unwrap());
    assert!(!store.arm(&second, false, &event("again")).await.unwrap());
    assert_eq!(store.operation(&first.id).await.unwrap(), Some(second.clone()));
    assert_eq!(store.events("again", 10).await.unwrap().len(), 1);
    // The answer to the first call comes late and is not taken for the second's.
    assert!(!settles(store, &first, &created()).await);
    assert!(settles(store, &second, &created()).await);
}

async fn what_a_forgotten_call_made_is_written_down_once_and_nothing_is_armed_after_it(ground: Ground) {
    let store = &ground.store;
    let first = operation(&known(store).await);
    let adopted = Operation { state: created(), arms: 0, ..first.clone() };
    let tries = (0..6).map(|_| async { store.adopt(&adopted, &event("adopted")).await });
    let done = join_all(tries).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("adopted", 9).await.unwrap().len()), (1, 1));
    for tried in [first.clone(), again(&first)] {
        assert!(!store.arm(&tried, true, &event("tried")).await.unwrap());
    }
    assert_eq!(store.operation_of(&first.draft).await.unwrap(), Some(adopted));
    // A call that was refused in the backup, and taken when it was sent again since.
    let refusal = armed(store).await;
    assert!(settles(store, &refusal, &refused()).await);
    assert!(!store.adopt(&Operation { arms: 7, state: created(), ..refusal.clone() }, &event("late")).await.unwrap());
    assert!(store.adopt(&Operation { state: created(), ..refusal.clone() }, &event("again")).await.unwrap());
    assert_eq!(store.operation(&refusal.id).await.unwrap().unwrap().state, created());
}

async fn of_many_who_arm_one_draft_by_its_one_id_one_may_call(ground: Ground) {
    let store = &ground.store;
    let first = operation(&known(store).await);
    let tries = (0..20).map(|_| async { store.arm(&first, false, &event("armed")).await });
    let done = join_all(tries).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("armed", 99).await.unwrap().len()), (1, 1));
}

async fn a_person_may_send_again_after_enough_sweeps(ground: Ground) {
    let store = &ground.store;
    for lost in [State::Armed, unknown()] {
        let first = armed(store).await;
        if lost != State::Armed {
            assert!(settles(store, &first, &lost).await);
        }
        let second = again(&first);
        sweep(store, &first, SWEEPS - 1).await;
        assert!(!store.arm(&second, true, &event("again")).await.unwrap());
        sweep(store, &first, 1).await;
        assert!(!store.arm(&second, false, &event("again")).await.unwrap());
        assert!(!store.arm(&again(&second), true, &event("again")).await.unwrap());
        assert_eq!(store.operation(&first.id).await.unwrap().unwrap().sweeps, SWEEPS);
        assert!(store.arm(&second, true, &event("again")).await.unwrap());
        // Armed anew: no sweep of before counts.
        assert_eq!(store.operation(&first.id).await.unwrap(), Some(second.clone()));
        assert!(!store.arm(&again(&second), true, &event("again")).await.unwrap());
    }
    assert_eq!(store.events("again", 10).await.unwrap().len(), 2);
}

async fn what_was_created_is_never_sent_again(ground: Ground) {
    let store = &ground.store;
    let operation = armed(store).await;
    sweep(store, &operation, SWEEPS).await;
    assert!(settles(store, &operation, &created()).await);
    for decided in [false, true] {
        assert!(!store.arm(&again(&operation), decided, &event("again")).await.unwrap());
    }
    assert_eq!(store.events("again", 10).await.unwrap(), []);
}

async fn sweeps_count_for_their_arming_while_it_is_open(ground: Ground) {
    let store = &ground.store;
    let operation = armed(store).await;
    sweep(store, &again(&operation), 1).await;
    sweep(store, &operation, 2).await;
    assert!(settles(store, &operation, &refused()).await);
    sweep(store, &operation, 1).await;
    assert_eq!(store.operation(&operation.id).await.unwrap().unwrap().sweeps, 2);
}

async fn an_operation_outlives_its_draft(ground: Ground) {
    let store = &ground.store;
    let operation = armed(store).await;
    store.delete_draft(&operation.draft).await.unwrap();
    assert_eq!(store.operation_of(&operation.draft).await.unwrap(), Some(operation));
}

on_every_database!(
    the_first_arming_writes_the_operation,
    an_armed_draft_is_not_armed_again,
    an_answer_is_recorded_once,
    a_lost_answer_can_still_be_found,
    an_answer_to_another_arming_is_not_recorded,
    a_refused_call_may_be_sent_again_once,
    what_a_forgotten_call_made_is_written_down_once_and_nothing_is_armed_after_it,
    of_many_who_arm_one_draft_by_its_one_id_one_may_call,
    a_person_may_send_again_after_enough_sweeps,
    what_was_created_is_never_sent_again,
    sweeps_count_for_their_arming_while_it_is_open,
    an_operation_outlives_its_draft,
);
