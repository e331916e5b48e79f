//! The links of teams, the clicks on them, and what people keep of them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{LinkId, TeamId},
    link::{Link, day},
    ports::{LinkStore, Store, TeamStore},
    team::{Filter, Standing},
};
use futures::future::{join, join_all};

use crate::{
    ground::Ground,
    samples::{at, chance, environment_id, event, known, local},
    teams::made,
};

pub fn link(team: &TeamId, number: usize) -> Link {
    Link {
        id: LinkId::from_bytes(chance()),
        team: team.clone(),
        connection: local(),
        environment: environment_id(number),
        name: format!("risk-{number}"),
        label: "Risk “Å”".into(),
        section: String::new(),
        place: 0,
        added_at: at(3),
        added_by: "ada@example.com".into(),
    }
}

async fn linked(ground: &Ground, team: &TeamId, number: usize) -> Link {
    let new = link(team, number);
    assert!(ground.store.add_link(&new, &event("link")).await.unwrap());
    ground.store.link(&new.id).await.unwrap().unwrap()
}

fn ids(links: &[Link]) -> Vec<LinkId> {
    links.iter().map(|link| link.id.clone()).collect()
}

async fn teams_without_an_environment_are_found(ground: Ground) {
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let bare = async |text: &str, most| {
        let filter = Filter { without_environment: true, ..Filter::saying(text) };
        let (teams, all) = ground.store.teams(&filter, None, 0, most).await.unwrap();
        (teams.into_iter().map(|counted| counted.team.id).collect::<Vec<_>>(), all)
    };
    assert_eq!(bare("", 9).await, (vec![bonds.id.clone(), rates.id.clone()], 2));
    let link = linked(&ground, &rates.id, 1).await;
    assert_eq!((bare("", 9).await, bare("rates", 9).await), ((vec![bonds.id.clone()], 1), (Vec::new(), 0)));
    assert!(ground.store.remove_link(&link, &event("x")).await.unwrap());
    assert_eq!((bare("rates", 9).await, bare("", 0).await), ((vec![rates.id], 1), (Vec::new(), 2)));
}

async fn an_environment_is_linked_to_a_team_once_and_to_several_teams(ground: Ground) {
    let store = &ground.store;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let first = linked(&ground, &rates.id, 1).await;
    assert_eq!(first, Link { place: 1, ..first.clone() });
    assert!(!store.add_link(&link(&rates.id, 1), &event("twice")).await.unwrap());
    assert_eq!(store.events("twice", 9).await.unwrap(), []);
    let other = linked(&ground, &bonds.id, 1).await;
    let found = store.links_to(&local(), &environment_id(1)).await.unwrap();
    assert_eq!(found, [(bonds, other), (rates.clone(), first.clone())]);
    assert_eq!(store.linked().await.unwrap(), [(local(), environment_id(1))].into());
    assert!(store.remove_link(&first, &event("removed")).await.unwrap());
    assert!(!store.remove_link(&first, &event("removed")).await.unwrap());
    assert_eq!(store.link(&first.id).await.unwrap(), None);
    assert_eq!(store.events("removed", 9).await.unwrap().len(), 1);
    assert!(!store.add_link(&link(&TeamId::from_bytes(chance()), 1), &event("x")).await.unwrap(), "no such team");
}

async fn links_stand_in_their_places_whoever_adds_and_moves_at_once(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    let all: Vec<Link> = (0..8).map(|n| link(&rates.id, n)).collect();
    let events: Vec<_> = all.iter().map(|_| event("added")).collect();
    let done = join_all(all.iter().zip(&events).map(|(link, event)| store.add_link(link, event))).await;
    assert!(done.into_iter().all(|done| done.unwrap()));
    let links = store.links_of(&rates.id).await.unwrap();
    assert_eq!(links.iter().map(|link| link.place).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    // Two move the same link at once: one of them does.
    let (up, down) = (event("moved"), event("moved"));
    let moved = join(store.swap_links(&links[1], &links[0], &up), store.swap_links(&links[1], &links[2], &down)).await;
    assert_ne!(moved.0.unwrap(), moved.1.unwrap());
    let after = store.links_of(&rates.id).await.unwrap();
    let places: BTreeSet<i64> = after.iter().map(|link| link.place).collect();
    assert_eq!(places.len(), 8, "two stand in one place: {after:?}");
    assert_eq!(store.events("moved", 9).await.unwrap().len(), 1);
    // A section puts it elsewhere.
    let last = Link { section: "Archive".into(), ..after[0].clone() };
    assert!(store.edit_link(&after[0], &last, &event("x")).await.unwrap());
    assert_eq!(ids(&store.links_of(&rates.id).await.unwrap()).last(), Some(&last.id));
}

async fn a_link_that_others_changed_is_not_changed_back(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    let (one, two) = (linked(&ground, &rates.id, 1).await, linked(&ground, &rates.id, 2).await);
    let labelled = Link { label: "Desk".into(), ..one.clone() };
    assert!(store.edit_link(&one, &labelled, &event("x")).await.unwrap());
    assert!(!store.edit_link(&one, &Link { label: "Late".into(), ..one.clone() }, &event("late")).await.unwrap());
    let taken = Link { environment: two.environment.clone(), ..labelled.clone() };
    assert!(!store.edit_link(&labelled, &taken, &event("late")).await.unwrap(), "another link has it");
    let replaced = Link { environment: environment_id(3), name: "risk-3".into(), ..labelled.clone() };
    assert!(store.edit_link(&labelled, &replaced, &event("x")).await.unwrap());
    assert_eq!(store.link(&one.id).await.unwrap(), Some(replaced));
    assert_eq!(store.events("late", 9).await.unwrap(), []);
}

async fn somebody_has_the_links_of_their_teams(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let (rates, bonds) = (made(&ground, "Rates").await, made(&ground, "Bonds").await);
    let others = made(&ground, "Others").await;
    let (one, two) = (linked(&ground, &rates.id, 1).await, linked(&ground, &bonds.id, 2).await);
    linked(&ground, &others.id, 3).await;
    assert_eq!(store.links_for(&ada.id).await.unwrap(), []);
    for team in [&rates, &bonds] {
        assert!(
            store.add_members(&team.id, std::slice::from_ref(&ada.id), Standing::Member, &event("x")).await.unwrap()
        );
    }
    assert_eq!(store.links_for(&ada.id).await.unwrap(), [(bonds.clone(), two), (rates, one)]);
    store.delete_team(&bonds.id, &event("x")).await.unwrap();
    assert_eq!(store.links_for(&ada.id).await.unwrap().len(), 1);
}

async fn clicks_are_counted_by_day_and_not_by_person(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await, known(store).await);
    let rates = made(&ground, "Rates").await;
    let (one, two) = (linked(&ground, &rates.id, 1).await, linked(&ground, &rates.id, 2).await);
    let tomorrow = at(24 * 60 * 60);
    for (person, when) in [(&ada, at(0)), (&bob, at(1)), (&ada, tomorrow)] {
        store.opened(&one.id, &person.id, when).await.unwrap();
    }
    let today = day(at(0));
    assert_eq!(store.clicks_by_day(&one.id, today).await.unwrap(), BTreeMap::from([(today, 2), (today + 1, 1)]));
    assert_eq!(store.clicks(&rates.id, today).await.unwrap(), BTreeMap::from([(one.id.clone(), 3)]));
    assert_eq!(store.clicks(&rates.id, today + 1).await.unwrap(), BTreeMap::from([(one.id.clone(), 1)]));
    let at_once = join_all((0..16).map(|_| store.opened(&two.id, &bob.id, at(5)))).await;
    assert!(at_once.into_iter().all(|done| done.is_ok()));
    assert_eq!(store.clicks_by_day(&two.id, today).await.unwrap(), BTreeMap::from([(today, 16)]));
    // One that is gone is counted nowhere and troubles nobody.
    store.opened(&LinkId::from_bytes(chance()), &ada.id, at(6)).await.unwrap();
    assert_eq!(store.recent(&ada.id).await.unwrap(), std::slice::from_ref(&one.id));
    store.remove_link(&one, &event("x")).await.unwrap();
    assert_eq!(store.recent(&ada.id).await.unwrap(), []);
}

async fn the_last_eight_that_somebody_opened_are_kept(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await, known(store).await);
    let rates = made(&ground, "Rates").await;
    let mut links = Vec::new();
    for (n, second) in (0..10).zip(0..) {
        let link = linked(&ground, &rates.id, n).await;
        store.opened(&link.id, &ada.id, at(second)).await.unwrap();
        links.push(link);
    }
    store.opened(&links[4].id, &ada.id, at(99)).await.unwrap();
    let wanted: Vec<LinkId> = [4, 9, 8, 7, 6, 5, 3, 2].map(|n: usize| links[n].id.clone()).to_vec();
    assert_eq!(store.recent(&ada.id).await.unwrap(), wanted);
    assert_eq!(store.recent(&bob.id).await.unwrap(), []);
}

async fn favourites_are_ones_own(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await, known(store).await);
    let rates = made(&ground, "Rates").await;
    let (one, two) = (linked(&ground, &rates.id, 1).await, linked(&ground, &rates.id, 2).await);
    for link in [&one.id, &one.id, &two.id, &LinkId::from_bytes(chance())] {
        store.add_favourite(&ada.id, link).await.unwrap();
    }
    assert_eq!(store.favourites(&ada.id).await.unwrap(), BTreeSet::from([one.id.clone(), two.id.clone()]));
    assert_eq!(store.favourites(&bob.id).await.unwrap(), BTreeSet::new());
    store.remove_favourites(&ada.id, &[one.id.clone(), one.id.clone()]).await.unwrap();
    store.remove_link(&two, &event("x")).await.unwrap();
    assert_eq!(store.favourites(&ada.id).await.unwrap(), BTreeSet::new());
}

on_every_database!(
    teams_without_an_environment_are_found,
    an_environment_is_linked_to_a_team_once_and_to_several_teams,
    links_stand_in_their_places_whoever_adds_and_moves_at_once,
    a_link_that_others_changed_is_not_changed_back,
    somebody_has_the_links_of_their_teams,
    clicks_are_counted_by_day_and_not_by_person,
    the_last_eight_that_somebody_opened_are_kept,
    favourites_are_ones_own,
);
