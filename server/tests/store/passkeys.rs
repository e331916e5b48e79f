//! Passkeys: a counter goes forward only, and recovery codes come with the first second factor and go with the last.

use domain::{
    factor::AuthenticatorApp,
    id::PasskeyId,
    passkey::{Key, PASSKEYS_MOST, Passkey, PasskeyName},
    person::Person,
    ports::{Added, Factors, PasskeyStore, Store},
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

fn passkey(name: &str, counter: i64) -> Passkey {
    let id = PasskeyId::from_bytes(chance());
    let key = Key { credential: format!("credential {id}"), public: "{}".into(), counter };
    Passkey { id, name: PasskeyName::parse(name).unwrap(), key, added_at: at(5), used_at: None }
}

fn codes(of: &Person) -> Vec<String> {
    (0..10).map(|n| format!("{}-{n}", of.id)).collect()
}

async fn with_one(ground: &Ground, counter: i64) -> (Person, Passkey) {
    let (ada, phone) = (known(&ground.store).await, passkey("Phone", counter));
    let added = ground.store.add_passkey(&ada.id, &phone, Some(&codes(&ada)), &event("added")).await;
    assert_eq!(added.unwrap(), Added::Done);
    (ada, phone)
}

async fn a_passkey_comes_back_as_it_was(ground: Ground) {
    let store = &ground.store;
    let (ada, phone) = with_one(&ground, 7).await;
    let key = Passkey { added_at: at(9), ..passkey("Key – blue", 0) };
    assert_eq!(store.add_passkey(&ada.id, &key, None, &event("added")).await.unwrap(), Added::Done);
    assert_eq!(store.passkeys_of(&ada.id).await.unwrap(), [phone, key]);
    assert_eq!(store.passkeys_of(&known(store).await.id).await.unwrap(), []);
    let seen = store.factor_of(&ada.id).await.unwrap();
    assert_eq!((seen.since, seen.app, seen.passkeys, seen.codes_left), (Some(at(5)), None, 2, 10));
    assert_eq!(store.events("added", 10).await.unwrap().len(), 2);
}

async fn names_and_credentials_are_there_once_and_twenty_are_the_most(ground: Ground) {
    let store = &ground.store;
    let (ada, phone) = with_one(&ground, 1).await;
    let eve = known(store).await;
    let add = async |who: &Person, passkey: &Passkey, codes: Option<&[String]>| {
        store.add_passkey(&who.id, passkey, codes, &event("more")).await.unwrap()
    };
    assert_eq!(add(&ada, &passkey("Phone", 1), None).await, Added::NameTaken);
    let same = Passkey { key: phone.key.clone(), ..passkey("Other", 1) };
    assert_eq!(add(&ada, &same, None).await, Added::Known);
    assert_eq!(add(&eve, &same, Some(&codes(&eve))).await, Added::Known);
    assert_eq!(store.factor_of(&eve.id).await.unwrap().codes_left, 0, "nothing of it is written");
    for n in 1..PASSKEYS_MOST {
        assert_eq!(add(&ada, &passkey(&format!("Key {n}"), 1), None).await, Added::Done);
    }
    assert_eq!(add(&ada, &passkey("One more", 1), None).await, Added::TooMany);
    assert_eq!(store.events("more", 100).await.unwrap().len(), PASSKEYS_MOST - 1);
}

async fn codes_come_with_the_first_one_whoever_adds_at_once(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let all: Vec<_> = (0..6).map(|n| (passkey(&format!("Key {n}"), 1), codes(&ada), event("race"))).collect();
    let added = all.iter().map(|(passkey, codes, event)| store.add_passkey(&ada.id, passkey, Some(codes), event));
    let added: Vec<Added> = join_all(added).await.into_iter().map(Result::unwrap).collect();
    let count = |what: Added| added.iter().filter(|one| **one == what).count();
    assert_eq!((count(Added::Done), count(Added::Changed)), (1, 5));
    let app = AuthenticatorApp { secret: "sealed".into(), added_at: at(0), last_step: 7 };
    assert_eq!(store.add_app(&ada.id, &app, Some(&[]), &event("app")).await.unwrap(), Added::Changed);
    assert_eq!(store.add_app(&ada.id, &app, None, &event("app")).await.unwrap(), Added::Done);
    let seen = store.factor_of(&ada.id).await.unwrap();
    assert_eq!((seen.since, seen.passkeys, seen.codes_left), (Some(at(0)), 1, 10));
}

async fn a_counter_goes_forward_whoever_asks_at_once(ground: Ground) {
    let store = &ground.store;
    let (ada, phone) = with_one(&ground, 7).await;
    let key = |counter: i64| Key { counter, public: format!("used {counter}"), ..phone.key.clone() };
    let next = key(8);
    let same: Vec<_> = (0..8).map(|_| event("in")).collect();
    let all = same.iter().map(|event| store.sign_in_by_passkey(&ada.id, &phone.id, &next, event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("in", 10).await.unwrap().len()), (1, 1));
    for (counter, works) in [(8, false), (7, false), (0, false), (20, true), (19, false)] {
        let told = event("in");
        let done = store.sign_in_by_passkey(&ada.id, &phone.id, &key(counter), &told).await.unwrap();
        assert_eq!(done, works, "{counter}");
    }
    let kept = &store.passkeys_of(&ada.id).await.unwrap()[0];
    assert_eq!((kept.key.clone(), kept.used_at.is_some()), (key(20), true));
    let eve = known(store).await;
    assert!(!store.sign_in_by_passkey(&eve.id, &phone.id, &key(30), &event("in")).await.unwrap());
}

async fn one_that_does_not_count_works_each_time(ground: Ground) {
    let store = &ground.store;
    let (ada, phone) = with_one(&ground, 0).await;
    for _ in 0..2 {
        let told = event("in");
        assert!(store.sign_in_by_passkey(&ada.id, &phone.id, &phone.key, &told).await.unwrap());
        assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, Some(told.at));
    }
}

async fn codes_go_with_the_last_one_and_a_reset_takes_all(ground: Ground) {
    let store = &ground.store;
    let (ada, phone) = with_one(&ground, 1).await;
    let app = AuthenticatorApp { secret: "sealed".into(), added_at: at(0), last_step: 7 };
    store.add_app(&ada.id, &app, None, &event("app")).await.unwrap();
    assert!(store.remove_app(&ada.id, &event("gone")).await.unwrap());
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 10);
    let eve = known(store).await;
    assert!(!store.remove_passkey(&eve.id, &phone.id, &event("gone")).await.unwrap(), "it is somebody else's");
    assert!(store.remove_passkey(&ada.id, &phone.id, &event("gone")).await.unwrap());
    assert!(!store.remove_passkey(&ada.id, &phone.id, &event("gone")).await.unwrap());
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 0);
    store.add_passkey(&ada.id, &phone, Some(&codes(&ada)), &event("added")).await.unwrap();
    store.add_app(&ada.id, &app, None, &event("app")).await.unwrap();
    assert!(store.reset_factors(&ada.id, &event("reset")).await.unwrap());
    assert!(!store.reset_factors(&ada.id, &event("reset")).await.unwrap());
    let seen = store.factor_of(&ada.id).await.unwrap();
    assert_eq!((seen.since, seen.passkeys, seen.codes_left), (None, 0, 0));
    assert_eq!(store.events("reset", 10).await.unwrap().len(), 1);
}

on_every_database!(
    a_passkey_comes_back_as_it_was,
    names_and_credentials_are_there_once_and_twenty_are_the_most,
    codes_come_with_the_first_one_whoever_adds_at_once,
    a_counter_goes_forward_whoever_asks_at_once,
    one_that_does_not_count_works_each_time,
    codes_go_with_the_last_one_and_a_reset_takes_all,
);
