//! A backup from before a creation is put back: nothing is created twice, and whatever is there is adopted or listed.

use std::{path::Path, process::Command};

use domain::{environment::EnvironmentForm, id::EnvironmentId, inventory::Concern, operation::State, ports::Store};
use server::{backup, settings::Storage, store::Database};

use super::{
    ground::{Ground, drop_schema},
    provision::{CREATE, approved, round, until},
    requests::{Room, conflict},
    world::{Setting, World},
};

/// A copy of the database as people make one, and the way back to it.
struct Backup {
    url: String,
    file: String,
}

impl Backup {
    /// `portal backup`, and what it says to do beside it.
    async fn of(ground: &Ground, data: &Path) -> Self {
        let storage = Storage { data: data.to_owned(), database_url: Some(ground.url.clone().into()) };
        let folder = data.join("backup");
        let said = backup::make(&storage, &folder).await.unwrap();
        let name = if ground.url.starts_with("sqlite:") { "portal.db" } else { "portal.sql" };
        let file = folder.join(name).display().to_string();
        assert!(said.contains(name), "{said}");
        if name == "portal.sql" {
            told("pg_dump", &ground.url, &["--schema", schema(&ground.url), "--file", &file]);
        }
        Self { url: ground.url.clone(), file }
    }

    async fn put_back(self) -> Database {
        if self.url.starts_with("sqlite:") {
            return Database::open(&format!("sqlite:{}", self.file)).await.unwrap();
        }
        drop_schema(&self.url).await;
        told("psql", &self.url, &["--quiet", "--set", "ON_ERROR_STOP=1", "--file", &self.file]);
        Database::open(&self.url).await.unwrap()
    }
}

fn schema(url: &str) -> &str {
    url.rsplit_once('=').unwrap().1
}

/// The URL of the database in which a ground's schema is.
fn database_of(url: &str) -> &str {
    url.split_once("options[").unwrap().0.trim_end_matches(['?', '&'])
}

/// Runs one of PostgreSQL's programs on the database of a schema.
fn told(program: &str, url: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).args(["--dbname", database_of(url)]).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

fn made(state: &State) -> EnvironmentId {
    state.environment().unwrap_or_else(|| panic!("{state:?}")).clone()
}

async fn nothing_is_created_twice(ground: Ground) {
    let setting = Setting { store: Some(ground.store.clone()), ..Setting::default() };
    let mut room = Room::within(World::with(setting).await).await;
    let data = tempfile::tempdir().unwrap();
    let form =
        || EnvironmentForm { connection: "local".into(), name: "by-program".into(), ..EnvironmentForm::default() };
    let world = &room.world;
    let known = approved(world, "known").await;
    let asked = room.ask("lab-asked").await;
    let (typed, changed) = (world.draft("typed").await, world.draft("changed").await);
    let backup = Backup::of(&ground, data.path()).await;

    // After the backup, one is created that it knows of, three that it knows as drafts, one that a program asked for, and
    // two of which it has never heard.
    until(world, &known, &["ready"]).await;
    room.approve(&room.approver, &asked.id).await.unwrap();
    let operation = world.store.operation_of(&asked.id.draft()).await.unwrap().unwrap();
    let by_request = made(&until(world, &operation, &["ready"]).await.state);
    let by_wizard = made(&world.portal.create(&world.actor, &typed).await.unwrap().state);
    let other = made(&world.portal.create(&world.actor, &changed).await.unwrap().state);
    let by_program = made(&world.portal.create_once(&world.actor, "key", form()).await.unwrap().state);
    let unheard = approved(world, "unheard").await;
    let unheard = until(world, &unheard, &["ready"]).await;
    world.create("by-hand").await;
    let before = world.wire.count(CREATE);
    assert_eq!((before, world.really().await.len()), (7, 7));

    ground.store.close().await;
    room.world.store = backup.put_back().await;
    room.world.restart().await;
    let world = &room.world;
    assert_eq!(world.store.operation(&unheard.id).await.unwrap(), None, "the backup is older");
    // Everybody does again what they did, and the first of them before anything was read.
    let again = world.portal.create(&world.actor, &typed).await.unwrap();
    assert_eq!((made(&again.state), again.arms), (by_wizard, 0));
    assert_eq!(made(&world.portal.create(&world.actor, &typed).await.unwrap().state), made(&again.state));
    let again = world.portal.create_once(&world.actor, "key", form()).await.unwrap();
    assert_eq!(made(&again.state), by_program);
    room.approve(&room.approver, &asked.id).await.unwrap();
    let operation = world.store.operation_of(&asked.id.draft()).await.unwrap().unwrap();
    assert_eq!(made(&until(world, &operation, &["ready"]).await.state), by_request);
    let adopted = until(world, &known, &["ready"]).await;
    // What is typed now is not what was made: that is said, and nothing is sent.
    world.type_name(&changed, "another").await;
    let words = conflict(world.portal.create(&world.actor, &changed).await);
    assert!(words.contains(other.as_str()), "{words}");
    round(world).await;
    world.read().await;

    assert_eq!((world.wire.count(CREATE), world.really().await.len()), (before, 7), "something was created twice");
    let really = world.really().await;
    let named = |name: &str| really.iter().find(|environment| environment.name == name).unwrap().id.clone();
    assert_eq!(adopted.state, State::Ready { environment: named("known") });
    let dashboard = world.portal.dashboard(&world.actor).await.unwrap();
    let (_, unclaimed) = dashboard.concerns.iter().find(|(concern, _)| *concern == Concern::Unclaimed).unwrap();
    let mut listed: Vec<_> = unclaimed.first.iter().map(|entry| entry.environment.name.clone()).collect();
    listed.sort();
    assert_eq!(listed, ["by-hand", "changed", "unheard"]);
}

#[tokio::test]
async fn a_creation_after_a_start_waits_for_a_reading_and_the_next_ones_for_none() {
    let world = World::new().await;
    world.wire.meet("GET /environment", super::wire::Fault::Says(503, "", ""), 1000);
    let draft = world.draft("risk").await;
    world.portal.create(&world.actor, &draft).await.unwrap_err();
    assert_eq!((world.wire.count(CREATE), world.store.operation_of(&draft).await.unwrap()), (0, None));
    world.wire.mend();
    world.portal.create(&world.actor, &draft).await.unwrap();
    world.wire.meet("GET /environment?", super::wire::Fault::Says(503, "", ""), 1000);
    world.create("rates").await;
    assert_eq!(world.wire.count(CREATE), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_backup_creates_nothing_twice_in_a_file() {
    nothing_is_created_twice(Ground::in_a_file().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_backup_creates_nothing_twice_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        let url = ground.url.clone();
        nothing_is_created_twice(ground).await;
        drop_schema(&url).await;
    }
}
