//! What a full disk does to a change.

use domain::{
    draft::{Draft, Work},
    environment::EnvironmentForm,
    id::{DraftId, EventId, PersonId},
    person::Person,
    ports::{Store, StoreError},
};
use jiff::Timestamp;

use super::*;

fn draft(person: &Person, id: u8, description: String) -> Draft {
    let form = EnvironmentForm { description, ..EnvironmentForm::default() };
    let work = Work::Create { form, seen: Vec::new() };
    Draft {
        id: DraftId::from_bytes([id; 26]),
        person: person.id.clone(),
        version: 1,
        saved_at: Timestamp::UNIX_EPOCH,
        work,
    }
}

#[tokio::test]
async fn a_full_disk_is_unavailable_until_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&format!("sqlite:{}/portal.db", folder.path().display())).await.unwrap();
    let person = Person {
        id: PersonId::from_bytes([1; 26]),
        email: "ada@example.com".into(),
        name: "Ada".into(),
        roles: domain::role::Role::Admin.into(),
        given_roles: domain::role::Role::Admin.into(),
        added_at: Timestamp::UNIX_EPOCH,
        disabled_at: None,
        signed_in_at: None,
    };
    let event = Event {
        id: EventId::from_bytes([1; 26]),
        at: Timestamp::UNIX_EPOCH,
        person: None,
        who: "portal".into(),
        action: domain::audit::Action::AddPerson,
        object: "person".into(),
        outcome: domain::audit::Outcome::Done,
        detail: String::new(),
        changes: Vec::new(),
        request: None,
    };
    assert!(database.add_person(&person, "hash", &event).await.unwrap());
    // The only writer's connection may not let the file grow any more, as if there were no room.
    sqlx::query("PRAGMA max_page_count = 1").execute(&database.writers).await.unwrap();
    let large = draft(&person, 1, "x".repeat(1_000_000));
    let full = database.add_draft(&large).await;
    assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
    let event = Event { id: EventId::from_bytes([2; 26]), detail: "x".repeat(1_000_000), ..event };
    let full = database.record(&event).await;
    assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
    let grace = Person { id: PersonId::from_bytes([2; 26]), email: "grace@example.com".into(), ..person };
    let full = database.add_person(&grace, &"x".repeat(1_000_000), &event).await;
    assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
    // SQLite rolled that transaction back by itself: the connection is given up, and a new one has room again.
    database.record(&event).await.unwrap();
    database.add_draft(&large).await.unwrap();
    assert_eq!(database.draft(&large.id).await.unwrap(), Some(large));
}
