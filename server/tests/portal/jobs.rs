//! The reading job: quick when something is to be seen, quiet when not, and never dead.

use std::time::Duration;

use domain::{environment::Status, operation::State};
use server::jobs::{Pace, Readings, Watchers};
use tokio::{sync::watch, time::timeout};

use super::{wire::Fault, world::World};

/// Nobody waits this long: what did not happen by then does not happen.
const NEVER: Duration = Duration::from_hours(1);
const SOON: Duration = Duration::from_millis(5);
/// For what must happen, on however busy a machine.
const SURELY: Duration = Duration::from_secs(30);

/// A job that reads at its start and when it is woken.
const ASLEEP: Pace =
    Pace { rest: NEVER, changing: NEVER, watched: NEVER, failed: NEVER, failed_most: NEVER, woken: SOON };

struct Running {
    readings: Readings,
    watchers: Watchers,
    stop: watch::Sender<bool>,
}

fn start(world: &World, pace: Pace) -> Running {
    let (stop, stopped) = watch::channel(false);
    let watchers = Watchers::default();
    let readings = Readings::start(&world.portal, &world.bell, &watchers, pace, &stopped);
    Running { readings, watchers, stop }
}

/// Waits until the inventory is as wanted; it looks again whenever a request was dealt with or the bell rang.
async fn until(world: &World, what: &str, mut holds: impl FnMut(&World) -> bool) {
    let mut rings = world.bell.subscribe();
    let wait = async {
        while !holds(world) {
            let _ = timeout(Duration::from_millis(20), rings.changed()).await;
        }
    };
    timeout(SURELY, wait).await.unwrap_or_else(|_| panic!("{what}"));
}

fn readings(world: &World) -> usize {
    world.wire.count("GET /environment?")
}

#[tokio::test]
async fn a_job_reads_at_once_then_when_woken_then_stops() {
    let world = World::new().await;
    let running = start(&world, ASLEEP);
    until(&world, "the first reading", |world| world.portal.inventory().oldest_reading().is_some()).await;
    let id = world.made_elsewhere("later").await;
    running.readings.wake().all();
    until(&world, "a woken reading", |world| world.entry(&id).is_some()).await;
    let next = world.made_elsewhere("later-still").await;
    running.readings.wake().connection(&world.connection);
    until(&world, "a reading woken by name", |world| world.entry(&next).is_some()).await;
    running.stop.send(true).unwrap();
    timeout(SURELY, running.readings.ended()).await.expect("it ends");
}

#[tokio::test]
async fn a_server_that_is_dropped_ends_its_jobs() {
    let world = World::new().await;
    let running = start(&world, ASLEEP);
    drop(running.stop);
    timeout(SURELY, running.readings.ended()).await.expect("it ends");
}

#[tokio::test]
async fn an_environment_that_moves_is_followed_until_it_rests() {
    let world = World::new().await;
    let _running = start(&world, Pace { changing: SOON, ..ASLEEP });
    until(&world, "the first reading", |world| world.portal.inventory().oldest_reading().is_some()).await;
    let State::Created { environment } = world.create("moving").await.state else { panic!() };
    // The write itself made the job quick; nobody woke it.
    until(&world, "a second look", |world| readings(world) > 3).await;
    world.clock.advance(10);
    let created = |world: &World| world.entry(&environment).unwrap().environment.status == Status::Created;
    until(&world, "created", created).await;
    // At rest again: at most the reading that was under way still comes.
    let before = readings(&world);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(readings(&world) <= before + 1, "{} more readings at rest", readings(&world) - before);
}

#[tokio::test]
async fn somebody_who_watches_quickens_and_who_leaves_lets_rest() {
    let world = World::new().await;
    let running = start(&world, Pace { watched: SOON, ..ASLEEP });
    until(&world, "the first reading", |world| world.portal.inventory().oldest_reading().is_some()).await;
    let first = running.watchers.watch();
    let second = running.watchers.watch();
    assert_eq!(running.watchers.count(), 2);
    until(&world, "watched readings", |world| readings(world) > 5).await;
    drop((first, second));
    assert_eq!(running.watchers.count(), 0);
    let before = readings(&world);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(readings(&world) <= before + 1, "{} more readings unwatched", readings(&world) - before);
}

#[tokio::test]
async fn a_lost_creation_is_looked_for_without_anybody_asking() {
    let world = World::new().await;
    let _running = start(&world, Pace { changing: SOON, ..ASLEEP });
    until(&world, "the first reading", |world| world.portal.inventory().oldest_reading().is_some()).await;
    world.wire.meet("POST /environment", Fault::ReplyLost, 1);
    let draft = world.draft("lost").await;
    let lost = world.portal.create(&world.actor, &draft).await.unwrap();
    assert!(matches!(lost.state, State::Unknown { .. }), "{:?}", lost.state);
    until(&world, "adopted", |world| !world.portal.inventory().entries().is_empty()).await;
    let adopted = async {
        while !matches!(
            world.portal.operation_of(&world.actor, &draft).await.unwrap().unwrap().state,
            State::Created { .. }
        ) {
            tokio::time::sleep(SOON).await;
        }
    };
    timeout(SURELY, adopted).await.expect("adopted");
}

#[tokio::test]
async fn a_failed_reading_is_tried_again_and_a_wake_is_heard_meanwhile() {
    let world = World::new().await;
    world.wire.meet("GET /environment", Fault::Says(500, "", "{}"), 3);
    let pace = Pace { failed: SOON, failed_most: SOON, ..ASLEEP };
    let running = start(&world, pace);
    until(&world, "recovered by itself", |world| world.portal.inventory().oldest_reading().is_some()).await;
    assert_eq!(readings(&world), 4);
    running.stop.send(true).unwrap();
    running.readings.ended().await;

    let world = World::new().await;
    world.wire.meet("GET /environment", Fault::Says(500, "", "{}"), 1);
    let running = start(&world, ASLEEP);
    until(&world, "the failed reading", |world| readings(world) == 1).await;
    running.readings.wake().all();
    until(&world, "recovered when woken", |world| world.portal.inventory().oldest_reading().is_some()).await;
}
