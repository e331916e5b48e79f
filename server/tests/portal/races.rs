//! Several portals that carry the same operation out at the same time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use async_trait::async_trait;
use domain::portal::{Passing, Point};

use super::{
    provision::{CREATE, approved, until},
    world::World,
};

/// Keeps count of nothing but who got past a point, for portals that race.
#[derive(Default)]
struct Witness(Mutex<BTreeMap<Point, usize>>);

#[async_trait]
impl Passing for Witness {
    async fn at(&self, point: Point) {
        *self.0.lock().unwrap().entry(point).or_default() += 1;
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_portals_that_race_one_sends_the_call() {
    let mut world = World::new().await;
    let witness = Arc::new(Witness::default());
    for number in 0..10 {
        let operation = approved(&world, &format!("race-{number}")).await;
        let mut racing = tokio::task::JoinSet::new();
        for _ in 0..3 {
            world.restart().await;
            let (portal, connection, witness) = (world.portal.clone(), world.connection.clone(), Arc::clone(&witness));
            racing.spawn(async move {
                let mut round = portal.round(&connection, &*witness).await.unwrap();
                for operation in std::mem::take(&mut round.due) {
                    portal.carry(operation, &round, &*witness).await.unwrap();
                }
            });
        }
        racing.join_all().await;
        until(&world, &operation, &["ready"]).await;
        assert_eq!(world.wire.count(CREATE), number + 1);
    }
    assert_eq!(witness.0.lock().unwrap()[&Point::Armed], 10);
}
