//! What is told is one row of a table, and one line of the log.

use super::*;
use crate::{
    error::{Refusal, RefusalKind},
    id::{EnvironmentId, EventId, PersonId},
};

fn event(action: Action, outcome: Outcome) -> Event {
    Event {
        id: EventId::from_bytes([1; 26]),
        at: jiff::Timestamp::UNIX_EPOCH,
        person: None,
        who: "portal".into(),
        action,
        object: String::new(),
        outcome,
        detail: String::new(),
        changes: Vec::new(),
        request: None,
    }
}

#[test]
fn the_table_has_a_row_for_each_occasion_in_their_order() {
    for (place, occasion) in Occasion::ALL.into_iter().enumerate() {
        assert_eq!((occasion as usize, occasion.as_str().parse()), (place, Ok(occasion)));
        assert_eq!(serde_json::to_string(&occasion).unwrap(), format!("\"{}\"", occasion.as_str()));
        assert!(!occasion.says("x").contains("{}") && !occasion.next().is_empty());
    }
}

#[test]
fn what_was_refused_or_only_intended_is_no_occasion() {
    // That a connection is down is a failure itself.
    let actions = Action::ALL.into_iter().filter(|action| *action != Action::CheckConnection);
    for action in actions {
        for outcome in [Outcome::Intended, Outcome::Refused, Outcome::Failed, Outcome::Unknown] {
            // A change that was approved and stopped is told of, whatever stopped it.
            let told = (action == Action::ApplyChange && outcome == Outcome::Failed).then_some(Occasion::Unchanged);
            assert_eq!(Occasion::of(&event(action, outcome), None), told, "{action:?}");
        }
    }
    assert_eq!(Occasion::of(&event(Action::DeclineRequest, Outcome::Done), None), Some(Occasion::Declined));
    assert_eq!(Occasion::of(&event(Action::SignIn, Outcome::Done), None), None);
}

#[test]
fn a_connection_that_the_portal_finds_down_is_told_of_and_not_what_somebody_tries() {
    let by_itself = |outcome| Occasion::of(&Event { person: None, ..event(Action::CheckConnection, outcome) }, None);
    assert_eq!(by_itself(Outcome::Failed), Some(Occasion::ConnectionDown));
    assert_eq!(by_itself(Outcome::Done), Some(Occasion::ConnectionUp));
    let person = Some(crate::id::PersonId::from_bytes([1; 26]));
    let by_hand = Event { person, ..event(Action::CheckConnection, Outcome::Done) };
    assert_eq!(Occasion::of(&by_hand, None), None);
}

#[test]
fn the_end_of_an_environment_is_told_of_and_a_deletion_when_it_needs_a_person() {
    let of = |action, outcome, state: Option<&deletion::State>| Occasion::of_ending(&event(action, outcome), state);
    let stuck = deletion::State::Stuck;
    assert_eq!(of(Action::RemindEnd, Outcome::Done, None), Some(Occasion::EndsSoon));
    assert_eq!(of(Action::DeleteEnvironment, Outcome::Intended, None), None);
    assert_eq!(of(Action::DeleteEnvironment, Outcome::Refused, Some(&deletion::State::Leaving)), None);
    assert_eq!(of(Action::DeleteEnvironment, Outcome::Failed, Some(&stuck)), Some(Occasion::Undeleted));
    let of_somebody =
        Event { person: Some(PersonId::from_bytes([1; 26])), ..event(Action::DeleteEnvironment, Outcome::Refused) };
    assert_eq!(Occasion::of_ending(&of_somebody, Some(&stuck)), None, "somebody tried who may not");
}

#[test]
fn an_environment_is_told_of_when_it_is_up_and_not_when_it_was_called_for() {
    let environment = EnvironmentId::parse("env1").unwrap();
    let refusal = Refusal { kind: RefusalKind::Unreachable, said: "Nobody.".into(), request_id: None };
    let of = |outcome, state: &State| Occasion::of(&event(Action::CreateEnvironment, outcome), Some(state));
    assert_eq!(of(Outcome::Done, &State::Created { environment: environment.clone() }), None);
    assert_eq!(of(Outcome::Done, &State::Ready { environment }), Some(Occasion::Built));
    assert_eq!(of(Outcome::Refused, &State::Waiting { refusal: Some(refusal.clone()) }), None);
    assert_eq!(of(Outcome::Refused, &State::Refused { refusal }), Some(Occasion::Refused));
    assert_eq!(of(Outcome::Unknown, &State::Undecided { found: Vec::new(), lost: None }), Some(Occasion::Undecided));
}

#[test]
fn what_a_check_found_is_told_of_and_that_somebody_had_it_checked_is_not() {
    assert!(Occasion::is_unwell(&event(Action::CheckEnvironment, Outcome::Failed)));
    assert!(!Occasion::is_unwell(&event(Action::CheckEnvironment, Outcome::Done)));
    let of_somebody =
        Event { person: Some(PersonId::from_bytes([1; 26])), ..event(Action::CheckEnvironment, Outcome::Failed) };
    assert!(!Occasion::is_unwell(&of_somebody));
}
