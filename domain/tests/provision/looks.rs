//! What single looks and sweeps make of an operation.

use std::collections::BTreeSet;

use domain::{
    environment::Status,
    id::EnvironmentId,
    operation::{IN_FLIGHT_SECONDS, State},
    provision::{Progress, Seen, closed, decided, step},
};
use jiff::Timestamp;

use crate::world::{after, begin, id, refusal};

fn building() -> Progress {
    Progress { state: State::Created { environment: id(0) }, arms: 1, ..begin().record }
}

/// The state after something was seen, and in how many seconds it is looked at again.
fn seen(before: &Progress, seen: Seen, seconds: i64) -> (State, Option<i64>) {
    let now = after(before.armed_at, seconds);
    let (after, _) = step(before, seen, now);
    (after.state, after.next_run_at.map(|at: Timestamp| at.duration_since(now).as_secs()))
}

#[test]
fn what_finspace_does_not_know_is_gone_once_it_must_be_known() {
    let before = building();
    assert_eq!(seen(&before, Seen::Gone, 5).0, before.state, "it may not be known everywhere yet");
    let gone = State::Failed { environment: id(0), status: Status::Deleted };
    assert_eq!(seen(&before, Seen::Gone, IN_FLIGHT_SECONDS + 1), (gone.clone(), None));
    let stalled = Progress { state: State::Stalled { environment: id(0) }, ..before };
    assert_eq!(seen(&stalled, Seen::Gone, 9_000), (gone, None));
    assert_eq!(seen(&stalled, Seen::Nothing, 9_000).0, stalled.state, "no answer says nothing");
}

#[test]
fn environments_that_were_made_together_are_not_all_looked_at_together() {
    for (age, least, most) in [(0, 10, 12), (120, 20, 25), (3_600, 60, 75)] {
        let rest = |number| {
            let environment = EnvironmentId::parse(&format!("abcdefghij{number}")).unwrap();
            let before = Progress { state: State::Created { environment }, ..building() };
            seen(&before, Seen::Is(Status::Creating), age).1.unwrap()
        };
        let rests: BTreeSet<i64> = (0..30).map(rest).collect();
        assert!(rests.len() > 1 && rests.iter().all(|rest| (least..=most).contains(rest)), "{age}: {rests:?}");
    }
}

#[test]
fn why_an_answer_was_lost_is_kept_for_who_decides() {
    let mut now = after(building().armed_at, 20);
    let lost = State::Unknown { words: "The connection was reset.".into() };
    let mut progress = Progress { state: lost, ..building() };
    while matches!(progress.state, State::Unknown { .. }) {
        progress = step(&progress, Seen::Swept { began: now, tagged: Vec::new() }, now).0;
        now = progress.next_run_at.unwrap();
    }
    let kept = |found| State::Undecided { found, lost: Some("The connection was reset.".into()) };
    assert_eq!(progress.state, kept(Vec::new()));
    let several = step(&progress, Seen::Swept { began: now, tagged: vec![id(0), id(1)] }, now).0;
    assert_eq!(several.state, kept(vec![id(0), id(1)]));
}

#[test]
fn an_undecided_operation_from_before_that_was_kept_is_read() {
    let old: State = serde_json::from_str(r#"{"state":"undecided","found":[]}"#).unwrap();
    assert_eq!(old, State::Undecided { found: Vec::new(), lost: None });
}

#[test]
fn an_arming_from_a_day_to_come_is_not_waited_for() {
    let mut progress = Progress { state: State::Armed, ..building() };
    let set_back = after(progress.armed_at, -3 * 24 * 60 * 60);
    let mut now = set_back;
    while progress.state == State::Armed {
        progress = step(&progress, Seen::Swept { began: now, tagged: Vec::new() }, now).0;
        now = progress.next_run_at.unwrap();
    }
    assert_eq!(progress.state, State::Undecided { found: Vec::new(), lost: None });
    assert!(now < after(set_back, 3_600), "{now}");
}

#[test]
fn a_clock_that_leaps_does_not_make_up_for_readings() {
    let mut progress = Progress { state: State::Armed, ..building() };
    let (mut now, mut readings) = (after(progress.armed_at, 3 * 24 * 60 * 60), 0);
    while progress.state == State::Armed {
        progress = step(&progress, Seen::Swept { began: now, tagged: Vec::new() }, now).0;
        readings += 1;
        now = progress.next_run_at.unwrap();
    }
    assert_eq!((readings, progress.sweeps), (4, 4));
}

#[test]
fn what_was_refused_is_sent_again_or_given_up() {
    let refused = Progress { state: State::Refused { refusal: refusal(false) }, next_run_at: None, ..building() };
    assert_eq!(decided(&refused, refused.armed_at).unwrap().state, State::Waiting { refusal: None });
    assert_eq!(closed(&refused).unwrap().state, State::Closed);
    assert_eq!((closed(&building()), decided(&building(), building().armed_at)), (None, None));
}
