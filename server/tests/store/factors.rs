//! Authenticator apps and recovery codes: each code works once, of callers at once too, and no try is for nothing.

use domain::{
    factor::AuthenticatorApp,
    id::{EventId, SessionKey},
    person::Person,
    ports::{Added, Factors, Store},
};
use futures::future::join_all;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

fn app() -> AuthenticatorApp {
    AuthenticatorApp { secret: "sealed".into(), added_at: at(0), last_step: 7 }
}

fn hashes(of: &Person, count: usize) -> Vec<String> {
    (0..count).map(|n| format!("{}-{n}", of.id)).collect()
}

async fn with_app(ground: &Ground) -> Person {
    let ada = known(&ground.store).await;
    let added = ground.store.add_app(&ada.id, &app(), Some(&hashes(&ada, 10)), &event("added")).await;
    assert_eq!(added.unwrap(), Added::Done);
    ada
}

async fn an_app_comes_back_with_its_codes_and_there_is_one_at_most(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (with_app(&ground).await, known(store).await);
    assert!(store.app_of(&ada.id).await.unwrap() == Some(app()));
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 10);
    assert!(store.app_of(&eve.id).await.unwrap().is_none());
    assert_eq!(store.factor_of(&eve.id).await.unwrap().codes_left, 0);
    assert_eq!(store.add_app(&ada.id, &app(), None, &event("again")).await.unwrap(), Added::Known);
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 10);
    assert_eq!(store.events("added", 10).await.unwrap().len(), 1);
    assert_eq!(store.events("again", 10).await.unwrap(), []);
}

async fn a_step_is_used_up_with_all_before_it_whoever_asks_at_once(ground: Ground) {
    let store = &ground.store;
    let ada = with_app(&ground).await;
    let same: Vec<_> = (0..8).map(|_| event("in")).collect();
    let all = same.iter().map(|event| store.sign_in_by_app(&ada.id, "sealed", 9, event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("in", 10).await.unwrap().len()), (1, 1));
    for (secret, step, works) in
        [("sealed", 7, false), ("sealed", 8, false), ("other", 10, false), ("sealed", 10, true)]
    {
        let done = store.sign_in_by_app(&ada.id, secret, step, &event("in")).await.unwrap();
        assert_eq!(done, works, "{secret} {step}");
    }
    assert_eq!(store.app_of(&ada.id).await.unwrap().unwrap().last_step, 10);
}

async fn a_recovery_code_works_once_whoever_asks_at_once(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (with_app(&ground).await, with_app(&ground).await);
    let code = &hashes(&ada, 1)[0];
    assert!(!store.sign_in_by_recovery_code(&eve.id, code, &event("in")).await.unwrap(), "it is somebody else's");
    let same: Vec<_> = (0..8).map(|_| event("in")).collect();
    let all = same.iter().map(|event| store.sign_in_by_recovery_code(&ada.id, code, event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("in", 10).await.unwrap().len()), (1, 1));
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 9);
    assert_eq!(store.factor_of(&eve.id).await.unwrap().codes_left, 10);
}

async fn a_success_forgets_the_failures_and_is_the_last_sign_in(ground: Ground) {
    let store = &ground.store;
    let ada = with_app(&ground).await;
    let count = async |seen: i64, second: i64| {
        store.count_try(&ada.email, seen, at(0), at(second), &EventId::from_bytes(chance())).await.unwrap()
    };
    assert!(count(0, 1).await && count(1, 2).await);
    assert_eq!(store.failures(&ada.email, at(0)).await.unwrap(), (2, Some(at(2))));
    let told = event("in");
    assert!(store.sign_in_by_app(&ada.id, "sealed", 8, &told).await.unwrap());
    assert_eq!(store.failures(&ada.email, at(0)).await.unwrap(), (0, None));
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, Some(told.at));
    assert!(count(0, 3).await);
    assert!(store.sign_in_by_recovery_code(&ada.id, &hashes(&ada, 1)[0], &event("in")).await.unwrap());
    assert_eq!(store.failures(&ada.email, at(0)).await.unwrap(), (0, None));
}

async fn of_tries_at_once_one_goes_on(ground: Ground) {
    let store = &ground.store;
    let ada = with_app(&ground).await;
    for seen in 0..3 {
        let ids: Vec<_> = (0..8).map(|_| EventId::from_bytes(chance())).collect();
        let all = ids.iter().map(|id| store.count_try(&ada.email, seen, at(0), at(seen + 1), id));
        let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
        assert_eq!(done, 1, "after {seen} failures");
    }
    assert_eq!(store.failures(&ada.email, at(0)).await.unwrap(), (3, Some(at(3))));
}

async fn other_codes_take_the_place_of_those_before(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (with_app(&ground).await, known(store).await);
    assert!(store.renew_recovery_codes(&ada.id, &["other".into()], &event("renewed")).await.unwrap());
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 1);
    assert!(!store.sign_in_by_recovery_code(&ada.id, &hashes(&ada, 1)[0], &event("x")).await.unwrap());
    assert!(!store.renew_recovery_codes(&eve.id, &["more".into()], &event("renewed")).await.unwrap());
    assert_eq!(store.factor_of(&eve.id).await.unwrap().codes_left, 0);
    assert_eq!(store.events("renewed", 10).await.unwrap().len(), 1);
}

async fn what_is_taken_away_is_gone_once_with_its_codes(ground: Ground) {
    let store = &ground.store;
    let (ada, eve) = (with_app(&ground).await, with_app(&ground).await);
    assert!(store.remove_app(&ada.id, &event("gone")).await.unwrap());
    assert!(!store.remove_app(&ada.id, &event("gone")).await.unwrap());
    assert!(!store.reset_factors(&ada.id, &event("gone")).await.unwrap());
    assert!(store.app_of(&ada.id).await.unwrap().is_none());
    assert_eq!(store.factor_of(&ada.id).await.unwrap().codes_left, 0);
    assert_eq!(store.factor_of(&eve.id).await.unwrap().codes_left, 10);
    assert_eq!(store.events("gone", 10).await.unwrap().len(), 1);
    let another = store.add_app(&ada.id, &app(), Some(&hashes(&ada, 2)), &event("added")).await;
    assert_eq!(another.unwrap(), Added::Done, "another one can come");
    // Whoever has no session has none to end.
    assert!(store.reset_factors(&ada.id, &event("gone")).await.unwrap());
    assert!(!store.end_session(&ada.id, &SessionKey::from_bytes(chance()), &event("x")).await.unwrap());
}

on_every_database!(
    an_app_comes_back_with_its_codes_and_there_is_one_at_most,
    a_step_is_used_up_with_all_before_it_whoever_asks_at_once,
    a_recovery_code_works_once_whoever_asks_at_once,
    a_success_forgets_the_failures_and_is_the_last_sign_in,
    of_tries_at_once_one_goes_on,
    other_codes_take_the_place_of_those_before,
    what_is_taken_away_is_gone_once_with_its_codes,
);
