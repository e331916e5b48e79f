//! Blueprints.

use domain::{
    blueprint::{Blueprint, BlueprintForm, Rules},
    environment::EnvironmentForm,
    id::BlueprintId,
    person::Person,
    ports::{BlueprintSave, BlueprintStore, TeamStore},
    team::Standing,
};

use crate::{
    ground::Ground,
    requests::joined,
    samples::{at, chance, event, local},
    teams::made,
};

fn rules(name: &str) -> Rules {
    let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
    let form = BlueprintForm { name: name.into(), ..BlueprintForm::fresh() };
    form.parse(&fixed, &[local()], &[]).unwrap().rules
}

pub fn blueprint(name: &str) -> Blueprint {
    let (teams, people) = (Vec::new(), Vec::new());
    let (id, rules) = (BlueprintId::from_bytes(chance()), rules(name));
    Blueprint { id, rules, teams, people, steps: Vec::new(), retired_at: None, version: 1 }
}

pub async fn saved(ground: &Ground, blueprint: &Blueprint) {
    assert_eq!(ground.store.save_blueprint(blueprint, &event("b")).await.unwrap(), BlueprintSave::Done);
}

async fn a_blueprint_comes_back_as_a_whole_and_its_name_is_given_once(ground: Ground) {
    let store = &ground.store;
    let one = blueprint("Laboratory “Å”");
    saved(&ground, &one).await;
    assert_eq!(store.blueprint(&one.id).await.unwrap(), Some(one.clone()));
    assert_eq!(store.save_blueprint(&blueprint("LABORATORY “å”"), &event("x")).await.unwrap(), BlueprintSave::Taken);
    let next = Blueprint { version: 2, retired_at: Some(at(3)), ..one.clone() };
    assert_eq!(store.save_blueprint(&next, &event("x")).await.unwrap(), BlueprintSave::Done);
    assert_eq!(store.save_blueprint(&next, &event("x")).await.unwrap(), BlueprintSave::Changed);
    saved(&ground, &blueprint("Zoo")).await;
    let (rows, count) = store.blueprints(0, 1).await.unwrap();
    assert_eq!((rows[0].name.as_str(), rows[0].is_retired, count), ("Zoo", false, 2), "those in use come first");
}

async fn a_blueprint_is_open_to_its_teams_or_to_all(ground: Ground) {
    let store = &ground.store;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let person = joined(&ground, &rates, Standing::Member).await;
    saved(&ground, &blueprint("For all")).await;
    let only = Blueprint { teams: vec![bonds.id.clone()], ..blueprint("For bonds") };
    saved(&ground, &only).await;
    saved(&ground, &Blueprint { retired_at: Some(at(1)), ..blueprint("Retired") }).await;
    let names = async |person: &Person| {
        let open = store.openings(&person.id, 9).await.unwrap();
        open.into_iter().map(|(one, team)| format!("{} {}", one.name, team.name)).collect::<Vec<_>>()
    };
    assert_eq!(names(&person).await, ["For all Rates"]);
    assert!(
        store.add_members(&bonds.id, std::slice::from_ref(&person.id), Standing::Member, &event("t")).await.unwrap()
    );
    assert_eq!(names(&person).await, ["For all Bonds", "For all Rates", "For bonds Bonds"]);
    assert_eq!(store.openings_of(&rates.id, 9).await.unwrap().len(), 1);
    assert!(store.delete_team(&bonds.id, &event("t")).await.unwrap());
    assert_eq!(names(&person).await, ["For all Rates"], "a blueprint of a team that is gone is open to nobody");
}

on_every_database!(
    a_blueprint_comes_back_as_a_whole_and_its_name_is_given_once,
    a_blueprint_is_open_to_its_teams_or_to_all,
);
