//! A real portal that is told to end while its call is on its way: it waits a little for the answer, and what it cannot wait
//! for is found by the next one.

use std::time::Duration;

use domain::operation::{Operation, State};
use tokio::time::{sleep, timeout};

use super::{
    ground::{Ground, drop_schema},
    killing::{Fleet, leases_end},
    provision::{CREATE, approved, now},
    wire::Fault,
    world::{Setting, World},
};

/// For what must happen, on however busy a machine.
const SURELY: Duration = Duration::from_mins(2);

async fn made(world: &World, operation: &Operation) {
    let made = async {
        while now(world, operation).await.state.environment().is_none() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SURELY, made).await.expect("its environment is found");
}

async fn a_portal_that_ends_with_its_call_on_the_way_loses_nothing(ground: &Ground) {
    let mut world = World::with(Setting { store: Some(ground.store.clone()), ..Setting::default() }).await;
    let data = tempfile::tempdir().unwrap();
    for (is_answered, calls) in [(true, 1), (false, 2)] {
        let mut fleet = Fleet::start(1, &ground.url, data.path(), &world.wire.url());
        world.wire.meet(CREATE, Fault::Held, 1);
        let operation = approved(&world, &format!("answered-{is_answered}")).await;
        timeout(SURELY, world.wire.holds(1)).await.expect("it calls");
        let answering = async || {
            if is_answered {
                world.wire.let_go();
            }
        };
        let ended = fleet.end(answering).await;
        assert!(ended.success(), "{ended}");
        let left = now(&world, &operation).await;
        if is_answered {
            assert!(matches!(left.state, State::Created { .. }), "the answer came in time: {left:?}");
        } else {
            assert_eq!(left.state, State::Armed);
            drop(fleet);
            leases_end(ground).await;
            let _next = Fleet::start(1, &ground.url, data.path(), &world.wire.url());
            made(&world, &operation).await;
        }
        world.wire.let_go();
        assert_eq!(now(&world, &operation).await.arms, 1);
        assert_eq!((world.wire.count(CREATE), world.really().await.len()), (calls, calls));
    }
    world.wire.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_ends_with_its_call_on_the_way_loses_nothing_in_a_file() {
    a_portal_that_ends_with_its_call_on_the_way_loses_nothing(&Ground::in_a_file().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_ends_with_its_call_on_the_way_loses_nothing_on_postgres() {
    if let Some(ground) = Ground::on_postgres().await {
        a_portal_that_ends_with_its_call_on_the_way_loses_nothing(&ground).await;
        drop_schema(&ground.url).await;
    }
}
