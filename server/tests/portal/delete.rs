//! Deleting an environment: the one that was meant, once.

use std::collections::BTreeMap;

use domain::{
    Error, Field,
    audit::Outcome,
    environment::Status,
    error::RefusalKind,
    id::{ConnectionName, EnvironmentId},
    ports::FinSpace,
};

use super::{wire::Fault, world::World};

const DELETE: &str = "DELETE /environment";

async fn delete(world: &World, id: &EnvironmentId, name: &str) -> Result<(), Error> {
    world.portal.delete_environment(&world.actor, &world.connection, id, name).await
}

#[tokio::test]
async fn the_typed_name_deletes_and_the_list_shows_it_at_once() {
    let world = World::new().await;
    let id = world.made_elsewhere("old-lab").await;
    world.read().await;
    delete(&world, &id, " old-lab ").await.unwrap();
    assert!(world.entry(&id).unwrap().environment.status.is_changing());
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history.iter().map(|e| e.outcome).collect::<Vec<_>>(), [Outcome::Done, Outcome::Intended]);
    world.clock.advance(5);
    let known = world.portal.environment(&world.actor, &world.connection, &id).await;
    assert!(known.is_err() || known.unwrap().environment.status == Status::Deleted);
}

#[tokio::test]
async fn another_name_deletes_nothing() {
    let world = World::new().await;
    let id = world.made_elsewhere("old-lab").await;
    for name in ["", "Old-lab", "old-lab-2", "old lab"] {
        let Err(Error::Invalid(problems)) = delete(&world, &id, name).await else { panic!("{name}") };
        assert_eq!(problems.0[0].field, Field::ConfirmName);
    }
    assert_eq!(world.wire.count(DELETE), 0);
    assert_eq!(world.really().await[0].status, Status::Created);
}

#[tokio::test]
async fn one_that_went_meanwhile_counts_as_deleted() {
    let world = World::new().await;
    let id = world.made_elsewhere("going").await;
    world.wire.meet(DELETE, Fault::Says(404, "x-amzn-errortype: ResourceNotFoundException\r\n", "{}"), 1);
    delete(&world, &id, "going").await.unwrap();
}

#[tokio::test]
async fn a_page_that_is_not_there_is_not_a_deleted_environment() {
    let world = World::new().await;
    let id = world.made_elsewhere("staying").await;
    world.read().await;
    world.wire.meet(DELETE, Fault::Says(404, "", "<html>nginx</html>"), 1);
    let Err(Error::FinSpace(refusal)) = delete(&world, &id, "staying").await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Other);
    assert!(world.entry(&id).is_some());
}

#[tokio::test]
async fn one_that_is_moving_is_left_alone() {
    let world = World::new().await;
    let young = world.other.create(&world.plan("young"), &BTreeMap::new()).await.unwrap().id;
    assert!(matches!(delete(&world, &young, "young").await, Err(Error::Conflict(_))));
    world.clock.advance(10);
    delete(&world, &young, "young").await.unwrap();
    assert_eq!(world.wire.count(DELETE), 1);
}

#[tokio::test]
async fn a_deletion_that_was_asked_for_already_answers_like_the_first() {
    let world = World::new().await;
    let id = world.made_elsewhere("old-lab").await;
    delete(&world, &id, "old-lab").await.unwrap();
    delete(&world, &id, "old-lab").await.unwrap();
    assert!(matches!(delete(&world, &id, "another").await, Err(Error::Invalid(_))));
    world.wire.meet("GET /environment/", Fault::Says(404, "x-amzn-errortype: ResourceNotFoundException\r\n", "{}"), 2);
    delete(&world, &id, "old-lab").await.unwrap();
    let other = world.somebody("grace@example.com", [domain::role::Role::Admin]).await;
    let theirs = world.portal.delete_environment(&other, &world.connection, &id, "old-lab").await;
    assert!(matches!(theirs, Err(Error::NotFound(_))), "{theirs:?}");
    assert_eq!(world.wire.count(DELETE), 1);
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history.len(), 2, "{history:?}");
}

#[tokio::test]
async fn a_lost_answer_is_one_request_and_said_to_be_lost() {
    let world = World::new().await;
    let id = world.made_elsewhere("maybe").await;
    world.wire.meet(DELETE, Fault::ReplyLost, 1);
    assert!(matches!(delete(&world, &id, "maybe").await, Err(Error::Unanswered(_))));
    assert_eq!(world.wire.count(DELETE), 1);
    // The look afterwards tells how it really stands.
    assert!(world.entry(&id).unwrap().environment.status.is_changing());
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history[0].outcome, Outcome::Unknown);
}

#[tokio::test]
async fn refusals_delete_nothing() {
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    let throttled = Fault::Says(429, "x-amzn-errortype: ThrottlingException\r\n", "{}");
    for (fault, kind) in [(denied, RefusalKind::Denied), (throttled, RefusalKind::Throttled)] {
        let world = World::new().await;
        let id = world.made_elsewhere("kept").await;
        world.wire.meet(DELETE, fault, 1);
        let Err(Error::FinSpace(refusal)) = delete(&world, &id, "kept").await else { panic!() };
        assert_eq!(refusal.kind, kind);
        assert_eq!(world.wire.count(DELETE), 1);
        assert_eq!(world.really().await[0].status, Status::Created);
    }
}

#[tokio::test]
async fn an_unknown_environment_connection_or_endpoint_is_an_error_in_words() {
    let mut world = World::new().await;
    let absent = EnvironmentId::parse("absent").unwrap();
    let gone = delete(&world, &absent, "x").await;
    assert!(matches!(gone, Err(Error::NotFound(_))), "{gone:?}");
    let elsewhere = ConnectionName::parse("elsewhere").unwrap();
    let unknown = world.portal.delete_environment(&world.actor, &elsewhere, &absent, "x").await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
    world.wire.close().await;
    let Err(Error::FinSpace(refusal)) = delete(&world, &absent, "x").await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Unreachable);
    assert!(refusal.said.contains(&world.wire.url()), "{}", refusal.said);
}
