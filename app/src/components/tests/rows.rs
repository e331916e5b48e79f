//! The rows of the list.

use domain::{environment::Status, inventory::Entry};

use super::{HOSTILE, entry, environment, now};
use crate::components::environment_rows;

fn rows(entries: &[Entry]) -> String {
    environment_rows(entries.iter().map(|entry| (entry, "eu-west-1", None)), now())
}

#[test]
fn nothing_hostile_becomes_markup() {
    let mut hostile = environment(HOSTILE);
    hostile.url = Some(HOSTILE.into());
    let html = rows(&[entry(hostile.clone(), &[(HOSTILE, HOSTILE), ("b", HOSTILE), ("c", "d")])]);
    assert!(!html.contains("<script"), "{html}");
    // Every quote of the page is one of ours: they come in pairs within each tag.
    for tag in html.split('<').filter_map(|piece| piece.split_once('>')) {
        assert_eq!(tag.0.matches('"').count() % 2, 0, "{}", tag.0);
    }
    hostile.status = Status::Other(HOSTILE.into());
    assert!(!rows(&[entry(hostile, &[])]).contains("<script"));
}

#[test]
fn a_row_says_what_is_known() {
    let html = rows(&[entry(
        environment("risk"),
        &[("team", "rates"), ("portal:operation", "x"), ("a", "1"), ("z", "2"), ("y", "3")],
    )]);
    for part in [
        r#"<tr id="local/abcdefghij">"#,
        r#"<a href="/environments/local/abcdefghij">risk</a>"#,
        r#"data-tone="success""#,
        "Created</span>",
        "a: <b>1</b>",
        "and 2 more</a>",
        r#"<time data-ago datetime="2026-11-22T11:57:00Z" title="2026-11-22 11:57:00 UTC">3 minutes ago</time>"#,
        r#"rel="noopener noreferrer" href="https://abcdefghij.eu-west-1.amazonfinspace.com">"#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("portal:operation"));
}

#[test]
fn only_what_is_up_has_a_way_in_and_the_rest_says_why_not() {
    for status in Status::ALL.into_iter().filter(|status| *status != Status::Created) {
        let html = rows(&[entry(domain::environment::Environment { status, ..environment("risk") }, &[])]);
        assert!(
            !html.contains("_blank") && html.contains("aria-disabled") && html.contains("blocked-reason"),
            "{html}"
        );
    }
    let nowhere = domain::environment::Environment { url: None, ..environment("risk") };
    assert!(rows(&[entry(nowhere, &[])]).contains("FinSpace gives no sign-in address"));
}

#[test]
fn tags_that_were_never_read_are_not_said_to_be_none() {
    let mut unread = entry(environment("risk"), &[]);
    assert!(rows(std::slice::from_ref(&unread)).contains("None</span>"));
    unread.tags = None;
    assert!(rows(std::slice::from_ref(&unread)).contains("Not read yet"));
    let denied = environment_rows([(&unread, "eu-west-1", Some(HOSTILE))], now());
    assert!(denied.contains(">Not readable</span>") && !denied.contains("<script"), "{denied}");
}

#[test]
fn a_long_tag_is_cut_between_characters() {
    let long = "é".repeat(256);
    let html = rows(&[entry(environment("risk"), &[("key", &long)])]);
    assert!(html.contains(&format!("{}…", "é".repeat(48))) && !html.contains(&long));
}
