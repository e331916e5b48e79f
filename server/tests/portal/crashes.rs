//! Every point at which whoever carries an operation out can come to an end, with every fault on the way to FinSpace, on
//! both databases: one environment comes of it, and no call goes out that nobody allowed.

use std::{collections::BTreeMap, fmt, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use domain::{
    Portal,
    id::{ConnectionName, EnvironmentId},
    operation::{Operation, State},
    portal::Point,
    ports::FinSpace,
    tag::OPERATION,
};
use futures::FutureExt;
use tokio::time::timeout;

use super::{
    ground::{Ground, drop_schema, say},
    provision::{CREATE, THROTTLED, approved, local, now, round, until, wait},
    trap::{ENDS, End, Trap},
    wire::Fault,
    world::{Setting, World},
};

/// What goes wrong on the way to FinSpace, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Good,
    CallLost,
    ReplyLost,
    /// As before, and the environment is not in the next lists.
    ReplyLostAndListsLag,
    Fails,
    Throttles,
    ListLost,
    /// The second of two pages.
    PageLost,
}

const WAYS: [Way; 8] = [
    Way::Good,
    Way::CallLost,
    Way::ReplyLost,
    Way::ReplyLostAndListsLag,
    Way::Fails,
    Way::Throttles,
    Way::ListLost,
    Way::PageLost,
];

type Ends = BTreeMap<(Point, End), usize>;

/// What was seen in all scenarios of a database.
#[derive(Default)]
struct Counts {
    scenarios: usize,
    calls: usize,
    decisions: usize,
    ends: Ends,
}

/// One round of a portal with a trap in it.
async fn trapped(portal: Portal, connection: ConnectionName, trap: Arc<Trap>) {
    let Ok(mut round) = portal.round(&connection, &*trap).await else { return };
    for operation in std::mem::take(&mut round.due) {
        // A fault of the database would show in the world's failures.
        let _ = portal.carry(operation, &round, &*trap).await;
    }
}

/// Goes on with the trap until it springs or there is nothing to be done; gives what a pause has left to do.
async fn spring(world: &mut World, operation: &Operation, trap: &Arc<Trap>) -> Option<tokio::task::JoinHandle<()>> {
    for _ in 0..40 {
        let work = trapped(world.portal.clone(), world.connection.clone(), Arc::clone(trap));
        let mut work = tokio::spawn(AssertUnwindSafe(work).catch_unwind().map(drop));
        let ended = tokio::select! {
            ended = &mut work => { ended.unwrap(); true }
            () = trap.reached.notified() => false,
        };
        if !ended {
            if trap.end == End::Pause {
                world.restart().await;
                return Some(work);
            }
            work.abort();
            let _ = work.await;
        }
        if trap.has_sprung() {
            world.restart().await;
            return None;
        }
        let state = now(world, operation).await.state;
        if matches!(state, State::Ready { .. } | State::Undecided { .. }) {
            return None;
        }
        wait(world).await;
    }
    panic!("{:?} goes on for ever", now(world, operation).await);
}

async fn go_wrong(world: &World, way: Way) {
    let wire = &world.wire;
    match way {
        Way::Good => {}
        Way::CallLost => wire.meet(CREATE, Fault::Lost, 1),
        Way::ReplyLost => wire.meet(CREATE, Fault::ReplyLost, 1),
        Way::ReplyLostAndListsLag => {
            wire.meet(CREATE, Fault::ReplyLost, 1);
            local(world, "POST", "/list-lag", r#"{"lists":3}"#).await;
        }
        Way::Fails => wire.meet(CREATE, Fault::Says(500, "", "{}"), 1),
        Way::Throttles => wire.meet(CREATE, Fault::Says(429, THROTTLED, "{}"), 1),
        Way::ListLost => wire.meet("GET /environment?", Fault::Lost, 1),
        Way::PageLost => wire.meet("GET /environment?nextToken", Fault::Lost, 1),
    }
}

struct Scenario {
    way: Way,
    point: Point,
    end: End,
}

impl fmt::Display for Scenario {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} at {:?}, with {:?}", self.end, self.point, self.way)
    }
}

async fn tagged(world: &World, operation: &Operation) -> Vec<EnvironmentId> {
    let mut tagged = Vec::new();
    for environment in world.really().await.iter().filter(|e| e.name == operation.plan.name.as_str()) {
        let tags = world.other.tags(&world.connection, &environment.arn).await.unwrap();
        if tags.get(OPERATION).map(String::as_str) == Some(operation.id.as_str()) {
            tagged.push(environment.id.clone());
        }
    }
    tagged
}

async fn play(world: &mut World, scenario: &Scenario, counts: &mut Counts) {
    let Scenario { way, point, end } = *scenario;
    let operation = approved(world, &format!("risk-{}", counts.scenarios)).await;
    let before = world.wire.count(CREATE);
    go_wrong(world, way).await;
    let trap = Trap::at(point, end);
    let paused = spring(world, &operation, &trap).await;
    if paused.is_some() {
        // Past the lease of whoever stands still.
        world.clock.advance(61);
    }
    let mut decisions = 0;
    let ended = loop {
        let ended = until(world, &operation, &["ready", "undecided"]).await;
        if ended.state.environment().is_some() {
            break ended;
        }
        assert!(matches!(&ended.state, State::Undecided { found, .. } if found.is_empty()), "{scenario}: {ended:?}");
        assert_eq!(tagged(world, &operation).await, [], "{scenario}: it is there and was not found");
        decisions += 1;
        world.portal.call_again(&world.actor, &operation.id).await.unwrap();
    };
    if let Some(paused) = paused {
        trap.released.notify_one();
        timeout(Duration::from_secs(20), paused).await.expect("it goes on").unwrap();
        assert_eq!(now(world, &operation).await, ended, "{scenario}: who was paused changed something");
        round(world).await;
    }
    let calls = world.wire.count(CREATE) - before;
    let refused = usize::from(way == Way::Throttles);
    assert!(calls <= 1 + decisions + refused, "{scenario}: {calls} calls, {decisions} decisions");
    let there = tagged(world, &operation).await;
    assert_eq!(there.iter().collect::<Vec<_>>(), [ended.state.environment().unwrap()], "{scenario}");
    world.wire.mend();
    counts.scenarios += 1;
    counts.calls += calls;
    counts.decisions += decisions;
    if trap.has_sprung() {
        *counts.ends.entry((point, end)).or_default() += 1;
    }
    local(world, "DELETE", "/environments", "").await;
    local(world, "DELETE", "/faults", "").await;
    if way == Way::PageLost {
        fill(world).await;
    }
}

/// More environments than fit on one page of the list.
async fn fill(world: &World) {
    for number in 0..101 {
        world.other.create(&world.plan(&format!("other-{number}")), &BTreeMap::new()).await.unwrap();
    }
}

async fn every_end_with_every_fault(ground: &Ground, name: &str) {
    // As in `make soak`.
    let whole = std::env::var("PORTAL_SOAK").is_ok_and(|value| value == "1");
    let mut counts = Counts::default();
    let mut world =
        World::with(Setting { faults: true, store: Some(ground.store.clone()), ..Setting::default() }).await;
    for way in WAYS {
        if way == Way::PageLost {
            fill(&world).await;
        }
        for (point, end) in Point::CREATING.into_iter().flat_map(|point| ENDS.map(|end| (point, end))) {
            // A reading ends like that whatever is done with it, and its two pages take their time.
            if way == Way::PageLost && !whole && (point, end) != (Point::Read, End::Crash) {
                continue;
            }
            play(&mut world, &Scenario { way, point, end }, &mut counts).await;
        }
    }
    assert!(world.wire.count("GET /environment?nextToken") > 0, "no list had a second page");
    assert_eq!(world.failures.said(), Vec::<String>::new());
    for (point, end) in Point::CREATING.into_iter().flat_map(|point| ENDS.map(|end| (point, end))) {
        assert!(counts.ends.contains_key(&(point, end)), "nobody came to {end:?} at {point:?}");
    }
    say(&format!(
        "the crash matrix on {name}: {} scenarios, {} of {} ends at points met, {} calls sent, {} decided anew by a person",
        counts.scenarios,
        counts.ends.len(),
        Point::CREATING.len() * ENDS.len(),
        counts.calls,
        counts.decisions
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_with_every_fault_in_a_file() {
    every_end_with_every_fault(&Ground::in_a_file().await, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_end_with_every_fault_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        every_end_with_every_fault(&ground, "PostgreSQL").await;
        drop_schema(&ground.url).await;
    }
}
