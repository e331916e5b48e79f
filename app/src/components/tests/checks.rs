//! What checks found, on a tile and in their section.

use domain::{
    check::{Checks, Seen, Way, obstacle},
    environment::Status,
};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::{HOSTILE, before, environment, html, now};
use crate::components::{ChecksSection, TroubleLine};

fn checks() -> Checks {
    let environment = environment("risk");
    Checks::new(environment.connection, environment.id, before(60), 0)
}

fn fine() -> Seen {
    Seen::Fine { until: None }
}

/// After a look, all of which but the page is as it should be.
fn looked(known: Checks, page: Seen, at: Timestamp) -> Checks {
    let tls = Seen::Fine { until: Some(now() + SignedDuration::from_hours(24 * 90)) };
    known.after(Way { name: fine(), tls, page }, Seen::Nothing("No provider.".into()), at, 0)
}

fn bad() -> Seen {
    Seen::Bad(HOSTILE.into())
}

fn tile(known: &Checks) -> String {
    let trouble = known.trouble();
    html(|| view! { <TroubleLine trouble contact=String::from("it@example.com") now=now()/> })
}

fn section(checks: Option<Checks>, why_unchecked: Option<&'static str>, why: Option<&str>) -> String {
    let (one, why) = (environment("risk"), why.map(str::to_owned));
    html(|| {
        view! {
            <ChecksSection connection=one.connection environment=one.id checks obstacle=why_unchecked why
                back=String::from("/links/x") now=now()/>
        }
    })
}

#[test]
fn a_tile_says_nothing_until_something_is_settled() {
    let good = looked(checks(), fine(), before(50));
    let once = looked(good.clone(), bad(), before(40));
    assert_eq!((tile(&checks()), tile(&good), tile(&once)), (String::new(), String::new(), String::new()));
    let wrong = tile(&looked(once, bad(), before(30)));
    let said =
        ["Its sign-in page does not answer.", "It is for the portal's operators", "30 seconds ago", "50 seconds ago"];
    for words in said.into_iter().chain(["data-tone=\"danger\"", "href=\"mailto:it@example.com\""]) {
        assert!(wrong.contains(words), "{words}: {wrong}");
    }
}

#[test]
fn the_section_says_how_each_is_and_whose_job_it_is() {
    let good = looked(checks(), fine(), before(50));
    let shown = section(Some(good.clone()), None, None);
    for words in ["Name resolves", "Valid until 20 February 2027.", "No provider.", "Not applicable", "AWS", "<button"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!shown.contains("An operator looks"), "nobody has to do anything: {shown}");
    let once = looked(good, bad(), before(40));
    assert!(section(Some(once.clone()), None, None).contains("Failed once"));
    let wrong = section(Some(looked(once, bad(), before(30))), None, None);
    assert!(wrong.contains("Wrong") && wrong.contains("An operator looks"), "{wrong}");
    assert!(!wrong.contains("<script"), "{wrong}");
}

#[test]
fn what_was_never_checked_and_what_is_not_checked_say_so() {
    for checks in [None, Some(checks())] {
        assert!(section(checks, None, None).contains("Not checked yet."));
    }
    let suspended = domain::environment::Environment { status: Status::Suspended, ..environment("risk") };
    let shown = section(Some(checks()), obstacle(Some(&suspended), true), None);
    assert!(shown.contains("It is checked while it is up.") && shown.contains("why-check-now"), "{shown}");
    let refused = section(None, None, Some("Only owners can."));
    assert!(refused.contains("Only owners can.") && !refused.contains("type=\"submit\""), "{refused}");
}
