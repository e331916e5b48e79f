//! What was answered stays, whatever happens to the portal, its connections and its neighbours.

use domain::{
    connection::Health,
    ports::{Store, StoreError},
};
use sqlx::Connection;

use crate::{
    ground::{Ground, connect},
    samples::{draft, entry, event, known, local, operation},
};

async fn everything_is_there_after_a_restart(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let (draft, operation, entry) = (draft(&ada, "risk"), operation(&ada), entry(&local(), 1));
    store.add_draft(&draft).await.unwrap();
    let told = event("operation");
    assert!(store.arm(&operation, false, &told).await.unwrap());
    let health = Health { synced_at: Some(ada.added_at), trouble: None };
    store.save_reading(&local(), std::slice::from_ref(&entry), &[], &health).await.unwrap();
    let ground = ground.reopened().await;
    let store = &ground.store;
    assert_eq!(store.person(&ada.id).await.unwrap(), Some(ada));
    assert_eq!(store.draft(&draft.id).await.unwrap(), Some(draft));
    assert_eq!(store.open_operations().await.unwrap(), [operation]);
    assert_eq!(store.inventory().await.unwrap(), [entry]);
    assert_eq!(store.health().await.unwrap()[&local()], health);
    assert_eq!(store.events("operation", 10).await.unwrap(), [told]);
}

async fn what_was_answered_is_seen_by_others_at_once(ground: Ground) {
    let neighbour = ground.neighbour().await;
    let operation = operation(&known(&ground.store).await);
    assert!(ground.store.arm(&operation, false, &event("armed")).await.unwrap());
    assert_eq!(neighbour.operation(&operation.id).await.unwrap(), Some(operation.clone()));
    assert!(!neighbour.arm(&operation, false, &event("armed")).await.unwrap());
    neighbour.close().await;
}

async fn two_portals_can_write_at_the_same_time(ground: Ground) {
    let neighbour = ground.neighbour().await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..32 {
        let store = if number % 2 == 0 { ground.store.clone() } else { neighbour.clone() };
        writers.spawn(async move {
            for _ in 0..5 {
                store.record(&event("both")).await.unwrap();
            }
        });
    }
    writers.join_all().await;
    assert_eq!(neighbour.events("both", 1000).await.unwrap().len(), 160);
    neighbour.close().await;
}

async fn a_reading_is_written_whole_or_not_at_all(ground: Ground) {
    let store = &ground.store;
    let health = Health::default();
    store.save_reading(&local(), &[entry(&local(), 1)], &[], &health).await.unwrap();
    ground.edit("ALTER TABLE inventory RENAME TO elsewhere").await;
    let changed = Health { synced_at: Some(crate::samples::at(5)), trouble: None };
    let result = store.save_reading(&local(), &[entry(&local(), 2)], &[], &changed).await;
    assert!(matches!(result, Err(StoreError::Other(_))), "{result:?}");
    ground.edit("ALTER TABLE elsewhere RENAME TO inventory").await;
    assert_eq!(store.health().await.unwrap()[&local()], health);
    assert_eq!(store.inventory().await.unwrap(), [entry(&local(), 1)]);
}

async fn a_closed_database_is_unavailable(ground: Ground) {
    ground.store.close().await;
    assert!(matches!(ground.store.has_people().await, Err(StoreError::Unavailable(_))));
    assert!(matches!(ground.store.record(&event("x")).await, Err(StoreError::Unavailable(_))));
}

on_lasting_databases!(
    everything_is_there_after_a_restart,
    what_was_answered_is_seen_by_others_at_once,
    two_portals_can_write_at_the_same_time,
    a_reading_is_written_whole_or_not_at_all,
    a_closed_database_is_unavailable,
);

#[tokio::test]
async fn a_file_that_somebody_else_holds_is_unavailable_for_writers_only() {
    let ground = Ground::in_a_file().await;
    let mut other = connect(&ground.url).await;
    let held = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let result = ground.store.record(&event("x")).await;
    assert!(matches!(&result, Err(StoreError::Unavailable(words)) if words.contains("locked")), "{result:?}");
    assert!(!ground.store.has_people().await.unwrap());
    held.rollback().await.unwrap();
    ground.store.record(&event("x")).await.unwrap();
}

#[tokio::test]
async fn cut_connections_are_replaced() {
    let Some(ground) = Ground::on_postgres().await else { return };
    ground.store.record(&event("before")).await.unwrap();
    ground
        .edit(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()",
        )
        .await;
    assert_eq!(ground.store.events("before", 10).await.unwrap().len(), 1);
    ground.store.record(&event("after")).await.unwrap();
    crate::ground::drop_schema(&ground.url).await;
}
