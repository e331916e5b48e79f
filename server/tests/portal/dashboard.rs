//! The dashboard: each number is that of the list it leads to.

use std::collections::BTreeMap;

use domain::{
    Error,
    inventory::{Concern, Query},
    link::LinkForm,
    operation::State,
    ports::{FinSpace, Store},
    role::Role,
    tag::OPERATION,
};

use super::{
    provision::{CREATE, until},
    requests::Room,
    teams::Desk,
    wire::Fault,
    world::{Setting, World},
};

async fn count(world: &World, concern: Concern) -> usize {
    let found = world.portal.dashboard(&world.actor).await.unwrap();
    let (_, few) = found.concerns.into_iter().find(|(one, _)| *one == concern).unwrap();
    let query = Query { concern: Some(concern), ..Query::default() };
    let (page, _, meant) = world.portal.environments(&world.actor, &query).await.unwrap();
    assert_eq!((page.matching, meant.concern), (few.all, Some(concern)), "the list is another one");
    let (after, more) = world.portal.environments_after(&world.actor, &query, None, 200).await.unwrap();
    assert_eq!((after.len(), more), (few.all, false), "programs see another list");
    assert_eq!(few.first.len(), few.all.min(5));
    few.all
}

#[tokio::test]
async fn what_changes_and_what_failed_is_counted() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    for name in ["risk", "fail-creation-x"] {
        world.other.create(&world.plan(name), &BTreeMap::new()).await.unwrap();
    }
    world.read().await;
    assert_eq!((count(&world, Concern::Changing).await, count(&world, Concern::Failing).await), (2, 0));
    world.clock.advance(3600);
    world.read().await;
    assert_eq!((count(&world, Concern::Changing).await, count(&world, Concern::Failing).await), (0, 1));
}

#[tokio::test]
async fn an_environment_that_no_team_has_is_counted_until_one_has_it() {
    let world = World::new().await;
    let id = world.made_elsewhere("risk").await;
    for number in 0..6 {
        world.made_elsewhere(&format!("desk-{number}")).await;
    }
    world.read().await;
    assert_eq!(count(&world, Concern::NoTeam).await, 7);
    let desk = Desk::of(&world, "Rates").await;
    let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
    world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
    assert_eq!(count(&world, Concern::NoTeam).await, 6);
}

#[tokio::test]
async fn what_another_portals_operation_made_is_unclaimed() {
    let world = World::new().await;
    world.create("ours").await;
    let foreign = BTreeMap::from([(OPERATION.to_owned(), "another-portals".to_owned())]);
    world.other.create(&world.plan("theirs"), &foreign).await.unwrap();
    world.made_elsewhere("untagged").await;
    world.read().await;
    assert_eq!(count(&world, Concern::Unclaimed).await, 1);
}

#[tokio::test]
async fn what_waits_for_somebody_is_theirs_alone_and_a_broken_connection_is_told() {
    let room = Room::new().await;
    let (world, portal) = (&room.world, &room.world.portal);
    for number in 0..7 {
        room.ask(&format!("lab-{number}")).await;
    }
    let found = portal.dashboard(&world.actor).await.unwrap();
    assert_eq!((found.waiting.all, found.waiting.first.len(), found.stuck.all), (7, 5, 0));
    assert_eq!(found.down, []);
    let auditor = world.somebody("audit@example.com", [Role::Auditor]).await;
    assert_eq!(portal.dashboard(&auditor).await.unwrap().waiting.all, 0);
    world.wire.meet("GET /environment", Fault::Says(503, "", ""), 1000);
    portal.read_connection(&world.connection).await.unwrap_err();
    assert_eq!(portal.dashboard(&world.actor).await.unwrap().down.len(), 1);
    assert!(matches!(portal.dashboard(&room.approver).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_finspace_refused_needs_somebody_until_it_is_closed_and_a_wizards_call_is_its_persons() {
    let room = Room::new().await;
    let (world, portal) = (&room.world, &room.world.portal);
    let no = Fault::Says(400, "x-amzn-errortype: ValidationException\r\n", r#"{"message":"No."}"#);
    world.wire.meet(CREATE, no, 2);
    let asked = room.ask("lab-curves").await;
    room.approve(&room.approver, &asked.id).await.unwrap();
    let operation = world.store.operation_of(&asked.id.draft()).await.unwrap().unwrap();
    until(world, &operation, &["refused"]).await;
    assert_eq!(world.create("mine").await.state.as_str(), "refused");
    let stuck = portal.dashboard(&world.actor).await.unwrap().stuck;
    assert_eq!((stuck.all, &stuck.first[0].id), (1, &asked.id));
    let closed = portal.close_operation(&world.actor, &operation.id).await.unwrap();
    assert_eq!((closed.state, closed.next_run_at), (State::Closed, None));
    assert_eq!(portal.dashboard(&world.actor).await.unwrap().stuck.all, 0);
}
