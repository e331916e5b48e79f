//! Signing in at a provider: who is let in as whom, and with which roles.

use domain::{
    Actor, Error,
    audit::{Action, Outcome},
    ports::{SignIns, Store},
    provider::{Entry, ProviderForm},
    role::{Role, Roles},
    single_sign_on::{Arrived, CameBack, Proof},
};

use super::{
    provider::{back, form, proof},
    world::{PASSWORD, World},
};

/// Goes to the provider and comes back as somebody.
pub async fn sign_in(world: &World, as_whom: Proof) -> Result<Actor, Error> {
    *world.provider.proof.lock().unwrap() = Some(as_whom);
    let departure = world.portal.depart("okta", "/environments").await.unwrap();
    let arrived = world.portal.arrive("okta", Some(&departure.attempt), &back(world)).await;
    arrived.map(|Arrived { actor, .. }| actor)
}

pub async fn with_provider(form: ProviderForm) -> World {
    let world = World::new().await;
    world.portal.add_provider(&world.actor, &form).await.unwrap();
    world
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// The newest events of an object, in words.
async fn told(world: &World, object: &str) -> Vec<(Action, Outcome, String)> {
    let events = world.store.events(object, 10).await.unwrap();
    events.into_iter().map(|event| (event.action, event.outcome, event.detail)).collect()
}

#[tokio::test]
async fn somebody_known_is_linked_by_the_verified_address_and_then_by_the_subject_alone() {
    let world = with_provider(form()).await;
    let eve = world.somebody("eve@example.com", [Role::Auditor]).await;
    let unverified = Proof { email_verified: false, ..proof("007", "eve@example.com", &[]) };
    assert!(refused(sign_in(&world, unverified).await).contains("verified"));
    let first = sign_in(&world, proof("007", "Eve@Example.com", &["desk", "others"])).await.unwrap();
    assert_eq!(first.person, eve.person);
    assert_eq!(first.roles, [Role::Operator, Role::Auditor].into_iter().collect());
    // Whatever address comes later, and whoever has the address later.
    let again = sign_in(&world, proof("007", "somebody@else.example", &[])).await.unwrap();
    assert_eq!((again.person, again.roles), (eve.person.clone(), Role::Auditor.into()));
    let heir = refused(sign_in(&world, proof("008", "eve@example.com", &["admins"])).await);
    assert!(heir.contains("belongs to somebody else"), "{heir}");
    let events = told(&world, "person/eve@example.com").await;
    let kinds: Vec<_> = events.iter().map(|(action, outcome, _)| (*action, *outcome)).collect();
    assert_eq!(kinds[..2], [(Action::SignIn, Outcome::Done), (Action::LinkSignIn, Outcome::Done)]);
    assert!(events[1].2.contains("by single sign-on with Okta"), "{events:?}");
    let changes = &world.store.events("person/eve@example.com", 1).await.unwrap()[0].changes;
    assert_eq!(changes[0].in_words(), "Roles by rules: removed Operator");
}

#[tokio::test]
async fn nobody_is_matched_by_an_address_where_the_settings_forbid_it() {
    let world =
        with_provider(ProviderForm { match_email: false, entry: Entry::Create.as_str().into(), ..form() }).await;
    world.somebody("eve@example.com", []).await;
    let words = refused(sign_in(&world, proof("007", "eve@example.com", &[])).await);
    assert!(words.contains("There is an account of eve@example.com already"), "{words}");
    assert!(sign_in(&world, proof("008", "zoe@example.com", &[])).await.is_ok(), "others get an account");
}

#[tokio::test]
async fn an_invitation_is_used_up_and_a_stranger_is_sent_away() {
    let world = with_provider(form()).await;
    let words = refused(sign_in(&world, proof("007", "zoe@example.com", &["admins"])).await);
    assert!(words.contains("nobody has invited"), "{words}");
    world.portal.invite(&world.actor, "zoe@example.com", "", &Role::Auditor.into()).await.unwrap();
    let zoe = sign_in(&world, proof("007", "zoe@example.com", &["desk"])).await.unwrap();
    assert_eq!((zoe.name.as_str(), zoe.email.as_str()), ("Zoë of Okta", "zoe@example.com"));
    assert_eq!(zoe.roles, [Role::Operator, Role::Auditor].into_iter().collect());
    assert_eq!(world.portal.invitations(&world.actor).await.unwrap(), []);
    let guess = world.portal.sign_in("zoe@example.com", PASSWORD).await;
    assert!(refused(guess).contains("do not belong together"), "nobody knows a password");
    world.portal.invite(&world.actor, "late@example.com", "", &Roles::default()).await.unwrap();
    world.clock.advance(73 * 60 * 60);
    assert!(refused(sign_in(&world, proof("008", "late@example.com", &[])).await).contains("nobody has invited"));
}

#[tokio::test]
async fn everybody_comes_in_where_the_settings_say_so() {
    let create = ProviderForm { entry: Entry::Create.as_str().into(), roles: Role::Member.into(), ..form() };
    let world = with_provider(create).await;
    let zoe = sign_in(&world, proof("007", "zoe@example.com", &["desk"])).await.unwrap();
    assert_eq!(zoe.roles, [Role::Operator, Role::Member].into_iter().collect());
    let later = sign_in(&world, proof("007", "zoe@example.com", &[])).await.unwrap();
    assert_eq!((later.person, later.roles), (zoe.person, Role::Member.into()));
    for (subject, email) in [("008", Some("not an address")), ("009", None)] {
        let nameless = Proof { email: email.map(str::to_owned), ..proof(subject, "", &[]) };
        assert!(refused(sign_in(&world, nameless).await).contains("did not tell your email address"));
    }
    let unverified = Proof { email_verified: false, ..proof("010", "ceo@example.com", &[]) };
    assert!(refused(sign_in(&world, unverified).await).contains("verified"), "anybody can claim an address");
}

#[tokio::test]
async fn a_disabled_person_does_not_come_in_by_another_way() {
    let world = with_provider(form()).await;
    let eve = world.somebody("eve@example.com", []).await;
    sign_in(&world, proof("007", "eve@example.com", &[])).await.unwrap();
    world.portal.disable_person(&world.actor, &eve.person).await.unwrap();
    let words = refused(sign_in(&world, proof("007", "eve@example.com", &[])).await);
    assert!(words.contains("Your account is disabled"), "{words}");
    let bob = world.somebody("bob@example.com", []).await;
    world.portal.disable_person(&world.actor, &bob.person).await.unwrap();
    assert!(refused(sign_in(&world, proof("008", "bob@example.com", &[])).await).contains("disabled"));
    let last = &told(&world, "person/bob@example.com").await[0];
    assert_eq!((last.0, last.1), (Action::SignIn, Outcome::Refused));
}

#[tokio::test]
async fn an_attempt_is_of_one_provider_used_once_and_within_ten_minutes() {
    let world = with_provider(form()).await;
    let other = ProviderForm { name: "entra".into(), issuer: "https://b.example.com".into(), ..form() };
    world.portal.add_provider(&world.actor, &other).await.unwrap();
    let eve = world.somebody("eve@example.com", []).await;
    *world.provider.proof.lock().unwrap() = Some(proof("007", &eve.email, &[]));
    let portal = &world.portal;
    let begin = async || portal.depart("okta", "/x?y=1").await.unwrap().attempt;

    let attempt = begin().await;
    let arrived = portal.arrive("okta", Some(&attempt), &back(&world)).await.unwrap();
    assert_eq!((arrived.actor.person, arrived.next.as_str()), (eve.person, "/x?y=1"));
    let words = refused(portal.arrive("okta", Some(&attempt), &back(&world)).await);
    assert!(words.contains("used already"), "{words}");

    let attempt = begin().await;
    world.clock.advance(599);
    assert!(portal.arrive("okta", Some(&attempt), &back(&world)).await.is_ok());
    let attempt = begin().await;
    world.clock.advance(600);
    let words = refused(portal.arrive("okta", Some(&attempt), &back(&world)).await);
    assert!(words.contains("more than 10 minutes ago"), "{words}");

    let attempt = begin().await;
    let words = refused(portal.arrive("entra", Some(&attempt), &back(&world)).await);
    assert!(words.contains("another provider"), "{words}");
    let words = refused(portal.arrive("okta", Some(&"0".repeat(600)), &back(&world)).await);
    assert!(words.contains("no sign-in that began here"), "{words}");
    let words = refused(portal.arrive("okta", None, &back(&world)).await);
    assert!(words.contains("did not begin"), "{words}");
    let before = begin().await;
    let old = back(&world);
    let _newer = begin().await;
    for state in [None, Some(String::new()), back(&world).state] {
        let words = refused(portal.arrive("okta", Some(&before), &CameBack { state, ..old.clone() }).await);
        assert!(words.contains("another sign-in"), "{words}");
    }
    assert!(portal.arrive("okta", Some(&before), &old).await.is_ok(), "a wrong guess does not use it up");
}

#[tokio::test]
async fn whoever_names_another_issuer_is_refused_and_so_is_silence_where_a_name_is_promised() {
    let world = with_provider(form()).await;
    let eve = world.somebody("eve@example.com", []).await;
    *world.provider.proof.lock().unwrap() = Some(proof("007", &eve.email, &[]));
    let tries = [
        (false, None, true),
        (false, Some(super::provider::ISSUER), true),
        (false, Some("https://evil.example"), false),
        (true, None, false),
        (true, Some(super::provider::ISSUER), true),
    ];
    for (promised, named, good) in tries {
        *world.provider.names_itself.lock().unwrap() = promised;
        let attempt = world.portal.depart("okta", "/").await.unwrap().attempt;
        let came = CameBack { issuer: named.map(str::to_owned), ..back(&world) };
        let arrived = world.portal.arrive("okta", Some(&attempt), &came).await;
        assert_eq!(arrived.is_ok(), good, "{promised}, {named:?}: {arrived:?}");
    }
}

#[tokio::test]
async fn what_the_provider_refuses_is_said_in_words_and_noted_without_its_own() {
    let world = with_provider(form()).await;
    for (error, words) in [
        ("access_denied", "did not let you in"),
        ("server_error", "cannot do this right now"),
        ("invalid_scope", "Tell an administrator"),
        ("<script>", "answered with an error"),
    ] {
        let attempt = world.portal.depart("okta", "/").await.unwrap().attempt;
        let came = CameBack { error: Some(error.into()), code: None, ..back(&world) };
        let said = refused(world.portal.arrive("okta", Some(&attempt), &came).await);
        assert!(said.contains(words) && !said.contains('<'), "{said}");
        let (action, outcome, detail) = told(&world, "provider/okta").await.remove(0);
        assert_eq!((action, outcome), (Action::SignIn, Outcome::Refused));
        assert!(detail.contains(&said), "{detail}");
    }
}

#[tokio::test]
async fn the_last_administrator_is_not_lost_with_a_group() {
    let world = with_provider(form()).await;
    let eve = world.somebody("eve@example.com", []).await;
    sign_in(&world, proof("007", "eve@example.com", &["admins"])).await.unwrap();
    let me = world.actor.person.clone();
    world.portal.change_roles(&world.actor, &me, &Role::Admin.into(), &Roles::default()).await.unwrap();
    let eve = sign_in(&world, proof("007", &eve.email, &[])).await.unwrap();
    assert!(eve.roles.has(Role::Admin), "nobody else could give it back");
    let link = world.store.identities_of(&eve.person).await.unwrap().remove(0);
    assert!(refused(world.portal.unlink(&eve, &eve.person, &link.id).await).contains("last administrator"));
    assert!(refused(world.portal.remove_provider(&eve, "okta").await).contains("last administrator"));
    world.portal.change_roles(&eve, &me, &Roles::default(), &Role::Admin.into()).await.unwrap();
    let eve = sign_in(&world, proof("007", &eve.email, &[])).await.unwrap();
    assert!(eve.roles.is_empty());
    world.portal.unlink(&world.actor, &eve.person, &link.id).await.unwrap();
    world.portal.unlink(&world.actor, &eve.person, &link.id).await.unwrap();
    assert_eq!(world.portal.own_identities(&eve).await.unwrap(), []);
}
