//! The SQLite database that holds everything: what was answered with 200 is on the disk.

pub(crate) mod environment;
pub(crate) mod record;
pub(crate) mod tag;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Row, Sqlite, SqliteConnection, Transaction};

/// The oldest SQLite whose write-ahead log is sound.
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// The version of schema.sql.
const SCHEMA_VERSION: i64 = 1;

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made.
    #[error("cannot make the data folder {path}: {cause}")]
    Folder {
        /// The folder asked for.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The SQLite in use is older than 3.51.3.
    #[error("SQLite {found} can corrupt a write-ahead log; 3.51.3 or newer is needed")]
    OldSqlite {
        /// The version found.
        found: String,
    },
    /// The database did not take a setting that durability needs.
    #[error("SQLite refuses {setting}: it answered {found:?}")]
    Undurable {
        /// The setting asked for.
        setting: &'static str,
        /// What it is instead.
        found: String,
    },
    /// The database belongs to another version of finspace-local.
    #[error(
        "the database has schema version {found}, this finspace-local knows version {SCHEMA_VERSION}: use a newer one, or another data folder"
    )]
    OtherVersion {
        /// The version found.
        found: i64,
    },
    /// Anything else that SQLite refuses.
    #[error("cannot open the database: {0}")]
    Database(#[from] sqlx::Error),
}

/// One connection that writes and a few that read.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Opens the database in `folder`, or one in memory, and makes its tables when it is new.
    pub async fn open(folder: Option<&Path>) -> Result<Self, StoreError> {
        let Some(folder) = folder else {
            let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
            // The one connection is the database: it must never be closed.
            let only = SqlitePoolOptions::new()
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options)
                .await?;
            prepare(&mut *only.acquire().await?).await?;
            return Ok(Self { writer: only.clone(), readers: only });
        };
        std::fs::create_dir_all(folder).map_err(|cause| StoreError::Folder { path: folder.to_owned(), cause })?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join("finspace.sqlite3"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let mut connection = writer.acquire().await?;
        check_durability(&mut connection).await?;
        prepare(&mut connection).await?;
        drop(connection);
        let readers = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self { writer, readers })
    }

    /// Begins to write; nobody else writes until the transaction ends.
    pub async fn write(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.writer.begin_with("BEGIN IMMEDIATE").await
    }

    /// Begins to read one moment of the database.
    pub async fn read(&self) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
        self.readers.begin().await
    }

    /// The key of that name, made at its first use.
    pub async fn secret(&self, name: &str) -> Result<Vec<u8>, sqlx::Error> {
        let fresh: [u8; 32] = rand::random();
        let mut tx = self.write().await?;
        sqlx::query("INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(fresh.as_slice())
            .execute(&mut *tx)
            .await?;
        let row = sqlx::query("SELECT value FROM secret WHERE name = $1").bind(name).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        row.try_get("value")
    }

    /// Ends all connections; the log is folded back into the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Checks the version of SQLite and makes the tables of a new database, all of them or none.
async fn prepare(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let found: String = scalar(connection, "SELECT sqlite_version()").await?;
    if version_of(&found) < OLDEST_SQLITE {
        return Err(StoreError::OldSqlite { found });
    }
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let row = sqlx::query("PRAGMA user_version").fetch_one(&mut *tx).await?;
    match row.try_get::<i64, _>(0)? {
        0 => {
            sqlx::raw_sql(include_str!("schema.sql")).execute(&mut *tx).await?;
        }
        SCHEMA_VERSION => {}
        found => return Err(StoreError::OtherVersion { found }),
    }
    tx.commit().await?;
    Ok(())
}

/// Asks back whether a commit really waits for the disk: file systems without locks quietly refuse the log.
async fn check_durability(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mode: String = scalar(connection, "PRAGMA journal_mode").await?;
    if mode != "wal" {
        return Err(StoreError::Undurable { setting: "journal_mode = WAL", found: mode });
    }
    let row = sqlx::query("PRAGMA synchronous").fetch_one(connection).await?;
    match row.try_get::<i64, _>(0)? {
        2 => Ok(()),
        other => Err(StoreError::Undurable { setting: "synchronous = FULL", found: other.to_string() }),
    }
}

async fn scalar(connection: &mut SqliteConnection, sql: &'static str) -> Result<String, sqlx::Error> {
    sqlx::query(sql).fetch_one(connection).await?.try_get(0)
}

fn version_of(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    (part(), part(), part())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version_of("3.51.3") >= OLDEST_SQLITE);
        assert!(version_of("3.60") >= OLDEST_SQLITE);
        assert!(version_of("3.6.25") < OLDEST_SQLITE);
        assert!(version_of("nonsense") < OLDEST_SQLITE);
    }

    #[tokio::test]
    async fn a_database_of_the_future_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Some(folder.path())).await.unwrap();
        sqlx::raw_sql("PRAGMA user_version = 2").execute(&store.writer).await.unwrap();
        store.close().await;
        let again = Store::open(Some(folder.path())).await;
        assert!(matches!(again, Err(StoreError::OtherVersion { found: 2 })));
    }

    #[tokio::test]
    async fn a_secret_outlives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Some(folder.path())).await.unwrap();
        let secret = store.secret("page").await.unwrap();
        store.close().await;
        let store = Store::open(Some(folder.path())).await.unwrap();
        assert_eq!(store.secret("page").await.unwrap(), secret);
        assert_ne!(store.secret("other").await.unwrap(), secret);
    }

    #[tokio::test]
    async fn a_folder_that_is_a_file_is_refused_in_words() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Store::open(Some(file.path())).await.unwrap_err();
        assert!(error.to_string().starts_with("cannot make the data folder"), "{error}");
    }
}
