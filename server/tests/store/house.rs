//! The house rules: the usual ones until somebody decides, and one version after the other.

use domain::{
    house::{Appearance, House},
    ports::{HouseStore, Store},
    tag::TagKey,
};
use futures::future::join_all;

use crate::{ground::Ground, samples::event};

fn house(name: &str, version: i64) -> House {
    House {
        appearance: Appearance { name: name.into(), notice: "Café “名”".into(), contact: String::new() },
        required_tags: vec![TagKey::parse("owner").unwrap()],
        cooling_off: 3,
        lapses_after: 30,
        version,
    }
}

async fn the_usual_rules_hold_until_somebody_decides(ground: Ground) {
    let store = &ground.store;
    assert_eq!(store.house().await.unwrap(), House::default());
    assert!(store.save_house(&house("Desk", 1), &event("first")).await.unwrap());
    assert_eq!(store.house().await.unwrap(), house("Desk", 1));
    assert_eq!(store.events("first", 10).await.unwrap().len(), 1);
}

async fn of_those_who_save_at_once_one_does(ground: Ground) {
    let store = &ground.store;
    let wanted: Vec<_> = (0..6).map(|n| (house(&format!("n{n}"), 1), event("saved"))).collect();
    let all = join_all(wanted.iter().map(|(house, event)| store.save_house(house, event))).await;
    assert_eq!(all.into_iter().filter(|saved| *saved.as_ref().unwrap()).count(), 1);
    assert_eq!(store.events("saved", 10).await.unwrap().len(), 1);
    assert!(!store.save_house(&house("late", 1), &event("late")).await.unwrap());
    assert_eq!(store.events("late", 10).await.unwrap(), []);
}

on_every_database!(the_usual_rules_hold_until_somebody_decides, of_those_who_save_at_once_one_does);
