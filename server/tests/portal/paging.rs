//! Lists in pieces, and narrowed to a team: a thousand environments read whole, politely, and told piece by piece while they come and go.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Error, Portal,
    inventory::{Entry, Place, Query, Sort},
    link::LinkForm,
    ports::FinSpace,
    team::TeamForm,
};
use futures::{StreamExt, stream};

use super::{teams::Desk, wire::Fault, world::World};

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

#[tokio::test]
async fn a_team_has_the_environments_that_it_has_links_to_by_its_name_in_any_case_and_by_its_id() {
    let world = World::new().await;
    let (rates, credit) = (Desk::of(&world, "Rates").await, Desk::of(&world, "Credit").await);
    for (name, desk) in [("swaps", Some(&rates)), ("bonds", Some(&rates)), ("loans", Some(&credit)), ("idle", None)] {
        let id = world.made_elsewhere(name).await;
        world.read().await;
        let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
        if let Some(desk) = desk {
            world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
        }
    }
    let portal = &world.portal;
    for asked in ["Rates", "RATES", rates.team.id.as_str()] {
        let query = Query { team: Some(asked.into()), sort: Sort::Name, descending: true, ..Query::default() };
        let (page, _, meant) = portal.environments(&world.actor, &query).await.unwrap();
        assert_eq!((meant.team.as_deref(), page.matching, page.unknown_team), (Some("Rates"), 2, false), "{asked}");
        let names = |entries: Vec<Arc<Entry>>| {
            entries.iter().map(|entry| entry.environment.name.clone()).collect::<Vec<String>>()
        };
        assert_eq!(names(page.entries), ["swaps", "bonds"], "{asked}");
        // A file has all pages, in the order of the list; programs go on from place to place, by name.
        let (all, _) = portal.all_environments(&world.actor, &query).await.unwrap();
        assert_eq!(names(all), ["swaps", "bonds"], "{asked}");
        let (after, more) = portal.environments_after(&world.actor, &query, None, 9).await.unwrap();
        assert_eq!((names(after), more), (vec!["bonds".to_owned(), "swaps".to_owned()], false), "{asked}");
    }
}

#[tokio::test]
async fn a_team_that_is_not_there_has_nothing_and_a_file_of_it_is_refused() {
    let world = World::new().await;
    world.made_elsewhere("risk").await;
    world.read().await;
    let query = Query { team: Some("Rates".into()), ..Query::default() };
    let (page, _, meant) = world.portal.environments(&world.actor, &query).await.unwrap();
    assert_eq!((page.matching, page.unknown_team, meant.team.as_deref()), (0, true, Some("Rates")));
    let missing = |result: Result<(), Error>| assert_eq!(result, Err(Error::NotFound("The team “Rates”".into())));
    missing(world.portal.all_environments(&world.actor, &query).await.map(drop));
    missing(world.portal.environments_after(&world.actor, &query, None, 9).await.map(drop));
    // One without an environment is there.
    Desk::of(&world, "Rates").await;
    let (page, ..) = world.portal.environments(&world.actor, &query).await.unwrap();
    assert_eq!((page.matching, page.unknown_team), (0, false));
}

#[tokio::test]
async fn the_first_teams_are_offered_to_those_who_see_all_teams() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let bonds = Desk::of(&world, "Bonds").await.team;
    let neighbour = world.neighbour().await;
    let offered = |portal: &Portal| portal.team_names(&world.actor).unwrap().to_vec();
    assert_eq!(offered(&world.portal), ["Bonds", "Rates"]);
    assert_eq!(world.portal.team_names(&desk.owner), None);

    let was = TeamForm::of(&bonds);
    let now = TeamForm { name: "Zero coupons".into(), ..was.clone() };
    world.portal.edit_team(&world.actor, &bonds.id, &was, &now).await.unwrap();
    assert_eq!(offered(&world.portal), ["Rates", "Zero coupons"]);
    world.portal.delete_team(&world.actor, &bonds.id, "Zero coupons").await.unwrap();
    assert_eq!(offered(&world.portal), ["Rates"]);

    assert_eq!(offered(&neighbour), ["Bonds", "Rates"], "as it began");
    neighbour.read_connection(&world.connection).await.unwrap();
    assert_eq!(offered(&neighbour), ["Rates"], "as another portal on the same database left it");
}
