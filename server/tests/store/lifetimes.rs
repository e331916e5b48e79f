//! Lifetimes: one record per environment, which nobody writes who knows an older version.

use domain::{
    blueprint::without_blueprint,
    deletion::{Cause, Deletion, State},
    environment::EnvironmentForm,
    id::{EnvironmentRequestId, OperationId},
    lifetime::Lifetime,
    person::Person,
    ports::{Beside, LifetimeStore, LinkStore, RequestStore, Store, TeamStore, Viewer},
    request::{About, Asked, Filter, Kind, Request, Stage},
    team::{Standing, Team},
};
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    links::link,
    samples::{at, chance, environment_id, event, known, local},
    teams::made,
};

const DAY: i64 = 24 * 60 * 60;

fn lifetime(number: usize, days: i64) -> Lifetime {
    let new = Lifetime::new(local(), environment_id(number), "risk “Å”".into());
    let made_by = Some(EnvironmentRequestId::from_bytes(chance()));
    let operation = Some(OperationId::from_bytes(chance()));
    Lifetime { made_by, operation, ..new }.ending(Some(at(days * DAY)), at(0)).next(None)
}

fn parting(second: i64) -> Deletion {
    let request = EnvironmentRequestId::from_bytes(chance());
    Deletion::settled(Cause::Asked, "mia@example.com".into(), Some(request), at(second))
}

async fn a_lifetime_comes_back_as_it_was_with_its_events(ground: Ground) {
    let store = &ground.store;
    let one = lifetime(1, 20);
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), None);
    let events = [event("one"), event("one")];
    assert!(store.save_lifetime(&one, None, &events).await.unwrap());
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), Some(one.clone()));
    assert_eq!(store.events("one", 9).await.unwrap().len(), 2);
    let next = one.clone().next(Some(parting(7)));
    assert!(store.save_lifetime(&next, None, &[]).await.unwrap());
    assert_eq!(store.lifetime(&local(), &one.environment).await.unwrap(), Some(next.clone()));
    for old in [one, next] {
        assert!(!store.save_lifetime(&old, None, &[event("late")]).await.unwrap());
    }
    assert_eq!(store.events("late", 9).await.unwrap(), []);
}

async fn what_is_due_and_what_is_to_go_are_told_apart(ground: Ground) {
    let store = &ground.store;
    let (soon, late, going) = (lifetime(1, 15), lifetime(2, 30), lifetime(3, 15).next(None));
    let going = Lifetime { version: 1, deletion: Some(parting(7)), ..going };
    for one in [&late, &going, &soon] {
        assert!(store.save_lifetime(one, None, &[]).await.unwrap());
    }
    assert_eq!(store.lifetimes_due(at(DAY - 1), 9).await.unwrap(), []);
    assert_eq!(store.lifetimes_due(at(DAY), 9).await.unwrap(), std::slice::from_ref(&soon));
    assert_eq!(store.lifetimes_due(at(99 * DAY), 1).await.unwrap(), [soon]);
    assert_eq!(store.deletions().await.unwrap(), std::slice::from_ref(&going));
    let place = |number| (local(), environment_id(number));
    assert_eq!(store.ending(at(DAY)).await.unwrap(), [place(3)].into(), "what is going");
    assert_eq!(store.ending(at(15 * DAY)).await.unwrap(), [place(1), place(3)].into());
    let gone = Deletion { state: State::Gone { at: at(9) }, next_run_at: None, ..parting(7) };
    assert!(store.save_lifetime(&going.next(Some(gone)), None, &[]).await.unwrap());
    assert_eq!(store.deletions().await.unwrap(), []);
    assert_eq!(store.ending(at(DAY)).await.unwrap(), [].into());
}

async fn of_writers_at_once_one_is_first(ground: Ground) {
    let one = lifetime(1, 20);
    assert!(ground.store.save_lifetime(&one, None, &[]).await.unwrap());
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        let (store, next) = (ground.store.clone(), one.clone().next(None));
        writers.spawn(async move { store.save_lifetime(&next, None, &[event("race")]).await.unwrap() });
    }
    let first = writers.join_all().await.into_iter().filter(|first| *first).count();
    assert_eq!((first, ground.store.events("race", 9).await.unwrap().len()), (1, 1));
}

/// A request of the team about an environment, as somebody sent it.
fn about(team: &Team, person: &Person, number: usize, kind: Kind) -> Asked {
    let request = Request {
        id: EnvironmentRequestId::from_bytes(chance()),
        kind,
        blueprint: without_blueprint(),
        team: team.id.clone(),
        team_name: team.name.clone(),
        person: person.id.clone(),
        who: person.email.clone(),
        name: "risk".into(),
        stage: Stage::Asked,
        version: 1,
        made_at: at(1),
        asked_at: Some(at(1)),
        decided_at: None,
        link: None,
        progress: None,
    };
    let about = About { connection: local(), environment: environment_id(number), days: 7, wanted: None };
    let (answers, digest) = (EnvironmentForm::default(), about.digest(kind));
    Asked { request, why: "Over".into(), answers, about: Some(about), plan: None, digest, needed: 1 }
}

async fn a_request_about_an_environment_comes_back_and_its_deletion_can_be_called_off(ground: Ground) {
    let store = &ground.store;
    let (team, person) = (made(&ground, "Rates").await, known(store).await);
    let asked = about(&team, &person, 1, Kind::Delete);
    assert_eq!(store.waiting_about(&local(), &environment_id(1), Kind::Delete).await.unwrap(), None);
    assert!(store.save_request(&asked, Beside::default()).await.unwrap());
    assert_eq!(store.request(&asked.request.id).await.unwrap(), Some(asked.clone()));
    let waiting = store.waiting_about(&local(), &environment_id(1), Kind::Delete).await.unwrap();
    assert_eq!(waiting, Some(asked.request.id.clone()));
    assert_eq!(store.waiting_about(&local(), &environment_id(1), Kind::Extend).await.unwrap(), None);
    assert_eq!(store.maker(&local(), &environment_id(1)).await.unwrap(), None, "it asked for its end and not for it");
    let filter = |kind| Filter { kind: Some(kind), ..Filter::default() };
    let viewer = Viewer { person: person.id.clone(), sees_all: false, decides_all: false, is_approver: false };
    for (kind, count) in [(Kind::Delete, 1), (Kind::Create, 0)] {
        assert_eq!(store.requests(&viewer, &filter(kind), 0, 9).await.unwrap().1, count);
    }
    let id = asked.request.id.clone();
    let request = Request { stage: Stage::Approved, version: 2, ..asked.request.clone() };
    let approved = Asked { request, ..asked };
    let deletion = Deletion { asked_in: Some(id.clone()), ..parting(7) };
    let first = Lifetime { version: 1, deletion: Some(deletion), ..lifetime(1, 20) };
    let beside = Beside { lifetime: Some(&first), ..Beside::default() };
    assert!(store.save_request(&approved, beside).await.unwrap());
    let request = Request { version: 3, ..approved.request.clone() };
    let again = Asked { request, ..approved };
    assert!(!store.save_request(&again, beside).await.unwrap(), "the lifetime is of another version");
    let progress = store.request(&id).await.unwrap().unwrap().request.progress;
    assert_eq!(progress.as_deref(), Some("cooling"));
    assert!(store.save_lifetime(&first.next(None), Some(&id), &[event("kept")]).await.unwrap());
    let kept = store.request(&id).await.unwrap().unwrap().request;
    assert_eq!((kept.stage, kept.version, kept.progress), (Stage::Kept, 3, None));
}

async fn a_team_and_its_people_hear_of_what_they_have(ground: Ground) {
    let store = &ground.store;
    let (team, person) = (made(&ground, "Rates").await, known(store).await);
    let one = lifetime(1, 20);
    assert!(store.save_lifetime(&one, None, &[]).await.unwrap());
    assert!(store.save_lifetime(&lifetime(2, 20), None, &[]).await.unwrap());
    let people = [person.id.clone()];
    assert!(store.add_members(&team.id, &people, Standing::Member, &event("t")).await.unwrap());
    assert_eq!(store.lifetimes_for(&person.id).await.unwrap(), []);
    assert!(store.add_link(&link(&team.id, 1), &event("l")).await.unwrap());
    assert_eq!(store.lifetimes_for(&person.id).await.unwrap(), std::slice::from_ref(&one));
    assert_eq!(store.lifetimes_in(&team.id).await.unwrap(), [one]);
}

async fn of_those_who_ask_the_same_about_an_environment_at_once_one_does(ground: Ground) {
    let store = &ground.store;
    let (team, other, person) = (made(&ground, "Rates").await, made(&ground, "Bonds").await, known(store).await);
    for kind in [Kind::Delete, Kind::Extend] {
        let wanted: Vec<Asked> = [&team, &other].map(|team| about(team, &person, 1, kind)).into();
        let mut set = JoinSet::new();
        for asked in wanted {
            let store = store.clone();
            set.spawn(async move { store.save_request(&asked, Beside::default()).await.unwrap() });
        }
        assert_eq!(set.join_all().await.into_iter().filter(|saved| *saved).count(), 1, "{kind:?}");
        // Another environment is another matter, and what is decided is in nobody's way.
        assert!(store.save_request(&about(&team, &person, 2, kind), Beside::default()).await.unwrap());
        let first = store.waiting_about(&local(), &environment_id(1), kind).await.unwrap().unwrap();
        let first = store.request(&first).await.unwrap().unwrap();
        let request = Request { stage: Stage::Withdrawn, version: 2, ..first.request.clone() };
        assert!(store.save_request(&Asked { request, ..first }, Beside::default()).await.unwrap());
        assert!(store.save_request(&about(&other, &person, 1, kind), Beside::default()).await.unwrap());
    }
}

on_every_database!(
    a_lifetime_comes_back_as_it_was_with_its_events,
    what_is_due_and_what_is_to_go_are_told_apart,
    of_writers_at_once_one_is_first,
    a_request_about_an_environment_comes_back_and_its_deletion_can_be_called_off,
    of_those_who_ask_the_same_about_an_environment_at_once_one_does,
    a_team_and_its_people_hear_of_what_they_have,
);
