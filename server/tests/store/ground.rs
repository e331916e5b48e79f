//! The databases that a claim is held against, each test with one of its own.

use std::{
    io::Write,
    sync::atomic::{AtomicU32, Ordering},
};

use server::store::Database;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;

/// The URL of a PostgreSQL whose data may be thrown away.
const POSTGRES: &str = "PORTAL_TEST_POSTGRES";
/// Migrations of one database wait for each other, whatever schema they are for: so the tests have several.
const DATABASES: usize = 4;

/// An open database and what is needed to reach it by another way.
pub struct Ground {
    pub store: Database,
    pub url: String,
    _folder: Option<TempDir>,
}

/// Makes a test of each claim on each kind of database.
macro_rules! on_every_database {
    ($($claim:ident),+ $(,)?) => {
        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $claim() {
                super::$claim(crate::ground::Ground::in_memory().await).await;
            })+
        }
        on_lasting_databases!($($claim),+);
    };
}

/// Makes a test of each claim on each kind of database that outlives its connections.
macro_rules! on_lasting_databases {
    ($($claim:ident),+ $(,)?) => {
        mod in_a_file {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $claim() {
                super::$claim(crate::ground::Ground::in_a_file().await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $claim() {
                if let Some(ground) = crate::ground::Ground::on_postgres().await {
                    let url = ground.url.clone();
                    super::$claim(ground).await;
                    crate::ground::drop_schema(&url).await;
                }
            })+
        }
    };
}

impl Ground {
    pub async fn in_memory() -> Self {
        Self::open("sqlite::memory:".into(), None).await
    }

    pub async fn in_a_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/portal.db", folder.path().display());
        Self::open(url, Some(folder)).await
    }

    /// A schema of its own; `None` when there is no PostgreSQL and nobody demands it.
    pub async fn on_postgres() -> Option<Self> {
        static SCHEMAS: AtomicU32 = AtomicU32::new(0);
        let cluster = cluster()?;
        let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
        let database = database(&cluster, number as usize % DATABASES).await;
        let schema = format!("claim_{}_{number}", std::process::id());
        run(database, &format!("CREATE SCHEMA {schema}")).await;
        let separator = if database.contains('?') { '&' } else { '?' };
        let url = format!("{database}{separator}options[search_path]={schema}&application_name={schema}");
        Some(Self::open(url, None).await)
    }

    async fn open(url: String, folder: Option<TempDir>) -> Self {
        let store = Database::open(&url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
        Self { store, url, _folder: folder }
    }

    /// What is there after the portal was stopped and started again.
    pub async fn reopened(mut self) -> Self {
        self.store.close().await;
        self.store = Database::open(&self.url).await.unwrap();
        self
    }

    /// A second portal on the same database.
    pub async fn neighbour(&self) -> Database {
        Database::open(&self.url).await.unwrap()
    }

    /// Takes away what keeps the log from being changed, as the owner of the database can.
    pub async fn unguard_log(&self) {
        if self.url.starts_with("sqlite") {
            for trigger in [
                "event_is_tied",
                "event_is_not_changed",
                "event_is_not_deleted",
                "checkpoint_is_not_changed",
                "checkpoint_is_not_deleted",
            ] {
                self.edit(&format!("DROP TRIGGER {trigger}")).await;
            }
        } else {
            self.edit("ALTER TABLE event DISABLE TRIGGER USER").await;
            self.edit("ALTER TABLE checkpoint DISABLE TRIGGER USER").await;
        }
    }

    /// Changes the database behind the portal's back.
    pub async fn edit(&self, sql: &str) {
        run(&self.url, sql).await;
    }

    /// The words in which the database refuses a statement.
    pub async fn refusal(&self, sql: &str) -> String {
        let mut connection = connect(&self.url).await;
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap_err().to_string()
    }
}

/// A connection to a database, past the portal.
pub async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.unwrap()
}

/// Runs one statement over a connection of its own.
async fn run(url: &str, sql: &str) {
    let mut connection = connect(url).await;
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().await.unwrap();
}

/// The URL of one of the databases, which is made when it is first used and kept for the next run.
async fn database(cluster: &str, number: usize) -> &'static str {
    static MADE: [OnceCell<String>; DATABASES] = [const { OnceCell::const_new() }; DATABASES];
    MADE[number]
        .get_or_init(|| async {
            let name = format!("portal_tests_{number}");
            let mut connection = connect(cluster).await;
            if let Err(error) = connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await {
                assert!(error.to_string().contains("already exists"), "{name}: {error}");
            }
            connection.close().await.unwrap();
            let mut url = Url::parse(cluster).unwrap();
            url.set_path(&name);
            url.into()
        })
        .await
}

/// Tidies up after a claim that held.
pub async fn drop_schema(url: &str) {
    let (_, schema) = url.rsplit_once('=').unwrap();
    run(url, &format!("DROP SCHEMA {schema} CASCADE")).await;
}

/// The cluster's URL, if there is one. Where it is demanded, its absence is a failure.
pub fn cluster() -> Option<String> {
    let url = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
    let set = |name, value| std::env::var(name).is_ok_and(|found| found == value);
    let demanded = set("CI", "true") || set("PORTAL_TEST_POSTGRES_REQUIRED", "1");
    assert!(url.is_some() || !demanded, "{POSTGRES} is not set: PORTAL_TEST_POSTGRES=$(setup/postgres.sh start)");
    url
}

/// Writes a line past the test harness, which keeps what `println!` writes to itself when all is well. In one piece: others
/// write at the same time.
pub fn say(words: &str) {
    let _ = std::io::stderr().write_all(format!("{words}\n").as_bytes());
}

/// Says what a test counted: `make test` shows the lines that begin like this one.
pub fn counted(words: &str) {
    say(&format!("counted: {words}"));
}
