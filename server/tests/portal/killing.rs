//! Real portals, killed and paused while they carry approved operations out: one environment comes of each, whoever
//! dies where.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use domain::{
    id::EnvironmentId,
    operation::{Operation, State},
    ports::FinSpace,
    tag::OPERATION,
};
use tokio::time::sleep;

use super::{
    ground::{Ground, counted, drop_schema},
    provision::{CREATE, approved, now},
    wire::Fault,
    world::{Setting, World},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");
/// A call can be lost with its portal, and is looked for when the lease is over and once more after that.
const PATIENCE: Duration = Duration::from_mins(3);

/// Longer than a lease, and longer than a portal that was paused still sends a call.
const LONG_PAUSE: Duration = Duration::from_secs(35);
/// Leases end earlier where the test ends them.
const SHORT_PAUSE: Duration = Duration::from_millis(700);

/// The processes, with all that each of them needs to begin anew.
pub struct Fleet {
    arguments: Vec<String>,
    portals: Vec<Child>,
    /// Until when the last one is paused, and how often it went on after its lease.
    paused: Option<Instant>,
    resumed: usize,
}

impl Fleet {
    pub fn start(size: usize, database: &str, data: &Path, finspace: &str) -> Self {
        let connections = format!("[{{ name = \"local\", region = \"us-east-1\", endpoint_url = \"{finspace}\" }}]");
        let data = data.display().to_string();
        let pairs = [
            ["--listen", "127.0.0.1:0"],
            ["--database-url", database],
            ["--data", &data],
            ["--connections", &connections],
            ["--site", "no-such-folder"],
            ["--log-filter", "error"],
        ];
        let arguments: Vec<String> = pairs.into_iter().flatten().map(str::to_owned).collect();
        let portals = (0..size).map(|_| begun(&arguments)).collect();
        Self { arguments, portals, paused: None, resumed: 0 }
    }

    /// Ends one as a power cut does, and starts another in its place.
    fn kill(&mut self, which: usize) {
        self.portals[which].kill().unwrap();
        self.portals[which].wait().unwrap();
        self.portals[which] = begun(&self.arguments);
    }

    fn pause(&mut self, time: Duration) {
        self.signal("-STOP");
        self.paused = Some(Instant::now() + time);
    }

    /// Lets the paused one go on, once others have had its lease.
    fn resume(&mut self) {
        if self.paused.is_some_and(|until| until < Instant::now()) {
            self.signal("-CONT");
            (self.paused, self.resumed) = (None, self.resumed + 1);
        }
    }

    /// Tells the last one to end, and gives what it ended with.
    pub async fn end(&mut self, meanwhile: impl AsyncFnOnce()) -> ExitStatus {
        self.signal("-TERM");
        meanwhile().await;
        let began = Instant::now();
        loop {
            if let Some(ended) = self.portals.last_mut().unwrap().try_wait().unwrap() {
                return ended;
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// To the last one.
    fn signal(&self, signal: &str) {
        let last = self.portals.last().unwrap().id().to_string();
        let sent = Command::new("kill").args([signal, &last]).status().unwrap();
        assert!(sent.success(), "{signal}");
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for portal in &mut self.portals {
            // It may have ended already, which is as good.
            let _gone = portal.kill();
            let _reaped = portal.wait();
        }
    }
}

fn begun(arguments: &[String]) -> Child {
    Command::new(PROGRAM)
        .args(arguments)
        .env_remove("PORTAL_CONFIG")
        .envs([
            ("AWS_ACCESS_KEY_ID", "AKIDLOCAL"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_CONFIG_FILE", "/dev/null"),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Which environments carry the tag of which operation.
async fn tagged(world: &World) -> BTreeMap<String, Vec<EnvironmentId>> {
    let mut tagged: BTreeMap<String, Vec<EnvironmentId>> = BTreeMap::new();
    for environment in world.really().await {
        let tags = world.other.tags(&world.connection, &environment.arn).await.unwrap();
        let operation = tags.get(OPERATION).unwrap_or_else(|| panic!("{} has no tag of ours", environment.name));
        tagged.entry(operation.clone()).or_default().push(environment.id.clone());
    }
    tagged
}

/// Has the leases end of whoever is at work now or was until they died: to wait for that takes half a minute each time.
pub async fn leases_end(ground: &Ground) {
    ground.edit("UPDATE operation SET next_run_at = next_run_at - 31000 WHERE next_run_at IS NOT NULL").await;
}

/// Waits until one more call went out.
async fn until_called(world: &World, before: usize) {
    let began = Instant::now();
    while world.wire.count(CREATE) == before {
        assert!(began.elapsed() < PATIENCE, "nobody calls");
        sleep(Duration::from_millis(5)).await;
    }
}

/// Nothing more happens to it by itself but looking: its environment is known, or its call was lost and a reading has
/// looked for it since.
fn is_settled(operation: &Operation) -> bool {
    // Whoever armed it may have died before the call went out: then it stays armed while it is looked for.
    let is_lost = matches!(operation.state, State::Armed | State::Unknown { .. } | State::Undecided { .. });
    operation.state.environment().is_some() || (is_lost && operation.sweeps > 0)
}

async fn killed_again_and_again(ground: &Ground, portals: usize, name: &str) {
    let whole = std::env::var("PORTAL_TEST_SOAK").is_ok_and(|value| value == "1");
    let (count, kills) = if whole { (300, 100) } else { (40, 12) };
    let mut world = World::with(Setting { store: Some(ground.store.clone()), ..Setting::default() }).await;
    let data = tempfile::tempdir().unwrap();
    let mut fleet = Fleet::start(portals, &ground.url, data.path(), &world.wire.url());
    let mut operations = Vec::new();
    let mut silenced = 0;
    for kill in 0..kills {
        for n in 0..=(count / kills) {
            if operations.len() < count {
                operations.push(approved(&world, &format!("risk-{kill}-{n}")).await);
            }
        }
        // Sometimes before anybody looked, sometimes in the middle, sometimes when all is done.
        sleep(Duration::from_millis(rand::random_range(0..600))).await;
        // Where there are several, the last one is paused for longer than its lease, and the others go on.
        let others = if portals > 1 { portals - 1 } else { portals };
        if portals > 1 && fleet.paused.is_none() {
            fleet.pause(if whole && fleet.resumed == 0 { LONG_PAUSE } else { SHORT_PAUSE });
        }
        fleet.resume();
        leases_end(ground).await;
        if kill % 3 == 2 {
            // FinSpace creates it, and whoever asked dies before the answer comes.
            let before = world.wire.count(CREATE);
            world.wire.meet(CREATE, Fault::Silence, 1);
            operations.push(approved(&world, &format!("silent-{kill}")).await);
            until_called(&world, before).await;
            (0..others).for_each(|which| fleet.kill(which));
            silenced += 1;
        } else {
            fleet.kill(rand::random_range(0..others));
        }
        world.clock.advance(1);
    }
    let began = Instant::now();
    loop {
        fleet.resume();
        let mut open = Vec::new();
        for operation in &operations {
            let found = now(&world, operation).await;
            open.extend((!is_settled(&found)).then_some(found));
        }
        if open.is_empty() && fleet.paused.is_none() {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{} go on for ever, such as {:?}", open.len(), open.first());
        world.clock.advance(1);
        sleep(Duration::from_millis(500)).await;
    }
    let (tagged, calls) = (tagged(&world).await, world.wire.count(CREATE));
    let mut lost = 0;
    for operation in &operations {
        let found = now(&world, operation).await;
        let there = tagged.get(operation.id.as_str()).map_or(&[][..], Vec::as_slice);
        if let Some(environment) = found.state.environment() {
            assert_eq!(there, std::slice::from_ref(environment), "{found:?}");
        } else {
            assert_eq!(there, [], "it is there and was not found: {found:?}");
            lost += 1;
        }
        assert_eq!(found.arms, 1, "{found:?}");
    }
    assert!(calls <= operations.len(), "{calls} calls for {} operations", operations.len());
    let resumed = fleet.resumed;
    assert!(resumed > 0 || portals == 1, "nobody was paused");
    drop(fleet);
    assert_eq!(world.failures.said(), Vec::<String>::new());
    counted(&format!(
        "the kill loop on {name}: {portals} portals, {kills} kills ({silenced} between a call and its answer), {resumed} pauses past the lease, {} operations, {calls} calls sent, {lost} left to a person",
        operations.len()
    ));
    world.wire.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_portal_killed_again_and_again_in_a_file() {
    killed_again_and_again(&Ground::in_a_file().await, 1, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_portals_killed_and_paused_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        killed_again_and_again(&ground, 3, "PostgreSQL").await;
        drop_schema(&ground.url).await;
    }
}
