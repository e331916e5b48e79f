//! The open database: who may read, who writes, and how a change ends.

use std::{path::Path, time::Duration};

use domain::{audit::Event, ports::StoreError};
use sqlx::{
    Any, AnyConnection, AnyPool, Connection, Transaction,
    any::{AnyArguments, AnyConnectOptions, AnyPoolOptions, AnyRow},
    query::Query,
};
use tokio::sync::watch;

use super::{
    OpenError,
    address::Address,
    fault::Fault,
    log, migrations, postgres,
    row::{Row, unfetched},
    sqlite,
};

/// How long a request waits for a connection before it hears that the database is busy.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections to PostgreSQL, and readers of a SQLite file.
const CONNECTIONS: u32 = 10;
const SQLITE_READERS: u32 = 4;

/// The portal's database, SQLite or PostgreSQL. A cheap clone.
#[derive(Clone, Debug)]
pub struct Database {
    readers: AnyPool,
    /// On PostgreSQL the same pool. On SQLite one connection for which writers queue in the order they came: its own
    /// lock is polled, and who polls can be passed by others until the time is up.
    writers: AnyPool,
    begin: &'static str,
    /// The position of the newest line of the log that was appended here.
    appended: watch::Sender<i64>,
}

/// A transaction: it becomes true with [`Change::commit`] and is rolled back when it is dropped.
pub(super) struct Change {
    transaction: Transaction<'static, Any>,
    appended: watch::Sender<i64>,
}

pub(super) type Statement<'q> = Query<'q, Any, AnyArguments>;

impl Database {
    /// Opens the database at `sqlite:path/to/file.db`, `sqlite::memory:` or `postgres://…` and brings it to this
    /// portal's tables. A SQLite file and its folders are made when they are absent.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        match Address::parse(url)? {
            Address::Memory => Self::in_memory().await,
            Address::File(path) => {
                let file = sqlite::make(&path)?;
                let options = sqlite::options(&file)?;
                let unusable = |cause: sqlx::Error| OpenError::unusable(&file, &cause);
                let mut first = AnyConnection::connect_with(&options).await.map_err(unusable)?;
                sqlite::prepare(&mut first).await.map_err(unusable)?;
                sqlite::check(&mut first).await?;
                migrations::run_on_sqlite(&mut first).await?;
                first.close().await.map_err(unusable)?;
                Ok(Self::on_file(options))
            }
            Address::Postgres(url) => {
                let options = postgres::options(&url)?;
                let unreachable = |cause: sqlx::Error| OpenError::unreachable(&url, &cause);
                let mut first = postgres::connect(&options, PATIENCE).await.map_err(unreachable)?;
                postgres::prepare(&mut first).await.map_err(unreachable)?;
                postgres::check(&mut first).await?;
                migrations::run_on_postgres(&mut first).await?;
                first.close().await.map_err(unreachable)?;
                Ok(Self::on_postgres(options))
            }
        }
    }

    /// Opens a database that is there already, to look at it: nothing is made and nothing brought up to date.
    pub async fn look_at(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        match Address::parse(url)? {
            Address::Memory => Err(OpenError::Memory),
            Address::File(file) => {
                if !file.is_file() {
                    return Err(OpenError::Absent { file });
                }
                let unusable = |cause: sqlx::Error| OpenError::unusable(&file, &cause);
                let whole = file.canonicalize().map_err(|cause| unusable(cause.into()))?;
                let options = sqlite::options(&whole)?;
                let mut first = AnyConnection::connect_with(&options).await.map_err(unusable)?;
                migrations::check(&mut first).await?;
                first.close().await.map_err(unusable)?;
                Ok(Self::on_file(options))
            }
            Address::Postgres(url) => {
                let options = postgres::options(&url)?;
                let unreachable = |cause: sqlx::Error| OpenError::unreachable(&url, &cause);
                let mut first = postgres::connect(&options, PATIENCE).await.map_err(unreachable)?;
                migrations::check(&mut first).await?;
                first.close().await.map_err(unreachable)?;
                Ok(Self::on_postgres(options))
            }
        }
    }

    /// Tells of the newest line of the log whenever one is appended through this portal.
    #[must_use]
    pub fn appended(&self) -> watch::Receiver<i64> {
        self.appended.subscribe()
    }

    /// One connection, which lives as long as the pool: with it the data would go.
    async fn in_memory() -> Result<Self, OpenError> {
        let options: AnyConnectOptions =
            "sqlite::memory:".parse().map_err(|cause| OpenError::unusable(":memory:".as_ref(), &cause))?;
        let pool = pool(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // A caller who goes away in the middle of such a test takes the connection along.
            .test_before_acquire(false)
            .connect_lazy_with(options);
        let unusable = |cause: sqlx::Error| OpenError::unusable(":memory:".as_ref(), &cause);
        let mut only = pool.acquire().await.map_err(unusable)?;
        sqlite::prepare_memory(&mut only).await.map_err(unusable)?;
        migrations::run_on_sqlite(&mut only).await?;
        drop(only);
        Ok(Self { readers: pool.clone(), writers: pool, begin: sqlite::BEGIN, appended: watch::Sender::default() })
    }

    fn on_file(options: AnyConnectOptions) -> Self {
        // Nobody hangs up on a file: asking a connection before each use whether it is still there would double the way to it.
        let writers = pool(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_connect(|connection, _| Box::pin(sqlite::prepare(connection)))
            // After a full disk SQLite has rolled back by itself, and sqlx counts a transaction that is gone: such a
            // connection could never begin another.
            .before_acquire(|connection, _| {
                let usable = !connection.is_in_transaction();
                Box::pin(async move { Ok(usable) })
            });
        let readers = pool(SQLITE_READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .after_connect(|connection, _| Box::pin(sqlite::prepare_reader(connection)));
        Self {
            readers: readers.connect_lazy_with(options.clone()),
            writers: writers.connect_lazy_with(options),
            begin: sqlite::BEGIN,
            appended: watch::Sender::default(),
        }
    }

    fn on_postgres(options: AnyConnectOptions) -> Self {
        let pool = pool(CONNECTIONS).after_connect(|connection, _| Box::pin(postgres::prepare(connection)));
        let pool = pool.connect_lazy_with(options);
        Self { readers: pool.clone(), writers: pool, begin: "BEGIN", appended: watch::Sender::default() }
    }

    /// Copies a SQLite database to a file that is not there yet, as it is at one moment, while others write.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        self.write(sqlx::query("VACUUM INTO $1").bind(file.display().to_string())).await?;
        Ok(())
    }

    /// Waits for what is under way and closes all connections. Later calls find the database unavailable.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// The row that a statement finds. Its column `id` says which one it is.
    pub(super) async fn one(&self, table: &'static str, query: Statement<'_>) -> Result<Option<Row>, Fault> {
        let found = query.fetch_optional(&self.readers).await.map_err(|cause| unfetched(table, cause))?;
        found.map(|values| Row::new(table, values)).transpose()
    }

    /// The rows that a statement finds.
    pub(super) async fn all(&self, table: &'static str, query: Statement<'_>) -> Result<Vec<Row>, Fault> {
        let found = query.fetch_all(&self.readers).await.map_err(|cause| unfetched(table, cause))?;
        found.into_iter().map(|values| Row::new(table, values)).collect()
    }

    /// The rows that a statement finds, as they are.
    pub(super) async fn raw(&self, query: Statement<'_>) -> Result<Vec<AnyRow>, sqlx::Error> {
        query.fetch_all(&self.readers).await
    }

    /// A write that is one statement, and how many rows it touched.
    pub(super) async fn write(&self, query: Statement<'_>) -> Result<u64, Fault> {
        Ok(query.execute(&self.writers).await?.rows_affected())
    }

    /// A change that is one statement. False, and no event, when it touched no row.
    pub(super) async fn write_with(&self, query: Statement<'_>, event: &Event) -> Result<bool, Fault> {
        let mut change = self.change().await?;
        if change.write(query).await? == 0 {
            return Ok(false);
        }
        change.commit_with(event).await?;
        Ok(true)
    }

    /// Begins a change of several statements.
    pub(super) async fn change(&self) -> Result<Change, Fault> {
        // In a task of its own, which nobody drops: sqlx loses sight of a transaction whose beginning nobody waited for, and
        // PostgreSQL would take what others write over that connection for a part of it.
        let (writers, begin) = (self.writers.clone(), self.begin);
        let begun = tokio::spawn(async move { writers.begin_with(begin).await }).await;
        let transaction = begun.map_err(|_| sqlx::Error::BeginFailed)??;
        Ok(Change { transaction, appended: self.appended.clone() })
    }
}

impl Change {
    /// Carries a statement out, and says how many rows it touched.
    pub(super) async fn write(&mut self, query: Statement<'_>) -> Result<u64, Fault> {
        Ok(query.execute(&mut *self.transaction).await?.rows_affected())
    }

    /// The rows that a statement finds, as this change sees them.
    pub(super) async fn all(&mut self, table: &'static str, query: Statement<'_>) -> Result<Vec<Row>, Fault> {
        let found = query.fetch_all(&mut *self.transaction).await.map_err(|cause| unfetched(table, cause))?;
        found.into_iter().map(|values| Row::new(table, values)).collect()
    }

    /// The number and the text that a statement returns.
    pub(super) async fn counted(&mut self, sql: &'static str) -> Result<(i64, String), Fault> {
        Ok(sqlx::query_as(sql).fetch_one(&mut *self.transaction).await?)
    }

    /// Writes the event that tells of the change, and makes both true.
    pub(super) async fn commit_with(mut self, event: &Event) -> Result<(), Fault> {
        let position = log::append(&mut self, event).await?;
        let appended = self.appended.clone();
        self.commit().await?;
        appended.send_if_modified(|newest| position > std::mem::replace(newest, position.max(*newest)));
        Ok(())
    }

    /// The same for a change of which several lines of the log tell, or none.
    pub(super) async fn commit_with_all(mut self, events: &[Event]) -> Result<(), Fault> {
        let Some((last, others)) = events.split_last() else { return self.commit().await };
        for event in others {
            log::append(&mut self, event).await?;
        }
        self.commit_with(last).await
    }

    pub(super) async fn commit(self) -> Result<(), Fault> {
        Ok(self.transaction.commit().await?)
    }
}

fn pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE)
}

#[cfg(test)]
mod tests;
