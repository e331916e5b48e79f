//! Portals in the middle of looking for what an operation may have made, between two pages of the list: whoever dies there,
//! stands still there, or looks there at the same time, one environment comes of it.

use domain::{
    Portal,
    id::ConnectionName,
    operation::{Operation, State},
    ports::FinSpace,
};
use tokio::task::JoinHandle;

use super::{
    crashes::tagged,
    ground::{Ground, drop_schema},
    provision::{CREATE, approved, now, until},
    wire::Fault,
    world::{Setting, World},
};

const LIST: &str = "GET /environment?";
const FURTHER: &str = "GET /environment?nextToken";

/// A FinSpace whose list has three pages.
async fn wide(ground: &Ground) -> World {
    let world = World::with(Setting { store: Some(ground.store.clone()), ..Setting::default() }).await;
    for number in 0..201 {
        world.other.create(&world.plan(&format!("other-{number}")), &[].into()).await.unwrap();
    }
    world.read().await;
    assert_eq!((world.wire.count(LIST), world.wire.count(FURTHER)), (3, 2));
    world
}

async fn round(portal: Portal, connection: ConnectionName) {
    let mut round = portal.round(&connection, &()).await.unwrap();
    for operation in std::mem::take(&mut round.due) {
        portal.carry(operation, &round, &()).await.unwrap();
    }
}

/// Has portals begin a round, each of which gets as far as the second page.
async fn amid(world: &World, portals: &[Portal]) -> Vec<JoinHandle<()>> {
    world.wire.meet(FURTHER, Fault::Held, portals.len());
    let begun = portals.iter().map(|portal| tokio::spawn(round(portal.clone(), world.connection.clone()))).collect();
    world.wire.holds(portals.len()).await;
    begun
}

async fn is_there_once(world: &World, operation: &Operation, calls: usize) {
    let State::Ready { environment } = now(world, operation).await.state else { panic!() };
    assert_eq!(tagged(world, operation).await, [environment]);
    assert_eq!(world.wire.count(CREATE), calls);
}

async fn whoever_ends_amid_a_sweep_leaves_one_environment(ground: &Ground) {
    let mut world = wide(ground).await;
    let (mut calls, page) = (0, world.wire.count(FURTHER));
    // Before the call, and when its answer is lost: then the sweep is what finds the environment.
    for fault in [None, Some(Fault::ReplyLost)] {
        for dies in [true, false] {
            let operation = approved(&world, &format!("amid-{calls}")).await;
            if let Some(fault) = fault {
                world.wire.meet(CREATE, fault, 1);
                until(&world, &operation, &["unknown"]).await;
            }
            let standing = amid(&world, &[world.portal.clone()]).await.remove(0);
            if dies {
                standing.abort();
                assert!(standing.await.unwrap_err().is_cancelled());
                world.wire.let_go();
                world.restart().await;
                until(&world, &operation, &["ready"]).await;
            } else {
                world.restart().await;
                let ready = until(&world, &operation, &["ready"]).await;
                world.wire.let_go();
                standing.await.unwrap();
                assert_eq!(now(&world, &operation).await, ready, "who stood still changed something");
            }
            calls += 1;
            is_there_once(&world, &operation, calls).await;
        }
    }
    assert!(world.wire.count(FURTHER) > page);
    assert_eq!(world.failures.said(), Vec::<String>::new());
}

async fn of_portals_that_sweep_at_once_one_sends_the_call(ground: &Ground) {
    let world = wide(ground).await;
    let operation = approved(&world, "at-once").await;
    let portals = [world.portal.clone(), world.neighbour().await, world.neighbour().await];
    let racing = amid(&world, &portals).await;
    world.wire.let_go();
    for portal in racing {
        portal.await.unwrap();
    }
    until(&world, &operation, &["ready"]).await;
    is_there_once(&world, &operation, 1).await;
}

async fn all(ground: &Ground, other: &Ground) {
    whoever_ends_amid_a_sweep_leaves_one_environment(ground).await;
    of_portals_that_sweep_at_once_one_sends_the_call(other).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sweeps_that_end_in_the_middle_or_run_at_once_in_a_file() {
    all(&Ground::in_a_file().await, &Ground::in_a_file().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sweeps_that_end_in_the_middle_or_run_at_once_on_postgres() {
    if let (Some(ground), Some(other)) = (Ground::on_postgres().await, Ground::on_postgres().await) {
        all(&ground, &other).await;
        drop_schema(&ground.url).await;
        drop_schema(&other.url).await;
    }
}
