//! From asking to the tile on the launchpad, with one trouble at a time at each single write on the way: the disk under the
//! database is full, its connection is cut before a commit or before the answer to it, or whoever is at work is gone. People
//! try again then, and one environment comes of it, as of one request.

use std::{
    pin::Pin,
    sync::atomic::{AtomicBool, Ordering},
    task::{Context, Poll},
};

use async_trait::async_trait;
use domain::{
    Error,
    audit::{Action, Change, Event, Outcome},
    blueprint::BlueprintForm,
    operation::{Operation, State},
    portal::{Passing, Point},
    ports::{LifetimeStore, RequestStore, Store},
    request::{Request, Stage},
};
use server::store::Database;

use super::{
    cable::{Cable, Cut},
    crashes::tagged,
    disk::Disk,
    ground::{Ground, counted, drop_schema},
    provision::{CREATE, local, wait},
    requests::{Room, blueprint_form, filled, fixed},
    wire::Fault,
    world::{Setting, World},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// The disk has room for so many rows.
    Full(usize),
    /// So many commits get through.
    Cut(usize, Cut),
    /// Whoever is at work is gone after so many steps: between any two times that it waits for something.
    Gone(usize),
}

/// Whether the call is on its way. To be gone then is the business of the faults in the other matrices, which know whether it
/// arrives.
#[derive(Default)]
struct Calling(AtomicBool);

#[async_trait]
impl Passing for Calling {
    async fn at(&self, point: Point) {
        match point {
            Point::Armed => self.0.store(true, Ordering::SeqCst),
            Point::Called => self.0.store(false, Ordering::SeqCst),
            _ => {}
        }
    }
}

/// What goes on for so many steps, and is dropped then.
struct Mortal<'c, F> {
    life: Pin<Box<F>>,
    steps: usize,
    calling: &'c Calling,
}

impl<F: Future> Future for Mortal<'_, F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.steps == 0 && !self.calling.0.load(Ordering::SeqCst) {
            return Poll::Ready(None);
        }
        self.steps = self.steps.saturating_sub(1);
        self.life.as_mut().poll(context).map(Some)
    }
}

/// The same story again and again, each time about another environment.
struct Tale<'g> {
    room: Room,
    disk: Disk<'g>,
    cable: Option<Cable>,
    told: usize,
    decisions: usize,
}

impl<'g> Tale<'g> {
    async fn on(ground: &'g Ground) -> Self {
        let cable = if ground.url.starts_with("sqlite:") { None } else { Some(Cable::to(&ground.url).await) };
        let store = Database::open(cable.as_ref().map_or(&ground.url, Cable::url)).await.unwrap();
        let mut room =
            Room::within(World::with(Setting { store: Some(store), faults: true, ..Setting::default() }).await).await;
        let form = BlueprintForm { name: "Passing".into(), days: "30".into(), ..blueprint_form() };
        let saved = room.world.portal.save_blueprint(&room.world.actor, None, &form, &fixed()).await;
        room.blueprint = saved.unwrap();
        Self { room, disk: Disk::under(ground).await, cable, told: 0, decisions: 0 }
    }

    /// The whole story, from wherever it is. Who asks does so with a key, as programs do.
    async fn go_on(&self, name: &str, passing: &dyn Passing) -> Result<Request, Error> {
        let (room, world) = (&self.room, &self.room.world);
        let (portal, team) = (&world.portal, &room.desk.team.id);
        let asked = portal.ask_once(&room.desk.member, name, &room.blueprint.id, team, &filled(name)).await?;
        if asked.stage == Stage::Asked {
            room.approve(&room.approver, &asked.id).await?;
        }
        for _ in 0..60 {
            let mut round = portal.round(&world.connection, passing).await?;
            for operation in std::mem::take(&mut round.due) {
                portal.carry(operation, &round, passing).await?;
            }
            portal.tend_requests().await?;
            let operation = self.operation(&asked).await;
            if matches!(&operation.state, State::Undecided { found, .. } if found.is_empty()) {
                portal.call_again(&world.actor, &operation.id).await?;
            }
            let link = world.store.request(&asked.id).await.unwrap().unwrap().request.link;
            if link.is_some() && matches!(operation.state, State::Ready { .. }) {
                return Ok(asked);
            }
            wait(world).await;
        }
        panic!("{:?} goes on for ever", self.operation(&asked).await);
    }

    async fn operation(&self, asked: &Request) -> Operation {
        self.room.world.store.operation_of(&asked.id.draft()).await.unwrap().unwrap()
    }

    /// Tells the story to its end, and says whether the trouble came.
    async fn tell(&mut self, way: Option<Fault>, trouble: Trouble) -> bool {
        let (name, words) = (format!("lab-{}", self.told), format!("{trouble:?}, with {way:?}"));
        self.told += 1;
        let (calls, failures) = (self.room.world.wire.count(CREATE), self.room.world.failures.said().len());
        if let Some(fault) = way {
            self.room.world.wire.meet(CREATE, fault, 1);
        }
        let mut steps = usize::MAX;
        match (trouble, &self.cable) {
            (Trouble::Full(rows), _) => self.disk.lasts(Some(rows)).await,
            (Trouble::Cut(commits, cut), Some(cable)) => cable.cut(Some((commits, cut))),
            (Trouble::Cut(..), None) => return false,
            (Trouble::Gone(most), _) => steps = most,
        }
        let calling = Calling::default();
        let life = Box::pin(self.go_on(&name, &calling));
        let first = Mortal { life, steps, calling: &calling }.await;
        let mut came = self.room.world.failures.said().len() > failures;
        match first {
            Some(Ok(_)) => {}
            Some(Err(error)) => assert!(matches!(error, Error::Unavailable(_)), "{words}: {error:?}"),
            None => came = true,
        }
        self.disk.lasts(None).await;
        if let Some(cable) = &self.cable {
            cable.cut(None);
        }
        self.room.world.restart().await;
        let mut again = self.go_on(&name, &()).await;
        // What the one who is gone had sent to the database may come true a moment later.
        for _ in 0..50 {
            if !matches!((trouble, &again), (Trouble::Gone(_), Err(Error::Conflict(_)))) {
                break;
            }
            again = self.go_on(&name, &()).await;
        }
        let asked = again.unwrap_or_else(|error| panic!("{words}: {error:?}"));
        self.is_well(&asked, calls, &words).await;
        // The list stays short.
        local(&self.room.world, "DELETE", "/environments", "").await;
        came
    }

    /// Tells it with the same trouble ever later, until that comes too late. Gives how often it came.
    async fn tell_until_well(&mut self, way: Option<Fault>, step: usize, trouble: impl Fn(usize) -> Trouble) -> usize {
        let mut times = 0;
        while self.tell(way, trouble(times * step)).await {
            times += 1;
        }
        times
    }

    /// One environment came of it, nothing was sent that nobody allowed, and everything is in the log once.
    async fn is_well(&mut self, asked: &Request, before: usize, words: &str) {
        let world = &self.room.world;
        let operation = self.operation(asked).await;
        let State::Ready { environment } = &operation.state else { panic!("{words}: {operation:?}") };
        assert_eq!(tagged(world, &operation).await, std::slice::from_ref(environment), "{words}");
        let events = async |object: String| world.store.events(&object, 1000).await.unwrap();
        let of_operation = events(format!("operation/{}", operation.id)).await;
        let decided = of_operation.iter().filter(|event| event.detail.contains("Decided to send it again")).count();
        let calls = world.wire.count(CREATE) - before;
        assert!(calls <= 1 + decided, "{words}: {calls} calls, {decided} decisions");
        let of_request = events(Request::object(&asked.id)).await;
        let count = |action| of_request.iter().filter(|event: &&Event| event.action == action).count();
        assert_eq!((count(Action::AskEnvironment), count(Action::ApproveRequest)), (1, 1), "{words}");
        assert_eq!(world.store.approvals(&asked.id).await.unwrap().len(), 1, "{words}");
        // It was created or adopted, and came up.
        let of_environment = events(format!("environment/{}/{environment}", world.connection)).await;
        let done = of_environment.iter().filter(|event| event.outcome == Outcome::Done).count();
        assert_eq!(done, 2, "{words}: {of_environment:?}");
        let names = |change: &Change| change.in_words().contains(environment.as_str());
        let of_team = events(format!("team/{}", self.room.desk.team.id)).await;
        let linked = of_team.iter().filter(|event| event.action == Action::AddLink && event.changes.iter().any(names));
        assert_eq!(linked.count(), 1, "{words}");
        let lifetime = world.store.lifetime(&world.connection, environment).await.unwrap();
        assert_eq!(lifetime.unwrap().made_by.as_ref(), Some(&asked.id), "{words}");
        self.decisions += decided;
    }
}

async fn trouble_at_every_write(ground: &Ground, name: &str) {
    // As in `make soak`.
    let whole = std::env::var("PORTAL_TEST_SOAK").is_ok_and(|value| value == "1");
    let mut tale = Tale::on(ground).await;
    let (mut full, mut cut, mut gone) = (0, 0, 0);
    for way in [None, Some(Fault::ReplyLost)] {
        // When the answer is lost, most of the writes are the same as without.
        let step = if whole || way.is_none() { 1 } else { 6 };
        full += tale.tell_until_well(way, step, Trouble::Full).await;
        for side in [Cut::Before, Cut::After] {
            cut += tale.tell_until_well(way, step, |commits| Trouble::Cut(commits, side)).await;
        }
        gone += tale.tell_until_well(way, if whole { 1 } else { 16 }, Trouble::Gone).await;
    }
    assert!(full > 30 && gone > 1, "{full} rows, {gone} steps");
    assert!(cut > 20 || tale.cable.is_none(), "{cut} commits");
    counted(&format!(
        "trouble at every write on {name}: {full} rows for which the disk had no room, {cut} commits that were cut off, {gone} \
         steps after which nobody went on, {} calls sent, {} decided anew by a person",
        tale.room.world.wire.count(CREATE),
        tale.decisions
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trouble_at_every_write_in_a_file() {
    trouble_at_every_write(&Ground::in_a_file().await, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trouble_at_every_write_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        trouble_at_every_write(&ground, "PostgreSQL").await;
        drop_schema(&ground.url).await;
    }
}
