//! The house rules hold at once, for everybody, and on every portal of the database.

use domain::{
    Error, Field,
    audit::Action,
    environment::Step,
    house::{House, HouseField, HouseForm},
    ports::Store,
};

use super::world::World;

fn typed(name: &str, required_tags: &str) -> HouseForm {
    HouseForm { name: name.into(), required_tags: required_tags.into(), ..HouseForm::default() }
}

#[tokio::test]
async fn a_required_tag_is_asked_for_as_soon_as_it_is_saved() {
    let world = World::new().await;
    assert!(world.portal.required_tags().is_empty());
    world.portal.save_house(&world.actor, 0, &typed("Rates portal", "owner")).await.unwrap();
    assert_eq!(world.portal.required_tags().iter().map(ToString::to_string).collect::<Vec<_>>(), ["owner"]);
    assert_eq!(world.portal.house().appearance.name, "Rates portal");
    let told = world.store.events(House::OBJECT, 10).await.unwrap();
    assert_eq!((told.len(), told[0].action, told[0].changes.len()), (1, Action::ChangeSettings, 2));
    let form = domain::environment::EnvironmentForm::default();
    let problems = form.problems_of(Step::Extras, &world.portal.connection_names(), &world.portal.required_tags());
    assert!(problems.0.iter().any(|problem| problem.words.contains("“owner” is required")), "{problems:?}");
}

#[tokio::test]
async fn another_portal_hears_of_it_with_its_next_reading() {
    let world = World::new().await;
    let other = world.neighbour().await;
    world.portal.save_house(&world.actor, 0, &typed("Rates portal", "")).await.unwrap();
    assert_eq!(*other.house(), House::default());
    other.read_connection(&world.connection).await.unwrap();
    assert_eq!(other.house().appearance.name, "Rates portal");
}

#[tokio::test]
async fn whoever_saves_over_another_change_is_told_and_nothing_is_saved() {
    let world = World::new().await;
    world.portal.save_house(&world.actor, 0, &typed("First", "")).await.unwrap();
    let late = world.portal.save_house(&world.actor, 0, &typed("Second", "")).await;
    assert!(matches!(late, Err(Error::Conflict(words)) if words.contains("Nothing was saved")));
    assert_eq!(world.portal.house().appearance.name, "First");
    // What is as it was is no change, whatever the version.
    world.portal.save_house(&world.actor, 0, &typed("First", "")).await.unwrap();
    assert_eq!(world.store.events(House::OBJECT, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_input() {
    let world = World::new().await;
    let wrong = world.portal.save_house(&world.actor, 0, &typed("x", "aws:owner")).await;
    let Err(Error::Invalid(problems)) = wrong else { panic!("{wrong:?}") };
    assert_eq!(problems.0[0].field, Field::House(HouseField::RequiredTags));
}
