//! The launchpad: whose tiles, in which order, and who looks at it.

use std::collections::BTreeMap;

use domain::{
    Actor, Error,
    audit::Action,
    id::EnvironmentId,
    link::LinkForm,
    portal::{Launchpad, Sought},
    ports::{FinSpace, Store},
    role::Role,
    team::Standing,
};
use futures::{StreamExt, stream};

use super::{teams::Desk, world::World};

async fn environments(world: &World, names: &[&str]) -> Vec<EnvironmentId> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(world.made_elsewhere(name).await);
    }
    world.read().await;
    ids
}

async fn link(world: &World, desk: &Desk, id: &EnvironmentId, label: &str, section: &str) {
    let form = LinkForm { environment: format!("local/{id}"), label: label.into(), section: section.into() };
    world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
}

async fn look(world: &World, actor: &Actor, text: &str) -> Launchpad {
    world.portal.launchpad(actor, &Sought { text: text.into(), concern: None }, 1).await.unwrap()
}

fn titles(launchpad: &Launchpad) -> Vec<&str> {
    launchpad.tiles.rows.iter().map(domain::portal::Tile::title).collect()
}

#[tokio::test]
async fn everybody_sees_the_environments_of_their_teams_and_no_others() {
    let world = World::new().await;
    let ids = environments(&world, &["risk", "fixed", "secret"]).await;
    let (rates, bonds) = (Desk::of(&world, "Rates").await, Desk::of(&world, "Bonds").await);
    link(&world, &rates, &ids[0], "Risk desk", "Production").await;
    link(&world, &rates, &ids[1], "", "").await;
    link(&world, &bonds, &ids[2], "", "").await;
    let seen = look(&world, &rates.member, "").await;
    assert_eq!((titles(&seen), seen.all), (vec!["fixed", "Risk desk"], 2), "without a section first");
    let reasons = &seen.tiles.rows[1].reasons;
    assert_eq!((reasons[0].team.name.as_str(), reasons[0].added_by.as_str()), ("Rates", rates.owner.email.as_str()));
    assert_eq!(titles(&look(&world, &bonds.member, "").await), ["secret"]);
    // Administrators see every environment elsewhere; their launchpad is what their teams have.
    assert_eq!(look(&world, &world.actor, "").await.all, 0);
    for (text, found) in [("RISK", 1), ("production risk", 1), ("rates", 2), ("secret", 0), ("desk fixed", 0)] {
        assert_eq!(look(&world, &rates.member, text).await.tiles.matching, found, "{text}");
    }
}

#[tokio::test]
async fn an_environment_of_two_teams_is_one_tile_with_two_reasons() {
    let world = World::new().await;
    let ids = environments(&world, &["risk"]).await;
    let (rates, bonds) = (Desk::of(&world, "Rates").await, Desk::of(&world, "Bonds").await);
    link(&world, &rates, &ids[0], "As rates call it", "").await;
    link(&world, &bonds, &ids[0], "As bonds call it", "").await;
    world.portal.add_members(&world.actor, &rates.team.id, &bonds.member.email, Standing::Member).await.unwrap();
    let seen = look(&world, &bonds.member, "").await;
    assert_eq!(titles(&seen), ["As bonds call it"]);
    let tile = &seen.tiles.rows[0];
    let teams: Vec<_> = tile.reasons.iter().map(|reason| reason.team.name.as_str()).collect();
    assert_eq!(teams, ["Bonds", "Rates"]);
    // A favourite by either link is one, and is taken away by either.
    world.portal.set_favourite(&bonds.member, &tile.reasons[1].link, true).await.unwrap();
    assert!(look(&world, &bonds.member, "").await.tiles.rows[0].is_favourite);
    world.portal.set_favourite(&bonds.member, &tile.reasons[0].link, false).await.unwrap();
    assert!(!look(&world, &bonds.member, "").await.tiles.rows[0].is_favourite);
}

#[tokio::test]
async fn favourites_come_first_and_what_was_opened_is_remembered() {
    let world = World::new().await;
    let ids = environments(&world, &["aa", "bb", "cc"]).await;
    let desk = Desk::of(&world, "Rates").await;
    for id in &ids {
        link(&world, &desk, id, "", "").await;
    }
    let tiles = look(&world, &desk.member, "").await.tiles.rows;
    world.portal.set_favourite(&desk.member, &tiles[2].link.id, true).await.unwrap();
    world.portal.set_favourite(&desk.member, &tiles[2].link.id, true).await.unwrap();
    for tile in [&tiles[0], &tiles[1]] {
        world.portal.followed(&desk.member, &tile.link.id).await.unwrap();
        world.clock.advance(1);
    }
    let seen = look(&world, &desk.member, "").await;
    assert_eq!(titles(&seen), ["cc", "aa", "bb"]);
    assert_eq!(seen.recent.iter().map(|recent| recent.title.as_str()).collect::<Vec<_>>(), ["bb", "aa"]);
    let other = look(&world, &desk.owner, "").await;
    assert_eq!((titles(&other), other.recent.len()), (vec!["aa", "bb", "cc"], 0), "another's are another's");
    let stranger = world.somebody("eve@example.com", []).await;
    let refused = world.portal.set_favourite(&stranger, &tiles[0].link.id, true).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
}

#[tokio::test]
async fn an_administrator_sees_what_a_person_sees_and_the_log_tells_of_it() {
    let world = World::new().await;
    let ids = environments(&world, &["risk"]).await;
    let desk = Desk::of(&world, "Rates").await;
    link(&world, &desk, &ids[0], "", "").await;
    let own = look(&world, &desk.member, "").await;
    world.portal.followed(&desk.member, &own.tiles.rows[0].link.id).await.unwrap();
    let (who, seen) =
        world.portal.launchpad_of(&world.actor, &desk.member.person, &Sought::default(), 1).await.unwrap();
    assert_eq!((who.email.as_str(), &seen.tiles, seen.recent.len()), (desk.member.email.as_str(), &own.tiles, 0));
    let told = world.store.events(&format!("person/{}", desk.member.email), 1).await.unwrap();
    assert_eq!((told[0].action, told[0].who.as_str()), (Action::LookAsPerson, "ada@example.com"));
    for role in [Role::Auditor, Role::Operator] {
        let other = world.somebody(&format!("{}@example.com", role.as_str()), [role]).await;
        let refused = world.portal.launchpad_of(&other, &desk.member.person, &Sought::default(), 1).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_tiles_come_in_pages_and_nobody_asks_finspace() {
    let world = World::new().await;
    stream::iter(0..500)
        .for_each_concurrent(16, |n| {
            let plan = world.plan(&format!("lab-{n:03}"));
            let other = &world.other;
            async move { drop(other.create(&plan, &BTreeMap::new()).await.unwrap()) }
        })
        .await;
    world.clock.advance(10);
    world.read().await;
    let desk = Desk::of(&world, "Rates").await;
    let ids: Vec<EnvironmentId> =
        world.portal.inventory().entries().iter().map(|entry| entry.environment.id.clone()).collect();
    for id in &ids {
        link(&world, &desk, id, "", "").await;
    }
    let calls = world.wire.count("");
    let first = look(&world, &desk.member, "").await;
    assert_eq!((first.all, first.tiles.rows.len(), first.tiles.pages), (500, 30, 17));
    let last = world.portal.launchpad(&desk.member, &Sought::default(), 99).await.unwrap();
    assert_eq!((last.tiles.number, last.tiles.rows.len()), (17, 20));
    assert_eq!(titles(&look(&world, &desk.member, "LAB-123").await), ["lab-123"]);
    assert_eq!(world.wire.count(""), calls);
    let seen = world.portal.team(&desk.member, &desk.team.id, "", 1, 20).await.unwrap();
    assert_eq!((seen.links.matching, seen.links.rows.len(), seen.links.first()), (500, 25, 476));
}
