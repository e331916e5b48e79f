//! Deletions, carried out by the portal itself: every point at which it can come to an end, with every fault on the way to
//! FinSpace, on both databases. The environment goes, no other one does, and what somebody kept stays.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    Error, Portal,
    audit::{Action, Outcome},
    deletion::{Cause, Deletion, State},
    id::{ConnectionName, EnvironmentId, OperationId},
    lifetime::Lifetime,
    portal::Point,
    ports::{FinSpace, LifetimeStore, Store},
    tag::OPERATION,
};

use super::{
    ground::{Ground, counted, drop_schema, say},
    lifetimes::{DELETE, Home},
    provision::THROTTLED,
    trap::{ALL_ENDS, ENDS, End, LONG, Trap},
    wire::Fault,
    world::{Setting, World},
};

/// What goes wrong on the way to FinSpace, once: the fault, and whom it meets.
const WAYS: [Option<(&str, Fault)>; 7] = [
    None,
    Some((DELETE, Fault::Lost)),
    Some((DELETE, Fault::ReplyLost)),
    Some((DELETE, Fault::Says(500, "", "{}"))),
    Some((DELETE, Fault::Says(429, THROTTLED, "{}"))),
    Some(("GET /environment/", Fault::Lost)),
    Some(("GET /tags", Fault::Lost)),
];

/// An environment with the tag of an operation, which is to go now.
async fn settled(world: &World, name: &str, tag: &OperationId, expected: &OperationId) -> EnvironmentId {
    let own = BTreeMap::from([(OPERATION.to_owned(), tag.to_string())]);
    let id = world.other.create(&world.plan(name), &own).await.unwrap().id;
    world.clock.advance(30);
    let deletion = Deletion::settled(Cause::Over, String::new(), None, world.portal.now());
    let new = Lifetime::new(world.connection.clone(), id.clone(), name.into());
    let new = Lifetime { operation: Some(expected.clone()), ..new }.next(Some(deletion));
    assert!(world.store.save_lifetime(&new, None, &[]).await.unwrap());
    id
}

async fn state(world: &World, id: &EnvironmentId) -> State {
    world.store.lifetime(&world.connection, id).await.unwrap().unwrap().deletion.unwrap().state
}

async fn trapped(portal: Portal, connection: ConnectionName, trap: Arc<Trap>) {
    for lifetime in portal.deletions_due(&connection).await.unwrap() {
        portal.carry_deletion(lifetime, &*trap).await.unwrap();
    }
}

async fn carry(world: &World) {
    for lifetime in world.portal.deletions_due(&world.connection).await.unwrap() {
        world.portal.carry_deletion(lifetime, &()).await.unwrap();
    }
}

/// Goes on until it has come to rest.
async fn rest(world: &World, id: &EnvironmentId) -> State {
    for _ in 0..40 {
        carry(world).await;
        match state(world, id).await {
            ended @ (State::Gone { .. } | State::Stopped { .. } | State::Stuck) => return ended,
            _ => world.clock.advance(31),
        }
    }
    panic!("{:?} goes on for ever", state(world, id).await);
}

async fn play(world: &mut World, way: Option<(&'static str, Fault)>, point: Point, end: End, count: usize) -> bool {
    let operation = OperationId::from_bytes(rand::random());
    let id = settled(world, &format!("gone-{count}"), &operation, &operation).await;
    let stays = world.made_elsewhere(&format!("stays-{count}")).await;
    if let Some((whom, fault)) = way {
        world.wire.meet(whom, fault, 1);
    }
    let trap = Trap::at(point, end);
    let mut standing = None;
    for _ in 0..20 {
        let work = trapped(world.portal.clone(), world.connection.clone(), Arc::clone(&trap));
        standing = trap.meet(world, work).await;
        if trap.has_sprung() {
            break;
        }
        world.clock.advance(31);
    }
    if !matches!(end, End::Ahead | End::Back) {
        world.restart().await;
    }
    world.clock.advance(LONG);
    let told = format!("{end:?} at {point:?}, with {way:?}");
    assert!(matches!(rest(world, &id).await, State::Gone { .. }), "{told}");
    let calls = world.wire.count(DELETE);
    if let Some(standing) = standing {
        trap.release(world, standing).await;
        assert_eq!(world.wire.count(DELETE), calls, "{told}: who was paused sent a call");
        assert!(matches!(state(world, &id).await, State::Gone { .. }), "{told}");
    }
    let there: Vec<EnvironmentId> = world.really().await.into_iter().map(|one| one.id).collect();
    assert!(there.contains(&stays) && !there.contains(&id), "{told}");
    let object = format!("environment/{}/{id}", world.connection);
    let events = world.store.events(&object, 100).await.unwrap();
    let done = events.iter().filter(|e| e.action == Action::DeleteEnvironment && e.outcome == Outcome::Done);
    assert_eq!(done.count(), 1, "{told}");
    world.wire.mend();
    trap.has_sprung()
}

async fn every_end_with_every_fault(ground: &Ground, name: &str) {
    let mut world = World::with(Setting { store: Some(ground.store.clone()), ..Setting::default() }).await;
    let (mut count, mut met) = (0, BTreeSet::new());
    for way in WAYS {
        // Clocks and sleeping machines matter while answers are lost; with the other faults they are as pauses are.
        let matters = way.is_none_or(|(_, fault)| fault == Fault::ReplyLost);
        let ends = if matters { &ALL_ENDS[..] } else { &ENDS[..] };
        for (point, end) in Point::DELETING.into_iter().flat_map(|point| ends.iter().map(move |end| (point, *end))) {
            count += 1;
            if play(&mut world, way, point, end, count).await {
                met.insert((point, end));
            }
        }
    }
    assert_eq!(world.failures.said(), Vec::<String>::new());
    let all = Point::DELETING.len() * ALL_ENDS.len();
    assert_eq!(met.len(), all, "nobody came to some of the ends: {met:?}");
    let calls = world.wire.count(DELETE);
    counted(&format!(
        "the crash matrix of deletions on {name}: {count} scenarios, {all} of {all} ends at points met, {calls} calls sent"
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_of_a_deletion_with_every_fault_in_a_file() {
    every_end_with_every_fault(&Ground::in_a_file().await, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_of_a_deletion_with_every_fault_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        every_end_with_every_fault(&ground, "PostgreSQL").await;
        drop_schema(&ground.url).await;
    }
}

#[tokio::test]
async fn an_environment_with_another_tag_stays_until_a_person_decides() {
    let world = World::new().await;
    let [one, two] = [(); 2].map(|()| OperationId::from_bytes(rand::random()));
    let id = settled(&world, "risk", &one, &two).await;
    let State::Stopped { words } = rest(&world, &id).await else { panic!() };
    assert!(words.contains("tag"), "{words}");
    assert_eq!(world.wire.count(DELETE), 0);
    let member = world.somebody("mia@example.com", []).await;
    assert!(matches!(world.portal.delete_again(&member, &world.connection, &id).await, Err(Error::Denied(_))));
    world.portal.delete_again(&world.actor, &world.connection, &id).await.unwrap();
    assert!(matches!(rest(&world, &id).await, State::Stopped { .. }), "nothing is different");
    assert_eq!(world.wire.count(DELETE), 0);
}

#[tokio::test]
async fn what_is_gone_is_in_no_list_before_the_next_reading() {
    let world = World::new().await;
    let operation = OperationId::from_bytes(rand::random());
    let id = settled(&world, "risk", &operation, &operation).await;
    world.portal.read_connection(&world.connection).await.unwrap();
    assert!(world.portal.inventory().get(&world.connection, &id).is_some());
    assert!(matches!(rest(&world, &id).await, State::Gone { .. }));
    assert!(world.portal.inventory().get(&world.connection, &id).is_none());
}

#[tokio::test]
async fn a_deletion_that_fails_at_finspace_is_told_and_tried_again() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let operation = OperationId::from_bytes(rand::random());
    let id = settled(&world, "fail-deletion-x", &operation, &operation).await;
    assert_eq!(rest(&world, &id).await, State::Stuck);
    world.portal.delete_again(&world.actor, &world.connection, &id).await.unwrap();
    assert!(matches!(rest(&world, &id).await, State::Gone { .. }));
    let again = world.portal.delete_again(&world.actor, &world.connection, &id).await;
    assert!(matches!(again, Err(Error::Conflict(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_keeping_and_deleting_at_once_one_is_first() {
    let mut kept = 0;
    let home = Home::new().await;
    let world = &home.room.world;
    for _ in 0..10 {
        if home.state().await.is_none() {
            home.parted().await;
        }
        let (link, portal) = (home.portal().link(&world.actor, &home.link).await.unwrap().link, home.portal());
        world.clock.advance(7 * 24 * 60 * 60 + 1);
        let due = portal.deletions_due(&world.connection).await.unwrap().remove(0);
        let before = world.wire.count(DELETE);
        let (keeping, carrying) = tokio::join!(
            portal.keep_environment(&world.actor, &link.connection, &link.environment),
            portal.carry_deletion(due, &())
        );
        carrying.unwrap();
        assert_eq!(keeping.is_ok(), world.wire.count(DELETE) == before, "{keeping:?}");
        if keeping.is_err() {
            break;
        }
        kept += 1;
    }
    say(&format!("kept {kept} times before the call was first"));
}
