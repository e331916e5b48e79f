//! People, the set-up link and failed sign-ins.

use domain::{audit::Event, ports::Store};

use crate::{
    ground::Ground,
    samples::{at, event, known, person},
};

async fn a_person_is_found_by_id_and_by_address(ground: Ground) {
    let store = &ground.store;
    assert!(!store.has_people().await.unwrap());
    let ada = person("ada@example.com");
    assert_eq!(store.person(&ada.id).await.unwrap(), None);
    assert_eq!(store.credentials("ada@example.com").await.unwrap(), None);
    let added = Event { person: Some(ada.id.clone()), ..event("person/ada@example.com") };
    assert!(store.add_person(&ada, "a hash", &added).await.unwrap());
    assert!(store.has_people().await.unwrap());
    assert_eq!(store.person(&ada.id).await.unwrap(), Some(ada.clone()));
    assert_eq!(store.credentials("ada@example.com").await.unwrap(), Some((ada, "a hash".into())));
    assert_eq!(store.events("person/ada@example.com", 10).await.unwrap(), [added]);
}

async fn an_address_belongs_to_one_person(ground: Ground) {
    let store = &ground.store;
    let first = person("ada@example.com");
    assert!(store.add_person(&first, "first", &event("one")).await.unwrap());
    assert!(!store.add_person(&person("ada@example.com"), "second", &event("two")).await.unwrap());
    assert_eq!(store.credentials("ada@example.com").await.unwrap(), Some((first, "first".into())));
    assert_eq!(store.events("two", 10).await.unwrap(), []);
}

async fn the_set_up_link_works_once_and_not_after_its_time(ground: Ground) {
    let store = &ground.store;
    assert!(!store.set_up_is_open("token", at(0)).await.unwrap());
    store.offer_set_up("token", at(100)).await.unwrap();
    assert!(store.set_up_is_open("token", at(99)).await.unwrap());
    assert!(!store.set_up_is_open("token", at(100)).await.unwrap());
    assert!(!store.set_up_is_open("other", at(99)).await.unwrap());
    let ada = person("ada@example.com");
    let late = Event { at: at(100), ..event("set up") };
    assert!(!store.set_up("token", &ada, "hash", &late).await.unwrap());
    assert!(!store.set_up("other", &ada, "hash", &event("set up")).await.unwrap());
    assert!(!store.has_people().await.unwrap());
    assert!(store.set_up("token", &ada, "hash", &event("set up")).await.unwrap());
    assert!(!store.set_up("token", &person("eve@example.com"), "hash", &event("set up")).await.unwrap());
    assert!(!store.set_up_is_open("token", at(0)).await.unwrap());
    assert_eq!(store.events("set up", 10).await.unwrap().len(), 1);
}

async fn a_new_link_replaces_the_one_before(ground: Ground) {
    let store = &ground.store;
    store.offer_set_up("old", at(100)).await.unwrap();
    store.offer_set_up("new", at(200)).await.unwrap();
    assert!(!store.set_up_is_open("old", at(0)).await.unwrap());
    assert!(!store.set_up("old", &person("eve@example.com"), "hash", &event("set up")).await.unwrap());
    assert!(store.set_up_is_open("new", at(150)).await.unwrap());
}

async fn the_link_is_dead_once_somebody_is_there(ground: Ground) {
    let store = &ground.store;
    store.offer_set_up("token", at(100)).await.unwrap();
    known(store).await;
    assert!(!store.set_up_is_open("token", at(0)).await.unwrap());
    assert!(!store.set_up("token", &person("eve@example.com"), "hash", &event("set up")).await.unwrap());
    assert_eq!(store.events("set up", 10).await.unwrap(), []);
}

async fn failures_count_until_a_success(ground: Ground) {
    let store = &ground.store;
    let fails = async |email: &str, second| store.record_sign_in(email, at(second), false, &event("in")).await.unwrap();
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (0, None));
    for second in [10, 20, 20, 30] {
        fails("ada@example.com", second).await;
    }
    fails("eve@example.com", 40).await;
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (4, Some(at(30))));
    assert_eq!(store.failures("ada@example.com", at(20)).await.unwrap(), (3, Some(at(30))));
    assert_eq!(store.failures("ada@example.com", at(31)).await.unwrap(), (0, None));
    store.record_sign_in("ada@example.com", at(50), true, &event("in")).await.unwrap();
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (0, None));
    assert_eq!(store.failures("eve@example.com", at(0)).await.unwrap(), (1, Some(at(40))));
    // In the same moment as the success, but after it.
    fails("ada@example.com", 50).await;
    assert_eq!(store.failures("ada@example.com", at(0)).await.unwrap(), (1, Some(at(50))));
    assert_eq!(store.events("in", 100).await.unwrap().len(), 7);
}

async fn whatever_a_stranger_types_as_an_address_is_taken(ground: Ground) {
    let store = &ground.store;
    for typed in ["", "\0", "a\0b", "'; DROP TABLE person; --", "\u{10ffff}", "$1 ? :x"] {
        assert_eq!(store.credentials(typed).await.unwrap(), None, "{typed:?}");
        let object = format!("person/{typed}");
        store.record_sign_in(typed, at(1), false, &event(&object)).await.unwrap();
        assert_eq!(store.failures(typed, at(0)).await.unwrap(), (1, Some(at(1))), "{typed:?}");
        assert_eq!(store.events(&object, 10).await.unwrap().len(), 1, "{typed:?}");
    }
}

on_every_database!(
    a_person_is_found_by_id_and_by_address,
    an_address_belongs_to_one_person,
    the_set_up_link_works_once_and_not_after_its_time,
    a_new_link_replaces_the_one_before,
    the_link_is_dead_once_somebody_is_there,
    failures_count_until_a_success,
    whatever_a_stranger_types_as_an_address_is_taken,
);
