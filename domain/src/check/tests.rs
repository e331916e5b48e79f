//! What is known of the way into an environment, look by look.

use super::*;
use crate::environment::{Environment, Federation, Mode, Status};

const DAY: i64 = 24 * 60 * 60;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn fine() -> Seen {
    Seen::Fine { until: None }
}

fn until(days: i64) -> Seen {
    Seen::Fine { until: Some(at(days * DAY)) }
}

fn bad() -> Seen {
    Seen::Bad("It answered 503.".into())
}

fn checks() -> Checks {
    let (connection, id) = (ConnectionName::parse("local").unwrap(), EnvironmentId::parse("abc").unwrap());
    Checks::new(connection, id, at(0), 0)
}

/// The checks after a look at the page, with the rest as it should be.
fn looked(before: Checks, page: Seen, second: i64) -> Checks {
    let way = Way { name: fine(), tls: until(90), page };
    before.after(way, Seen::Nothing("No provider.".into()), at(second), 128)
}

#[test]
fn what_was_never_looked_at_is_neither_good_nor_wrong() {
    let new = checks();
    assert_eq!((new.finding(Kind::Page), new.trouble(), new.is_well()), (Finding::default(), None, false));
    assert!(!new.is_due(at(9)) && new.is_due(at(10)));
    assert_eq!(new.too_soon(at(0)), None);
}

#[test]
fn one_failure_is_doubtful_and_two_in_a_row_are_wrong() {
    let good = looked(checks(), fine(), 0);
    assert!(good.is_well());
    let once = looked(good.clone(), bad(), 900);
    let finding = once.finding(Kind::Page);
    assert_eq!((finding.state, finding.is_doubtful(), finding.since), (State::Good, true, Some(at(0))));
    assert_eq!((once.trouble(), once.turns(&good), once.next_at), (None, vec![], at(960)));
    let twice = looked(once.clone(), bad(), 960);
    let finding = twice.finding(Kind::Page);
    assert_eq!((finding.state, finding.since, finding.good_at), (State::Wrong, Some(at(960)), Some(at(0))));
    let trouble = twice.trouble().unwrap();
    assert_eq!((trouble.kind, trouble.since), (Kind::Page, Some(at(960))));
    assert_eq!(
        twice.turns(&once).iter().map(|turn| (turn.kind, turn.before)).collect::<Vec<_>>(),
        [(Kind::Page, State::Good)]
    );
    let still = looked(twice.clone(), bad(), 1_860);
    assert_eq!((still.turns(&twice), still.finding(Kind::Page).since), (vec![], Some(at(960))));
    let back = looked(still.clone(), fine(), 2_760);
    assert!(back.is_well() && back.turns(&still).len() == 1);
    let blip = looked(looked(back.clone(), bad(), 3_660), fine(), 3_720);
    assert_eq!((blip.turns(&back), blip.finding(Kind::Page).since), (vec![], Some(at(2_760))));
}

#[test]
fn a_certificate_warns_for_its_last_two_weeks() {
    let state = |days| Finding::default().after(until(days), at(0)).state;
    assert_eq!((state(15), state(14)), (State::Good, State::Soon));
    let ends = Finding::default().after(until(5), at(0));
    assert!(ends.needs_somebody(Kind::Metadata), "nobody renews it but people");
    assert!(!ends.needs_somebody(Kind::Tls), "AWS renews it by itself");
    assert_eq!(ends.said(), "Expires on 26 September 2026.");
    let forever = Finding::default().after(Seen::Fine { until: Some(Timestamp::MAX) }, at(0));
    assert_eq!(forever.said(), "It does not expire.");
}

#[test]
fn what_could_not_be_looked_at_stays_as_it_was() {
    let unseen = || Seen::Unseen("Its name does not resolve.".into());
    let good = Finding::default().after(fine(), at(0)).after(unseen(), at(1));
    assert_eq!((good.state, good.good_at, good.is_stale()), (State::Good, Some(at(0)), true));
    assert_eq!(good.said(), "Its name does not resolve.");
    let wrong = Finding::default().after(bad(), at(0)).after(bad(), at(1));
    assert_eq!(wrong.clone().after(unseen(), at(2)), wrong);
    let nothing = Finding::default().after(unseen(), at(0));
    assert_eq!((nothing.state, nothing.since), (State::Unchecked, None));
}

#[test]
fn what_is_wrong_comes_before_what_will_be() {
    let way = || Way { name: fine(), tls: bad(), page: Seen::Unseen("Not asked.".into()) };
    let twice = checks().after(way(), until(3), at(0), 0).after(way(), until(3), at(60), 0);
    assert_eq!(twice.trouble().map(|trouble| trouble.kind), Some(Kind::Tls));
    let mended = looked(twice.clone(), fine(), 120).after(Way::nothing("No address."), until(3), at(180), 0);
    let trouble = mended.trouble().unwrap();
    assert_eq!((trouble.kind, trouble.state), (Kind::Metadata, State::Soon));
    assert!(trouble.says().contains("24 September 2026"), "{}", trouble.says());
}

#[test]
fn checks_are_a_quarter_of_an_hour_apart_and_never_all_at_once() {
    let next = |roll| checks().after(Way::nothing(""), Seen::Nothing(String::new()), at(0), roll).next_at;
    assert_eq!((next(0), next(255)), (at(13 * 60 + 30), at(16 * 60 + 30)));
    let first = |roll| {
        let Checks { connection, environment, .. } = checks();
        Checks::new(connection, environment, at(0), roll).next_at
    };
    assert_eq!((first(0), first(255)), (at(10), at(40)));
}

#[test]
fn whoever_began_is_waited_for_and_nobody_asks_twice_in_half_a_minute() {
    let taken = checks().taken(at(20));
    assert_eq!(taken.version, 2);
    assert!(!taken.is_due(at(139)) && taken.is_due(at(140)), "a portal that died keeps nobody off");
    assert!(taken.too_soon(at(25)).unwrap().contains("right now"));
    let done = looked(taken, fine(), 30);
    assert_eq!(done.too_soon(at(42)).unwrap(), "It was checked 12 seconds ago. Wait 18 seconds, then check again.");
    assert_eq!(done.too_soon(at(60)), None);
    // A clock that was wrong wrote these times.
    let ahead = Checks { checked_at: Some(at(DAY)), next_at: at(DAY), taken_until: Some(at(DAY)), ..done };
    assert!(ahead.is_due(at(60)) && ahead.too_soon(at(60)).is_none());
}

fn federated(document: Option<&str>, url: Option<&str>) -> Environment {
    Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abc").unwrap(),
        name: "risk".into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: None,
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Federated,
        federation: Federation {
            metadata_document: document.map(Into::into),
            metadata_url: url.map(Into::into),
            ..Federation::default()
        },
    }
}

#[test]
fn a_metadata_certificate_counts_where_there_is_one() {
    let okta = include_str!("../../tests/saml/okta.xml");
    let on = |document: Option<&str>, url: Option<&str>, day: &str| {
        metadata(&federated(document, url), format!("{day}T12:00:00Z").parse().unwrap())
    };
    let end: Timestamp = "2045-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(on(Some(okta), None, "2026-11-22"), Seen::Fine { until: Some(end) });
    let words = |seen| match seen {
        Seen::Bad(words) => words,
        other => panic!("{other:?}"),
    };
    assert!(words(on(Some(okta), None, "2045-01-02")).ends_with("expired on 1 January 2045."));
    assert!(words(on(Some(okta), None, "2024-01-01")).contains("from 1 January 2025 on"));
    assert!(words(on(Some("<x/>"), None, "2026-11-22")).contains("cannot be read"));
    assert!(matches!(on(None, Some("https://idp.example.com/m"), "2026-11-22"), Seen::Nothing(_)));
    assert!(matches!(on(None, None, "2026-11-22"), Seen::Nothing(_)));
    let local = Environment { mode: Mode::Local, ..federated(Some(okta), None) };
    assert!(matches!(metadata(&local, at(0)), Seen::Nothing(_)));
}

#[test]
fn only_what_is_up_and_in_a_team_is_checked() {
    let up = federated(None, None);
    assert_eq!(obstacle(Some(&up), true), None);
    let suspended = Environment { status: Status::Suspended, ..up.clone() };
    for (environment, is_linked) in [(None, true), (Some(&up), false), (Some(&suspended), true)] {
        assert!(obstacle(environment, is_linked).is_some());
    }
}

#[test]
fn checks_survive_their_own_text() {
    let known = looked(looked(checks(), bad(), 0), bad(), 60);
    let text = serde_json::to_string(&known).unwrap();
    assert_eq!(serde_json::from_str::<Checks>(&text).unwrap(), known);
    assert_eq!(
        known.in_words(),
        "Name resolves: good, TLS certificate: good, Sign-in page answers: wrong, Metadata certificate: not applicable"
    );
}
