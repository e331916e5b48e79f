//! How a database is opened, and in which words it is refused.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use domain::{id::PersonId, ports::Store};
use jiff::Timestamp;
use server::store::Database;
use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

use crate::{
    ground::{Ground, cluster, connect},
    samples::event,
};

async fn refusal(url: &str) -> String {
    Database::open(url).await.unwrap_err().to_string()
}

fn in_words(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "“{part}” is not in: {said}");
    }
}

#[tokio::test]
async fn a_file_is_made_with_its_folders_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("some/where/a b%20c#d é.db");
    let store = Database::open(&format!("sqlite:{}", file.display())).await.unwrap();
    store.record(&event("x")).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(&file.with_file_name("a b%20c#d é.db-wal")), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    store.close().await;
    assert!(!file.with_file_name("a b%20c#d é.db-wal").exists(), "closing leaves one file");
}

#[tokio::test]
async fn each_database_in_memory_is_another() {
    let (one, other) = (Ground::in_memory().await, Ground::in_memory().await);
    one.store.record(&event("x")).await.unwrap();
    assert_eq!(other.store.events("x", 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_wrong_scheme_is_refused() {
    in_words(&refusal("mysql://root@localhost/portal").await, &["“mysql:”", "sqlite:path/to/file.db", "postgres://"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "text").unwrap();
    let said = refusal(&format!("sqlite:{}/below/portal.db", file.display())).await;
    in_words(&said, &["the folder", &file.display().to_string(), "cannot be made", "name another one"]);
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = refusal(&format!("sqlite:{}", folder.path().display())).await;
    in_words(&said, &["the database file", "cannot be written", "Let the portal's user write it"]);
}

#[tokio::test]
async fn a_file_of_something_else_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    let text = "Dear Ada, ".repeat(1000);
    fs::write(&file, &text).unwrap();
    let said = refusal(&format!("sqlite:{}", file.display())).await;
    in_words(&said, &["letter.txt", "not a database", "name another file"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

/// Takes everything out of a database, tables too. What refers to others goes first.
async fn empty(ground: &Ground) {
    let of_telling = ["delivery", "webhook", "notice", "notice_choice", "told"];
    let of_requests = ["checks", "lifetime", "change", "request_comment", "request_approval", "request"];
    let of_blueprints = ["blueprint_step", "blueprint_approver", "blueprint_team", "blueprint"];
    let of_teams = ["rule_met", "team_rule", "recent_link", "favourite", "link_click", "link", "team_member", "team"];
    let of_factors = ["recovery_code", "authenticator_app", "passkey"];
    let of_people = ["draft", "operation", "invitation", "identity", "token", "person", "set_up_token"];
    let of_signing_in = ["failed_sign_in", "session", "provider", "used_state", "house"];
    let others = ["inventory", "connection_health", "event", "event_count", "checkpoint", "roster", "_sqlx_migrations"];
    let of_people = of_teams.into_iter().chain(of_factors).chain(of_people).chain(of_signing_in);
    ground.store.close().await;
    let of_requests = of_telling.into_iter().chain(of_requests);
    for table in of_requests.chain(of_blueprints).chain(of_people).chain(others) {
        ground.edit(&format!("DROP TABLE {table}")).await;
    }
}

async fn whoever_was_there_before_there_were_roles_is_an_administrator(ground: Ground) {
    empty(&ground).await;
    let sql = include_str!("../../migrations/0001_first.sql").into_sql_str();
    let first = Migration::new(1, "first".into(), MigrationType::Simple, sql, false);
    Migrator::with_migrations(vec![first]).run(&mut connect(&ground.url).await).await.unwrap();
    let id = PersonId::from_bytes([1; 26]);
    let person = format!("'{id}', 'ada@example.com', 'ADA B.', 'hash', 5");
    ground.edit(&format!("INSERT INTO person (id, email, name, password_hash, added_at) VALUES ({person})")).await;
    let event = format!("7, 'x', 9, '{id}', 'ada@example.com', 'sign_in', 'person/ada@example.com', 'done', ''");
    let columns = "position, id, at, person, who, action, object, outcome, detail";
    ground.edit(&format!("INSERT INTO event ({columns}) VALUES ({event})")).await;
    let store = Database::open(&ground.url).await.unwrap();
    let ada = store.person(&id).await.unwrap().unwrap();
    assert_eq!((ada.roles.to_string().as_str(), ada.disabled_at), ("admin", None));
    assert_eq!(ada.signed_in_at.map(Timestamp::as_millisecond), Some(9));
    assert_eq!(store.people(&domain::person::Filter::saying("ada b"), 0, 10).await.unwrap().1, 1);
    assert_eq!(store.admins().await.unwrap(), 1);
    store.close().await;
}

async fn two_portals_can_start_at_once_on_a_new_database(ground: Ground) {
    empty(&ground).await;
    let (one, other) = tokio::join!(Database::open(&ground.url), Database::open(&ground.url));
    let (one, other) = (one.unwrap(), other.unwrap());
    one.record(&event("x")).await.unwrap();
    assert_eq!(other.events("x", 10).await.unwrap().len(), 1);
    one.close().await;
    other.close().await;
}

async fn a_database_of_a_newer_portal_is_refused(ground: Ground) {
    let newest = "(SELECT MAX(version) FROM _sqlx_migrations)";
    ground.edit(&format!("UPDATE _sqlx_migrations SET version = 9999 WHERE version = {newest}")).await;
    in_words(&refusal(&ground.url).await, &["newer portal", "9999", "Start the newer portal"]);
}

async fn a_migration_that_was_changed_is_refused(ground: Ground) {
    ground.edit(r"UPDATE _sqlx_migrations SET checksum = '\x00'").await;
    in_words(&refusal(&ground.url).await, &["migration 1", "changed sources"]);
}

on_lasting_databases!(
    whoever_was_there_before_there_were_roles_is_an_administrator,
    two_portals_can_start_at_once_on_a_new_database,
    a_database_of_a_newer_portal_is_refused,
    a_migration_that_was_changed_is_refused,
);

#[tokio::test]
async fn a_postgres_that_does_not_answer_is_named_without_its_password() {
    let said = refusal("postgres://ada:secret@127.0.0.1:1/portal").await;
    in_words(&said, &["postgres://ada@127.0.0.1:1/portal", "Check that PostgreSQL runs there"]);
    assert!(!said.contains("secret"), "{said}");
}

#[tokio::test]
async fn a_postgres_without_the_database_or_the_user_says_so() {
    let Some(cluster) = cluster() else { return };
    let mut url = url::Url::parse(&cluster).unwrap();
    url.set_path("/nowhere");
    in_words(&refusal(url.as_str()).await, &["nowhere", "Make it: createdb"]);
    url.set_path("/postgres");
    url.set_username("nobody_of_that_name").unwrap();
    in_words(&refusal(url.as_str()).await, &["nobody_of_that_name", "Check the user and the password"]);
}
