//! The tables and how they came to be, as part of the program: one text for both databases, as far as they have one.

use sqlx::{
    Any, AnyConnection, Connection, SqlSafeStr, Transaction,
    migrate::{Migration, MigrationType, Migrator},
};

use super::{OpenError, chaining, sqlite};

/// One step: a file of `server/migrations` and, where the databases have no words in common, one more file for each.
struct Step {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// A step in one text.
macro_rules! common {
    ($version:literal, $name:literal, $file:literal) => {{
        let text = include_str!(concat!("../../migrations/", $file, ".sql"));
        Step { version: $version, name: $name, sqlite: text, postgres: text }
    }};
}

/// A step in one text, with an end of its own for each database.
macro_rules! each {
    ($version:literal, $name:literal, $file:literal) => {{
        Step {
            version: $version,
            name: $name,
            sqlite: concat!(
                include_str!(concat!("../../migrations/", $file, ".sql")),
                include_str!(concat!("../../migrations/", $file, ".sqlite.sql"))
            ),
            postgres: concat!(
                include_str!(concat!("../../migrations/", $file, ".sql")),
                include_str!(concat!("../../migrations/", $file, ".postgres.sql"))
            ),
        }
    }};
}

/// All steps in their order. None is ever changed once it was released.
const ALL: [Step; 19] = [
    common!(1, "first", "0001_first"),
    common!(2, "people", "0002_people"),
    each!(3, "log", "0003_log"),
    common!(4, "tokens", "0004_tokens"),
    common!(5, "teams", "0005_teams"),
    common!(6, "oidc", "0006_oidc"),
    common!(7, "factors", "0007_factors"),
    common!(8, "provisioning", "0008_provisioning"),
    common!(9, "requests", "0009_requests"),
    common!(10, "house", "0010_house"),
    common!(11, "notices", "0011_notices"),
    common!(12, "lifetimes", "0012_lifetimes"),
    common!(14, "groups", "0014_groups"),
    common!(15, "steps", "0015_steps"),
    common!(16, "passkeys", "0016_passkeys"),
    common!(17, "checks", "0017_checks"),
    common!(18, "changes", "0018_changes"),
    common!(19, "outages", "0019_outages"),
    common!(20, "due", "0020_due"),
];

fn migrator(text: fn(&Step) -> &'static str) -> Migrator {
    let migration = |step: &Step| {
        let sql = text(step).into_sql_str();
        Migration::new(step.version, step.name.into(), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(ALL.iter().map(migration).collect())
}

fn failed(cause: &sqlx::Error) -> OpenError {
    OpenError::Migration { words: cause.to_string() }
}

/// What is done to the log once its tables are up to date.
async fn finish(mut change: Transaction<'_, Any>) -> Result<(), sqlx::Error> {
    chaining::tie_old_lines(&mut change).await?;
    change.commit().await
}

/// In one transaction, because on SQLite nothing else keeps two portals that start at once from doing the same.
pub(super) async fn run_on_sqlite(connection: &mut AnyConnection) -> Result<(), OpenError> {
    let mut change = connection.begin_with(sqlite::BEGIN).await.map_err(|cause| failed(&cause))?;
    migrator(|step| step.sqlite).run(&mut *change).await?;
    finish(change).await.map_err(|cause| failed(&cause))
}

/// Under the advisory lock that the migrator takes, and then under the lock of the log's own counter.
pub(super) async fn run_on_postgres(connection: &mut AnyConnection) -> Result<(), OpenError> {
    migrator(|step| step.postgres).run(&mut *connection).await?;
    let change = connection.begin().await.map_err(|cause| failed(&cause))?;
    finish(change).await.map_err(|cause| failed(&cause))
}

/// Refuses a database whose tables are not those of this portal. Nothing is changed in it.
pub(super) async fn check(connection: &mut AnyConnection) -> Result<(), OpenError> {
    let newest = ALL.iter().map(|step| step.version).max().unwrap_or_default();
    let sql = "SELECT MAX(version) FROM _sqlx_migrations";
    let found: Result<Option<i64>, _> = sqlx::query_scalar(sql).fetch_one(connection).await;
    match found {
        Ok(Some(version)) if version == newest => Ok(()),
        Ok(Some(version)) if version > newest => Err(OpenError::Newer { version }),
        Ok(_) => Err(OpenError::Older),
        Err(cause) => Err(OpenError::NoPortal { words: cause.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_part_of_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let ends = |step: &Step| if step.sqlite == step.postgres { vec![""] } else { vec!["", ".postgres", ".sqlite"] };
        let named = |step: &Step| -> Vec<String> {
            ends(step).iter().map(|end| format!("{:04}_{}{end}.sql", step.version, step.name)).collect()
        };
        let mut known: Vec<String> = ALL.iter().flat_map(named).collect();
        known.sort();
        assert_eq!(files, known);
    }
}
