//! Rows that somebody edited by hand: named by table, column and id, and never taken for something else.

use domain::{
    connection::Health,
    ports::{Store, StoreError},
};

use crate::{
    ground::Ground,
    samples::{draft, entry, event, known, local, operation},
};

/// Milliseconds that are no time.
const NEVER: &str = "9000000000000000000";

fn names<T: std::fmt::Debug>(result: &Result<T, StoreError>, table: &str, column: &str, id: &str) {
    let expected = (table, column, id);
    match result {
        Err(StoreError::InconsistentRow { table, column, id }) => assert_eq!((*table, *column, id.as_str()), expected),
        other => panic!("{other:?} instead of {expected:?}"),
    }
}

async fn a_person(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    ground.edit(&format!("UPDATE person SET added_at = {NEVER}")).await;
    names(&store.person(&ada.id).await, "person", "added_at", ada.id.as_str());
    names(&store.credentials(&ada.email).await, "person", "added_at", ada.id.as_str());
    ground.edit("UPDATE person SET id = 'me'").await;
    names(&store.credentials(&ada.email).await, "person", "id", "me");
}

async fn a_draft(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let draft = draft(&ada, "risk");
    store.add_draft(&draft).await.unwrap();
    for work in ["", "{", "[]", r#"{"kind":"dance"}"#] {
        ground.edit(&format!("UPDATE draft SET work = '{work}'")).await;
        names(&store.draft(&draft.id).await, "draft", "work", draft.id.as_str());
        names(&store.drafts_of(&ada.id).await, "draft", "work", draft.id.as_str());
    }
}

async fn an_operation(ground: Ground) {
    let store = &ground.store;
    let operation = operation(&known(store).await);
    let id = operation.id.as_str();
    assert!(store.arm(&operation, false, &event("x")).await.unwrap());
    for (column, value, named) in [
        ("state", "'created'", "state"),
        ("state", "'dancing'", "state"),
        ("answer", r#"'{"state":"created","environment":"../.."}'"#, "answer"),
        ("plan", "'{}'", "plan"),
        ("armed_at", NEVER, "armed_at"),
        ("draft", "'mine'", "draft"),
    ] {
        ground.edit(&format!("CREATE TABLE kept AS SELECT {column} AS was FROM operation")).await;
        ground.edit(&format!("UPDATE operation SET {column} = {value}")).await;
        names(&store.operation(&operation.id).await, "operation", named, id);
        if column != "state" {
            names(&store.open_operations().await, "operation", named, id);
        }
        ground.edit(&format!("UPDATE operation SET {column} = (SELECT was FROM kept)")).await;
        ground.edit("DROP TABLE kept").await;
    }
    assert_eq!(store.operation(&operation.id).await.unwrap(), Some(operation));
}

async fn an_environment_and_a_connection(ground: Ground) {
    let store = &ground.store;
    store.save_reading(&local(), &[entry(&local(), 1)], &[], &Health::default()).await.unwrap();
    ground.edit("UPDATE inventory SET environment = 'env2'").await;
    names(&store.inventory().await, "inventory", "entry", "local/env2");
    ground.edit("UPDATE inventory SET entry = 'null'").await;
    names(&store.inventory().await, "inventory", "entry", "local/env2");
    ground.edit("UPDATE connection_health SET trouble_words = 'Away.'").await;
    names(&store.health().await, "connection_health", "trouble_since", "local");
    ground.edit(&format!("UPDATE connection_health SET trouble_since = {NEVER}")).await;
    names(&store.health().await, "connection_health", "trouble_since", "local");
    ground.edit("UPDATE connection_health SET connection = '../..'").await;
    names(&store.health().await, "connection_health", "id", "../..");
}

async fn an_event(ground: Ground) {
    let store = &ground.store;
    let told = event("x");
    store.record(&told).await.unwrap();
    ground.unguard_log().await;
    for (column, value) in [
        ("changes", "'{}'"),
        ("request", "'me'"),
        ("action", "'dance'"),
        ("outcome", "''"),
        ("person", "'me'"),
        ("at", NEVER),
    ] {
        ground.edit(&format!("CREATE TABLE kept AS SELECT {column} AS was FROM event")).await;
        ground.edit(&format!("UPDATE event SET {column} = {value}")).await;
        names(&store.events("x", 10).await, "event", column, told.id.as_str());
        ground.edit(&format!("UPDATE event SET {column} = (SELECT was FROM kept)")).await;
        ground.edit("DROP TABLE kept").await;
    }
}

on_lasting_databases!(a_person, a_draft, an_operation, an_environment_and_a_connection, an_event);

/// SQLite's columns take values of any kind.
#[tokio::test]
async fn values_of_another_kind() {
    let ground = Ground::in_a_file().await;
    let store = &ground.store;
    let id = known(store).await.id;
    ground.edit("UPDATE person SET added_at = 'yesterday'").await;
    names(&store.person(&id).await, "person", "added_at", id.as_str());
    ground.edit("UPDATE person SET added_at = 0, name = x'00ff'").await;
    names(&store.person(&id).await, "person", "name", id.as_str());
    // No UTF-8: the driver gives up before it comes to the id.
    ground.edit("UPDATE person SET name = CAST(x'ff' AS TEXT)").await;
    names(&store.person(&id).await, "person", "?", "?");
}
