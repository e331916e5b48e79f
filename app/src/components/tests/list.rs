//! The list's states, filters and pages.

use domain::{
    environment::{Environment, Status},
    id::EnvironmentId,
    inventory::{Entry, Query},
    role::Role,
};
use leptos::prelude::*;

use super::{HOSTILE, entry, environment, html, listing, now, rights, troubled, well};
use crate::{
    api::environments::Listing,
    components::{ConnectionHealth, EnvironmentTable, FilterChips, Filters, Following, Updated, read_query},
};

fn table(listing: Listing) -> String {
    html(|| view! { <EnvironmentTable listing rights=rights(Role::Operator)/> })
}

fn many(count: usize) -> Vec<Entry> {
    let numbered = |i| {
        let id = EnvironmentId::parse(&format!("env{i}")).unwrap();
        entry(Environment { id, ..environment(&format!("risk-{i}")) }, &[])
    };
    (0..count).map(numbered).collect()
}

#[test]
fn without_a_connection_it_says_how_to_set_one_up() {
    let html = table(listing(Vec::new(), &[], Query::default()));
    assert!(html.contains("[[connections]]"), "{html}");
}

#[test]
fn before_the_first_reading_it_says_that_it_reads() {
    let html = table(listing(Vec::new(), &[("local", domain::connection::Health::default())], Query::default()));
    assert!(html.contains("is reading “local” for the first time") && !html.contains("Create environment"), "{html}");
}

#[test]
fn with_nothing_there_it_offers_to_create() {
    let html = table(listing(Vec::new(), &[("local", well())], Query::default()));
    assert!(html.contains("No environments yet") && html.contains("/api/drafts/start"), "{html}");
}

#[test]
fn what_was_never_read_is_not_said_to_be_empty() {
    let html = table(listing(Vec::new(), &[("local", troubled(None))], Query::default()));
    assert!(html.contains("Nothing is known yet") && !html.contains("No environments yet"), "{html}");
}

#[test]
fn when_nothing_matches_it_offers_to_clear_the_filters_and_keeps_the_order() {
    let query = read_query("/environments?text=nowhere&sort=changed&page=4");
    let html = table(listing(many(3), &[("local", well())], query));
    assert!(html.contains("No environment matches") && html.contains(r#"href="/environments?sort=changed""#), "{html}");
}

#[test]
fn a_page_in_the_middle_leads_to_all_others_with_its_filters() {
    let query = read_query("/environments?text=risk&size=25&page=2&sort=status&order=descending");
    let html = table(listing(many(80), &[("local", well())], query));
    assert_eq!(html.matches("<tr id=").count(), 25);
    assert!(html.contains("26–50 of 80"), "{html}");
    let kept = "/environments?text=risk&amp;sort=status&amp;order=descending";
    for page in [
        format!("{kept}&amp;size=25\""),
        format!("{kept}&amp;page=3&amp;size=25\""),
        format!("{kept}&amp;page=4&amp;size=25\""),
    ] {
        assert!(html.contains(&page), "{page} in {html}");
    }
    assert!(html.contains(r#"aria-sort="descending""#) && html.matches("aria-sort").count() == 1);
    assert!(html.contains(r#"<input type="hidden" name="order" value="descending">"#), "{html}");
}

#[test]
fn the_newest_change_first_counts_as_descending() {
    let html = table(listing(many(2), &[("local", well())], read_query("/environments?sort=changed")));
    assert!(html.contains(r#"aria-sort="descending""#), "{html}");
}

#[test]
fn one_connection_in_trouble_hides_no_other() {
    let shown =
        listing(many(2), &[("down", troubled(Some(super::before(3_600)))), ("local", well())], Query::default());
    let connections = shown.connections.clone();
    let told = html(|| view! { <ConnectionHealth connections=connections.clone() now=now()/> });
    for part in [
        "“down” cannot be read",
        "cannot be reached: &lt;refused&gt;",
        "5 minutes ago",
        "1 hour ago",
        r#"role="alert""#,
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("“local”"));
    assert_eq!(table(shown).matches("<tr id=").count(), 2);
    let updated = html(|| view! { <Updated connections now=now()/> });
    assert!(updated.contains("Updated") && updated.contains("1 hour ago"), "{updated}");
}

#[test]
fn every_filter_has_a_chip_that_takes_only_it_away() {
    let query = Query {
        tag_key: Some(HOSTILE.into()),
        ..read_query(
            "/environments?text=a&status=CREATING&mode=LOCAL&tag_value=v&connection=c&team=Market+Risk&lacks=owner",
        )
    };
    let told = html(|| view! { <FilterChips query/> });
    assert_eq!(told.matches("chip-remove").count(), 8);
    assert!(
        told.contains("Creating")
            && told.contains("Remove Team: Market Risk")
            && told.contains("Remove Tag value: v")
            && !told.contains("<script"),
        "{told}"
    );
    let one = html(|| view! { <FilterChips query=read_query("/environments?text=a&status=CREATED")/> });
    assert!(
        one.contains(r#"href="/environments?status=CREATED""#) && one.contains(r#"href="/environments?text=a""#),
        "{one}"
    );
    assert!(!html(|| view! { <FilterChips query=Query::default()/> }).contains("<ul"));
}

#[test]
fn the_filters_show_what_is_asked_for_even_when_nothing_has_it() {
    let shown = listing(many(2), &[("local", well())], read_query("/environments?status=DELETING&text=x&size=100"));
    let Listing { query, statuses, teams, tag_keys, connections, .. } = shown;
    let told = html(|| view! { <Filters query statuses teams unknown_team=false tag_keys connections/> });
    assert!(told.contains(r#"<option value="DELETING" selected>Deleting (0)"#), "{told}");
    assert!(
        told.contains(r#"value="x""#) && told.contains(r#"name="size" value="100""#) && told.contains("Clear filters"),
        "{told}"
    );
    assert!(told.contains(&format!(r#"<option value="{}">Created (2)"#, Status::Created.as_str())), "{told}");
}

#[test]
fn following_can_be_stopped_and_taken_up_again() {
    let link = |here: &'static str| html(move || view! { <Following here/> });
    assert!(link("/environments").contains("/environments?follow=no"));
    assert!(link("/environments?text=a").contains("/environments?text=a&amp;follow=no"));
    assert!(link("/environments?text=a&follow=no").contains(r#"href="/environments?text=a""#));
    assert!(link("/environments?follow=no").contains(r#"href="/environments""#));
}

#[test]
fn what_does_not_exist_is_not_meant() {
    let strange = Environment { status: Status::Other("RESTING".into()), ..environment("risk") };
    let inventory = super::inventory(vec![entry(strange, &[])], &[("local", well())]);
    let meant = |address: &str| crate::components::list_address(&inventory.meant(&read_query(address)));
    assert_eq!(meant("/environments?status=NONSENSE&connection=gone&text=a"), "/environments?text=a");
    for kept in ["/environments?status=RESTING", "/environments?status=CREATING", "/environments?connection=local"] {
        assert_eq!(meant(kept), kept);
    }
}
