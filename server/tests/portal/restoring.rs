//! A backup from before a creation is put back: nothing is created twice, and whatever is there is adopted or listed.

use std::process::Command;

use domain::{inventory::Concern, operation::State, ports::Store};
use server::store::Database;

use super::{
    ground::{Ground, cluster, drop_schema},
    provision::{CREATE, approved, round, until},
    world::{Setting, World},
};

/// A copy of the database as people make one, and the way back to it.
struct Backup {
    url: String,
    file: String,
}

impl Backup {
    /// SQLite copies itself, while others write; PostgreSQL's own tool does.
    async fn of(ground: &Ground, folder: &str) -> Self {
        let file = format!("{folder}/backup");
        match ground.url.strip_prefix("sqlite:") {
            Some(_) => ground.edit(&format!("VACUUM INTO '{file}'")).await,
            None => told("pg_dump", &["--schema", schema(&ground.url), "--file", &file]),
        }
        Self { url: ground.url.clone(), file }
    }

    async fn put_back(self) -> Database {
        if self.url.starts_with("sqlite:") {
            return Database::open(&format!("sqlite:{}", self.file)).await.unwrap();
        }
        drop_schema(&self.url).await;
        told("psql", &["--quiet", "--set", "ON_ERROR_STOP=1", "--file", &self.file]);
        Database::open(&self.url).await.unwrap()
    }
}

fn schema(url: &str) -> &str {
    url.rsplit_once('=').unwrap().1
}

/// Runs one of PostgreSQL's programs on the cluster.
fn told(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).args(["--dbname", &cluster().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

async fn nothing_is_created_twice(ground: Ground) {
    let setting = Setting { store: Some(ground.store.clone()), ..Setting::default() };
    let mut world = World::with(setting).await;
    let folder = tempfile::tempdir().unwrap();
    let known = approved(&world, "known").await;
    let backup = Backup::of(&ground, folder.path().to_str().unwrap()).await;

    // After the backup, one is created that it knows of, and two of which it has never heard.
    until(&world, &known, &["ready"]).await;
    let unheard = approved(&world, "unheard").await;
    let unheard = until(&world, &unheard, &["ready"]).await;
    let by_hand = world.create("by-hand").await;
    let before = world.wire.count(CREATE);
    assert_eq!((before, world.really().await.len()), (3, 3));

    ground.store.close().await;
    world.store = backup.put_back().await;
    world.restart().await;
    assert_eq!(world.store.operation(&unheard.id).await.unwrap(), None, "the backup is older");
    let adopted = until(&world, &known, &["ready"]).await;
    round(&world).await;
    world.read().await;

    assert_eq!((world.wire.count(CREATE), world.really().await.len()), (before, 3), "something was created twice");
    let really = world.really().await;
    let named = |name: &str| really.iter().find(|environment| environment.name == name).unwrap().id.clone();
    assert_eq!(adopted.state, State::Ready { environment: named("known") });
    let dashboard = world.portal.dashboard(&world.actor).await.unwrap();
    let (_, unclaimed) = dashboard.concerns.iter().find(|(concern, _)| *concern == Concern::Unclaimed).unwrap();
    let mut listed: Vec<_> = unclaimed.first.iter().map(|entry| entry.environment.name.clone()).collect();
    listed.sort();
    assert_eq!(listed, ["by-hand", "unheard"], "{:?}", by_hand.state);
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
