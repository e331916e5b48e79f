//! What a check of a connection tells, and that it changes nothing.

use domain::{
    Error,
    audit::Action,
    connection::{Ability, Check, Tried},
    id::ConnectionName,
    ports::Store,
    role::Role,
};

use super::{
    wire::Fault,
    world::{Setting, World},
};

const DENIED: &str = r#"{"message":"User is not authorized"}"#;

async fn check(world: &World) -> Check {
    world.portal.check_connection(&world.actor, &world.connection).await.unwrap()
}

fn ended(check: &Check, ability: Ability) -> &Tried {
    &check.attempts.iter().find(|attempt| attempt.ability == ability).unwrap().outcome
}

#[tokio::test]
async fn a_connection_that_can_do_everything_says_so_and_nothing_is_changed() {
    let world = World::new().await;
    let empty = check(&world).await;
    assert_eq!(empty.attempts[0].outcome, Tried::Works);
    for ability in [Ability::ReadTags, Ability::ChangeTags] {
        assert!(matches!(ended(&empty, ability), Tried::Untried(why) if why.contains("no environment yet")));
    }

    let id = world.made_elsewhere("rates").await;
    let before = (world.really().await, world.really_tagged(&id).await);
    let check = check(&world).await;
    assert_eq!(check.attempts.iter().filter(|attempt| attempt.outcome == Tried::Works).count(), 3, "{check:?}");
    assert!(check.identity.as_ref().unwrap().contains("AKIDLOCAL"), "{check:?}");
    assert!(!format!("{check:?}").contains("secret"), "{check:?}");
    assert_eq!((world.really().await, world.really_tagged(&id).await), before);

    let told = world.store.events("connection/local", 10).await.unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(
        (told[0].action, told[0].detail.as_str()),
        (Action::CheckConnection, "List environments: works, Read tags: works, Change tags: works")
    );
}

#[tokio::test]
async fn each_ability_that_is_denied_is_named_with_what_to_do() {
    let world = World::new().await;
    world.made_elsewhere("rates").await;
    let denies = Fault::Says(403, "x-amzn-ErrorType: AccessDeniedException\r\n", DENIED);
    world.wire.meet("DELETE /tags", denies, 1);
    let told = check(&world).await;
    assert_eq!(ended(&told, Ability::ReadTags), &Tried::Works);
    assert!(
        matches!(ended(&told, Ability::ChangeTags), Tried::Fails(words) if words.contains("denied access")),
        "{told:?}"
    );

    world.wire.meet("GET /environment", denies, 1);
    let told = check(&world).await;
    assert!(matches!(ended(&told, Ability::List), Tried::Fails(_)), "{told:?}");
    assert!(matches!(ended(&told, Ability::ChangeTags), Tried::Untried(why) if why.contains("Without the list")));
}

#[tokio::test]
async fn missing_credentials_are_said_without_what_lies_around_them() {
    let world = World::with(Setting { profile: Some("no-such-profile".into()), ..Setting::default() }).await;
    let said = check(&world).await.identity.unwrap_err();
    assert!(said.contains("Check the profile “no-such-profile”"), "{said}");
}

#[tokio::test]
async fn who_may_not_check_is_refused_and_what_is_no_connection_is_absent() {
    let world = World::new().await;
    let auditor = world.somebody("auditor@example.com", [Role::Auditor]).await;
    let refused = world.portal.check_connection(&auditor, &world.connection).await;
    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    let other = ConnectionName::parse("other").unwrap();
    let absent = world.portal.check_connection(&world.actor, &other).await;
    assert!(matches!(absent, Err(Error::NotFound(_))), "{absent:?}");
}
