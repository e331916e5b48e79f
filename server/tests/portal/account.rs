//! One's own name and password.

use domain::{
    Error, Field,
    audit::{Action, Outcome},
    ports::Store,
};

use super::world::{PASSWORD, World};

const OTHER: &str = "nine loud bells in a fog";

#[tokio::test]
async fn a_password_changes_for_whoever_knows_the_one_before() {
    let world = World::new().await;
    world.portal.change_password(&world.actor, PASSWORD, OTHER, OTHER, None).await.unwrap();
    world.portal.sign_in("ada@example.com", OTHER).await.unwrap().whole().unwrap();
    assert!(world.portal.sign_in("ada@example.com", PASSWORD).await.is_err());
}

#[tokio::test]
async fn guessing_the_current_password_is_noted_and_waits_as_signing_in_does() {
    let world = World::new().await;
    let wrong = world.portal.change_password(&world.actor, "wrong", OTHER, OTHER, None).await;
    let Err(Error::Invalid(problems)) = wrong else { panic!("{wrong:?}") };
    assert!(problems.of(Field::PasswordNow).is_some());
    let told = world.store.events_by(&world.actor.person, 1).await.unwrap();
    assert_eq!((told[0].action, told[0].outcome), (Action::ChangePassword, Outcome::Refused));
    let early = world.portal.change_password(&world.actor, PASSWORD, OTHER, OTHER, None).await;
    assert!(matches!(early, Err(Error::TooMany { .. })), "{early:?}");
    world.clock.advance(60);
    world.portal.change_password(&world.actor, PASSWORD, OTHER, OTHER, None).await.unwrap();
}

#[tokio::test]
async fn a_new_password_is_as_good_as_the_first_one_had_to_be() {
    let world = World::new().await;
    for (password, again, fields) in [
        ("short", "short", vec![Field::Password]),
        (PASSWORD, PASSWORD, vec![Field::Password]),
        (OTHER, "other", vec![Field::PasswordAgain]),
        ("short", "other", vec![Field::Password, Field::PasswordAgain]),
    ] {
        let refused = world.portal.change_password(&world.actor, PASSWORD, password, again, None).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{password}: {refused:?}") };
        assert_eq!(problems.0.iter().map(|problem| problem.field).collect::<Vec<_>>(), fields, "{password}");
    }
}

#[tokio::test]
async fn anybody_may_say_what_they_are_called() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", []).await;
    world.portal.change_name(&eve, " Eve ").await.unwrap();
    let eve = world.portal.actor(&eve.person).await.unwrap().unwrap();
    assert_eq!(eve.name, "Eve");
    let bad = world.portal.change_name(&eve, "\u{7}").await;
    assert!(matches!(bad, Err(Error::Invalid(_))), "{bad:?}");
}
