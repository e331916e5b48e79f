//! The first administrator, further ones, and signing in.

use domain::{Error, Field, portal::SET_UP_HOURS, role::Role};

use super::world::{PASSWORD, Setting, World};

async fn nobody_yet() -> World {
    World::with(Setting { empty: true, ..Setting::default() }).await
}

async fn set_up(world: &World) -> domain::Actor {
    let secret = world.portal.offer_set_up().await.unwrap().unwrap();
    world.portal.set_up(&secret, "ada@example.com", "Ada", PASSWORD, PASSWORD).await.unwrap()
}

#[tokio::test]
async fn a_set_up_link_works_once() {
    let world = nobody_yet().await;
    let secret = world.portal.offer_set_up().await.unwrap().unwrap();
    assert!(world.portal.set_up_is_open(&secret).await.unwrap());
    let actor = world.portal.set_up(&secret, "Ada@Example.com", "Ada", PASSWORD, PASSWORD).await.unwrap();
    assert_eq!(actor.name, "Ada");
    assert!(!world.portal.set_up_is_open(&secret).await.unwrap());
    let again = world.portal.set_up(&secret, "eve@example.com", "Eve", PASSWORD, PASSWORD).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    assert_eq!(world.portal.offer_set_up().await.unwrap(), None);
}

#[tokio::test]
async fn a_set_up_link_dies_of_age_of_a_newer_one_and_of_guessing() {
    let world = nobody_yet().await;
    let first = world.portal.offer_set_up().await.unwrap().unwrap();
    let second = world.portal.offer_set_up().await.unwrap().unwrap();
    assert!(!world.portal.set_up_is_open(&first).await.unwrap());
    assert!(!world.portal.set_up_is_open("guessed").await.unwrap());
    world.clock.advance(u64::try_from(SET_UP_HOURS).unwrap() * 3600 + 1);
    let late = world.portal.set_up(&second, "ada@example.com", "Ada", PASSWORD, PASSWORD).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
}

#[tokio::test]
async fn all_faults_of_a_new_person_are_named_at_once() {
    let world = nobody_yet().await;
    let secret = world.portal.offer_set_up().await.unwrap().unwrap();
    let Err(Error::Invalid(problems)) = world.portal.set_up(&secret, "nobody", "", "short", "other").await else {
        panic!()
    };
    let fields: Vec<Field> = problems.0.iter().map(|p| p.field).collect();
    assert_eq!(fields, [Field::DisplayName, Field::EmailAddress, Field::Password, Field::PasswordAgain]);
    assert!(world.portal.set_up_is_open(&secret).await.unwrap(), "a mistake does not use the link up");
}

#[tokio::test]
async fn the_right_password_signs_in_and_wrong_ones_say_the_same_as_strangers_do() {
    let world = nobody_yet().await;
    set_up(&world).await;
    let actor = world.portal.sign_in(" ADA@example.com", PASSWORD).await.unwrap().whole().unwrap();
    assert_eq!(actor.email, "ada@example.com");
    let wrong = world.portal.sign_in("ada@example.com", "wrong").await.unwrap_err();
    let stranger = world.portal.sign_in("eve@example.com", "wrong").await.unwrap_err();
    assert_eq!(wrong, stranger);
}

#[tokio::test]
async fn a_second_person_of_the_same_address_is_refused() {
    let world = nobody_yet().await;
    world.portal.add_person("ada@example.com", "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();
    let again = world.portal.add_person("ADA@example.com", "Other", PASSWORD, &Role::Admin.into()).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
}

#[tokio::test]
async fn guessing_has_to_wait_and_waiting_helps() {
    let world = nobody_yet().await;
    set_up(&world).await;
    let mut wait = None;
    for _ in 0..20 {
        match world.portal.sign_in("ada@example.com", "wrong").await {
            Err(Error::TooMany { wait_seconds }) => {
                wait = Some(wait_seconds);
                break;
            }
            Err(Error::Invalid(_) | Error::Denied(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    let wait = wait.expect("twenty guesses in a second are too many");
    let right = world.portal.sign_in("ada@example.com", PASSWORD).await;
    assert!(matches!(right, Err(Error::TooMany { .. })), "the right password waits too: {right:?}");
    world.clock.advance(u64::from(wait) + 1);
    world.portal.sign_in("ada@example.com", PASSWORD).await.unwrap().whole().unwrap();
}
