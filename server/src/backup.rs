//! `portal backup`: copies what only this portal has, while it runs.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use domain::ports::StoreError;
use secrecy::ExposeSecret;

use crate::{
    key_file, safe, seal,
    settings::Storage,
    store::{Database, OpenError},
};

/// What the copy of the database is called, as in the data folder.
const DATABASE: &str = "portal.db";

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("the database could not be copied: {0}. Look whether there is room, then try again")]
    Store(#[from] StoreError),
    #[error("{} is there already. Name a folder that is not, so that no backup is written over another", .0.display())]
    There(PathBuf),
    #[error("{} cannot be written: {cause}. Name a folder in which you may write", file.display())]
    File { file: PathBuf, cause: io::Error },
}

/// Copies the database and the keys into a folder that is made for them, for its owner alone. PostgreSQL is copied by
/// its own tool: then the keys are all, and the answer says how to go on.
pub async fn make(storage: &Storage, folder: &Path) -> Result<String, BackupError> {
    let failed = |file: &Path| {
        let file = file.to_owned();
        move |cause| BackupError::File { file, cause }
    };
    let url = storage.database_url();
    let is_file = url.expose_secret().starts_with("sqlite:");
    // First of all, so that nothing is made when there is nothing to copy.
    let database = Database::look_at(url.expose_secret()).await?;
    if folder.try_exists().map_err(failed(folder))? {
        return Err(BackupError::There(folder.to_owned()));
    }
    key_file::private_folder(folder).map_err(failed(folder))?;
    let mut said = vec![format!("Copied to {}:", folder.display())];
    if is_file {
        database.copy_to(&folder.join(DATABASE)).await?;
        said.push(format!("  {DATABASE:<14} the database"));
    }
    database.close().await;
    for (name, what) in [(seal::FILE, "signs the audit log"), (safe::FILE, "opens the secrets in the database")] {
        let (key, copy) = (storage.data.join(name), folder.join(name));
        match fs::copy(&key, &copy) {
            Ok(_) => said.push(format!("  {name:<14} {what}")),
            // It is made when it is first needed.
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(failed(&copy)(cause)),
        }
    }
    if !is_file {
        let dump = folder.join("portal.sql");
        said.push(format!("The database is PostgreSQL, which copies itself: pg_dump --file {}", dump.display()));
    }
    Ok(said.join("\n"))
}
