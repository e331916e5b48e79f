//! What the portal asks of SQLite: that a commit survives a power cut and that rows refer to rows that exist.

use std::{
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
};

use sqlx::{AnyConnection, any::AnyConnectOptions};
use url::Url;

use super::OpenError;

/// Takes the write lock at once: a transaction that reads first and writes later can find that somebody else did.
pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";
/// Older ones can damage a database in WAL mode.
const OLDEST: [u32; 3] = [3, 51, 3];

/// Makes the file and its folders when they are absent, readable for nobody else, and gives its whole path.
pub(super) fn make(path: &Path) -> Result<PathBuf, OpenError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let at_folder = |cause| OpenError::Folder { folder: folder.to_owned(), cause };
    let mut folders = fs::DirBuilder::new();
    let mut file = OpenOptions::new();
    #[cfg(unix)]
    {
        // It holds password hashes and what people typed.
        std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
        std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    }
    folders.recursive(true).create(folder).map_err(at_folder)?;
    let whole = folder.canonicalize().map_err(at_folder)?.join(path.file_name().unwrap_or_default());
    file.write(true)
        .create(true)
        .truncate(false)
        .open(&whole)
        .map_err(|cause| OpenError::File { file: whole.clone(), cause })?;
    Ok(whole)
}

pub(super) fn options(file: &Path) -> Result<AnyConnectOptions, OpenError> {
    let url = Url::from_file_path(file)
        .map_err(|()| OpenError::Address { words: format!("{} is no path of a file", file.display()) })?;
    // The file URL percent-encodes what sqlx decodes again.
    let url = format!("sqlite://{}", url.path());
    url.parse().map_err(|cause: sqlx::Error| OpenError::Address { words: cause.to_string() })
}

/// Sets a connection up. It is done for each: most of these are not kept in the file.
pub(super) async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    // The wait comes first: switching to WAL can meet somebody who is switching too.
    for pragma in [
        "PRAGMA busy_timeout = 5000",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
    ] {
        sqlx::query(pragma).execute(&mut *connection).await?;
    }
    Ok(())
}

/// A reader cannot write, whatever it is asked.
pub(super) async fn prepare_reader(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    prepare(connection).await?;
    sqlx::query("PRAGMA query_only = ON").execute(connection).await?;
    Ok(())
}

/// Nothing survives here, so only the references matter.
pub(super) async fn prepare_memory(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::query("PRAGMA foreign_keys = ON").execute(connection).await?;
    Ok(())
}

/// What SQLite says of itself after [`prepare`].
struct Facts {
    version: String,
    journal_mode: String,
    synchronous: i64,
    foreign_keys: i64,
}

/// Refuses a SQLite that does not do what it was asked.
pub(super) async fn check(connection: &mut AnyConnection) -> Result<(), OpenError> {
    let facts = facts(connection).await.map_err(|cause| OpenError::Migration { words: cause.to_string() })?;
    facts.check()
}

async fn facts(connection: &mut AnyConnection) -> Result<Facts, sqlx::Error> {
    Ok(Facts {
        version: sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *connection).await?,
        journal_mode: sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *connection).await?,
        synchronous: sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *connection).await?,
        foreign_keys: sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(connection).await?,
    })
}

impl Facts {
    fn check(self) -> Result<(), OpenError> {
        let wrong = |name, value, wanted, fix| Err(OpenError::Setting { name, value, wanted, fix });
        if !is_new_enough(&self.version) {
            let fix = "Build the portal with the SQLite that its Cargo.lock names: older ones can damage the database.";
            return wrong("sqlite_version()", self.version, "3.51.3 or later", fix);
        }
        if self.journal_mode != "wal" {
            let fix = "Put the file on a local disk: network and memory file systems cannot share the log's index.";
            return wrong("journal_mode", self.journal_mode, "wal", fix);
        }
        if self.synchronous != 2 {
            let fix = "Build the portal with a SQLite that can be set to it: without it a power cut loses commits.";
            return wrong("synchronous", self.synchronous.to_string(), "2 (FULL)", fix);
        }
        if self.foreign_keys != 1 {
            let fix = "Build the portal with a SQLite that checks them.";
            return wrong("foreign_keys", self.foreign_keys.to_string(), "1 (ON)", fix);
        }
        Ok(())
    }
}

fn is_new_enough(version: &str) -> bool {
    let parts: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    parts.is_ok_and(|parts| parts.as_slice() >= OLDEST.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Facts {
        Facts { version: "3.51.3".into(), journal_mode: "wal".into(), synchronous: 2, foreign_keys: 1 }
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        for (version, enough) in [
            ("3.51.3", true),
            ("3.51.10", true),
            ("3.60.0", true),
            ("4.0", true),
            ("3.51.2", false),
            ("3.9.99", false),
            ("new", false),
        ] {
            assert_eq!(is_new_enough(version), enough, "{version}");
        }
    }

    #[test]
    fn each_weakness_is_named_with_its_value_and_a_fix() {
        assert!(good().check().is_ok());
        for (facts, words) in [
            (Facts { version: "3.46.1".into(), ..good() }, "sqlite_version() = 3.46.1"),
            (Facts { journal_mode: "delete".into(), ..good() }, "journal_mode = delete"),
            (Facts { synchronous: 1, ..good() }, "synchronous = 1"),
            (Facts { foreign_keys: 0, ..good() }, "foreign_keys = 0"),
        ] {
            let said = facts.check().unwrap_err().to_string();
            assert!(said.contains(words) && said.ends_with('.'), "{said}");
        }
    }
}
