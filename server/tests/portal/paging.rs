//! Lists in pieces: a thousand environments read whole, politely, and told piece by piece while they come and go.

use std::collections::BTreeMap;

use domain::{
    inventory::{Place, Query},
    ports::FinSpace,
};
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

#[tokio::test]
async fn a_list_told_in_pieces_leaves_nothing_out_and_tells_nothing_twice_while_others_come_and_go() {
    let world = World::new().await;
    let mut made = BTreeMap::new();
    for name in ["bb", "CC", "dd", "ee"] {
        made.insert(name, world.made_elsewhere(name).await);
    }
    world.read().await;
    let piece = async |place: Option<&Place>| {
        let (entries, more) = world.portal.environments_after(&world.actor, &Query::default(), place, 2).await.unwrap();
        let names: Vec<String> = entries.iter().map(|entry| entry.environment.name.clone()).collect();
        (names, entries.last().map(|entry| Place::of(entry)), more)
    };
    let (names, place, more) = piece(None).await;
    assert_eq!((names, more), (vec!["bb".to_owned(), "CC".to_owned()], true));
    // One comes before the place, and the one at the place itself goes.
    world.made_elsewhere("aa").await;
    world.other.delete(&world.connection, &made["CC"]).await.unwrap();
    world.clock.advance(60);
    world.read().await;
    let (names, place, more) = piece(place.as_ref()).await;
    assert_eq!((names, more), (vec!["dd".to_owned(), "ee".to_owned()], false));
    assert_eq!(piece(place.as_ref()).await, (Vec::new(), None, false));
}
