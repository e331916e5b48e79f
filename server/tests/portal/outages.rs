//! A connection that is down for longer than a hiccup: who can mend it hears of it once, and once of its end.

use domain::{
    Actor, Portal,
    notice::{News, Target},
    occasion::Occasion,
    role::Role,
};

use super::world::World;

/// Reads a connection that is down.
async fn fails(portal: &Portal, world: &World) {
    portal.read_connection(&world.connection).await.unwrap_err();
}

async fn told(world: &World, actor: &Actor) -> Vec<News> {
    while world.portal.tell().await.unwrap() {}
    let rows = world.portal.notices(actor, 1).await.unwrap().rows;
    rows.into_iter().map(|notice| notice.news).collect()
}

#[tokio::test]
async fn operators_hear_once_of_an_outage_and_once_of_its_end() {
    let mut world = World::new().await;
    let operator = world.somebody("operator@example.com", [Role::Operator]).await;
    let member = world.somebody("member@example.com", [Role::Member]).await;
    world.read().await;
    world.wire.close().await;
    for _ in 0..5 {
        world.clock.advance(60);
        fails(&world.portal, &world).await;
    }
    assert_eq!(told(&world, &operator).await, [], "it began four minutes ago");
    world.clock.advance(60);
    // Of several portals, and after a restart, one tells of it.
    let neighbour = world.neighbour().await;
    fails(&world.portal, &world).await;
    fails(&neighbour, &world).await;
    world.restart().await;
    world.clock.advance(600);
    fails(&world.portal, &world).await;
    let news = told(&world, &operator).await;
    let [down] = &news[..] else { panic!("{news:?}") };
    assert_eq!((down.occasion, &down.target), (Occasion::ConnectionDown, &Target::ConnectionsDown));
    assert!(down.headline().contains(world.connection.as_str()) && down.detail.contains("No connection"), "{down:?}");
    assert_eq!(told(&world, &member).await, []);
    assert_eq!(told(&world, &world.actor).await.len(), 1, "administrators can mend it, too");

    world.wire.open_again(world.endpoint.address()).await;
    world.clock.advance(60);
    world.read().await;
    world.read().await;
    let news = told(&world, &operator).await;
    let [up, _] = &news[..] else { panic!("{news:?}") };
    assert_eq!(up.occasion, Occasion::ConnectionUp);
    assert_eq!(world.failures.said(), [""; 0]);
}

#[tokio::test]
async fn a_portal_that_alone_cannot_read_alarms_nobody() {
    let mut world = World::new().await;
    world.read().await;
    let elsewhere = world.neighbour().await;
    world.wire.close().await;
    world.clock.advance(60);
    fails(&elsewhere, &world).await;
    world.wire.open_again(world.endpoint.address()).await;
    world.clock.advance(400);
    world.read().await;
    world.wire.close().await;
    world.clock.advance(60);
    fails(&elsewhere, &world).await;
    assert_eq!(told(&world, &world.actor).await, []);
}

#[tokio::test]
async fn the_next_outage_is_told_although_nobody_saw_the_end_of_the_one_before() {
    let mut world = World::new().await;
    world.wire.close().await;
    fails(&world.portal, &world).await;
    world.clock.advance(600);
    fails(&world.portal, &world).await;
    assert_eq!(told(&world, &world.actor).await.len(), 1);
    // Whoever told of it is gone, and another portal never knew of any trouble.
    world.wire.open_again(world.endpoint.address()).await;
    world.clock.advance(60);
    let health = domain::connection::Health { synced_at: Some(world.portal.now()), trouble: None };
    domain::ports::Store::save_reading(&world.store, &world.connection, &[], &[], &health).await.unwrap();
    world.restart().await;
    world.wire.close().await;
    world.clock.advance(60);
    fails(&world.portal, &world).await;
    world.clock.advance(600);
    fails(&world.portal, &world).await;
    let occasions: Vec<_> = told(&world, &world.actor).await.iter().map(|news| news.occasion).collect();
    assert_eq!(occasions, [Occasion::ConnectionDown, Occasion::ConnectionDown]);
}
