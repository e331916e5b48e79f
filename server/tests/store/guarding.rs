//! No line of the log changes once it is written, and those from before are tied once.

use domain::ports::{Store, StoreError};
use server::store::{Database, OpenError};

use crate::{ground::Ground, samples::event, tying::followed};

async fn the_database_itself_refuses_to_change_the_log(ground: Ground) {
    ground.store.record(&event("a")).await.unwrap();
    ground.edit("INSERT INTO checkpoint VALUES (1, 'h', 1, 'k', 's')").await;
    for sql in [
        "UPDATE event SET who = 'nobody'",
        "UPDATE event SET hash = ''",
        "DELETE FROM event",
        "UPDATE checkpoint SET position = 9",
        "DELETE FROM checkpoint",
    ] {
        let said = ground.refusal(sql).await;
        assert!(said.contains("the log is written once"), "{sql}: {said}");
    }
    if !ground.url.starts_with("sqlite") {
        assert!(ground.refusal("TRUNCATE event").await.contains("the log is written once"));
    }
    // A portal from before the chain, still at work while this one starts.
    let old = "INSERT INTO event (position, id, at, who, action, object, outcome, detail)
               VALUES (2, 'x', 1, 'portal', 'sign_in', 'o', 'done', '')";
    assert!(ground.refusal(old).await.contains("an older portal still writes here"));
    assert_eq!(followed(&ground.store).await.position, 1);
}

async fn lines_from_before_are_tied_when_the_portal_starts(ground: Ground) {
    for object in ["a", "b", "c"] {
        ground.store.record(&event(object)).await.unwrap();
    }
    let head = ground.store.log_head().await.unwrap();
    ground.unguard_log().await;
    ground.edit("UPDATE event SET hash = ''").await;
    ground.edit("UPDATE event_count SET head = ''").await;
    ground.store.close().await;
    // Two portals may start at once.
    let (one, other) = tokio::join!(Database::open(&ground.url), Database::open(&ground.url));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((followed(&one).await, followed(&other).await), (head, head));
    one.record(&event("d")).await.unwrap();
    assert_eq!(followed(&other).await.position, 4);
    one.close().await;
    other.close().await;
}

async fn a_signed_log_is_never_tied_anew(ground: Ground) {
    ground.store.record(&event("a")).await.unwrap();
    ground.edit("INSERT INTO checkpoint VALUES (1, 'h', 1, 'k', 's')").await;
    ground.unguard_log().await;
    ground.edit("UPDATE event SET hash = ''").await;
    ground.edit("UPDATE event_count SET head = ''").await;
    let ground = ground.reopened().await;
    let head = ground.store.log_head().await;
    assert!(matches!(&head, Err(StoreError::InconsistentRow { table: "event_count", column: "head", .. })), "{head:?}");
    assert_eq!(ground.store.raw_lines(0, 10).await.unwrap()[0].hash, "");
    // Nothing goes on as if all were well.
    assert!(ground.store.record(&event("b")).await.is_err());
}

async fn looking_at_a_database_changes_nothing_in_it(ground: Ground) {
    ground.store.record(&event("a")).await.unwrap();
    let looked = Database::look_at(&ground.url).await.unwrap();
    assert_eq!(followed(&looked).await.position, 1);
    looked.close().await;
    ground.edit("DELETE FROM _sqlx_migrations WHERE version > 1").await;
    assert!(matches!(Database::look_at(&ground.url).await, Err(OpenError::Older)));
    ground.edit("UPDATE _sqlx_migrations SET version = 9999").await;
    assert!(matches!(Database::look_at(&ground.url).await, Err(OpenError::Newer { version: 9999 })));
    ground.edit("DROP TABLE _sqlx_migrations").await;
    let said = Database::look_at(&ground.url).await.unwrap_err().to_string();
    assert!(said.contains("not the database of a portal"), "{said}");
}

on_lasting_databases!(
    the_database_itself_refuses_to_change_the_log,
    lines_from_before_are_tied_when_the_portal_starts,
    a_signed_log_is_never_tied_anew,
    looking_at_a_database_changes_nothing_in_it,
);

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_to_look_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/portal.db", folder.path().display());
    assert!(matches!(Database::look_at(&url).await, Err(OpenError::Absent { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(matches!(Database::look_at("sqlite::memory:").await, Err(OpenError::Memory)));
}
