//! Why the database cannot be opened, in words for the administrator who starts the portal.

use std::path::{Path, PathBuf};

use sqlx::{migrate::MigrateError, postgres::PgDatabaseError};
use url::Url;

use super::address;

/// Each says what is wrong and what to do. None holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "database_url begins with {}, which is no database of the portal: write sqlite:path/to/file.db or \
         postgres://user:password@host/database",
        if scheme.is_empty() { "no scheme".to_owned() } else { format!("“{scheme}:”") }
    )]
    Scheme { scheme: String },
    #[error("database_url cannot be read: {words}")]
    Address { words: String },
    #[error(
        "the folder {} for the database cannot be made: {cause}. Make it, or let the portal's user write there, or name \
         another one",
        folder.display()
    )]
    Folder { folder: PathBuf, cause: std::io::Error },
    #[error(
        "the database file {} cannot be written: {cause}. Let the portal's user write it and its folder, or name another \
         one",
        file.display()
    )]
    File { file: PathBuf, cause: std::io::Error },
    #[error("the database {database} cannot be opened: {words}. {fix}")]
    Unreachable { database: String, words: String, fix: String },
    #[error("the database has {name} = {value}, but the portal needs {wanted}. {fix}")]
    Setting { name: &'static str, value: String, wanted: &'static str, fix: &'static str },
    #[error(
        "the database was written by a newer portal: it has migration {version}, which this one does not know. Start the \
         newer portal, or restore a backup from before it"
    )]
    Newer { version: i64 },
    #[error(
        "migration {version} of the database is not the one that this portal brings: the portal was built from changed \
         sources. Start the release that wrote the database"
    )]
    Changed { version: i64 },
    #[error("the database has the tables of an older portal. Start this portal once, which brings them up to date")]
    Older,
    #[error("this is not the database of a portal: {words}. Name the one that the portal uses")]
    NoPortal { words: String },
    #[error("there is no database {}. Name the one that the portal uses, with --data or --database-url", file.display())]
    Absent { file: PathBuf },
    #[error("a database in memory ends with its portal: there is nothing to look at")]
    Memory,
    #[error("the database could not be brought to this portal's tables: {words}")]
    Migration { words: String },
}

impl OpenError {
    /// Nobody answered, or the answer was no.
    pub(super) fn unreachable(url: &Url, cause: &sqlx::Error) -> Self {
        let code = cause
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
            .map(PgDatabaseError::code);
        let fix = match code {
            Some("3D000") => {
                let name = url.path().trim_start_matches('/');
                format!("Make it: createdb --encoding=UTF8 --template=template0 {name}")
            }
            Some("28P01" | "28000") => "Check the user and the password in database_url.".to_owned(),
            Some("53300" | "57P03") => "Wait until it has room, then start the portal again.".to_owned(),
            _ => "Check that PostgreSQL runs there and that this machine can reach it.".to_owned(),
        };
        Self::Unreachable { database: address::shown(url), words: cause.to_string(), fix }
    }

    /// SQLite does not take the file.
    pub(super) fn unusable(file: &Path, cause: &sqlx::Error) -> Self {
        Self::Unreachable {
            database: file.display().to_string(),
            words: cause.to_string(),
            fix: "Check that it is a SQLite database and that its folder can be written, or name another file."
                .to_owned(),
        }
    }
}

impl From<MigrateError> for OpenError {
    fn from(cause: MigrateError) -> Self {
        match cause {
            MigrateError::VersionMissing(version) => Self::Newer { version },
            MigrateError::VersionMismatch(version) => Self::Changed { version },
            other => Self::Migration { words: other.to_string() },
        }
    }
}
