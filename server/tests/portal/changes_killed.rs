//! Changes, carried out by the portal itself: every point at which it can come to an end, with every fault on the way to
//! FinSpace, on both databases. The environment is as it was wanted, once it is told so, and nobody's change is taken back.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Portal,
    audit::{Action, Outcome},
    change::State,
    id::ConnectionName,
    portal::Point,
    ports::{FinSpace, Store},
    request::Request,
    tag::TagRow,
};

use super::{
    changing::{Flat, UPDATE, ask, rest, state},
    ground::{Ground, counted, drop_schema},
    provision::THROTTLED,
    requests::Room,
    trap::{ALL_ENDS, ENDS, End, LONG, Trap},
    wire::Fault,
    world::{Setting, World},
};

/// What goes wrong on the way to FinSpace, once: the fault, and whom it meets.
const WAYS: [Option<(&str, Fault)>; 8] = [
    None,
    Some((UPDATE, Fault::Lost)),
    Some((UPDATE, Fault::ReplyLost)),
    Some((UPDATE, Fault::Says(500, "", "{}"))),
    Some((UPDATE, Fault::Says(429, THROTTLED, "{}"))),
    Some(("POST /tags", Fault::ReplyLost)),
    Some(("GET /environment/", Fault::Lost)),
    Some(("GET /tags", Fault::Lost)),
];

async fn trapped(portal: Portal, connection: ConnectionName, trap: Arc<Trap>) {
    for change in portal.changes_due(&connection).await.unwrap() {
        portal.carry_change(change, &*trap).await.unwrap();
    }
}

/// Names and tags the environment anew, by request.
async fn approved(flat: &Flat, count: usize) -> Request {
    let world = &flat.room.world;
    let asked = ask(world, &flat.room.desk.member, &flat.link, |form| {
        form.name = format!("name-{count}");
        form.tags.rows = vec![TagRow { key: "count".into(), value: count.to_string() }];
    });
    let asked = asked.await.unwrap();
    flat.room.approve(&world.actor, &asked.id).await.unwrap();
    asked
}

async fn play(flat: &mut Flat, way: Option<(&'static str, Fault)>, point: Point, end: End, count: usize) -> bool {
    let asked = approved(flat, count).await;
    let world = &mut flat.room.world;
    if let Some((whom, fault)) = way {
        world.wire.meet(whom, fault, 1);
    }
    let trap = Trap::at(point, end);
    let mut standing = None;
    for _ in 0..20 {
        let work = trapped(world.portal.clone(), world.connection.clone(), Arc::clone(&trap));
        standing = trap.meet(world, work).await;
        if trap.has_sprung() || matches!(state(world, &asked).await, State::Applied { .. }) {
            break;
        }
        world.clock.advance(31);
    }
    if !matches!(end, End::Ahead | End::Back) {
        world.restart().await;
    }
    world.clock.advance(LONG);
    let told = format!("{end:?} at {point:?}, with {way:?}");
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }), "{told}");
    if let Some(standing) = standing {
        let calls = world.wire.count(UPDATE);
        trap.release(world, standing).await;
        assert_eq!(world.wire.count(UPDATE), calls, "{told}: who was paused sent a call");
    }
    let now = world.other.get(&world.connection, &flat.id).await.unwrap();
    assert_eq!(now.name, format!("name-{count}"), "{told}");
    assert_eq!(world.really_tagged(&flat.id).await["count"], count.to_string(), "{told}");
    let events = world.store.events(&Request::object(&asked.id), 100).await.unwrap();
    let done = events.iter().filter(|e| e.action == Action::ApplyChange && e.outcome == Outcome::Done);
    assert_eq!(done.count(), 1, "{told}");
    world.wire.mend();
    trap.has_sprung()
}

async fn every_end_with_every_fault(ground: &Ground, name: &str) {
    let world = World::with(Setting { store: Some(ground.store.clone()), ..Setting::default() }).await;
    let mut flat = Flat::of(Room::within(world).await).await;
    let (mut count, mut met) = (0, BTreeSet::new());
    for way in WAYS {
        // Clocks and sleeping machines matter while answers are lost; with the other faults they are as pauses are.
        let matters = way.is_none_or(|(_, fault)| fault == Fault::ReplyLost);
        let ends = if matters { &ALL_ENDS[..] } else { &ENDS[..] };
        for (point, end) in Point::CHANGING.into_iter().flat_map(|point| ends.iter().map(move |end| (point, *end))) {
            count += 1;
            if play(&mut flat, way, point, end, count).await {
                met.insert((point, end));
            }
        }
    }
    let world = &flat.room.world;
    assert_eq!(world.failures.said(), Vec::<String>::new());
    let all = Point::CHANGING.len() * ALL_ENDS.len();
    assert_eq!(met.len(), all, "nobody came to some of the ends: {met:?}");
    let calls = world.wire.count(UPDATE);
    counted(&format!(
        "the crash matrix of changes on {name}: {count} scenarios, {all} of {all} ends at points met, {calls} updates sent"
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_of_a_change_with_every_fault_in_a_file() {
    every_end_with_every_fault(&Ground::in_a_file().await, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_of_a_change_with_every_fault_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        every_end_with_every_fault(&ground, "PostgreSQL").await;
        drop_schema(&ground.url).await;
    }
}
