//! Sessions as their owner sees them, and everything that ends them.

use std::sync::Arc;

use domain::{
    id::{PersonId, SessionKey},
    ports::{Clock, Store},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use server::store::Sessions;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        at(0)
    }

    fn uptime(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}

fn sessions(ground: &Ground) -> Sessions {
    Sessions::new(ground.store.clone(), Arc::new(Still))
}

/// A session of a person, seen at a second.
async fn begun(ground: &Ground, person: &PersonId, seen: i64) -> (SessionKey, Id) {
    let key = SessionKey::from_bytes(chance());
    let times = json!({ "signed_in": at(0), "seen": at(seen) });
    let data =
        [("person", json!(person)), ("key", json!(key)), ("device", json!("Firefox on Linux")), ("times", times)];
    let mut record = Record {
        id: Id::default(),
        data: data.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        expiry_date: OffsetDateTime::from_unix_timestamp(at(10_000).as_second()).unwrap(),
    };
    sessions(ground).create(&mut record).await.unwrap();
    (key, record.id)
}

async fn keys(ground: &Ground, person: &PersonId) -> Vec<SessionKey> {
    ground.store.sessions_of(person, at(1)).await.unwrap().into_iter().map(|session| session.key).collect()
}

async fn people_see_their_own_sessions_the_newest_look_first(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await.id, known(store).await.id);
    let ((first, _), (second, _)) = (begun(&ground, &ada, 5).await, begun(&ground, &ada, 60).await);
    begun(&ground, &bob, 7).await;
    let seen = store.sessions_of(&ada, at(70)).await.unwrap();
    assert_eq!(seen.iter().map(|session| &session.key).collect::<Vec<_>>(), [&second, &first]);
    assert_eq!((seen[0].device.as_str(), seen[0].signed_in, seen[0].seen), ("Firefox on Linux", at(0), at(60)));
    assert_eq!(store.sessions_of(&ada, at(10_000)).await.unwrap(), [], "they are over");
    let tomorrow = at(0) + SignedDuration::from_hours(12);
    assert_eq!(store.sessions_of(&ada, tomorrow).await.unwrap(), []);
}

async fn one_ends_one_of_ones_own_and_no_other(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await.id, known(store).await.id);
    let ((key, id), (kept, _)) = (begun(&ground, &ada, 1).await, begun(&ground, &ada, 2).await);
    assert!(!store.end_session(&bob, &key, &event("end")).await.unwrap());
    assert!(store.end_session(&ada, &key, &event("end")).await.unwrap());
    assert!(!store.end_session(&ada, &key, &event("end")).await.unwrap());
    assert_eq!(keys(&ground, &ada).await, [kept]);
    assert_eq!(sessions(&ground).load(&id).await.unwrap(), None);
    store.end_sessions(&ada, &event("end")).await.unwrap();
    assert_eq!(keys(&ground, &ada).await, []);
    assert_eq!(store.events("end", 10).await.unwrap().len(), 2);
}

async fn a_new_password_ends_all_sessions_but_the_one_at_hand(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let ((kept, _), _, _) =
        (begun(&ground, &ada.id, 1).await, begun(&ground, &ada.id, 2).await, begun(&ground, &ada.id, 3).await);
    store.set_password(&ada.id, "new", Some(&kept), &event("password")).await.unwrap();
    assert_eq!(keys(&ground, &ada.id).await, [kept]);
    assert_eq!(store.credentials(&ada.email).await.unwrap().unwrap().1, "new");
    store.set_password(&ada.id, "newer", None, &event("password")).await.unwrap();
    assert_eq!(keys(&ground, &ada.id).await, []);
    assert_eq!(store.events("password", 10).await.unwrap().len(), 2);
}

async fn disabling_ends_every_session_in_the_same_breath(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await.id, known(store).await.id);
    let (_, id) = begun(&ground, &ada, 1).await;
    let (others, _) = begun(&ground, &bob, 1).await;
    assert!(store.disable_person(&ada, &event("out")).await.unwrap());
    assert_eq!(sessions(&ground).load(&id).await.unwrap(), None);
    assert_eq!(keys(&ground, &bob).await, [others]);
    // Without its event nothing of it happens.
    let (key, _) = begun(&ground, &bob, 1).await;
    let told = event("told");
    store.record(&told).await.unwrap();
    assert!(store.end_session(&bob, &key, &told).await.is_err());
    assert!(keys(&ground, &bob).await.contains(&key));
}

on_every_database!(
    people_see_their_own_sessions_the_newest_look_first,
    one_ends_one_of_ones_own_and_no_other,
    a_new_password_ends_all_sessions_but_the_one_at_hand,
    disabling_ends_every_session_in_the_same_breath,
);
