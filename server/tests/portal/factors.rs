//! The second factor: set up by a first code, asked for at each sign-in, and never guessed.

use domain::{
    Actor, Error, Field,
    audit::{Action, Outcome},
    factor::{Came, FactorForm, Half, RECOVERY_CODES, Required, SignIn, totp::Secret},
    ports::{Clock, Store},
    role::Role,
};

use super::world::{PASSWORD, Setting, World};

/// Somebody's app.
struct App {
    secret: Secret,
    recovery_codes: Vec<String>,
}

impl App {
    async fn of(world: &World, actor: &Actor) -> Self {
        let sealed = world.portal.begin_app(actor).await.unwrap();
        let offer = world.portal.app_offer(actor, &sealed).unwrap().unwrap();
        assert!(!sealed.contains(&offer.secret), "it is not sealed");
        let secret = Secret::parse(&offer.secret).unwrap();
        let code = secret.code(step(world));
        let recovery_codes = world.portal.add_app(actor, Some(&sealed), &code).await.unwrap();
        world.clock.advance(30);
        Self { secret, recovery_codes }
    }

    fn code(&self, world: &World) -> FactorForm {
        form(&self.secret.code(step(world)), "")
    }
}

fn step(world: &World) -> i64 {
    domain::factor::totp::step(world.clock.now())
}

fn form(code: &str, recovery_code: &str) -> FactorForm {
    FactorForm { code: code.into(), recovery_code: recovery_code.into() }
}

async fn half(world: &World, email: &str) -> Half {
    match world.portal.sign_in(email, PASSWORD).await.unwrap() {
        SignIn::Half(half) => half,
        whole @ SignIn::Whole(..) => panic!("{whole:?}"),
    }
}

fn wrong_at<T: std::fmt::Debug>(result: Result<T, Error>) -> Field {
    match result {
        Err(Error::Invalid(problems)) => problems.0[0].field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_counts_until_the_first_code_is_right() {
    let world = World::new().await;
    let sealed = world.portal.begin_app(&world.actor).await.unwrap();
    for code in ["", "000000", "12345", "abcdef"] {
        let refused = world.portal.add_app(&world.actor, Some(&sealed), code).await;
        assert_eq!(wrong_at(refused), Field::Code, "{code}");
    }
    assert!(world.portal.own_factor(&world.actor).await.unwrap().since.is_none());
    assert!(world.portal.sign_in("ada@example.com", PASSWORD).await.unwrap().whole().is_some());
}

#[tokio::test]
async fn what_was_sealed_for_somebody_else_is_nothing() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", []).await;
    let sealed = world.portal.begin_app(&world.actor).await.unwrap();
    assert!(world.portal.app_offer(&eve, &sealed).unwrap().is_none());
    for odd in [None, Some(sealed.as_str()), Some("x")] {
        let refused = world.portal.add_app(&eve, odd, "123456").await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn whoever_has_an_app_comes_in_with_password_and_code_and_with_neither_alone() {
    let world = World::new().await;
    let app = App::of(&world, &world.actor).await;
    assert_eq!(app.recovery_codes.len(), RECOVERY_CODES);
    let half = half(&world, "ada@example.com").await;
    let told = world.store.events("person/ada@example.com", 1).await.unwrap();
    assert_eq!((told[0].action, told[0].outcome), (Action::SignIn, Outcome::Intended));
    let finished = world.portal.finish_sign_in(Some(&half), &app.code(&world)).await.unwrap();
    assert_eq!((finished.actor, finished.codes_left), (world.actor.clone(), None));
    let told = world.store.events("person/ada@example.com", 1).await.unwrap();
    assert_eq!((told[0].action, told[0].outcome), (Action::SignIn, Outcome::Done));
    let nobody = world.portal.finish_sign_in(None, &app.code(&world)).await;
    assert!(matches!(nobody, Err(Error::Denied(_))), "{nobody:?}");
}

#[tokio::test]
async fn without_the_password_nobody_learns_whether_there_is_a_second_factor() {
    let world = World::new().await;
    App::of(&world, &world.actor).await;
    world.somebody("eve@example.com", []).await;
    let of = async |email: &str| world.portal.sign_in(email, "wrong").await.unwrap_err();
    let (with, without) = (of("ada@example.com").await, of("eve@example.com").await);
    assert_eq!((with.clone(), with), (without, of("nobody@example.com").await));
}

#[tokio::test]
async fn a_code_works_once_even_the_one_that_set_it_up() {
    let world = World::new().await;
    let sealed = world.portal.begin_app(&world.actor).await.unwrap();
    let offer = world.portal.app_offer(&world.actor, &sealed).unwrap().unwrap();
    let secret = Secret::parse(&offer.secret).unwrap();
    let code = secret.code(step(&world));
    world.portal.add_app(&world.actor, Some(&sealed), &code).await.unwrap();
    let refused = world.portal.finish_sign_in(Some(&half(&world, "ada@example.com").await), &form(&code, "")).await;
    assert_eq!(wrong_at(refused), Field::Code);
    let told = world.store.events("person/ada@example.com", 1).await.unwrap();
    assert_eq!((told[0].outcome, told[0].detail.as_str()), (Outcome::Refused, "The code was used before"));
    world.clock.advance(30);
    let next = form(&secret.code(step(&world)), "");
    let first = half(&world, "ada@example.com").await;
    world.portal.finish_sign_in(Some(&first), &next).await.unwrap();
    let again = half(&world, "ada@example.com").await;
    assert_eq!(wrong_at(world.portal.finish_sign_in(Some(&again), &next).await), Field::Code);
}

#[tokio::test]
async fn wrong_codes_wait_as_wrong_passwords_do_and_the_password_does_not_make_up_for_them() {
    let world = World::new().await;
    let app = App::of(&world, &world.actor).await;
    let first = half(&world, "ada@example.com").await;
    assert_eq!(wrong_at(world.portal.finish_sign_in(Some(&first), &form("000000", "")).await), Field::Code);
    let early = world.portal.finish_sign_in(Some(&first), &app.code(&world)).await;
    assert!(matches!(early, Err(Error::TooMany { wait_seconds: 1 })), "{early:?}");
    world.clock.advance(2);
    // The right password in between forgets nothing.
    let second = half(&world, "ada@example.com").await;
    assert_eq!(
        wrong_at(world.portal.finish_sign_in(Some(&second), &form("", "aaaa-aaaa-aaaa-aaaa")).await),
        Field::RecoveryCode
    );
    let early = world.portal.sign_in("ada@example.com", PASSWORD).await;
    assert!(matches!(early, Err(Error::TooMany { wait_seconds: 3 })), "{early:?}");
    world.clock.advance(4);
    let third = half(&world, "ada@example.com").await;
    world.portal.finish_sign_in(Some(&third), &app.code(&world)).await.unwrap();
    // A success forgets them all.
    half(&world, "ada@example.com").await;
}

#[tokio::test]
async fn many_tries_at_once_are_one_try() {
    let world = World::new().await;
    App::of(&world, &world.actor).await;
    let half = half(&world, "ada@example.com").await;
    let forms: Vec<FactorForm> = (0..40).map(|n| form(&format!("{n:06}"), "")).collect();
    let all = forms.iter().map(|form| world.portal.finish_sign_in(Some(&half), form));
    let tried = futures::future::join_all(all).await;
    let looked_at = tried.iter().filter(|one| !matches!(one, Err(Error::TooMany { .. }))).count();
    assert_eq!(looked_at, 1);
}

#[tokio::test]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let world = World::new().await;
    let app = App::of(&world, &world.actor).await;
    let typed = app.recovery_codes[3].to_uppercase().replace('-', " ");
    let first = half(&world, "ada@example.com").await;
    let finished = world.portal.finish_sign_in(Some(&first), &form("", &typed)).await.unwrap();
    assert_eq!(finished.codes_left, Some(9));
    assert_eq!(world.portal.own_factor(&world.actor).await.unwrap().codes_left, 9);
    let second = half(&world, "ada@example.com").await;
    assert_eq!(wrong_at(world.portal.finish_sign_in(Some(&second), &form("", &typed)).await), Field::RecoveryCode);
}

#[tokio::test]
async fn half_a_sign_in_ends_with_time_password_account_and_factor() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    let app = App::of(&world, &eve).await;
    let over = async |half: &Half| {
        let refused = world.portal.finish_sign_in(Some(half), &app.code(&world)).await;
        matches!(refused, Err(Error::Denied(words)) if words.contains("Sign in again"))
    };
    let late = half(&world, "eve@example.com").await;
    world.clock.advance(300);
    assert!(over(&late).await, "too late");
    let changed = half(&world, "eve@example.com").await;
    world.portal.change_password(&eve, PASSWORD, "lamp fog", "lamp fog", None).await.unwrap();
    assert!(over(&changed).await, "another password");
    let short = world.portal.sign_in("eve@example.com", "lamp fog").await.unwrap();
    let SignIn::Half(short) = short else { panic!("{short:?}") };
    world.portal.disable_person(&world.actor, &eve.person).await.unwrap();
    assert!(over(&short).await, "disabled");
    world.portal.enable_person(&world.actor, &eve.person).await.unwrap();
    world.portal.reset_factor(&world.actor, &eve.person).await.unwrap();
    assert!(over(&short).await, "no factor any more");
    // The short password cannot stand alone.
    let alone = world.portal.sign_in("eve@example.com", "lamp fog").await.unwrap();
    assert_eq!(alone, SignIn::Whole(eve.clone(), Came::ShortPassword));
    assert!(world.portal.must_set_up(&eve, Came::ShortPassword).await.unwrap());
}

#[tokio::test]
async fn it_is_turned_off_by_whoever_knows_a_password_that_can_stand_alone() {
    let world = World::new().await;
    App::of(&world, &world.actor).await;
    let (portal, actor) = (&world.portal, &world.actor);
    assert_eq!(wrong_at(portal.remove_app(actor, "wrong").await), Field::PasswordNow);
    world.clock.advance(60);
    portal.change_password(actor, PASSWORD, "lamp fog", "lamp fog", None).await.unwrap();
    let Err(Error::Invalid(problems)) = portal.remove_app(actor, "lamp fog").await else { panic!() };
    assert!(problems.0[0].words.contains("at least 15 first"), "{problems:?}");
    portal.change_password(actor, "lamp fog", PASSWORD, PASSWORD, None).await.unwrap();
    portal.remove_app(actor, PASSWORD).await.unwrap();
    assert!(portal.own_factor(actor).await.unwrap().since.is_none());
    let short = portal.change_password(actor, PASSWORD, "lamp fog", "lamp fog", None).await;
    assert_eq!(wrong_at(short), Field::Password);
    let nothing = portal.remove_app(actor, PASSWORD).await;
    assert!(matches!(nothing, Err(Error::Conflict(_))), "{nothing:?}");
}

#[tokio::test]
async fn new_recovery_codes_end_the_old_ones() {
    let world = World::new().await;
    let app = App::of(&world, &world.actor).await;
    assert_eq!(wrong_at(world.portal.renew_recovery_codes(&world.actor, "wrong").await), Field::PasswordNow);
    world.clock.advance(60);
    let codes = world.portal.renew_recovery_codes(&world.actor, PASSWORD).await.unwrap();
    assert!(codes.len() == RECOVERY_CODES && codes.iter().all(|code| !app.recovery_codes.contains(code)));
    let old = half(&world, "ada@example.com").await;
    assert_eq!(
        wrong_at(world.portal.finish_sign_in(Some(&old), &form("", &app.recovery_codes[0])).await),
        Field::RecoveryCode
    );
    world.clock.advance(60);
    let new = half(&world, "ada@example.com").await;
    world.portal.finish_sign_in(Some(&new), &form("", &codes[9])).await.unwrap();
}

#[tokio::test]
async fn an_administrator_resets_it_for_others_and_the_command_line_for_all() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    let (portal, actor) = (&world.portal, &world.actor);
    App::of(&world, &eve).await;
    App::of(&world, actor).await;
    for (who, whose) in [(&eve, actor), (actor, actor)] {
        let refused = portal.reset_factor(who, &whose.person).await;
        assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    }
    assert!(portal.person(actor, &eve.person).await.unwrap().factor.since.is_some());
    portal.reset_factor(actor, &eve.person).await.unwrap();
    assert!(portal.person(actor, &eve.person).await.unwrap().factor.since.is_none());
    let told = world.store.events("person/eve@example.com", 1).await.unwrap();
    assert_eq!((told[0].action, told[0].who.as_str()), (Action::RemoveFactor, "ada@example.com"));
    assert!(portal.reset_factor_of(" ADA@example.com").await.unwrap());
    assert!(!portal.reset_factor_of("ada@example.com").await.unwrap());
    assert!(matches!(portal.reset_factor_of("nobody@example.com").await, Err(Error::NotFound(_))));
    assert!(portal.sign_in("ada@example.com", PASSWORD).await.unwrap().whole().is_some());
}

#[tokio::test]
async fn the_setting_says_who_has_to_set_one_up() {
    let setting = Setting { second_factor: Required::AdminsAndApprovers, ..Setting::default() };
    let world = World::with(setting).await;
    let portal = &world.portal;
    let operator = world.somebody("eve@example.com", [Role::Operator]).await;
    let approver = world.somebody("zoe@example.com", [Role::Approver]).await;
    for (actor, must) in [(&world.actor, true), (&approver, true), (&operator, false)] {
        assert_eq!(portal.must_set_up(actor, Came::Password).await.unwrap(), must, "{}", actor.email);
        assert!(!portal.must_set_up(actor, Came::Provider).await.unwrap(), "{}", actor.email);
    }
    App::of(&world, &approver).await;
    assert!(!portal.must_set_up(&approver, Came::Password).await.unwrap());
}
