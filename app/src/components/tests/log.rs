//! The audit log: what its rows, filters and pages say.

use std::collections::BTreeMap;

use domain::{
    Problems,
    audit::{Action, Change, Count, Event, Line, LogForm, Outcome, Page, chain::Hash},
    id::{EventId, RequestId},
};
use leptos::prelude::*;

use super::{HOSTILE, html, now};
use crate::{
    api::log::LogShown,
    components::{Events, LogChips, LogFilters, LogTable, environment_of, read_log},
};

const ENVIRONMENT: &str = "environment/local/abcdefghij";

fn event(object: &str, changes: Vec<Change>) -> Event {
    Event {
        id: EventId::from_bytes([7; 26]),
        at: now(),
        person: None,
        who: "ada@example.com".into(),
        action: Action::UpdateEnvironment,
        object: object.into(),
        outcome: Outcome::Done,
        detail: HOSTILE.into(),
        changes,
        request: Some(RequestId::from_bytes([1; 26])),
    }
}

fn shown(events: Vec<Event>, matching: Count) -> LogShown {
    let line = |(position, event)| Line { position, hash: Hash::START, event };
    let lines = (1..).zip(events).map(line).collect();
    LogShown {
        page: Page { lines, newer: false, older: false, matching },
        names: BTreeMap::from([(ENVIRONMENT.to_owned(), "risk <prod>".to_owned())]),
        size: 50,
        now: now(),
    }
}

fn table(shown: LogShown, address: &str) -> String {
    let form = read_log(address);
    html(|| view! { <LogTable shown form/> })
}

#[test]
fn a_row_leads_to_its_object_and_to_what_else_was_done() {
    let gone = "environment/local/gone";
    let events = vec![event(ENVIRONMENT, Vec::new()), event(gone, Vec::new()), event("person/é@x", Vec::new())];
    let told = table(shown(events, Count::Exactly(3)), "/admin/log?outcome=done&before=9");
    for part in [
        "<a href=\"/environments/local/abcdefghij\">risk &lt;prod&gt;</a>",
        "<a href=\"/environments/local/gone/history\">environment/local/gone</a>",
        "href=\"/admin/log?object=person%2F%C3%A9%40x&amp;outcome=done\"",
        "href=\"/admin/log?who=ada%40example.com&amp;outcome=done\"",
        "Line 2 of the log, Request bbbbbbbbbbbbbbbbbbbbbbbbbb",
        "3 events",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("<script"), "{told}");
}

#[test]
fn what_changed_is_told_in_words() {
    let changes = vec![
        Change::new("Name", Some("a"), Some(HOSTILE)),
        Change::added("Tag team", "fx"),
        Change::new("Tag owner", Some("ada"), None),
    ];
    let told = html(|| view! { <Events events=vec![event(ENVIRONMENT, changes)]/> });
    for part in [
        "<summary>3 changes</summary>",
        "<b>Name</b> changed from <del>a</del>",
        " to <ins>&lt;/td&gt;",
        "<b>Tag team</b> added: ",
        "<ins>fx</ins>",
        "<b>Tag owner</b> removed: <del>ada</del>",
    ] {
        assert!(told.replace("<!>", "").contains(part), "{part} in {told}");
    }
}

#[test]
fn more_than_were_counted_are_not_given_a_number() {
    let told = table(shown(vec![event("log", Vec::new())], Count::MoreThan(10_000)), "/admin/log");
    assert!(told.contains("More than 10,000 events"), "{told}");
    assert!(table(shown(vec![event("log", Vec::new())], Count::Exactly(1)), "/admin/log").contains("1 event<"));
}

#[test]
fn nothing_to_show_is_told_apart() {
    let nothing = |address| table(shown(Vec::new(), Count::Exactly(0)), address);
    assert!(nothing("/admin/log").contains("Nothing has happened yet"));
    let none = nothing("/admin/log?text=x&size=25");
    assert!(none.contains("No event matches") && none.contains("href=\"/admin/log?size=25\""), "{none}");
    let old = table(shown(Vec::new(), Count::Exactly(3)), "/admin/log?text=x&before=1");
    assert!(old.contains("Nothing is that old") && old.contains("href=\"/admin/log?text=x\""), "{old}");
}

#[test]
fn the_filters_keep_what_was_typed_and_say_what_is_wrong_with_it() {
    let form = read_log("/admin/log?action=dance&from=soon&until=2026-11-22&size=25&text=%22%3E");
    let problems = form.parse().unwrap_err();
    let told = html(|| view! { <LogFilters form problems now=None/> });
    for part in [
        "value=\"soon\"",
        "value=\"2026-11-22\"",
        ">dance</option>",
        "There is no such action.",
        "This is no time.",
        "name=\"size\" value=\"25\"",
        "value=\"&quot;&gt;\"",
        "href=\"/admin/log?size=25\"",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let plain = html(|| view! { <LogFilters form=LogForm::default() problems=Problems::default() now=Some(now())/> });
    assert!(!plain.contains("Clear filters") && plain.contains("<option value=\"2026-11-22T11:00\""), "{plain}");
}

#[test]
fn each_filter_in_force_can_be_taken_away() {
    let form = read_log("/admin/log?who=a&action=sign_in&outcome=unknown&object=o&from=2026-11-22&text=t&before=4");
    let told = html(|| view! { <LogChips form/> });
    assert_eq!(told.matches("chip-remove").count(), 6);
    for part in ["<b>Sign in</b>", "<b>No answer</b>", "Remove Who: a"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("before="), "{told}");
}

#[test]
fn only_environments_are_taken_for_environments() {
    assert!(environment_of(ENVIRONMENT).is_some());
    for other in ["environment/local", "environment/../x", "environment/local/a/b", "person/local/abc", ""] {
        assert!(environment_of(other).is_none(), "{other}");
    }
}
