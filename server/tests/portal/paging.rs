//! A thousand environments: read whole, politely.

use std::collections::BTreeMap;

use domain::ports::FinSpace;
use futures::{StreamExt, stream};

use super::{wire::Fault, world::World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_environments_are_read_in_pages_with_few_calls_at_once() {
    let world = World::new().await;
    stream::iter(0..1000)
        .for_each_concurrent(16, |i| {
            let plan = world.plan(&format!("lab-{i:04}"));
            let other = &world.other;
            async move { drop(other.create(&plan, &BTreeMap::new()).await.unwrap()) }
        })
        .await;
    world.clock.advance(10);

    world.read().await;
    assert_eq!(world.wire.count("GET /environment"), 10, "a hundred to a page");
    assert_eq!(world.wire.count("GET /tags"), 1000);
    assert!(world.wire.most_at_once() <= 8, "{} calls at once", world.wire.most_at_once());
    let inventory = world.portal.inventory();
    assert_eq!(inventory.entries().len(), 1000);
    assert!(inventory.entries().iter().all(|entry| entry.tags.is_some()));

    // Nothing changed: the next reading asks for pages only.
    world.clock.advance(2);
    world.read().await;
    assert_eq!(world.wire.count("GET /tags"), 1000);
    // Old tags are read again a part at a time.
    world.clock.advance(600);
    world.read().await;
    assert_eq!(world.wire.count("GET /tags"), 1200);

    // A page that fails in the middle takes nothing away.
    world.wire.meet("GET /environment?nextToken", Fault::Says(500, "", "{}"), 1);
    world.wire.meet("GET /environment?maxResults=100&nextToken", Fault::Says(500, "", "{}"), 1);
    assert!(world.portal.read_connection(&world.connection).await.is_err());
    assert_eq!(world.portal.inventory().entries().len(), 1000);
    assert_eq!(world.failures.said(), [""; 0]);
}
