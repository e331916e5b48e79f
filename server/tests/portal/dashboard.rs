//! The dashboard: each number is that of the list it leads to.

use std::collections::BTreeMap;

use domain::{
    Actor, Error,
    inventory::{Concern, Query},
    link::LinkForm,
    operation::State,
    person,
    portal::Sought,
    ports::{FinSpace, Store},
    request::{Filter, Whose},
    role::Role,
    tag::OPERATION,
    team::{self, Standing},
};
use jiff::SignedDuration;

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

/// How many environments of their teams somebody is told of, by concern; the launchpad has as many of each.
async fn overseen(world: &World, actor: &Actor) -> Option<(usize, usize, Vec<usize>)> {
    let seen = world.portal.launchpad(actor, &Sought::default(), 1).await.unwrap();
    let oversight = seen.oversight?;
    let mut counts = Vec::new();
    for (concern, all) in oversight.concerns {
        let sought = Sought { concern: Some(concern), ..Sought::default() };
        let listed = world.portal.launchpad(actor, &sought, 1).await.unwrap();
        assert_eq!((listed.tiles.matching, listed.all), (all, seen.all), "{concern:?}: the list is another one");
        counts.push(all);
    }
    for (whose, all) in [(Whose::ToDecide, oversight.waiting), (Whose::Stuck, oversight.stuck.all)] {
        let filter = Filter { whose, ..Filter::default() };
        assert_eq!(world.portal.requests(actor, &filter, 1).await.unwrap().matching, all, "{whose:?}");
    }
    Some((oversight.waiting, oversight.stuck.all, counts))
}

#[tokio::test]
async fn who_looks_after_teams_is_told_what_needs_them_there_and_nothing_of_other_teams() {
    let world = World::with(Setting { faults: true, ..Setting::default() }).await;
    let room = Room::within(world).await;
    let world = &room.world;
    let mut ids = Vec::new();
    for name in ["risk", "fail-creation-x", "fail-creation-y"] {
        ids.push(world.other.create(&world.plan(name), &BTreeMap::new()).await.unwrap().id);
    }
    world.read().await;
    let bonds = Desk::of(world, "Bonds").await;
    for (desk, id) in [(&room.desk, &ids[0]), (&room.desk, &ids[1]), (&bonds, &ids[2])] {
        let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
        world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
    }
    let (owner, approver, member) = (&room.desk.owner, &room.approver, &room.desk.member);
    assert_eq!(overseen(world, owner).await, Some((0, 0, vec![2, 0, 0])));
    world.clock.advance(3600);
    world.read().await;
    world.portal.set_end(&world.actor, &world.connection, &ids[0], &in_days(world, 3)).await.unwrap();
    room.ask("lab-curves").await;
    for overseer in [owner, approver] {
        assert_eq!(overseen(world, overseer).await, Some((1, 0, vec![0, 1, 1])));
    }
    assert_eq!(overseen(world, &bonds.owner).await, Some((0, 0, vec![0, 1, 0])));
    assert_eq!(overseen(world, member).await, None, "who only uses environments has them on the launchpad");
    assert_eq!(overseen(world, &world.actor).await, None, "who sees all environments has the dashboard");
}

fn in_days(world: &World, days: i64) -> String {
    let then = world.portal.now() + SignedDuration::from_hours(24 * days);
    then.strftime("%Y-%m-%d").to_string()
}

#[tokio::test]
async fn a_team_and_a_person_with_nothing_are_reported_until_they_have_something() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let (zoe, auditor) =
        (world.somebody("zoe@example.com", []).await, world.somebody("audit@example.com", [Role::Auditor]).await);
    let operator = world.somebody("operator@example.com", [Role::Operator]).await;
    let reported = async |reader: &Actor| {
        let found = world.portal.dashboard(reader).await.unwrap();
        (found.bare_teams, found.lonely_people)
    };
    assert_eq!(reported(&world.actor).await, (1, Some(1)));
    assert_eq!((reported(&auditor).await, reported(&operator).await), ((1, Some(1)), (1, None)));
    let bare = team::Filter { without_environment: true, ..team::Filter::default() };
    let lonely = person::Filter { without_team: true, ..person::Filter::default() };
    let teams = world.portal.teams(&world.actor, &bare, 1).await.unwrap();
    let people = world.portal.people(&world.actor, &lonely, 1).await.unwrap();
    assert_eq!(
        (teams.rows[0].team.id.clone(), people.people[0].id.clone()),
        (desk.team.id.clone(), zoe.person.clone())
    );
    world.portal.add_members(&world.actor, &desk.team.id, &zoe.email, Standing::Member).await.unwrap();
    let id = world.made_elsewhere("risk").await;
    world.read().await;
    let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
    world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
    assert_eq!(reported(&world.actor).await, (0, Some(0)));
    assert_eq!(world.portal.teams(&world.actor, &bare, 1).await.unwrap().matching, 0);
    assert_eq!(world.portal.people(&world.actor, &lonely, 1).await.unwrap().matching, 0);
}
