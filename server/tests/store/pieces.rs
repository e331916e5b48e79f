//! Lists from a place on: nothing is left out or told twice while things come and go.

use domain::{
    blueprint::{self, Blueprint},
    id::{EnvironmentRequestId, PersonId, TeamId},
    ports::{Beside, BlueprintStore, RequestStore, TeamStore, Viewer},
    request::{Asked, Filter, Place, Request, Stage},
    team::{MemberPlace, Standing, TeamPlace},
};
use jiff::Timestamp;

use crate::{
    blueprints::{blueprint, saved},
    ground::Ground,
    requests::{asked, joined, viewer},
    samples::{at, chance, event, known},
    teams::made,
};

async fn teams_go_on_from_a_place(ground: Ground) {
    let store = &ground.store;
    for name in ["Rates", "équity", "Bonds 100%"] {
        made(&ground, name).await;
    }
    let (mut all, mut place) = (Vec::new(), None);
    while let Some(last) = store.teams_after("", None, place.as_ref(), 1).await.unwrap().pop() {
        place = Some(TeamPlace::of(&last.team));
        all.push(last.team.name.clone());
        // What comes before the place, and what goes there, changes nothing of what comes after it.
        made(&ground, &format!("A {}", all.len())).await;
        assert!(store.delete_team(&last.team.id, &event("t")).await.unwrap());
    }
    assert_eq!(all, ["Bonds 100%", "Rates", "équity"]);
    assert_eq!(store.teams_after("a 1", None, None, 9).await.unwrap().len(), 1);
    let ada = known(store).await;
    assert_eq!(store.teams_after("", Some(&ada.id), None, 9).await.unwrap(), []);
    let odd = TeamPlace { name: "\0".into(), id: TeamId::from_bytes(chance()) };
    assert!(store.teams_after("", None, Some(&odd), 0).await.unwrap().is_empty(), "a place is anybody's to make up");
}

async fn members_go_on_from_a_place_owners_first(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    for standing in [Standing::Member, Standing::Owner, Standing::Member, Standing::Owner] {
        joined(&ground, &rates, standing).await;
    }
    let everybody = store.members(&rates.id, "", 0, 9).await.unwrap().0;
    let (mut all, mut place) = (Vec::new(), None);
    while let Some(last) = store.members_after(&rates.id, place.as_ref(), 1).await.unwrap().pop() {
        place = Some(MemberPlace::of(&last));
        // Whoever leaves is still a place to go on from.
        assert!(store.remove_member(&rates.id, &last.who.person, &event("t")).await.unwrap());
        all.push(last);
    }
    assert_eq!(all, everybody);
    assert_eq!(all.iter().filter(|member| member.standing == Standing::Owner).count(), 2);
    let nobody = MemberPlace { standing: Standing::Owner, person: PersonId::from_bytes(chance()) };
    assert!(store.members_after(&rates.id, Some(&nobody), 9).await.unwrap().is_empty());
}

async fn requests_go_on_from_a_place_the_newest_first(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    let (asker, member) =
        (joined(&ground, &rates, Standing::Member).await, joined(&ground, &rates, Standing::Member).await);
    let one = blueprint("Laboratory");
    saved(&ground, &one).await;
    let ask = async |name: &str, second: i64, stage: Stage| {
        let sent = asked(&one, &rates, &asker, name);
        let asked_at = (stage == Stage::Asked).then(|| at(second));
        let sent = Asked { request: Request { made_at: at(second), asked_at, stage, ..sent.request.clone() }, ..sent };
        assert!(store.save_request(&sent, Beside::default()).await.unwrap());
    };
    // Two of the same moment, and a draft and one that was thrown away, which their author alone sees.
    for (name, second) in [("lab-old", 1), ("lab-new", 3), ("lab-twin", 3)] {
        ask(name, second, Stage::Asked).await;
    }
    ask("lab-draft", 2, Stage::Draft).await;
    ask("lab-thrown-away", 0, Stage::Withdrawn).await;
    let read = async |viewer: &Viewer, filter: &Filter| {
        let (mut all, mut place) = (Vec::new(), None);
        while let Some(last) = store.requests_after(viewer, filter, place.as_ref(), 1).await.unwrap().pop() {
            place = Some(Place::of(&last));
            all.push(last.name);
            ask("lab-newest", 9, Stage::Asked).await;
        }
        all
    };
    let seen = read(&viewer(&asker), &Filter::default()).await;
    let twins: std::collections::BTreeSet<&str> = seen[..2].iter().map(String::as_str).collect();
    assert_eq!(twins, ["lab-new", "lab-twin"].into());
    assert_eq!(seen[2..], ["lab-draft", "lab-old", "lab-thrown-away"]);
    let auditor = Viewer { sees_all: true, ..viewer(&member) };
    let drafts = Filter { stage: Some(Stage::Draft), ..Filter::default() };
    assert_eq!(read(&auditor, &drafts).await, [""; 0]);
    let thrown_away = Filter { stage: Some(Stage::Withdrawn), ..Filter::default() };
    assert_eq!(read(&auditor, &thrown_away).await, [""; 0], "it was never sent");
    assert_eq!(read(&viewer(&member), &Filter::default()).await, [""; 0]);
    let far = Place { made_at: Timestamp::MIN, id: EnvironmentRequestId::from_bytes(chance()) };
    assert!(store.requests_after(&auditor, &Filter::default(), Some(&far), 9).await.unwrap().is_empty());
}

async fn open_blueprints_come_once_each_however_many_teams_may_use_them(ground: Ground) {
    let store = &ground.store;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let person = joined(&ground, &rates, Standing::Member).await;
    assert!(
        store.add_members(&bonds.id, std::slice::from_ref(&person.id), Standing::Owner, &event("t")).await.unwrap()
    );
    let (first, second) = (blueprint("For all"), Blueprint { teams: vec![bonds.id.clone()], ..blueprint("For bonds") });
    for one in [&first, &second, &Blueprint { retired_at: Some(at(1)), ..blueprint("Retired") }] {
        saved(&ground, one).await;
    }
    let open =
        async |place: Option<&blueprint::Place>, most| store.open_blueprints(&person.id, place, most).await.unwrap();
    assert_eq!(open(None, 9).await, [first.id.clone(), second.id.clone()]);
    assert_eq!(open(None, 1).await, std::slice::from_ref(&first.id));
    assert_eq!(open(Some(&blueprint::Place::of(&first)), 9).await, std::slice::from_ref(&second.id));
    assert!(open(Some(&blueprint::Place::of(&second)), 9).await.is_empty());
    let stranger = known(store).await;
    assert!(store.open_blueprints(&stranger.id, None, 9).await.unwrap().is_empty());
}

on_every_database!(
    teams_go_on_from_a_place,
    members_go_on_from_a_place_owners_first,
    requests_go_on_from_a_place_the_newest_first,
    open_blueprints_come_once_each_however_many_teams_may_use_them,
);
