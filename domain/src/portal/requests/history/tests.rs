//! Which events belong to a request of each kind.

use super::*;
use crate::{
    blueprint::without_blueprint,
    deletion::{Cause, Deletion},
    environment::EnvironmentForm,
    id::{LinkId, PersonId, TeamId},
    request::About,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn asked(kind: Kind, stage: Stage) -> Asked {
    let (connection, environment) = (ConnectionName::parse("local").unwrap(), EnvironmentId::parse("abc").unwrap());
    let request = Request {
        id: EnvironmentRequestId::from_bytes([1; 26]),
        kind,
        blueprint: without_blueprint(),
        team: TeamId::from_bytes([2; 26]),
        team_name: "Rates".into(),
        person: PersonId::from_bytes([3; 26]),
        who: "mia@example.com".into(),
        name: "risk".into(),
        stage,
        version: 2,
        made_at: at(0),
        asked_at: Some(at(0)),
        decided_at: Some(at(100)),
        link: None::<LinkId>,
        progress: None,
    };
    let about = Some(About { connection, environment, days: 0, wanted: None });
    let answers = EnvironmentForm::default();
    Asked { request, why: String::new(), answers, about, plan: None, digest: String::new(), needed: 1 }
}

fn lifetime(asked_in: Option<EnvironmentRequestId>) -> Lifetime {
    let (connection, id) = (ConnectionName::parse("local").unwrap(), EnvironmentId::parse("abc").unwrap());
    let deletion = Deletion::settled(Cause::Asked, String::new(), asked_in, at(200));
    Lifetime::new(connection, id, "risk".into()).next(Some(deletion))
}

fn change(state: State) -> Change {
    Change {
        request: EnvironmentRequestId::from_bytes([1; 26]),
        connection: ConnectionName::parse("local").unwrap(),
        environment: EnvironmentId::parse("abc").unwrap(),
        who: "mia@example.com".into(),
        asked_at: at(0),
        approved_by: Vec::new(),
        state,
        armed_at: None,
        calls: 0,
        next_run_at: None,
        version: 1,
    }
}

fn beside(asked: &Asked, lifetime: Option<&Lifetime>, change: Option<&Change>) -> Option<Beside> {
    let trail = trail(asked, &Came { operation: None, lifetime, change });
    assert_eq!(trail.objects, [Request::object(&asked.request.id)]);
    trail.beside
}

#[test]
fn what_was_not_approved_did_nothing_to_its_environment() {
    for kind in Kind::ALL {
        for stage in [Stage::Draft, Stage::Asked, Stage::Declined, Stage::Withdrawn, Stage::Lapsed] {
            assert_eq!(beside(&asked(kind, stage), None, None), None, "{kind:?} {stage:?}");
        }
        let counts = beside(&asked(kind, Stage::Approved), None, None).unwrap();
        assert_eq!((counts.object.as_str(), counts.from), ("environment/local/abc", at(100)));
        assert_eq!(counts.by_portal, matches!(kind, Kind::Create | Kind::Change), "{kind:?}");
    }
}

#[test]
fn a_deletion_is_told_to_its_end_unless_another_one_took_its_place() {
    let this = asked(Kind::Delete, Stage::Approved);
    let until = |lifetime: &Lifetime| beside(&this, Some(lifetime), None).unwrap().until;
    assert_eq!(until(&lifetime(Some(this.request.id.clone()))), None);
    assert_eq!(until(&lifetime(Some(EnvironmentRequestId::from_bytes([9; 26])))), Some(at(101)));
    assert_eq!(until(&lifetime(None)), Some(at(101)));
}

#[test]
fn more_time_is_told_with_its_approval_and_a_change_until_it_is_applied() {
    let until = |kind, change: Option<&Change>| beside(&asked(kind, Stage::Approved), None, change).unwrap().until;
    assert_eq!(until(Kind::Extend, None), Some(at(101)));
    assert_eq!(until(Kind::Change, Some(&change(State::Armed))), None);
    assert_eq!(until(Kind::Change, Some(&change(State::Applied { at: at(140) }))), Some(at(140)));
}

#[test]
fn how_far_it_is_is_what_was_read_of_it() {
    let this = asked(Kind::Change, Stage::Approved).request.id;
    let change = change(State::Applied { at: at(140) });
    let (own, other) = (lifetime(Some(this.clone())), lifetime(Some(EnvironmentRequestId::from_bytes([9; 26]))));
    let word = |lifetime, change| Came { operation: None, lifetime, change }.progress(&this);
    assert_eq!(word(None, Some(&change)), Some("applied"));
    assert_eq!(word(Some(&other), None), None);
    assert_eq!(word(Some(&own), None), Some("cooling"));
}
