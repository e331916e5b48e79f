//! The inventory: true while FinSpace answers, and honest about its age while it does not.

use std::collections::BTreeMap;

use domain::{
    Error,
    environment::{AttributeRow, EnvironmentForm, FederationForm, Mode, Status},
    error::RefusalKind,
    id::{ConnectionName, EnvironmentId},
    inventory::Query,
    portal::Live,
    ports::FinSpace,
};

use super::{wire::Fault, world::World};

fn trouble(world: &World) -> Option<String> {
    let inventory = world.portal.inventory();
    inventory
        .health
        .get(&world.connection)
        .and_then(|health| health.trouble.as_ref())
        .map(|trouble| trouble.words.clone())
}

#[tokio::test]
async fn what_another_client_makes_changes_and_deletes_is_followed() {
    let world = World::new().await;
    world.read().await;
    assert_eq!(world.portal.inventory().entries().len(), 0);
    let id = world.other.create(&world.plan("elsewhere"), &BTreeMap::new()).await.unwrap().id;
    world.read().await;
    let first = world.entry(&id).unwrap();
    assert_eq!(
        (first.environment.status.clone(), first.tags.as_ref().map(BTreeMap::len)),
        (Status::CreateRequested, Some(0))
    );
    world.clock.advance(10);
    world.read().await;
    let ready = world.entry(&id).unwrap();
    assert_eq!(ready.environment.status, Status::Created);
    assert_eq!(ready.first_seen, first.first_seen);
    assert!(ready.changed_at > first.changed_at);
    world.other.delete(&world.connection, &id).await.unwrap();
    world.clock.advance(24 * 3600);
    world.read().await;
    assert!(world.entry(&id).is_none_or(|entry| entry.environment.status == Status::Deleted));
    world.clock.advance(30 * 24 * 3600);
    world.read().await;
    assert!(world.entry(&id).is_none(), "what is gone vanishes");
    assert_eq!(world.failures.said(), [""; 0]);
}

#[tokio::test]
async fn an_endpoint_that_is_down_keeps_the_entries_and_is_noted_until_it_is_back() {
    let mut world = World::new().await;
    let id = world.made_elsewhere("known").await;
    world.read().await;
    let synced = world.portal.inventory().health[&world.connection].synced_at.unwrap();
    world.clock.advance(60);
    world.wire.close().await;
    let Err(Error::FinSpace(refusal)) = world.portal.read_connection(&world.connection).await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Unreachable);
    assert!(world.entry(&id).is_some());
    assert!(trouble(&world).unwrap().contains("No connection"), "{:?}", trouble(&world));
    assert_eq!(world.portal.inventory().health[&world.connection].synced_at, Some(synced), "the age is shown");

    // A page shows what is known, and says since when; so does a portal that restarts meanwhile.
    world.restart().await;
    let detail = world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
    assert!(matches!(detail.live, Live::Known { since: Some(since), .. } if since == synced), "{:?}", detail.live);
    assert_eq!(detail.environment.name, "known");
    assert!(trouble(&world).is_some());

    world.wire.open_again(world.endpoint.address()).await;
    world.read().await;
    assert_eq!(trouble(&world), None);
}

#[tokio::test]
async fn each_way_to_fail_is_told_in_words_and_takes_nothing_away() {
    let faults = [
        (
            Fault::Says(500, "x-amzn-errortype: InternalServerException\r\n", r#"{"message":"boom"}"#),
            RefusalKind::Internal,
            "boom",
        ),
        (Fault::Says(503, "", "<html>"), RefusalKind::Internal, "503"),
        (
            Fault::Says(429, "x-amzn-errortype: ThrottlingException\r\n", "{}"),
            RefusalKind::Throttled,
            "ThrottlingException",
        ),
        (
            Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#),
            RefusalKind::Denied,
            "not you",
        ),
        (Fault::Says(200, "", "<html>hello</html>"), RefusalKind::Internal, "not as FinSpace does"),
        (Fault::Says(404, "", "<html>nginx</html>"), RefusalKind::Other, "Check the endpoint"),
        (Fault::Lost, RefusalKind::Unreachable, "broke"),
    ];
    let world = World::new().await;
    world.made_elsewhere("staying").await;
    world.read().await;
    for (fault, kind, words) in faults {
        world.wire.meet("GET /environment", fault, 1);
        let before = world.wire.count("GET /environment");
        let Err(Error::FinSpace(refusal)) = world.portal.read_connection(&world.connection).await else {
            panic!("{fault:?}")
        };
        assert_eq!(refusal.kind, kind, "{fault:?}: {}", refusal.said);
        assert!(trouble(&world).unwrap().contains(words), "{fault:?}: {:?}", trouble(&world));
        assert_eq!(world.wire.count("GET /environment"), before + 1, "the reading job is the retry");
        assert_eq!(world.portal.inventory().entries().len(), 1);
    }
    world.read().await;
    assert_eq!(trouble(&world), None);
}

#[tokio::test]
async fn a_reading_that_finds_nothing_new_rings_for_nobody() {
    let world = World::new().await;
    let plan = EnvironmentForm {
        connection: "local".into(),
        name: "federated".into(),
        mode: Mode::Federated,
        federation: FederationForm {
            metadata_url: "https://idp.example.com/metadata".into(),
            provider_name: "Okta".into(),
            attributes: vec![AttributeRow { key: "Email".into(), value: "email".into() }],
            ..FederationForm::default()
        },
        ..EnvironmentForm::default()
    };
    let plan = plan.parse(std::slice::from_ref(&world.connection), &[]).unwrap();
    let id = world.other.create(&plan, &BTreeMap::new()).await.unwrap().id;
    world.clock.advance(10);
    world.read().await;
    // A page knows more of an environment than the list does; that is no change of the environment.
    world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
    let (version, rings) = (world.portal.inventory().version, world.bell.subscribe());
    for _ in 0..3 {
        world.clock.advance(5);
        world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
        world.read().await;
    }
    assert!(!rings.has_changed().unwrap());
    assert_eq!(world.portal.inventory().version, version);
    // Nor do tags that were read again because they were old, and are the same.
    world.clock.advance(600);
    world.read().await;
    assert!(!rings.has_changed().unwrap());
}

#[tokio::test]
async fn tags_that_may_not_be_read_are_not_asked_for_in_every_reading() {
    let world = World::new().await;
    let (allowed, denied) = (world.made_elsewhere("allowed").await, world.made_elsewhere("denied").await);
    let of_denied = format!("GET /tags/{}", world.other.get(&world.connection, &denied).await.unwrap().arn);
    let of_denied = of_denied.replace(':', "%3A").replacen("environment/", "environment%2F", 1);
    world.wire.meet(&of_denied, Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", "{}"), usize::MAX);
    for _ in 0..5 {
        world.read().await;
        world.clock.advance(50);
    }
    assert_eq!(world.wire.count(&of_denied), 1, "{of_denied}");
    assert!(world.entry(&allowed).unwrap().tags.is_some());
    assert!(world.entry(&denied).unwrap().tags.is_none());
    let why = |id| world.portal.tags_denied(&world.entry(id).unwrap());
    assert!(why(&denied).is_some_and(|words| words.contains("denied access")) && why(&allowed).is_none());
    // Somebody gave the portal the right meanwhile.
    world.wire.mend();
    world.clock.advance(300);
    world.read().await;
    assert!(world.entry(&denied).unwrap().tags.is_some() && why(&denied).is_none());
}

#[tokio::test]
async fn one_look_brings_an_environment_into_the_list_and_takes_it_out() {
    let world = World::new().await;
    let id = world.made_elsewhere("direct").await;
    let rings = world.bell.subscribe();
    let detail = world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
    assert_eq!(detail.live, Live::Now);
    assert!(rings.has_changed().unwrap());
    assert_eq!(world.portal.environments(&world.actor, &Query::default()).await.unwrap().0.entries.len(), 1);
    world.wire.meet("GET /environment/", Fault::Says(404, "x-amzn-errortype: ResourceNotFoundException\r\n", "{}"), 1);
    let gone = world.portal.environment(&world.actor, &world.connection, &id).await;
    assert!(matches!(gone, Err(Error::NotFound(_))), "{gone:?}");
    assert!(world.entry(&id).is_none());
}

#[tokio::test]
async fn an_unknown_environment_or_connection_is_not_found() {
    let world = World::new().await;
    let absent = EnvironmentId::parse("absent").unwrap();
    let detail = world.portal.environment(&world.actor, &world.connection, &absent).await;
    assert!(matches!(detail, Err(Error::NotFound(_))), "{detail:?}");
    let elsewhere = ConnectionName::parse("elsewhere").unwrap();
    let detail = world.portal.environment(&world.actor, &elsewhere, &absent).await;
    assert!(matches!(detail, Err(Error::NotFound(_))), "{detail:?}");
    assert_eq!(world.wire.count("GET /environment/"), 1);
}

#[tokio::test]
async fn a_list_that_turns_in_circles_is_trouble_and_takes_nothing_away() {
    let world = World::new().await;
    let id = world.made_elsewhere("kept").await;
    world.read().await;
    world.wire.meet("GET /environment", Fault::Says(200, "", r#"{"environments":[],"nextToken":"again"}"#), usize::MAX);
    let circles = world.portal.read_connection(&world.connection).await;
    assert!(matches!(circles, Err(Error::FinSpace(_))), "{circles:?}");
    assert!(world.entry(&id).is_some());
    assert!(trouble(&world).is_some());
    assert!(world.wire.count("GET /environment") < 10);
}

#[tokio::test]
async fn fifty_who_refresh_at_once_share_two_readings() {
    let world = World::new().await;
    let id = world.made_elsewhere("wanted").await;
    let all = (0..50).map(|_| world.portal.refresh(&world.actor));
    futures::future::join_all(all).await;
    assert!(world.entry(&id).is_some());
    let readings = world.wire.count("GET /environment?");
    assert!((1..=2).contains(&readings), "{readings} readings");
    // Who asks later gets a reading that began later.
    world.portal.refresh(&world.actor).await.unwrap();
    assert_eq!(world.wire.count("GET /environment?"), readings + 1);
}

#[tokio::test]
async fn a_refresh_after_a_failed_one_tries_again() {
    let world = World::new().await;
    let id = world.made_elsewhere("wanted").await;
    world.wire.meet("GET /environment", Fault::Says(500, "", "{}"), 1);
    let _each_tells =
        futures::future::join(world.portal.refresh(&world.actor), world.portal.refresh(&world.actor)).await;
    assert!(world.entry(&id).is_some());
}

#[tokio::test]
async fn after_a_restart_no_version_comes_again() {
    let mut world = World::new().await;
    world.made_elsewhere("one").await;
    world.read().await;
    let before = world.portal.inventory().version;
    world.clock.advance(1);
    world.restart().await;
    assert!(world.portal.inventory().version > before, "an open page would take the number for what it shows");
}
