//! Passkeys: added by what a browser brings, shown beside the password, removed by whoever knows it.

#[path = "../authenticator/mod.rs"]
mod authenticator;

use std::sync::Arc;

use authenticator::{Authenticator, ORIGIN, Saying};
use domain::{
    Actor, Error, Field,
    audit::{Action, Outcome},
    factor::{Came, FactorForm, Half, RECOVERY_CODES, Required, SignIn, totp},
    id::PasskeyId,
    passkey::{Ceremony, PASSKEYS_MOST, PasskeySeen},
    ports::{Authenticators, Clock, Store},
    role::Role,
};
use futures::future::join_all;
use server::{auth::WebAuthn, settings::PublicUrl};

use super::world::{PASSWORD, Setting, World};

/// Who checks passkeys for a portal that is found as localhost.
pub fn localhost() -> Arc<dyn Authenticators> {
    Arc::new(WebAuthn::new(&PublicUrl::parse(ORIGIN).unwrap()))
}

/// Adds a passkey of that name, and gives the recovery codes that came with it.
async fn add(world: &World, actor: &Actor, name: &str) -> (Authenticator, Vec<String>) {
    let authenticator = Authenticator::new(1);
    let asked = world.portal.begin_passkey(actor, name).await.unwrap();
    let answer = authenticator.made(&asked.options, &Saying::default());
    let codes = world.portal.add_passkey(actor, Some(&asked), &answer).await.unwrap();
    // The next one is younger.
    world.clock.advance(1);
    (authenticator, codes)
}

async fn half(world: &World, email: &str) -> Half {
    match world.portal.sign_in(email, PASSWORD).await.unwrap() {
        SignIn::Half(half) => half,
        whole @ SignIn::Whole(..) => panic!("{whole:?}"),
    }
}

async fn asked(world: &World, half: &Half) -> Ceremony {
    world.portal.begin_showing(half).await.unwrap().unwrap()
}

async fn own(world: &World, actor: &Actor) -> Vec<PasskeySeen> {
    world.portal.own_passkeys(actor).await.unwrap()
}

async fn add_app(world: &World, actor: &Actor) -> Vec<String> {
    let sealed = world.portal.begin_app(actor).await.unwrap();
    let offer = world.portal.app_offer(actor, &sealed).unwrap().unwrap();
    let code = totp::Secret::parse(&offer.secret).unwrap().code(totp::step(world.clock.now()));
    world.portal.add_app(actor, Some(&sealed), &code).await.unwrap()
}

fn wrong_at<T: std::fmt::Debug>(result: Result<T, Error>) -> Field {
    match result {
        Err(Error::Invalid(problems)) => problems.0[0].field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_first_second_factor_brings_recovery_codes_and_no_other_does() {
    let world = World::new().await;
    let (portal, ada) = (&world.portal, &world.actor);
    let (_, codes) = add(&world, ada, "Phone").await;
    assert_eq!(codes.len(), RECOVERY_CODES);
    assert!(add(&world, ada, "Key").await.1.is_empty() && add_app(&world, ada).await.is_empty());
    let factor = portal.own_factor(ada).await.unwrap();
    assert_eq!((factor.app.is_some(), factor.passkeys, factor.codes_left), (true, 2, 10));
    let names: Vec<_> = own(&world, ada).await.into_iter().map(|passkey| passkey.name.to_string()).collect();
    assert_eq!(names, ["Phone", "Key"]);
    let told = world.store.events("person/ada@example.com", 3).await.unwrap();
    let actions: Vec<_> = told.iter().map(|event| event.action).collect();
    assert_eq!(actions, [Action::AddFactor, Action::AddPasskey, Action::AddPasskey]);
    assert_eq!(told[2].detail, "Added the passkey “Phone”, with new recovery codes");
    // And the other way round.
    let eve = world.somebody("eve@example.com", []).await;
    assert_eq!((add_app(&world, &eve).await.len(), add(&world, &eve, "Phone").await.1.len()), (RECOVERY_CODES, 0));
}

#[tokio::test]
async fn whoever_has_a_passkey_comes_in_with_password_and_passkey_and_with_neither_alone() {
    let world = World::new().await;
    let (mut phone, codes) = add(&world, &world.actor, "Phone").await;
    world.clock.advance(60);
    let begun = half(&world, "ada@example.com").await;
    let question = asked(&world, &begun).await;
    let answer = phone.shown(&question.options, &Saying::default());
    assert!(matches!(world.portal.finish_by_passkey(None, Some(&question), &answer).await, Err(Error::Denied(_))));
    let actor = world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await.unwrap();
    assert_eq!(actor, world.actor);
    let told = &world.store.events("person/ada@example.com", 1).await.unwrap()[0];
    assert_eq!(
        (told.action, told.outcome, told.detail.as_str()),
        (Action::SignIn, Outcome::Done, "With the passkey “Phone”")
    );
    assert_eq!(own(&world, &world.actor).await[0].used_at, Some(world.clock.now()));
    // A recovery code does in its place, and a code of an app that is not there does not.
    let begun = half(&world, "ada@example.com").await;
    let form = FactorForm { code: "123456".into(), ..FactorForm::default() };
    assert_eq!(wrong_at(world.portal.finish_sign_in(Some(&begun), &form).await), Field::Code);
    let form = FactorForm { recovery_code: codes[0].clone(), ..FactorForm::default() };
    assert_eq!(world.portal.finish_sign_in(Some(&begun), &form).await.unwrap().codes_left, Some(9));
}

#[tokio::test]
async fn an_answer_counts_once_of_callers_at_once_too() {
    let world = World::new().await;
    // This one does not count its uses, so nothing but the question itself stands against a second answer.
    let mut phone = Authenticator::new(0);
    let question = world.portal.begin_passkey(&world.actor, "Phone").await.unwrap();
    let answer = phone.made(&question.options, &Saying::default());
    world.portal.add_passkey(&world.actor, Some(&question), &answer).await.unwrap();
    let again = world.portal.add_passkey(&world.actor, Some(&question), &answer).await;
    assert!(matches!(&again, Err(Error::Conflict(words)) if words.contains("answered already")), "{again:?}");
    let begun = half(&world, "ada@example.com").await;
    let question = asked(&world, &begun).await;
    let answer = phone.shown(&question.options, &Saying::default());
    let all = (0..8).map(|_| world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer));
    assert_eq!(join_all(all).await.iter().filter(|one| one.is_ok()).count(), 1);
    world.clock.advance(60);
    let later = world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await;
    assert_eq!(wrong_at(later), Field::Passkey);
}

#[tokio::test]
async fn a_question_is_open_for_five_minutes_and_for_whom_it_was_asked() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", []).await;
    let phone = Authenticator::new(1);
    let question = world.portal.begin_passkey(&world.actor, "Phone").await.unwrap();
    let answer = phone.made(&question.options, &Saying::default());
    for refused in [
        world.portal.add_passkey(&eve, Some(&question), &answer).await,
        world.portal.add_passkey(&world.actor, None, &answer).await,
    ] {
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }
    world.clock.advance(300);
    let late = world.portal.add_passkey(&world.actor, Some(&question), &answer).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    assert_eq!(own(&world, &world.actor).await, []);
    // What was asked for adding is no question for signing in.
    let (mut phone, _) = add(&world, &world.actor, "Phone").await;
    let begun = half(&world, "ada@example.com").await;
    let question = world.portal.begin_passkey(&world.actor, "Other").await.unwrap();
    let answer = phone.shown(&question.options, &Saying::default());
    let refused = world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await;
    assert_eq!(wrong_at(refused), Field::Passkey);
}

#[tokio::test]
async fn names_tell_them_apart_and_there_are_twenty_at_most() {
    let world = World::new().await;
    let (portal, ada) = (&world.portal, &world.actor);
    for bad in ["", "  ", "a\nb", &"x".repeat(61)] {
        assert_eq!(wrong_at(portal.begin_passkey(ada, bad).await), Field::PasskeyName, "{bad:?}");
    }
    // Two are begun under one name: the second to be finished is refused, and finds its place under another one.
    let question = portal.begin_passkey(ada, " Key 0 ").await.unwrap();
    let mut first = add(&world, ada, "Key 0").await.0;
    let answer = Authenticator::new(1).made(&question.options, &Saying::default());
    assert_eq!(wrong_at(portal.add_passkey(ada, Some(&question), &answer).await), Field::PasskeyName);
    assert_eq!(wrong_at(portal.begin_passkey(ada, "Key 0").await), Field::PasskeyName);
    for n in 1..PASSKEYS_MOST {
        add(&world, ada, &format!("Key {n}")).await;
    }
    let full = portal.begin_passkey(ada, "One more").await;
    assert!(matches!(&full, Err(Error::Conflict(words)) if words.contains("20 passkeys")), "{full:?}");
    let begun = half(&world, "ada@example.com").await;
    let question = asked(&world, &begun).await;
    let answer = first.shown(&question.options, &Saying::default());
    portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await.unwrap();
}

#[tokio::test]
async fn a_passkey_is_added_once() {
    let world = World::new().await;
    let (phone, _) = add(&world, &world.actor, "Phone").await;
    let eve = world.somebody("eve@example.com", []).await;
    for who in [&world.actor, &eve] {
        let question = world.portal.begin_passkey(who, "Again").await.unwrap();
        let answer = phone.made(&question.options, &Saying::default());
        let refused = world.portal.add_passkey(who, Some(&question), &answer).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_wrong_passkey_waits_as_a_wrong_code_does() {
    let world = World::new().await;
    let (mut phone, _) = add(&world, &world.actor, "Phone").await;
    let begun = half(&world, "ada@example.com").await;
    let question = asked(&world, &begun).await;
    assert_eq!(wrong_at(world.portal.finish_by_passkey(Some(&begun), Some(&question), "").await), Field::Passkey);
    let refused = world.portal.finish_by_passkey(Some(&begun), Some(&question), "{}").await;
    assert_eq!(wrong_at(refused), Field::Passkey);
    let question = asked(&world, &begun).await;
    let answer = phone.shown(&question.options, &Saying::default());
    let early = world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await;
    assert!(matches!(early, Err(Error::TooMany { wait_seconds: 1 })), "{early:?}");
    world.clock.advance(2);
    world.portal.finish_by_passkey(Some(&begun), Some(&question), &answer).await.unwrap();
}

#[tokio::test]
async fn removing_takes_the_password_and_the_last_one_a_long_one() {
    let world = World::new().await;
    let (portal, ada) = (&world.portal, &world.actor);
    add(&world, ada, "Phone").await;
    add(&world, ada, "Key").await;
    let (phone, key) = (own(&world, ada).await[0].id.clone(), own(&world, ada).await[1].id.clone());
    let remove = async |id: &PasskeyId, password: &str| portal.remove_passkey(ada, Came::Password, id, password).await;
    assert_eq!(wrong_at(remove(&phone, "wrong").await), Field::PasswordNow);
    world.clock.advance(60);
    portal.change_password(ada, PASSWORD, "lamp fog", "lamp fog", None).await.unwrap();
    let (name, alone) = remove(&phone, "lamp fog").await.unwrap();
    assert_eq!((name.as_str(), alone), ("Phone", false));
    assert_eq!(portal.own_factor(ada).await.unwrap().codes_left, 10, "codes stay with the last one");
    assert!(matches!(remove(&phone, "lamp fog").await, Err(Error::NotFound(_))));
    assert_eq!(wrong_at(remove(&key, "lamp fog").await), Field::PasswordNow);
    portal.change_password(ada, "lamp fog", PASSWORD, PASSWORD, None).await.unwrap();
    assert!(remove(&key, PASSWORD).await.unwrap().1);
    let factor = portal.own_factor(ada).await.unwrap();
    assert_eq!((factor.since, factor.codes_left), (None, 0));
    assert!(portal.sign_in("ada@example.com", PASSWORD).await.unwrap().whole().is_some());
}

#[tokio::test]
async fn of_app_and_passkey_either_may_go_first() {
    let world = World::new().await;
    let (portal, ada) = (&world.portal, &world.actor);
    add_app(&world, ada).await;
    add(&world, ada, "Phone").await;
    portal.change_password(ada, PASSWORD, "lamp fog", "lamp fog", None).await.unwrap();
    assert!(!portal.remove_app(ada, "lamp fog").await.unwrap());
    assert_eq!(portal.own_factor(ada).await.unwrap().codes_left, 10);
    assert!(matches!(portal.remove_app(ada, "lamp fog").await, Err(Error::Conflict(_))));
    assert!(add_app(&world, ada).await.is_empty());
    let phone = own(&world, ada).await[0].id.clone();
    assert!(!portal.remove_passkey(ada, Came::Password, &phone, "lamp fog").await.unwrap().1);
}

#[tokio::test]
async fn whoever_has_to_have_one_keeps_the_last_one() {
    let setting = Setting { second_factor: Required::AdminsAndApprovers, ..Setting::default() };
    let world = World::with(setting).await;
    let (portal, ada) = (&world.portal, &world.actor);
    assert!(portal.must_set_up(ada, Came::Password).await.unwrap());
    add(&world, ada, "Phone").await;
    assert!(!portal.must_set_up(ada, Came::Password).await.unwrap());
    let phone = own(&world, ada).await[0].id.clone();
    let kept = portal.remove_passkey(ada, Came::Password, &phone, PASSWORD).await;
    assert!(matches!(&kept, Err(Error::Conflict(words)) if words.contains("only second factor")), "{kept:?}");
    add(&world, ada, "Key").await;
    portal.remove_passkey(ada, Came::Password, &phone, PASSWORD).await.unwrap();
    let operator = world.somebody("eve@example.com", [Role::Operator]).await;
    add(&world, &operator, "Phone").await;
    let phone = own(&world, &operator).await[0].id.clone();
    assert!(portal.remove_passkey(&operator, Came::Password, &phone, PASSWORD).await.unwrap().1);
}

#[tokio::test]
async fn nobody_touches_the_passkey_of_somebody_else() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", []).await;
    add(&world, &eve, "Phone").await;
    let phone = own(&world, &eve).await[0].id.clone();
    let refused = world.portal.remove_passkey(&world.actor, Came::Password, &phone, PASSWORD).await;
    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
    assert_eq!(own(&world, &eve).await.len(), 1);
}

#[tokio::test]
async fn a_reset_takes_passkeys_away_too() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    add(&world, &eve, "Phone").await;
    add_app(&world, &eve).await;
    world.portal.reset_factor(&world.actor, &eve.person).await.unwrap();
    assert!(own(&world, &eve).await.is_empty());
    assert!(world.portal.sign_in("eve@example.com", PASSWORD).await.unwrap().whole().is_some());
    add(&world, &eve, "Phone").await;
    assert!(world.portal.reset_factor_of("eve@example.com").await.unwrap());
    assert!(!world.portal.reset_factor_of("eve@example.com").await.unwrap());
}
