//! What happens when all is well.

use axum::http::{StatusCode, header};
use domain::{audit::Outcome, role::Role};
use serde_json::json;

use super::{Place, keys::Signing, provider::Script};
use crate::browser::{Browser, set_up};

#[tokio::test]
async fn somebody_comes_in_and_goes_on_to_where_they_wanted() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    let page = jar.get("/sign-in?next=/account").await;
    assert!(
        page.text.contains("Sign in with Okta") && page.text.contains("/sign-in/with/okta?next=/account"),
        "{page:?}"
    );
    let asked = jar.begin("/sign-in/with/okta?next=/account").await;
    assert_eq!(asked["redirect_uri"], format!("http://{}/sign-in/back/okta", place.application.address()));
    let planted = jar.cookies.clone();
    let code = place.provider.code(&asked);
    let back = format!("/sign-in/back/okta?code={code}&state={}", asked["state"]);
    let answer = jar.get(&back).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"), "{answer:?}");
    assert!(!jar.cookies.contains_key("sign-in"), "the attempt stays in the browser");
    assert_ne!(jar.cookies.get("portal"), planted.get("portal"), "the session has a new id");
    let account = jar.get("/account").await;
    assert!(account.text.contains("zoe@example.com") && account.text.contains("Single sign-on"), "{account:?}");
    assert!(account.text.contains("Operator") && account.text.contains("Subject 007"), "{account:?}");
    let events = place.sign_ins().await;
    assert_eq!((events.len(), events[0].outcome), (1, Outcome::Done));
    assert!(events[0].request.is_some());
}

#[tokio::test]
async fn the_cookie_of_an_attempt_is_strict_and_sealed() {
    for (flags, name) in [(&["--public-url", "https://portal.example"][..], "__Host-sign-in"), (&[], "sign-in")] {
        let place = Place::new(flags).await;
        let answer = place.jar().get("/sign-in/with/okta").await;
        let cookie = answer.header(header::SET_COOKIE);
        assert!(cookie.starts_with(&format!("{name}=")), "{cookie}");
        for wanted in ["; Path=/;", "; Max-Age=600;", "; HttpOnly;", "; SameSite=Lax"] {
            assert!(cookie.contains(wanted), "{cookie} lacks {wanted}");
        }
        assert_eq!(cookie.contains("Secure"), name.starts_with("__Host"), "{cookie}");
        assert!(cookie.len() < 2000 && !cookie.contains("state"), "{cookie}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    }
}

#[tokio::test]
async fn every_listed_algorithm_is_taken() {
    let place = Place::new(&[]).await;
    for signing in [Signing::EdDsa, Signing::Rs256, Signing::Ps256, Signing::Es256] {
        *place.provider.script.lock().unwrap() = Script { signing, ..Script::default() };
        let mut jar = place.jar();
        let answer = jar.sign_in(&place.provider).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{signing:?}: {answer:?}");
        assert!(jar.is_signed_in().await);
    }
    assert_eq!((place.provider.asked("discovery"), place.provider.asked("keys")), (1, 1), "they are kept");
}

#[tokio::test]
async fn a_provider_that_changed_its_key_is_asked_for_the_new_one_once() {
    let place = Place::new(&[]).await;
    assert_eq!(place.jar().sign_in(&place.provider).await.status, StatusCode::SEE_OTHER);
    *place.provider.script.lock().unwrap() =
        Script { signing: Signing::UnknownKey, newer_keys: true, ..Script::default() };
    assert_eq!(place.jar().sign_in(&place.provider).await.status, StatusCode::SEE_OTHER);
    assert_eq!(place.provider.asked("keys"), 2);
}

#[tokio::test]
async fn what_the_token_leaves_out_is_asked_for() {
    let place = Place::new(&[]).await;
    let thin = json!({ "email": null, "email_verified": null, "groups": null, "name": null });
    let user_info = json!({ "email": "thin@example.com", "email_verified": "true", "groups": "desk" });
    *place.provider.script.lock().unwrap() = Script { claims: thin, user_info, ..Script::default() };
    let mut jar = place.jar();
    assert_eq!(jar.sign_in(&place.provider).await.status, StatusCode::SEE_OTHER);
    let page = jar.get("/account").await.text;
    assert!(page.contains("thin@example.com") && page.contains("Operator"), "{page}");
}

#[tokio::test]
async fn a_role_of_a_rule_goes_with_the_group() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    jar.sign_in(&place.provider).await;
    assert_eq!(jar.get("/environments").await.status, StatusCode::OK, "an operator");
    *place.provider.script.lock().unwrap() = Script { claims: json!({ "groups": [] }), ..Script::default() };
    jar.sign_in(&place.provider).await;
    assert_eq!(jar.get("/environments").await.status, StatusCode::NOT_FOUND, "no operator any more");
}

#[tokio::test]
async fn an_administrator_adds_a_provider_checks_it_and_tries_its_rules() {
    let (application, provider) = (set_up(&[]).await, super::Provider::start().await);
    let mut ada = Browser::signed_in(&application).await;
    assert!(ada.get("/admin/settings/providers").await.text.contains("Nobody signs in with another service yet"));
    let issuer = provider.issuer.replace(':', "%3A");
    let form = |secret: &str, rules: &str| {
        format!(
            "form[name]=okta&form[label]=Okta&form[issuer]={issuer}&form[client_id]=portal&form[client_secret]={secret}\
             &form[scopes]=openid+email&form[group_claim]=teams&form[entry]=known&form[rules]={rules}&form[enabled]=true"
        )
    };
    let wrong = ada.post("/api/providers/add", &form("hush-hush", "desk")).await;
    assert_eq!(wrong.location(), "/admin/settings/providers/new");
    let page = ada.get(wrong.location()).await.text;
    assert!(page.contains("Line 1: write the group") && page.contains("value=\"portal\""), "{page}");
    assert!(!page.contains("hush-hush"), "a secret comes back to a page");
    let added = ada.post("/api/providers/add", &form("hush-hush", "desk+%3D+operator")).await;
    assert_eq!(added.location(), "/admin/settings/providers/okta", "{added:?}");
    let page = ada.get(added.location()).await.text;
    assert!(page.contains("/sign-in/back/okta") && !page.contains("hush-hush"), "{page}");
    let checked = ada.post("/api/providers/check", "name=okta").await;
    let page = ada.get(checked.location()).await.text;
    assert!(page.contains("with 3 keys, and signs with RS256, PS256, ES256, EdDSA."), "{page}");
    assert!(page.contains("It does not list the claim teams"), "{page}");
    let tried = ada.get("/admin/settings/providers/okta?groups=desk%0D%0Aother").await.text;
    assert!(tried.contains("They would get: Operator") && tried.contains("One group has no rule."), "{tried}");
    let refused = ada.post("/api/providers/save", &format!("name=okta&version=7&{}", form("", ""))).await;
    assert!(ada.get(refused.location()).await.text.contains("Somebody else changed"));
    ada.post("/api/providers/remove", "name=okta").await;
    assert_eq!(ada.get("/admin/settings/providers/okta").await.status, StatusCode::NOT_FOUND);
    assert_eq!(Browser::new(&application).get("/sign-in/with/okta").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_sees_who_somebody_is_there_and_unlinks_them() {
    let place = Place::new(&[]).await;
    let mut jar = place.jar();
    jar.sign_in(&place.provider).await;
    let mut ada = Browser::signed_in(&place.application).await;
    let portal = place.application.portal();
    let zoe = portal.people(&place.admin, &domain::person::Filter::saying("zoe@"), 1).await.unwrap().people.remove(0);
    assert_eq!((zoe.roles.clone(), zoe.given_roles.is_empty()), (Role::Operator.into(), true));
    let seen = portal.person(&place.admin, &zoe.id).await.unwrap().identities.remove(0);
    let page = ada.get(&format!("/admin/people/{}", zoe.id)).await.text;
    assert!(page.contains("Subject 007") && page.contains("in addition: Operator."), "{page}");
    let tried = ada.get(&format!("/admin/settings/providers/okta?person={}", zoe.id)).await.text;
    assert!(tried.contains("They would get: Operator"), "{tried}");
    let form = format!("id={}&identity={}", zoe.id, seen.identity.id);
    let answer = ada.post("/api/people/unlink", &form).await;
    assert!(ada.get(answer.location()).await.text.contains("The sign-in is unlinked"));
    assert_eq!(jar.get("/environments").await.status, StatusCode::NOT_FOUND, "the role went with it");
}
