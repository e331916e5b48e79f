//! Commands about what is stored, as the program that somebody runs.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use sqlx::Connection;

use crate::ground::{Ground, drop_schema};

const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");

/// Adds somebody, and with them a line of the log.
fn with_somebody(data: &Path) {
    let create = ["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--password-stdin", "--data"];
    let mut create = Command::new(PROGRAM).args(create).arg(data).stdin(Stdio::piped()).spawn().unwrap();
    create.stdin.take().unwrap().write_all(b"green lamp over seven rivers\n").unwrap();
    assert!(create.wait().unwrap().success());
}

fn portal(arguments: &[&str], data: &Path) -> Output {
    Command::new(PROGRAM).args(arguments).arg("--data").arg(data).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_backup_is_a_data_folder_of_its_own_and_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("data"), folder.path().join("monday"));
    let backup = |data: &Path| portal(&["backup", copy.to_str().unwrap()], data);
    let nothing = backup(&data);
    assert_eq!(nothing.status.code(), Some(1), "{nothing:?}");
    assert!(!copy.exists());
    with_somebody(&data);
    // A portal that runs makes its keys; here nothing was sealed yet.
    fs::write(data.join("secrets-key"), "a key").unwrap();
    let copied = said(&backup(&data));
    assert!(
        copied.contains("portal.db") && copied.contains("secrets-key") && !copied.contains("audit-key"),
        "{copied}"
    );
    assert!(said(&portal(&["audit", "verify"], &copy)).contains("all in order"));
    assert_eq!(fs::read_to_string(copy.join("secrets-key")).unwrap(), "a key");
    let again = backup(&data);
    assert_eq!(again.status.code(), Some(1), "{again:?}");
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"), "{again:?}");
}

#[tokio::test]
async fn the_keys_of_a_portal_on_postgres_are_copied_and_its_own_tool_is_named() {
    let Some(ground) = Ground::on_postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("monday");
    let output = portal(&["backup", copy.to_str().unwrap(), "--database-url", &ground.url], folder.path());
    assert!(said(&output).contains("pg_dump --file"), "{output:?}");
    assert!(copy.is_dir() && !copy.join("portal.db").exists());
    drop_schema(&ground.url).await;
}

#[tokio::test]
async fn a_line_of_the_log_that_somebody_changed_is_found_by_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    with_somebody(data);
    let verify = || portal(&["audit", "verify"], data);
    assert!(said(&verify()).contains("all in order"));

    // Whoever owns the file is not stopped by its triggers.
    let file = format!("sqlite:{}", data.join("portal.db").display());
    let mut database = sqlx::SqliteConnection::connect(&file).await.unwrap();
    for sql in ["DROP TRIGGER event_is_not_changed", "UPDATE event SET who = 'somebody else' WHERE position = 1"] {
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
    database.close().await.unwrap();
    let after = verify();
    assert_eq!(after.status.code(), Some(1));
    let said = String::from_utf8_lossy(&after.stderr);
    assert!(said.contains("position 1"), "{said}");
}
