//! The matrix of rights: every page and every call, sent as everybody over HTTP. `matrix.toml` says what each may get.

#![expect(
    clippy::unwrap_used,
    clippy::large_futures,
    reason = "a test that unwraps says where it broke, and what it holds is small enough"
)]

mod stage;
mod table;
mod things;

use std::{collections::BTreeSet, thread};

use stage::{Sending, Stage};
use table::{Row, Table};
use tokio::runtime::Runtime;

/// What is no page of the app and no call. The router cannot be asked for these.
const OTHERS: [&str; 16] = [
    "/account/second-factor/qr.svg",
    "/go/{}/qr.svg",
    "/environments/{}/{}/metadata.xml",
    "/environments/{}/{}/service-provider.xml",
    "/environments/new/{}/metadata.xml",
    "/requests/{}/metadata.xml",
    "/environments.csv",
    "/environments.json",
    "/admin/log.csv",
    "/admin/log.json",
    "/sign-in/with/{}",
    "/sign-in/back/{}",
    "/events",
    "/healthz",
    "/readyz",
    "/nowhere",
];

/// A path with its parameters made alike, so that a route and a row can be compared.
fn shape(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn shapes(rows: &[Row]) -> BTreeSet<String> {
    rows.iter().map(|row| shape(&row.path)).collect()
}

#[test]
fn every_page_and_every_call_has_a_row_and_no_row_is_of_something_that_is_gone() {
    let table = Table::read();
    let pages = server::pages().iter().map(|page| shape(page)).chain(OTHERS.map(str::to_owned));
    assert_eq!(shapes(&table.pages), pages.collect());
    let calls: BTreeSet<String> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(shapes(&table.calls), calls);
    let named = |method: &str, path: &str| format!("{method} {}", shape(path));
    let api: BTreeSet<String> = table.api.iter().map(|row| named(&row.method, &row.path)).collect();
    let operations = server::operations().into_iter().map(|(method, path)| named(&method, &path));
    let others = ["/api/v1/openapi.json", "/api/v1/nowhere"].map(|path| named("GET", path));
    assert_eq!(api, operations.chain(others).collect());
}

#[test]
fn whatever_is_addressed_by_a_name_is_tried_present_and_absent() {
    let Table { pages, calls, api } = Table::read();
    let all = || pages.iter().chain(&calls).chain(&api);
    for row in all() {
        let named = [
            "{person}",
            "{environment}",
            "{draft}",
            "{edit}",
            "{lost}",
            "{invitation}",
            "{team}",
            "{link}",
            "{provider}",
            "{identity}",
            "{token}",
            "{blueprint}",
            "{request}",
            "{undecided}",
            "{notice}",
            "{webhook}",
            "{parting}",
            "{changing}",
        ];
        let names = named.iter().any(|name| row.path.contains(name) || row.sends.contains(name));
        let same = |other: &Row| other.path == row.path && other.method == row.method;
        let tried = |of: &str| all().any(|other| same(other) && other.of == of);
        // Leaving an edit that is gone already is what leaving a draft is.
        assert!(!names || tried("absent") || row.path == "/api/edits/discard", "{} is never absent", row.path);
        assert!(!names || tried("present"), "{} is never present", row.path);
    }
}

/// Sends every cell of some rows, on two portals at once, and collects what is not as the table says.
fn wrong(rows: Vec<Row>, sending: Sending) -> Vec<String> {
    let (some, others): (Vec<_>, Vec<_>) = rows.into_iter().enumerate().partition(|(n, _)| n % 2 == 0);
    let play = |rows| move || Runtime::new().unwrap().block_on(on_one_stage(rows, sending));
    thread::scope(|threads| {
        let playing = [some, others].map(|rows| threads.spawn(play(rows)));
        playing.into_iter().flat_map(|played| played.join().unwrap()).collect()
    })
}

async fn on_one_stage(rows: Vec<(usize, Row)>, sending: Sending) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut stage = Stage::open().await;
    for (_, row) in rows {
        for (actor, expected) in row.cells() {
            let seen = stage.play(actor, &row, sending).await;
            if seen != expected {
                wrong.push(format!(
                    "{} {} of {} as {actor}: {seen} instead of {expected}",
                    row.method, row.path, row.of
                ));
            }
        }
    }
    wrong
}

#[test]
fn everybody_sees_the_pages_that_the_table_says() {
    let wrong = wrong(Table::read().pages, Sending::Page);
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn everybody_calls_what_the_table_says_and_refused_changes_are_in_the_log() {
    let wrong = wrong(Table::read().calls, Sending::Call);
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_token_gets_from_the_api_what_the_table_says_and_refused_changes_are_in_the_log() {
    let wrong = wrong(Table::read().api, Sending::Api);
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong.join("\n"));
}
