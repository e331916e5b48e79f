//! `portal audit verify` as the program that somebody runs.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use sqlx::Connection;

const PROGRAM: &str = env!("CARGO_BIN_EXE_portal");

#[tokio::test]
async fn a_line_of_the_log_that_somebody_changed_is_found_by_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let create = ["admin", "create", "--email", "ada@example.com", "--name", "Ada", "--password-stdin", "--data"];
    let mut create = Command::new(PROGRAM).args(create).arg(data).stdin(Stdio::piped()).spawn().unwrap();
    create.stdin.take().unwrap().write_all(b"green lamp over seven rivers\n").unwrap();
    assert!(create.wait().unwrap().success());
    let verify = || Command::new(PROGRAM).args(["audit", "verify", "--data"]).arg(data).output().unwrap();
    let before = verify();
    assert!(before.status.success(), "{}", String::from_utf8_lossy(&before.stderr));
    assert!(String::from_utf8_lossy(&before.stdout).contains("all in order"));

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
