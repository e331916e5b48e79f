//! Every state meets everything that can be seen.

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn settled() -> Deletion {
    Deletion::settled(Cause::Asked, "mia@example.com".into(), None, at(1_000))
}

fn refusal(kind: RefusalKind) -> Seen {
    Seen::Refused(Refusal { kind, said: "No.".into(), request_id: None })
}

fn after(before: &Deletion, seen: Seen, now: i64) -> Deletion {
    step(before, seen, at(now)).0
}

#[test]
fn nothing_is_due_before_the_cooling_off_is_over() {
    let settled = settled();
    assert!(!settled.is_due(at(999)) && settled.is_due(at(1_000)) && !settled.is_due(at(-99_999_999)));
    assert!(settled.can_be_kept());
}

#[test]
fn a_deletion_is_armed_sent_followed_and_done() {
    let (armed, then) = step(&settled(), Seen::Is(Status::Created), at(1_000));
    assert_eq!((&armed.state, armed.calls, then), (&State::Armed, 1, Then::Call));
    assert!(!armed.can_be_kept());
    let leaving = after(&armed, Seen::Called, 1_001);
    assert_eq!((&leaving.state, leaving.next_run_at), (&State::Leaving, Some(at(1_011))));
    // The status is behind.
    assert_eq!(after(&leaving, Seen::Is(Status::Created), 1_011).state, State::Leaving);
    let leaving = after(&leaving, Seen::Is(Status::Deleting), 1_021);
    let gone = after(&leaving, Seen::Gone, 1_100);
    assert_eq!((gone.state, gone.next_run_at), (State::Gone { at: at(1_100) }, None));
}

#[test]
fn a_lost_answer_is_looked_at_and_sent_again_only_when_the_environment_is_still_up() {
    let armed = after(&settled(), Seen::Is(Status::Created), 1_000);
    let lost = after(&armed, Seen::Unanswered, 1_015);
    assert_eq!((&lost.state, lost.next_run_at), (&State::Armed, Some(at(1_045))));
    assert_eq!(step(&lost, Seen::Is(Status::DeleteRequested), at(1_045)).1, Then::Rest);
    assert_eq!(after(&lost, Seen::Gone, 1_045).state, State::Gone { at: at(1_045) });
    let (again, then) = step(&lost, Seen::Is(Status::Created), at(1_045));
    assert_eq!((again.calls, then), (2, Then::Call));
    // A call that was taken and did nothing is sent again, too.
    let leaving = after(&again, Seen::Called, 1_046);
    assert_eq!(step(&leaving, Seen::Is(Status::Created), at(1_200)).1, Then::Call);
}

#[test]
fn another_environment_than_the_one_that_was_made_stays_until_a_person_decides() {
    let stopped = after(&settled(), Seen::Another, 1_000);
    assert!(matches!(stopped.state, State::Stopped { .. }) && stopped.next_run_at.is_none());
    assert_eq!(after(&stopped, Seen::Is(Status::Created), 1_001), stopped);
    let waiting = stopped.again(at(2_000)).unwrap();
    assert_eq!((&waiting.state, waiting.next_run_at), (&State::Waiting { words: None }, Some(at(2_000))));
    assert_eq!(settled().again(at(1)), None);
}

#[test]
fn what_is_on_the_move_is_waited_for() {
    for status in [Status::Creating, Status::UpdatingNetwork] {
        let (waiting, then) = step(&settled(), Seen::Is(status), at(1_000));
        assert!(matches!(waiting.state, State::Waiting { words: Some(_) }) && then == Then::Rest);
        assert_eq!(step(&waiting, Seen::Is(Status::Created), at(1_060)).1, Then::Call);
    }
}

#[test]
fn a_failed_deletion_is_shown_and_tried_again_when_a_person_says_so() {
    let leaving = after(&after(&settled(), Seen::Is(Status::Created), 1_000), Seen::Called, 1_001);
    let stuck = after(&leaving, Seen::Is(Status::FailedDeletion), 1_100);
    assert_eq!((&stuck.state, stuck.next_run_at), (&State::Stuck, None));
    let again = stuck.again(at(2_000)).unwrap();
    assert_eq!(step(&again, Seen::Is(Status::FailedDeletion), at(2_000)).1, Then::Call);
}

#[test]
fn a_definite_no_stops_and_a_passing_one_waits_longer_each_time() {
    let mut deletion = settled();
    let mut rests = Vec::new();
    let mut now = 1_000;
    loop {
        let (armed, then) = step(&deletion, Seen::Is(Status::Created), at(now));
        if then == Then::Rest {
            assert!(matches!(armed.state, State::Stopped { .. }), "{armed:?}");
            break;
        }
        deletion = after(&armed, refusal(RefusalKind::Throttled), now);
        let next = deletion.next_run_at.unwrap().as_second();
        rests.push(next - now);
        now = next;
    }
    assert_eq!(rests, [30, 60, 120, 240, 480, 900, 900, 900, 900, 900, 900, 900]);
    let armed = after(&settled(), Seen::Is(Status::Created), 1_000);
    assert!(matches!(after(&armed, refusal(RefusalKind::Denied), 1_001).state, State::Stopped { .. }));
    assert!(matches!(after(&armed, refusal(RefusalKind::NotFound), 1_001).state, State::Gone { .. }));
    assert_eq!(after(&armed, Seen::TooLate, 1_011).state, State::Waiting { words: None });
}

/// Every history of what can be seen, a few steps long, with a crash after any arming: no call goes out for an environment
/// that is another one, is gone, or is kept, and whatever comes to rest waits for nobody but a person.
#[test]
fn all_short_histories_hold() {
    let seen = || {
        let mut all: Vec<Seen> = Status::ALL.into_iter().map(Seen::Is).collect();
        all.extend([Seen::Gone, Seen::Another, Seen::Nothing, Seen::Called, Seen::Unanswered, Seen::TooLate]);
        all.extend([RefusalKind::Throttled, RefusalKind::Denied, RefusalKind::NotFound].map(refusal));
        all
    };
    let (mut states, mut count) = (std::collections::HashSet::from([settled()]), 0);
    for depth in 0..5 {
        let now = at(1_000 + depth * 40);
        let mut next = std::collections::HashSet::new();
        for before in &states {
            for what in seen() {
                let called = matches!(what, Seen::Is(_));
                let (after, then) = step(before, what, now);
                count += 1;
                if then == Then::Call {
                    assert!(called && after.state == State::Armed && after.calls == before.calls + 1);
                }
                let rests = matches!(after.state, State::Gone { .. } | State::Stopped { .. } | State::Stuck);
                assert_eq!(rests, after.next_run_at.is_none(), "{after:?}");
                assert!(after.calls <= CALLS);
                next.insert(after);
            }
        }
        states = next;
    }
    println!("deletions: {count} steps, {} ends", states.len());
    assert!(count > 5_000, "{count}");
}
