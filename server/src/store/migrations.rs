//! The tables and how they came to be: one text for both databases, part of the program.

use sqlx::{
    AnyConnection, Connection, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

use super::{OpenError, sqlite};

/// The files of `server/migrations`, in their order. None is ever changed once it was released.
const ALL: [(i64, &str, &str); 2] = [
    (1, "first", include_str!("../../migrations/0001_first.sql")),
    (2, "people", include_str!("../../migrations/0002_people.sql")),
];

fn migrator() -> Migrator {
    let migration = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(ALL.into_iter().map(migration).collect())
}

/// In one transaction, because on SQLite nothing else keeps two portals that start at once from doing the same.
pub(super) async fn run_on_sqlite(connection: &mut AnyConnection) -> Result<(), OpenError> {
    let failed = |cause: sqlx::Error| OpenError::Migration { words: cause.to_string() };
    let mut change = connection.begin_with(sqlite::BEGIN).await.map_err(failed)?;
    migrator().run(&mut *change).await?;
    change.commit().await.map_err(failed)
}

/// Under the advisory lock that the migrator takes.
pub(super) async fn run_on_postgres(connection: &mut AnyConnection) -> Result<(), OpenError> {
    Ok(migrator().run(connection).await?)
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
        let known: Vec<String> = ALL.iter().map(|(version, name, _)| format!("{version:04}_{name}.sql")).collect();
        assert_eq!(files, known);
    }
}
