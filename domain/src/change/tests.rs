//! Every state meets everything that can be seen, and no difference is mistaken for another.

use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::{
    Field, Problems, audit,
    blueprint::{BlueprintForm, Rules},
    environment::{Environment, EnvironmentForm, Federation, Mode, Status},
    tag::{TagForm, TagKey, TagRow},
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn approved() -> Change {
    Change {
        request: EnvironmentRequestId::from_bytes([1; 26]),
        connection: ConnectionName::parse("local").unwrap(),
        environment: EnvironmentId::parse("abc").unwrap(),
        who: "mia@example.com".into(),
        asked_at: at(0),
        approved_by: vec!["ann@example.com".into()],
        state: State::Waiting { words: None },
        armed_at: None,
        calls: 0,
        next_run_at: Some(at(1_000)),
        version: 1,
    }
}

fn refusal(kind: RefusalKind) -> Seen {
    Seen::Refused(Refusal { kind, said: "No.".into(), request_id: None })
}

fn after(before: &Change, seen: Seen, now: i64) -> Change {
    step(before, seen, at(now)).0
}

#[test]
fn a_change_is_armed_sent_looked_at_and_done() {
    let (armed, then) = step(&approved(), Seen::Left, at(1_000));
    assert_eq!((&armed.state, armed.calls, then), (&State::Armed, 1, Then::Call));
    let called = after(&armed, Seen::Called, 1_001);
    assert_eq!((&called.state, called.next_run_at), (&State::Armed, Some(at(1_001))));
    let done = after(&called, Seen::Done, 1_001);
    assert_eq!((done.state, done.next_run_at), (State::Applied { at: at(1_001) }, None));
    assert_eq!(after(&approved(), Seen::Done, 1_000).state.as_str(), "applied", "it was so already");
}

#[test]
fn what_was_taken_need_not_show_at_once_and_a_lost_answer_is_sent_again() {
    let called = after(&after(&approved(), Seen::Left, 1_000), Seen::Called, 1_001);
    let (waits, then) = step(&called, Seen::Left, at(1_001));
    assert_eq!((then, waits.calls, waits.next_run_at), (Then::Rest, 1, Some(at(1_030))));
    assert_eq!(step(&waits, Seen::Left, at(1_030)).1, Then::Call);
    let lost = after(&after(&approved(), Seen::Left, 1_000), Seen::Unanswered, 1_015);
    assert_eq!((&lost.state, lost.next_run_at), (&State::Armed, Some(at(1_045))));
    assert_eq!(step(&lost, Seen::Left, at(1_045)).1, Then::Call);
    assert_eq!(after(&lost, Seen::Done, 1_045).state, State::Applied { at: at(1_045) });
}

#[test]
fn what_others_changed_and_what_is_gone_stops_it_until_a_person_decides() {
    let stopped = after(&approved(), Seen::Over("Somebody changed it.".into()), 1_000);
    assert_eq!((&stopped.state, stopped.next_run_at), (&State::Stopped { words: "Somebody changed it.".into() }, None));
    assert_eq!(after(&stopped, Seen::Left, 1_001), stopped);
    let again = stopped.again(at(2_000)).unwrap();
    assert_eq!((&again.state, again.next_run_at), (&State::Waiting { words: None }, Some(at(2_000))));
    assert_eq!(approved().again(at(1)), None);
}

#[test]
fn a_definite_no_stops_and_a_passing_one_waits_longer_each_time() {
    let (mut change, mut rests, mut now) = (approved(), Vec::new(), 1_000);
    loop {
        let (armed, then) = step(&change, Seen::Left, at(now));
        if then == Then::Rest {
            assert!(matches!(armed.state, State::Stopped { .. }), "{armed:?}");
            break;
        }
        change = after(&armed, refusal(RefusalKind::Throttled), now);
        let next = change.next_run_at.unwrap().as_second();
        rests.push(next - now);
        now = next;
    }
    assert_eq!(rests, [30, 60, 120, 240, 480, 900, 900, 900, 900, 900, 900, 900]);
    let armed = after(&approved(), Seen::Left, 1_000);
    for kind in [RefusalKind::Denied, RefusalKind::Invalid, RefusalKind::Quota, RefusalKind::NotFound] {
        assert!(matches!(after(&armed, refusal(kind), 1_001).state, State::Stopped { .. }), "{kind:?}");
    }
    let busy = after(&approved(), Seen::Busy("It is being built."), 1_000);
    assert_eq!(busy.next_run_at, Some(at(1_060)));
    assert_eq!(step(&busy, Seen::Left, at(1_060)).1, Then::Call);
    assert_eq!(after(&armed, Seen::TooLate, 1_011).state, State::Waiting { words: None });
}

/// Every history of what can be seen, a few steps long: no call goes out without a look that found something left to do,
/// and whatever comes to rest is done or waits for a person.
#[test]
fn all_short_histories_hold() {
    let seen = || {
        let mut all = vec![Seen::Done, Seen::Left, Seen::Busy("Busy."), Seen::Over("Over.".into()), Seen::Nothing];
        all.extend([Seen::Called, Seen::Unanswered, Seen::TooLate]);
        all.extend([RefusalKind::Throttled, RefusalKind::Denied, RefusalKind::NotFound].map(refusal));
        all
    };
    let (mut states, mut count) = (HashSet::from([approved()]), 0);
    for depth in 0..6 {
        let now = at(1_000 + depth * 40);
        let mut next = HashSet::new();
        for before in &states {
            for what in seen() {
                let looked = what == Seen::Left;
                let (after, then) = step(before, what, now);
                count += 1;
                if then == Then::Call {
                    assert!(looked && after.state == State::Armed && after.calls == before.calls + 1);
                }
                assert_eq!(after.state.is_open(), after.next_run_at.is_some(), "{after:?}");
                assert!(after.calls <= CALLS);
                next.insert(after);
            }
        }
        states = next;
    }
    println!("changes: {count} steps, {} ends", states.len());
    assert!(count > 1_000, "{count}");
}

pub(super) type Pairs<'p> = &'p [(&'p str, &'p str)];

pub(super) fn tags(pairs: Pairs<'_>) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

pub(super) fn environment() -> Environment {
    Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abc").unwrap(),
        name: "lab-risk".into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: Some("Rates".into()),
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Federated,
        federation: Federation { metadata_document: Some("x".repeat(1000)), ..Federation::default() },
    }
}

pub(super) fn basis(rules: Option<Rules>) -> Basis {
    Basis::new(environment(), &tags(&[("desk", "fx"), ("owner", "ada"), ("portal:operation", "7")]), rules)
}

pub(super) fn typed(basis: &Basis, change: impl FnOnce(&mut EnvironmentForm)) -> Result<Wanted, Problems> {
    let mut form = basis.form();
    change(&mut form);
    basis.wanted(&basis.form(), &form, &[TagKey::parse("owner").unwrap()])
}

fn rows(pairs: Pairs<'_>) -> TagForm {
    TagForm { rows: pairs.iter().map(|(k, v)| TagRow { key: (*k).into(), value: (*v).into() }).collect() }
}

pub(super) fn fields(refused: Result<Wanted, Problems>) -> Vec<Field> {
    refused.unwrap_err().0.into_iter().map(|problem| problem.field).collect()
}

pub(super) fn words(changes: &[audit::Change]) -> Vec<String> {
    changes.iter().map(audit::Change::in_words).collect()
}

/// A blueprint that lets people fill in a name behind `lab-` and the tags `desk`, which they must, and `cost`.
pub(super) fn laboratory() -> Rules {
    let form = BlueprintForm {
        name: "Laboratory".into(),
        prefix: "lab-".into(),
        required_tags: "desk".into(),
        optional_tags: "cost".into(),
        asks_description: false,
        ..BlueprintForm::fresh()
    };
    let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
    form.parse(&fixed, &[ConnectionName::parse("local").unwrap()], &[]).unwrap().rules
}

#[test]
fn only_what_differs_is_wanted_and_the_portals_own_tags_are_no_part_of_it() {
    let basis = basis(None);
    assert_eq!(fields(typed(&basis, |_| {})), [Field::Name], "nothing is different");
    let wanted = typed(&basis, |form| {
        form.description = "Rates and curves".into();
        form.tags = rows(&[("desk", "rates"), ("owner", "ada"), ("", ""), ("cost", "12")]);
    });
    let wanted = wanted.unwrap();
    let changes = words(&wanted.changes());
    assert_eq!(changes, ["Description: Rates → Rates and curves", "Tag cost: added 12", "Tag desk: fx → rates"]);
    assert_eq!(wanted.form().tags, rows(&[("cost", "12"), ("desk", "rates"), ("owner", "ada")]));
    let own = typed(&basis, |form| form.tags.rows.push(TagRow { key: "portal:operation".into(), value: "8".into() }));
    assert_eq!(fields(own), [Field::TagKey(2)]);
    let without = typed(&basis, |form| form.tags.rows.clear());
    assert_eq!(fields(without), [Field::Tags], "one of them is required");
    assert_eq!(fields(typed(&basis, |form| form.name = "not_good".into())), [Field::Name]);
    assert_eq!(fields(typed(&basis, |form| form.description.clear())), [Field::Description]);
}

#[test]
fn what_nobody_touched_follows_the_environment() {
    let shown = basis(None).form();
    let moved = Environment { description: Some("By others".into()), ..environment() };
    let now = Basis::new(moved, &tags(&[("desk", "theirs"), ("owner", "ada")]), None);
    let mut form = shown.clone();
    form.tags.rows.push(TagRow { key: "cost".into(), value: "12".into() });
    let wanted = now.wanted(&shown, &form, &[]).unwrap();
    assert_eq!(words(&wanted.changes()), ["Tag cost: added 12"]);
}

#[test]
fn what_the_blueprint_fixes_is_shown_and_refused() {
    let basis = basis(Some(laboratory()));
    let fixed = basis.fixed();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mode = pair("Sign-in mode", "Federated");
    assert_eq!(fixed, [pair("Description", "Rates"), pair("Tag owner", "ada"), mode]);
    assert_eq!(basis.form().tags, rows(&[("desk", "fx"), ("cost", "")]));
    let wanted = typed(&basis, |form| {
        form.name = "lab-curves".into();
        form.tags = rows(&[("desk", "rates"), ("cost", "12")]);
    });
    assert_eq!(
        words(&wanted.unwrap().changes()),
        ["Name: lab-risk → lab-curves", "Tag cost: added 12", "Tag desk: fx → rates"]
    );
    assert_eq!(fields(typed(&basis, |form| form.name = "curves".into())), [Field::Name]);
    assert_eq!(fields(typed(&basis, |form| form.tags.rows[0].value.clear())), [Field::TagValue(0)]);
    let smuggled = typed(&basis, |form| {
        form.description = "Mine".into();
        form.tags.rows.push(TagRow { key: "owner".into(), value: "eve".into() });
    });
    assert_eq!(fields(smuggled), [Field::Description, Field::TagKey(2)]);
    // A name that does not fit the blueprint any more is no reason to refuse what else is wanted.
    let renamed = Basis { environment: Environment { name: "old".into(), ..basis.environment.clone() }, ..basis };
    let wanted = typed(&renamed, |form| form.tags.rows[1].value = "12".into());
    assert_eq!(words(&wanted.unwrap().changes()), ["Tag cost: added 12"]);
}

#[test]
fn a_look_tells_what_is_left_what_is_done_and_what_others_changed() {
    let basis = basis(None);
    let wanted = typed(&basis, |form| {
        form.name = "lab-curves".into();
        form.tags = rows(&[("desk", "rates"), ("owner", "ada")]);
    });
    let wanted = wanted.unwrap();
    let before = tags(&[("desk", "fx"), ("owner", "ada"), ("portal:operation", "7")]);
    let done = tags(&[("desk", "rates")]);
    let named = Environment { name: "lab-curves".into(), ..environment() };
    let seen = |now: &Environment, tags: &BTreeMap<String, String>| {
        let moved = words(&wanted.moved(now, tags)).join("; ");
        wanted.seen(now, tags, (!moved.is_empty()).then_some(moved))
    };
    assert_eq!(seen(&environment(), &before), Seen::Left);
    assert_eq!(seen(&named, &before), Seen::Left, "half of it is done");
    assert_eq!(seen(&named, &done), Seen::Done, "what else differs is nobody's business here");
    let other = Environment { name: "theirs".into(), description: Some("Theirs".into()), ..environment() };
    assert_eq!(seen(&other, &before), Seen::Over("Name: lab-risk → theirs".into()));
    assert_eq!(seen(&named, &tags(&[])), Seen::Over("Tag desk: removed fx".into()));
    let (edit, tagging) = wanted.left(&named, &before);
    assert!(edit.is_empty() && tagging.set.len() == 1 && tagging.removed.is_empty());
    let of = |status| seen(&Environment { status, ..environment() }, &before);
    assert!(matches!(of(Status::UpdatingNetwork), Seen::Busy(_)) && matches!(of(Status::Deleting), Seen::Over(_)));
    assert!(matches!(of(Status::Suspended), Seen::Over(_)));
}
