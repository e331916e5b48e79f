//! Changes by request: one record each, which nobody writes who knows an older version, and one at a time for a team.

use std::collections::BTreeMap;

use domain::{
    blueprint::without_blueprint,
    change::{Basis, Change, State, Wanted},
    id::EnvironmentRequestId,
    person::Person,
    ports::{Beside, ChangeStore, RequestStore, Store},
    request::{About, Asked, Filter, Kind, Request, Stage, Whose},
    team::Team,
};
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    requests::{next, seen, viewer},
    samples::{at, chance, entry, environment_id, event, known, local},
    teams::made,
};

fn wanted(description: &str) -> Wanted {
    let entry = entry(&local(), 1);
    let basis = Basis::new(entry.environment, &entry.tags.unwrap(), None);
    let mut form = basis.form();
    form.description = description.into();
    basis.wanted(&basis.form(), &form, &[]).unwrap()
}

/// A request of the team for a change, as somebody sent it.
fn asked(team: &Team, person: &Person) -> Asked {
    let request = Request {
        id: EnvironmentRequestId::from_bytes(chance()),
        kind: Kind::Change,
        blueprint: without_blueprint(),
        team: team.id.clone(),
        team_name: team.name.clone(),
        person: person.id.clone(),
        who: person.email.clone(),
        name: "risk-1".into(),
        stage: Stage::Asked,
        version: 1,
        made_at: at(1),
        asked_at: Some(at(1)),
        decided_at: None,
        link: None,
        progress: None,
    };
    let wanted = wanted("Where curves are drawn");
    let answers = wanted.form();
    let about = About { connection: local(), environment: environment_id(1), days: 0, wanted: Some(wanted) };
    let digest = about.digest(Kind::Change);
    Asked { request, why: "Clearer".into(), answers, about: Some(about), plan: None, digest, needed: 1 }
}

fn approved(asked: &Asked) -> Change {
    Change {
        request: asked.request.id.clone(),
        connection: local(),
        environment: environment_id(1),
        who: asked.request.who.clone(),
        asked_at: at(1),
        approved_by: vec!["ann “Å”@example.com".into()],
        state: State::Waiting { words: None },
        armed_at: None,
        calls: 0,
        next_run_at: Some(at(5)),
        version: 1,
    }
}

async fn a_wanted_change_comes_back_as_it_was_and_its_digest_is_of_all_of_it(ground: Ground) {
    let store = &ground.store;
    let (team, person) = (made(&ground, "Rates").await, known(store).await);
    let asked = asked(&team, &person);
    assert!(store.save_request(&asked, Beside::default()).await.unwrap());
    assert_eq!(store.request(&asked.request.id).await.unwrap(), Some(asked.clone()));
    // An approver made it another one.
    let about = About { wanted: Some(wanted("Where rates are reckoned")), ..asked.about.clone().unwrap() };
    assert_ne!(about.digest(Kind::Change), asked.digest);
    let tags = BTreeMap::from([("desk".to_owned(), "fx".to_owned())]);
    let others = About { wanted: Some(Wanted { tags, ..wanted("Where curves are drawn") }), ..about.clone() };
    assert_ne!(others.digest(Kind::Change), asked.digest, "what it was counts, too");
    let digest = about.digest(Kind::Change);
    let amended = Asked { about: Some(about), digest, ..next(&asked, Stage::Asked) };
    assert!(store.save_request(&amended, Beside::default()).await.unwrap());
    assert_eq!(store.request(&asked.request.id).await.unwrap(), Some(amended));
    let filter = Filter { kind: Some(Kind::Change), ..Filter::default() };
    assert_eq!(store.requests(&viewer(&person), &filter, 0, 9).await.unwrap().1, 1);
}

async fn a_change_is_written_with_its_approval_and_from_a_version_to_the_next(ground: Ground) {
    let store = &ground.store;
    let (team, person) = (made(&ground, "Rates").await, known(store).await);
    let asked = asked(&team, &person);
    assert!(store.save_request(&asked, Beside::default()).await.unwrap());
    assert_eq!(store.change_of(&asked.request.id).await.unwrap(), None);
    let (first, approval) = (approved(&asked), next(&asked, Stage::Approved));
    let beside = Beside { change: Some(&first), ..Beside::default() };
    assert!(store.save_request(&approval, beside).await.unwrap());
    assert!(!store.save_request(&next(&approval, Stage::Approved), beside).await.unwrap(), "it is there already");
    assert_eq!(store.changes().await.unwrap(), std::slice::from_ref(&first));
    let progress = async || store.request(&asked.request.id).await.unwrap().unwrap().request.progress;
    assert_eq!(progress().await.as_deref(), Some("waiting"));
    assert!(store.save_change(&first.next(), &[event("one")]).await.unwrap());
    for old in [first.clone(), first.next()] {
        assert!(!store.save_change(&old, &[event("late")]).await.unwrap());
    }
    assert_eq!((store.events("one", 9).await.unwrap().len(), store.events("late", 9).await.unwrap()), (1, vec![]));
    let stopped = State::Stopped { words: "Somebody else “Å”.".into() };
    let stopped = Change { state: stopped, next_run_at: None, version: 3, ..first };
    assert!(store.save_change(&stopped, &[]).await.unwrap());
    assert_eq!(store.changes().await.unwrap(), []);
    assert_eq!(store.change_of(&asked.request.id).await.unwrap(), Some(stopped));
    assert_eq!(progress().await.as_deref(), Some("stopped"));
    assert_eq!(seen(&ground, &viewer(&person), Whose::Stuck).await, 1);
}

async fn one_change_of_an_environment_is_open_for_a_team(ground: Ground) {
    let store = &ground.store;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let person = known(store).await;
    let open = async |team: &Team| store.open_change(&local(), &environment_id(1), &team.id).await.unwrap();
    let mut askers = JoinSet::new();
    for _ in 0..6 {
        let (store, asked) = (store.clone(), asked(&rates, &person));
        askers.spawn(async move { (store.save_request(&asked, Beside::default()).await.unwrap(), asked) });
    }
    let mut first: Vec<Asked> =
        askers.join_all().await.into_iter().filter(|(first, _)| *first).map(|one| one.1).collect();
    assert_eq!(first.len(), 1);
    let first = first.remove(0);
    assert_eq!(open(&rates).await.as_ref(), Some(&first.request.id));
    assert_eq!(open(&bonds).await, None);
    assert!(store.save_request(&asked(&bonds, &person), Beside::default()).await.unwrap(), "another team has its own");
    // While it is carried out it is open, and then another one can be asked for.
    let change = approved(&first);
    let beside = Beside { change: Some(&change), ..Beside::default() };
    assert!(store.save_request(&next(&first, Stage::Approved), beside).await.unwrap());
    assert!(!store.save_request(&asked(&rates, &person), Beside::default()).await.unwrap());
    let done = Change { state: State::Applied { at: at(9) }, next_run_at: None, ..change.next() };
    assert!(store.save_change(&done, &[]).await.unwrap());
    assert_eq!(open(&rates).await, None);
    assert!(store.save_request(&asked(&rates, &person), Beside::default()).await.unwrap());
}

async fn of_writers_at_once_one_is_first(ground: Ground) {
    let (team, person) = (made(&ground, "Rates").await, known(&ground.store).await);
    let asked = asked(&team, &person);
    assert!(ground.store.save_request(&asked, Beside::default()).await.unwrap());
    let first = approved(&asked);
    assert!(ground.store.save_change(&first, &[]).await.unwrap());
    let mut writers = JoinSet::new();
    for _ in 0..8 {
        let (store, next) = (ground.store.clone(), first.next());
        writers.spawn(async move { store.save_change(&next, &[event("race")]).await.unwrap() });
    }
    let wins = writers.join_all().await.into_iter().filter(|first| *first).count();
    assert_eq!((wins, ground.store.events("race", 9).await.unwrap().len()), (1, 1));
}

on_every_database!(
    a_wanted_change_comes_back_as_it_was_and_its_digest_is_of_all_of_it,
    a_change_is_written_with_its_approval_and_from_a_version_to_the_next,
    one_change_of_an_environment_is_open_for_a_team,
    of_writers_at_once_one_is_first,
);
