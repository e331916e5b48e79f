//! The environments as they were last seen.

use std::time::{Duration, Instant};

use domain::{
    audit::Event,
    connection::{Health, Trouble},
    environment::Status,
    id::ConnectionName,
    inventory::Entry,
    ports::{OutageStore, Store},
};

use crate::{
    ground::{Ground, say},
    samples::{at, entry, environment_id, event, local},
};

/// On an idle machine each takes less than two seconds, unoptimised; tests share theirs with other tests. A statement
/// whose cost grows with the square of its rows took sixteen.
const MOST: Duration = Duration::from_secs(8);

fn other() -> ConnectionName {
    ConnectionName::parse("another-one").unwrap()
}

fn well() -> Health {
    Health { synced_at: Some(at(7)), trouble: None }
}

async fn a_reading_adds_changes_and_removes(ground: Ground) {
    let store = &ground.store;
    assert_eq!(store.inventory().await.unwrap(), []);
    assert!(store.health().await.unwrap().is_empty());
    let first: Vec<Entry> = (1..=3).map(|n| entry(&local(), n)).collect();
    store.save_reading(&local(), &first, &[], &well()).await.unwrap();
    assert_eq!(store.inventory().await.unwrap(), first);
    let mut changed = entry(&local(), 2);
    changed.environment.status = Status::Other("RESTING".into());
    changed.tags = None;
    changed.tags_read_at = None;
    let gone = [environment_id(1), environment_id(99)];
    store.save_reading(&local(), std::slice::from_ref(&changed), &gone, &well()).await.unwrap();
    assert_eq!(store.inventory().await.unwrap(), [changed, first[2].clone()]);
}

async fn connections_keep_apart(ground: Ground) {
    let store = &ground.store;
    let here = entry(&local(), 1);
    let there = entry(&other(), 1);
    store.save_reading(&local(), std::slice::from_ref(&here), &[], &well()).await.unwrap();
    store.save_reading(&other(), std::slice::from_ref(&there), &[], &Health::default()).await.unwrap();
    assert_eq!(store.inventory().await.unwrap(), [there.clone(), here]);
    store.save_reading(&local(), &[], &[environment_id(1)], &well()).await.unwrap();
    assert_eq!(store.inventory().await.unwrap(), [there]);
}

async fn a_connection_keeps_its_health(ground: Ground) {
    let store = &ground.store;
    let trouble = Some(Trouble { since: at(9), words: "Nobody answers \0 at “http://x”.".into() });
    let kept = Some(Trouble { since: at(9), words: "Nobody answers \u{fffd} at “http://x”.".into() });
    store.save_reading(&local(), &[], &[], &well()).await.unwrap();
    store.save_reading(&other(), &[], &[], &Health { synced_at: None, trouble }).await.unwrap();
    let found = store.health().await.unwrap();
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [(other(), Health { synced_at: None, trouble: kept }), (local(), well())]
    );
    store.save_reading(&other(), &[], &[], &well()).await.unwrap();
    assert_eq!(store.health().await.unwrap()[&other()], well());
}

async fn an_outage_is_known_once_until_it_ends_or_another_begins(ground: Ground) {
    let (store, events) = (&ground.store, async || ground.store.events("outage", 9).await.unwrap().len());
    let down = |synced_at| Health { synced_at, trouble: Some(Trouble { since: at(20), words: "Nobody.".into() }) };
    let told = async |since, now| {
        let event = Event { at: at(now), ..event("outage") };
        store.begin_outage(&local(), at(since), &event).await.unwrap()
    };
    assert!(!told(20, 30).await, "a connection that was never read is not down");
    store.save_reading(&local(), &[], &[], &down(Some(at(7)))).await.unwrap();
    assert!(!told(19, 30).await, "not for long enough");
    assert_eq!((told(20, 30).await, told(20, 31).await), (true, false));
    assert_eq!(events().await, 1);
    // Another portal has read it, and this one, which knows of no newer reading than its own, cannot.
    store.save_reading(&local(), &[], &[], &Health { synced_at: Some(at(40)), trouble: None }).await.unwrap();
    store.save_reading(&local(), &[], &[], &down(Some(at(7)))).await.unwrap();
    assert_eq!(store.health().await.unwrap()[&local()].synced_at, Some(at(40)));
    assert!(!told(39, 45).await, "it was read since");
    assert!(told(41, 50).await, "this is another outage");
    let end = async || store.end_outage(&local(), &event("outage")).await.unwrap();
    assert_eq!((end().await, end().await), (true, false));
    assert_eq!(events().await, 3);
}

async fn a_list_that_names_an_environment_twice_is_taken(ground: Ground) {
    let store = &ground.store;
    let mut newer = entry(&local(), 1);
    newer.environment.status = Status::Deleting;
    store.save_reading(&local(), &[entry(&local(), 1), newer.clone()], &[], &well()).await.unwrap();
    assert_eq!(store.inventory().await.unwrap(), [newer]);
}

async fn ten_thousand_environments_are_saved_in_seconds(ground: Ground) {
    let store = &ground.store;
    let mut entries: Vec<Entry> = (0..10_000).map(|n| entry(&local(), n)).collect();
    let clock = Instant::now();
    store.save_reading(&local(), &entries, &[], &well()).await.unwrap();
    let inserted = clock.elapsed();
    for entry in &mut entries {
        entry.changed_at = at(3);
    }
    let clock = Instant::now();
    store.save_reading(&local(), &entries, &[], &well()).await.unwrap();
    let updated = clock.elapsed();
    let clock = Instant::now();
    let found = store.inventory().await.unwrap();
    let read = clock.elapsed();
    assert_eq!(found.len(), 10_000);
    assert!(found.iter().all(|entry| entry.changed_at == at(3)));
    let gone: Vec<_> = (0..10_000).map(environment_id).collect();
    let clock = Instant::now();
    store.save_reading(&local(), &[], &gone, &well()).await.unwrap();
    let deleted = clock.elapsed();
    assert_eq!(store.inventory().await.unwrap(), []);
    let kind = ground.url.split(':').next().unwrap_or_default();
    say(&format!(
        "10,000 entries on {kind}: {inserted:?} to insert, {updated:?} to update, {read:?} to read, {deleted:?} to delete"
    ));
    for took in [inserted, updated, deleted] {
        assert!(took < MOST, "{took:?}");
    }
}

on_every_database!(
    a_reading_adds_changes_and_removes,
    connections_keep_apart,
    a_connection_keeps_its_health,
    an_outage_is_known_once_until_it_ends_or_another_begins,
    a_list_that_names_an_environment_twice_is_taken,
    ten_thousand_environments_are_saved_in_seconds,
);
