//! Sessions of browsers.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{id::PersonId, ports::Clock};
use jiff::Timestamp;
use serde_json::json;
use server::store::Sessions;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use crate::{
    ground::Ground,
    samples::{at, chance},
};

/// A clock that is set by hand, in seconds.
#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        at(self.0.load(Ordering::Relaxed))
    }

    fn uptime(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}

fn sessions(ground: &Ground) -> (Sessions, Arc<Hands>) {
    let hands = Arc::new(Hands::default());
    (Sessions::new(ground.store.clone(), hands.clone()), hands)
}

fn record(expires: i64, person: Option<&PersonId>) -> Record {
    let expiry_date = OffsetDateTime::from_unix_timestamp(at(expires).as_second()).unwrap();
    let mut data = std::collections::HashMap::from([("flash".to_owned(), json!({ "words": "Saved \0 “it”." }))]);
    if let Some(person) = person {
        data.insert("person".to_owned(), json!(person));
    }
    Record { id: Id::default(), data, expiry_date }
}

async fn a_session_comes_back_until_it_is_deleted(ground: Ground) {
    let (sessions, _) = sessions(&ground);
    let mut record = record(100, None);
    assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    sessions.create(&mut record).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
    record.data.insert("more".to_owned(), json!([1, 2, 3]));
    sessions.save(&record).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record.clone()));
    sessions.delete(&record.id).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    sessions.delete(&record.id).await.unwrap();
}

async fn a_session_that_ended_is_not_brought_back(ground: Ground) {
    let (sessions, _) = sessions(&ground);
    let mut record = record(100, None);
    sessions.create(&mut record).await.unwrap();
    sessions.delete(&record.id).await.unwrap();
    sessions.save(&record).await.unwrap();
    assert_eq!(sessions.load(&record.id).await.unwrap(), None);
}

async fn an_id_that_is_taken_is_not_given_twice(ground: Ground) {
    let (sessions, _) = sessions(&ground);
    let mut first = record(100, None);
    sessions.create(&mut first).await.unwrap();
    let mut second = Record { id: first.id, ..record(200, None) };
    sessions.create(&mut second).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(sessions.load(&first.id).await.unwrap(), Some(first));
    assert_eq!(sessions.load(&second.id).await.unwrap(), Some(second));
}

async fn a_session_ends_at_its_time_and_is_swept_away(ground: Ground) {
    let (sessions, hands) = sessions(&ground);
    let (mut short, mut long) = (record(100, None), record(200, None));
    sessions.create(&mut short).await.unwrap();
    sessions.create(&mut long).await.unwrap();
    assert_eq!(sessions.delete_expired().await.unwrap(), 0);
    hands.0.store(100, Ordering::Relaxed);
    assert_eq!(sessions.load(&short.id).await.unwrap(), None);
    assert_eq!(sessions.delete_expired().await.unwrap(), 1);
    assert_eq!(sessions.load(&long.id).await.unwrap(), Some(long));
    // Deleted, and not just hidden.
    hands.0.store(0, Ordering::Relaxed);
    assert_eq!(sessions.load(&short.id).await.unwrap(), None);
}

async fn all_sessions_of_a_person_end_together(ground: Ground) {
    let (sessions, _) = sessions(&ground);
    let (ada, eve) = (PersonId::from_bytes(chance()), PersonId::from_bytes(chance()));
    let mut hers = [record(100, Some(&ada)), record(100, Some(&ada))];
    let mut others = [record(100, Some(&eve)), record(100, None)];
    for record in hers.iter_mut().chain(&mut others) {
        sessions.create(record).await.unwrap();
    }
    assert_eq!(sessions.end_all(&ada).await.unwrap(), 2);
    for record in &hers {
        assert_eq!(sessions.load(&record.id).await.unwrap(), None);
    }
    for record in others {
        assert_eq!(sessions.load(&record.id).await.unwrap(), Some(record));
    }
    assert_eq!(sessions.end_all(&ada).await.unwrap(), 0);
}

async fn signing_in_ties_a_session_to_its_person(ground: Ground) {
    let (sessions, _) = sessions(&ground);
    let ada = PersonId::from_bytes(chance());
    let mut record = record(100, None);
    sessions.create(&mut record).await.unwrap();
    record.data.insert("person".to_owned(), json!(ada));
    sessions.save(&record).await.unwrap();
    assert_eq!(sessions.end_all(&ada).await.unwrap(), 1);
}

on_every_database!(
    a_session_comes_back_until_it_is_deleted,
    a_session_that_ended_is_not_brought_back,
    an_id_that_is_taken_is_not_given_twice,
    a_session_ends_at_its_time_and_is_swept_away,
    all_sessions_of_a_person_end_together,
    signing_in_ties_a_session_to_its_person,
);

#[tokio::test]
async fn the_id_is_not_in_the_database() {
    let ground = Ground::in_a_file().await;
    let (sessions, _) = sessions(&ground);
    let mut record = record(100, None);
    sessions.create(&mut record).await.unwrap();
    ground.store.close().await;
    let file = std::fs::read(ground.url.strip_prefix("sqlite:").unwrap()).unwrap();
    let holds = |bytes: &[u8]| file.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(b"flash"));
    assert!(!holds(record.id.to_string().as_bytes()));
    assert!(!holds(record.id.0.to_string().as_bytes()));
    assert!(!holds(&record.id.0.to_le_bytes()));
}

#[tokio::test]
async fn a_session_that_was_edited_into_nonsense_is_an_error() {
    let ground = Ground::in_a_file().await;
    let (sessions, _) = sessions(&ground);
    let mut record = record(100, None);
    sessions.create(&mut record).await.unwrap();
    for edit in ["data = '{'", "data = '{}', expires_at = 9000000000000000000"] {
        ground.edit(&format!("UPDATE session SET {edit}")).await;
        let said = sessions.load(&record.id).await.unwrap_err().to_string();
        assert!(said.contains("inconsistent"), "{said}");
    }
}
