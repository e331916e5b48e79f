//! Rules of the house that no compiler checks.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// No file is longer.
const LINES: usize = 300;
/// The crates, and what of them is looked at.
const CRATES: [&str; 5] = ["app", "domain", "finspace-local", "frontend", "server"];

/// All Rust files of the workspace, with their path from its root.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders: Vec<PathBuf> =
        CRATES.iter().flat_map(|name| ["src", "tests"].map(|folder| root.join(name).join(folder))).collect();
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                sources.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(sources.len() > 100, "only {} files were found", sources.len());
    sources
}

/// The files in which a line says something, apart from comments and from this file.
fn saying(what: impl Fn(&str) -> bool) -> Vec<String> {
    let says = |text: &str| text.lines().any(|line| !line.trim_start().starts_with("//") && what(line));
    let mut names: Vec<String> = sources()
        .into_iter()
        .filter(|(name, text)| name != "server/tests/tidy.rs" && says(text))
        .map(|(name, _)| name)
        .collect();
    names.sort();
    names
}

/// The names that do not begin in one of these ways.
fn elsewhere(names: Vec<String>, allowed: &[&str]) -> Vec<String> {
    names.into_iter().filter(|name| !allowed.iter().any(|start| name.starts_with(start))).collect()
}

const NONE: [String; 0] = [];

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| text.lines().count() > LINES)
        .map(|(name, text)| format!("{name} has {} lines", text.lines().count()))
        .collect();
    assert_eq!(long, NONE);
}

#[test]
fn every_file_begins_with_what_it_is() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(name, _)| name).collect();
    assert_eq!(silent, NONE);
}

#[test]
fn only_the_port_names_the_sdk() {
    let names = saying(|line| line.contains("aws_sdk_finspace"));
    assert!(!names.is_empty(), "nobody names it");
    assert_eq!(elsewhere(names, &["server/src/finspace", "server/tests/", "finspace-local/tests/"]), NONE);
}

#[test]
fn only_the_stores_speak_sql() {
    let names = saying(|line| line.contains("sqlx::"));
    assert!(!names.is_empty(), "nobody does");
    assert_eq!(elsewhere(names, &["server/src/store/", "finspace-local/", "server/tests/store/"]), NONE);
    let words = saying(|line| ["SELECT ", "INSERT INTO", "DELETE FROM"].iter().any(|word| line.contains(word)));
    assert_eq!(
        elsewhere(words, &["server/src/store/", "finspace-local/src/store/", "finspace-local/tests/", "server/tests/"]),
        NONE
    );
}

#[test]
fn the_app_asks_in_two_files_at_most_what_it_is_built_for() {
    let names = saying(|line| line.contains("cfg(feature"));
    let app: Vec<&String> = names.iter().filter(|name| name.starts_with("app/")).collect();
    assert!(app.len() <= 2, "{app:?}");
    assert_eq!(elsewhere(names.clone(), &["app/"]), NONE);
}

#[test]
fn time_comes_from_a_clock_that_tests_can_set() {
    let names = saying(|line| {
        ["Timestamp::now()", "Zoned::now()", "SystemTime::now()", "now_utc()"].iter().any(|now| line.contains(now))
    });
    assert_eq!(
        elsewhere(
            names,
            &["server/src/clock.rs", "finspace-local/src/clock.rs", "server/tests/", "finspace-local/tests/"]
        ),
        NONE
    );
}

#[test]
fn a_lint_is_expected_with_a_reason_or_obeyed() {
    assert_eq!(saying(|line| line.contains("#[allow") || line.contains("#![allow")), NONE);
}
