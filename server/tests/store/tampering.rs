//! `portal audit verify` finds whatever somebody with the whole database in their hands did to the log.

use std::{io::Write, path::PathBuf, sync::Arc};

use domain::{
    audit::{Signed, chain::Head},
    ports::{Clock, Store},
};
use jiff::Timestamp;
use server::{
    audit::verify,
    jobs::Signing,
    seal::Seal,
    settings::{Settings, Storage, Verify},
};
use tempfile::TempDir;

use crate::{
    ground::Ground,
    samples::{at, event},
};

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        at(7)
    }

    fn uptime(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}

/// A log of 25 lines, signed after 10 and 20.
struct Log {
    ground: Ground,
    settings: Settings,
    signing: Signing,
    data: TempDir,
}

impl Log {
    async fn new(ground: Ground) -> Self {
        let data = tempfile::tempdir().unwrap();
        let storage = Storage { data: data.path().to_owned(), database_url: Some(ground.url.clone().into()) };
        let seal = Seal::open(&storage).unwrap();
        let settings = Settings { storage, ..Settings::default() };
        let signing = Signing { database: ground.store.clone(), seal, clock: Arc::new(Fixed) };
        let log = Self { ground, settings, signing, data };
        for n in 1..=25 {
            log.ground.store.record(&event(&format!("object {n}"))).await.unwrap();
            if n % 10 == 0 {
                assert_eq!(log.signing.sign().await.unwrap(), n);
            }
        }
        assert_eq!(log.verdict().await, "25 events, 2 checkpoints, all in order.");
        log.ground.unguard_log().await;
        log
    }

    async fn verdict(&self) -> String {
        self.verdict_with(&Verify::default()).await
    }

    async fn verdict_with(&self, wanted: &Verify) -> String {
        verify(&self.settings, wanted).await.unwrap_or_else(|wrong| wrong.to_string())
    }

    async fn edit(&self, sql: &str) {
        self.ground.edit(sql).await;
    }

    /// Writes the checkpoints into a file as they stand in the server's log, and takes them out of the database.
    async fn checkpoints_moved_to_a_file(&self) -> Verify {
        let path = self.data.path().join("server.log");
        let mut file = std::fs::File::create(&path).unwrap();
        writeln!(file, "2026-11-22T12:00:00Z  INFO server: another line").unwrap();
        file.write_all(b"\xff\xfe no text\n").unwrap();
        for (_, signed) in self.ground.store.checkpoints(0, i64::MAX, 100).await.unwrap() {
            writeln!(file, "{{\"message\":\"the audit log was signed\",\"checkpoint\":\"{}\"}}", signed.unwrap())
                .unwrap();
        }
        self.edit("DELETE FROM checkpoint").await;
        Verify { checkpoints: vec![path], keys: Vec::new() }
    }

    /// Gives all lines the hashes that they would have, as somebody does who knows how.
    async fn rechain(&self) {
        let mut head = Head::START;
        for line in self.ground.store.raw_lines(0, 1000).await.unwrap() {
            let row = line.row();
            head = Head { position: row.position, hash: row.hash(head.hash) };
            self.edit(&format!("UPDATE event SET hash = '{}' WHERE position = {}", head.hash, head.position)).await;
        }
        self.edit(&format!("UPDATE event_count SET events = {}, head = '{}'", head.position, head.hash)).await;
    }
}

fn names(said: &str, position: i64, words: &str) {
    let place = format!("The audit log is not in order. position {position}: ");
    let place = place.replacen("The", "the", 1);
    assert!(said.starts_with(&place) && said.contains(words), "{said} does not begin “{place}” or say “{words}”");
}

async fn a_change_in_any_column_is_named(ground: Ground) {
    let log = Log::new(ground).await;
    for (column, value) in [
        ("id", "'other'"),
        ("at", "0"),
        ("person", "'somebody'"),
        ("who", "'somebody'"),
        ("action", "'dance'"),
        ("object", "''"),
        ("outcome", "'done'"),
        ("detail", "detail || ' '"),
        ("changes", "'[]'"),
        ("request", "NULL"),
        ("hash", "'0000000000000000000000000000000000000000000000000000000000000000'"),
    ] {
        log.edit(&format!("CREATE TABLE kept AS SELECT {column} AS was FROM event WHERE position = 13")).await;
        log.edit(&format!("UPDATE event SET {column} = {value} WHERE position = 13")).await;
        names(&log.verdict().await, 13, "the row is not as it was written");
        log.edit(&format!("UPDATE event SET {column} = (SELECT was FROM kept) WHERE position = 13")).await;
        log.edit("DROP TABLE kept").await;
        assert_eq!(log.verdict().await, "25 events, 2 checkpoints, all in order.", "{column}");
    }
}

async fn a_deleted_row_is_named(ground: Ground) {
    let log = Log::new(ground).await;
    log.edit("DELETE FROM event WHERE position = 4").await;
    names(&log.verdict().await, 4, "there is no row");
    log.edit("UPDATE event SET position = position - 1000 WHERE position > 4").await;
    log.edit("UPDATE event SET position = position + 999 WHERE position < 0").await;
    names(&log.verdict().await, 4, "the row is not as it was written");
}

async fn swapped_rows_are_named(ground: Ground) {
    let log = Log::new(ground).await;
    for (from, to) in [(8, -8), (9, 8), (-8, 9)] {
        log.edit(&format!("UPDATE event SET position = {to} WHERE position = {from}")).await;
    }
    names(&log.verdict().await, 8, "another row took its place");
}

async fn a_row_that_was_put_in_is_named(ground: Ground) {
    let log = Log::new(ground).await;
    let copy = |position: i64| {
        format!(
            "INSERT INTO event SELECT {position} AS position, 'copy' || {position}, at, person, who, action, object, outcome, detail, \
             changes, request, hash FROM event WHERE position = 3"
        )
    };
    log.edit(&copy(26)).await;
    names(&log.verdict().await, 26, "the row is not as it was written");
    log.edit("DELETE FROM event WHERE position = 26").await;
    log.edit(&copy(0)).await;
    names(&log.verdict().await, 0, "a row that the portal did not write");
    log.edit("DELETE FROM event WHERE position = 0").await;
    log.edit(&copy(40)).await;
    names(&log.verdict().await, 26, "there is no row");
}

async fn a_cut_tail_is_found_by_the_counter(ground: Ground) {
    let log = Log::new(ground).await;
    log.edit("DELETE FROM event WHERE position > 23").await;
    names(&log.verdict().await, 24, "its counter says 25");
}

async fn a_cut_tail_is_found_by_the_last_checkpoint(ground: Ground) {
    let log = Log::new(ground).await;
    log.edit("DELETE FROM event WHERE position > 18").await;
    log.rechain().await;
    names(&log.verdict().await, 19, "there is a checkpoint of position 20");
    // The portal does not sign what is left of it.
    assert_eq!(log.signing.sign().await.unwrap(), 20);
    let file = log.checkpoints_moved_to_a_file().await;
    assert_eq!(log.verdict().await, "18 events, 0 checkpoints, all in order.", "nothing in the database tells of it");
    names(&log.verdict_with(&file).await, 19, "the server's log has a checkpoint of position 20");
}

async fn a_whole_new_chain_is_found_by_a_checkpoint(ground: Ground) {
    let log = Log::new(ground).await;
    log.edit("UPDATE event SET who = 'somebody' WHERE position = 15").await;
    log.rechain().await;
    names(&log.verdict().await, 20, "has another hash");
    let file = log.checkpoints_moved_to_a_file().await;
    assert_eq!(log.verdict().await, "25 events, 0 checkpoints, all in order.");
    names(&log.verdict_with(&file).await, 20, "has another hash");
}

async fn a_checkpoint_that_was_changed_or_made_up_is_named(ground: Ground) {
    let log = Log::new(ground).await;
    log.edit("UPDATE checkpoint SET at = at + 1 WHERE position = 10").await;
    names(&log.verdict().await, 10, "the signature of the checkpoint");
    log.edit("UPDATE checkpoint SET at = at - 1, signature = 'x' WHERE position = 10").await;
    names(&log.verdict().await, 10, "a checkpoint cannot be read");
    log.edit("DELETE FROM checkpoint").await;

    // Somebody signs with a key of their own.
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = Seal::open(&Storage { data: elsewhere.path().to_owned(), database_url: None }).unwrap();
    let signing = Signing { database: log.ground.store.clone(), seal: theirs, clock: Arc::new(Fixed) };
    signing.sign().await.unwrap();
    names(&log.verdict().await, 25, "a key that is not known here");
    let keys = vec![signing.seal.public()];
    let trusting = Verify { checkpoints: Vec::new(), keys };
    assert_eq!(log.verdict_with(&trusting).await, "25 events, 1 checkpoint, all in order.");
}

async fn a_counter_that_was_changed_is_named(ground: Ground) {
    let log = Log::new(ground).await;
    let zero = "0".repeat(64);
    log.edit(&format!("UPDATE event_count SET head = '{zero}'")).await;
    names(&log.verdict().await, 25, "another hash than its last line");
}

async fn a_file_that_makes_no_sense_is_refused(ground: Ground) {
    let log = Log::new(ground).await;
    let path = log.data.path().join("cut.log");
    let wanted = |path: &PathBuf| Verify { checkpoints: vec![path.clone()], keys: Vec::new() };
    let said = log.verdict_with(&wanted(&path)).await;
    assert!(said.contains("cut.log cannot be read"), "{said}");
    let signed: Signed = log.ground.store.checkpoints(0, 100, 1).await.unwrap().remove(0).1.unwrap();
    let text = signed.to_string();
    std::fs::write(&path, format!("a line\n{}\n", &text[..text.len() / 2])).unwrap();
    let said = log.verdict_with(&wanted(&path)).await;
    assert!(said.starts_with("line 2 of") && said.contains("cannot be read as one"), "{said}");
    std::fs::write(&path, format!("{text}\n{text}\n")).unwrap();
    assert_eq!(log.verdict_with(&wanted(&path)).await, "25 events, 2 checkpoints, all in order.");
}

on_lasting_databases!(
    a_change_in_any_column_is_named,
    a_deleted_row_is_named,
    swapped_rows_are_named,
    a_row_that_was_put_in_is_named,
    a_cut_tail_is_found_by_the_counter,
    a_cut_tail_is_found_by_the_last_checkpoint,
    a_whole_new_chain_is_found_by_a_checkpoint,
    a_checkpoint_that_was_changed_or_made_up_is_named,
    a_counter_that_was_changed_is_named,
    a_file_that_makes_no_sense_is_refused,
);
