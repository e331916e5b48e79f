//! Every point at which whoever carries an operation out can come to an end, with every fault on the way to FinSpace, on
//! both databases: one environment comes of it, and no call goes out that nobody allowed.

use std::{collections::BTreeMap, fmt, sync::Arc};

use domain::{
    Portal,
    id::{ConnectionName, EnvironmentId},
    operation::{Operation, State},
    portal::Point,
    ports::FinSpace,
    tag::OPERATION,
};
use tokio::task::JoinHandle;

use super::{
    ground::{Ground, counted, drop_schema},
    provision::{CREATE, THROTTLED, approved, local, now, round, until, wait},
    trap::{ALL_ENDS, ENDS, End, LONG, Trap},
    wire::Fault,
    world::{Setting, World},
};

/// What goes wrong on the way to FinSpace, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Good,
    CallLost,
    /// All but the end of it.
    HalfWritten,
    ReplyLost,
    /// As before, and the environment is not in the next lists.
    ReplyLostAndListsLag,
    Fails,
    Throttles,
    ListLost,
    /// The second of two pages.
    PageLost,
    /// The environment is made and does not come up.
    NeverUp,
}

const WAYS: [Way; 10] = [
    Way::Good,
    Way::CallLost,
    Way::HalfWritten,
    Way::ReplyLost,
    Way::ReplyLostAndListsLag,
    Way::Fails,
    Way::Throttles,
    Way::ListLost,
    Way::PageLost,
    Way::NeverUp,
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

/// Goes on with the trap until it springs or there is nothing to be done; gives what stands still in it.
async fn spring(world: &mut World, operation: &Operation, trap: &Arc<Trap>) -> Option<JoinHandle<()>> {
    for _ in 0..40 {
        let work = trapped(world.portal.clone(), world.connection.clone(), Arc::clone(trap));
        let standing = trap.meet(world, work).await;
        if trap.has_sprung() {
            return standing;
        }
        let state = now(world, operation).await.state;
        if matches!(state, State::Ready { .. } | State::Failed { .. } | State::Undecided { .. }) {
            return None;
        }
        wait(world).await;
    }
    panic!("{:?} goes on for ever", now(world, operation).await);
}

async fn go_wrong(world: &World, way: Way) {
    let wire = &world.wire;
    match way {
        Way::Good | Way::NeverUp => {}
        Way::CallLost => wire.meet(CREATE, Fault::Lost, 1),
        Way::HalfWritten => wire.meet(CREATE, Fault::Half, 1),
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

pub async fn tagged(world: &World, operation: &Operation) -> Vec<EnvironmentId> {
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
    // The endpoint takes its faults from names, too.
    let name = if way == Way::NeverUp { "fail-creation" } else { "risk" };
    let operation = approved(world, &format!("{name}-{}", counts.scenarios)).await;
    let before = world.wire.count(CREATE);
    go_wrong(world, way).await;
    let trap = Trap::at(point, end);
    let standing = spring(world, &operation, &trap).await;
    if standing.is_some() {
        world.clock.advance(LONG);
    }
    if !matches!(end, End::Ahead | End::Back) {
        world.restart().await;
    }
    let (mut decisions, began) = (0, world.portal.now());
    let ended = loop {
        let ended = until(world, &operation, &["ready", "failed", "undecided"]).await;
        if ended.state.environment().is_some() {
            break ended;
        }
        assert!(matches!(&ended.state, State::Undecided { found, .. } if found.is_empty()), "{scenario}: {ended:?}");
        assert_eq!(tagged(world, &operation).await, [], "{scenario}: it is there and was not found");
        decisions += 1;
        world.portal.call_again(&world.actor, &operation.id).await.unwrap();
    };
    assert_eq!(ended.state.as_str() == "failed", way == Way::NeverUp, "{scenario}: {ended:?}");
    let took = world.portal.now().duration_since(began).as_hours();
    assert!(took < 1, "{scenario}: it took {took} hours");
    if let Some(standing) = standing {
        trap.release(world, standing).await;
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
    let whole = std::env::var("PORTAL_TEST_SOAK").is_ok_and(|value| value == "1");
    let mut counts = Counts::default();
    let mut world =
        World::with(Setting { faults: true, store: Some(ground.store.clone()), ..Setting::default() }).await;
    for way in WAYS {
        if way == Way::PageLost {
            fill(&world).await;
        }
        // Clocks and sleeping machines matter while calls are lost; with the other faults they are as pauses are.
        let matters = whole || matches!(way, Way::Good | Way::CallLost | Way::ReplyLost);
        let ends = if matters { &ALL_ENDS[..] } else { &ENDS[..] };
        for (point, end) in Point::CREATING.into_iter().flat_map(|point| ends.iter().map(move |end| (point, *end))) {
            // What is built is looked at, and nothing else differs.
            if way == Way::NeverUp && !whole && !matches!(point, Point::Looked | Point::Noted) {
                continue;
            }
            // A reading ends like that whatever is done with it, and its two pages take their time.
            if way == Way::PageLost && !whole && (point, end) != (Point::Read, End::Crash) {
                continue;
            }
            play(&mut world, &Scenario { way, point, end }, &mut counts).await;
        }
    }
    assert!(world.wire.count("GET /environment?nextToken") > 0, "no list had a second page");
    assert_eq!(world.failures.said(), Vec::<String>::new());
    for (point, end) in Point::CREATING.into_iter().flat_map(|point| ALL_ENDS.map(|end| (point, end))) {
        assert!(counts.ends.contains_key(&(point, end)), "nobody came to {end:?} at {point:?}");
    }
    counted(&format!(
        "the crash matrix on {name}: {} scenarios, {} of {} ends at points met, {} calls sent, {} decided anew by a person",
        counts.scenarios,
        counts.ends.len(),
        Point::CREATING.len() * ALL_ENDS.len(),
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
