//! The machine's clock is set while the portal runs.

use domain::{
    environment::{EnvironmentChange, Name},
    ports::FinSpace,
};

use super::world::World;

#[tokio::test]
async fn a_clock_that_is_set_back_hides_no_change() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    world.portal.environment(&world.actor, &world.connection, &id).await.unwrap();
    world.clock.leap(-3 * 24 * 60 * 60);
    let change = EnvironmentChange { name: Some(Name::parse("after").unwrap()), ..EnvironmentChange::default() };
    world.other.update(&world.connection, &id, &change).await.unwrap();
    world.clock.advance(60);
    world.read().await;
    assert_eq!(world.entry(&id).unwrap().environment.name, "after");
}
