//! Passkeys over HTTP: added, shown beside the password, and refused when they say what is not so.

#[path = "../authenticator/mod.rs"]
mod authenticator;

use authenticator::{Authenticator, ORIGIN, Saying, challenge};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::role::Role;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use server::Application;

use super::{
    browser::{Answer, Browser, PASSWORD, set_up},
    factor::{between, half, left_codes},
};

const PAGE: &str = "/account/second-factor";
const CODE: &str = "/sign-in/code";

async fn localhost() -> Application {
    set_up(&["--public-url", ORIGIN]).await
}

/// What the form on a page asks the browser for.
fn options(page: &str) -> String {
    between(page, "data-passkey=\"", "\"").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Sends what an authenticator says as the form does.
async fn send(browser: &mut Browser, path: &str, answer: &str) -> Answer {
    let answer = utf8_percent_encode(answer, NON_ALPHANUMERIC);
    browser.post(path, &format!("next=/environments&form[passkey]={answer}")).await
}

/// Begins to add a passkey, and gives what the browser is asked for.
async fn begun(browser: &mut Browser, name: &str) -> String {
    let begun = browser.post("/api/passkeys/begin", &format!("form[passkey_name]={name}")).await;
    assert_eq!((begun.status, begun.location()), (StatusCode::SEE_OTHER, "/account/second-factor#passkeys"));
    let page = browser.get(PAGE).await.text;
    assert!(page.contains("Continue in the browser"), "{page}");
    options(&page)
}

async fn add(browser: &mut Browser, name: &str, authenticator: &Authenticator) -> Answer {
    let asked = begun(browser, name).await;
    let added = send(browser, "/api/passkeys/add", &authenticator.made(&asked, &Saying::default())).await;
    assert_eq!((added.status, added.location()), (StatusCode::SEE_OTHER, PAGE), "{added:?}");
    added
}

/// A browser in which somebody typed their password.
async fn typed(application: &Application, email: &str) -> (Browser, Answer) {
    let mut browser = Browser::new(application);
    let form = format!("form[email_address]={email}&form[password]={}", PASSWORD.replace(' ', "+"));
    let answer = browser.post("/api/session/sign-in", &form).await;
    (browser, answer)
}

/// Somebody new with a passkey, and a browser in which they typed their password.
async fn with_passkey(application: &Application, email: &str) -> (Browser, Authenticator) {
    application.portal().add_person(email, "Eve", PASSWORD, &Role::Operator.into()).await.unwrap();
    let authenticator = Authenticator::new(5);
    add(&mut typed(application, email).await.0, "Phone", &authenticator).await;
    let (browser, answer) = typed(application, email).await;
    assert_eq!(answer.location(), CODE);
    (browser, authenticator)
}

#[tokio::test]
async fn a_passkey_is_added_and_signs_in_where_one_wanted_to_go() {
    let application = localhost().await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("Add a passkey") && page.contains("<noscript"), "{page}");
    let mut phone = Authenticator::new(1);
    let added = add(&mut ada, "Phone", &phone).await;
    assert_eq!(left_codes(&added).len(), 1, "{added:?}");
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("The passkey is added") && page.contains(">Phone</th>"), "{page}");
    assert!(page.contains("Set up an authenticator app") && page.contains("Make new recovery codes"), "{page}");
    assert!(left_codes(&add(&mut ada, "Key", &Authenticator::new(1)).await).is_empty());

    let (mut there, answer) = half(&application, "/environments").await;
    assert_eq!(answer.location(), "/sign-in/code?next=/environments");
    let page = there.get(answer.location()).await.text;
    assert!(page.contains("Use a passkey") && page.contains("Use a recovery code"), "{page}");
    assert!(!page.contains("one-time-code") && page.contains("Passkeys need JavaScript"), "{page}");
    let before = there.cookie.clone();
    let answer = phone.shown(&options(&page), &Saying::default());
    assert_eq!(send(&mut there, "/api/session/passkey", &answer).await.location(), "/environments");
    assert_ne!(there.cookie, before, "the id of before is signed in");
    assert_eq!(there.get("/environments").await.status, StatusCode::OK);
    // The same answer is worth nothing in a session of before, nor in another one that waits for it.
    let mut thief = Browser::new(&application);
    thief.cookie = before;
    let refused = send(&mut thief, "/api/session/passkey", &answer).await;
    assert_eq!(refused.location(), "/sign-in?next=/environments");
    let (mut again, _) = half(&application, "/").await;
    let refused = send(&mut again, "/api/session/passkey", &answer).await;
    assert_eq!(refused.location(), "/sign-in/code?next=/environments");
    let page = again.get(CODE).await.text;
    assert!(page.contains("This was asked too long ago, or answered already"), "{page}");
    assert_eq!(again.get("/environments").await.location(), "/sign-in?next=/environments");
}

#[tokio::test]
async fn what_is_not_so_is_refused_at_the_sign_in_and_in_the_log() {
    let application = localhost().await;
    let honest = Saying::default();
    let lies = [
        (
            Saying { origin: "https://evil.example", ..honest.clone() },
            "made for another address",
            "made for another site",
        ),
        (
            Saying { origin: "http://localhost:3001", ..honest.clone() },
            "made for another address",
            "made for another site",
        ),
        (Saying { site: "evil.example", ..honest.clone() }, "made for another address", "made for another site"),
        (Saying { challenge: Some("AAAA".into()), ..honest.clone() }, "answered already", "answers another question"),
        (Saying { present: false, ..honest.clone() }, "finger, face or PIN", "nobody touched"),
        (Saying { verified: false, ..honest.clone() }, "finger, face or PIN", "did not check finger, face or PIN"),
    ];
    let mut ada = Browser::signed_in(&application).await;
    for (n, (lie, told, logged)) in lies.into_iter().enumerate() {
        let (mut browser, mut phone) = with_passkey(&application, &format!("liar{n}@example.com")).await;
        let answer = phone.shown(&options(&browser.get(CODE).await.text), &lie);
        assert_eq!(
            send(&mut browser, "/api/session/passkey", &answer).await.location(),
            "/sign-in/code?next=/environments"
        );
        let page = browser.get(CODE).await.text;
        assert!(page.contains(told) && page.contains("field-form-passkey"), "{lie:?}: {page}");
        assert_eq!(browser.get("/environments").await.location(), "/sign-in?next=/environments", "{lie:?}");
        assert!(ada.get("/admin/log").await.text.contains(logged), "{lie:?}");
    }
}

#[tokio::test]
async fn the_passkey_of_somebody_else_and_a_copy_are_refused() {
    let application = localhost().await;
    let mut ada = Browser::signed_in(&application).await;
    let (mut eve, _) = with_passkey(&application, "eve@example.com").await;
    let (mut zoe, mut hers) = with_passkey(&application, "zoe@example.com").await;
    let answer = hers.shown(&options(&eve.get(CODE).await.text), &Saying::default());
    send(&mut eve, "/api/session/passkey", &answer).await;
    assert!(eve.get(CODE).await.text.contains("does not know that passkey as yours"));
    // The counter was 5 when it was added; a copy of before goes on from 2.
    hers.counter = 2;
    let answer = hers.shown(&options(&zoe.get(CODE).await.text), &Saying::default());
    send(&mut zoe, "/api/session/passkey", &answer).await;
    assert!(zoe.get(CODE).await.text.contains("Somebody may have a copy of this passkey"));
    assert!(ada.get("/admin/log").await.text.contains("there may be a copy of it"));
    let (mut nobody, _) = with_passkey(&application, "nobody@example.com").await;
    send(&mut nobody, "/api/session/passkey", "{\"id\": 7}").await;
    assert!(nobody.get(CODE).await.text.contains("nothing that the portal can read"));
}

#[tokio::test]
async fn a_copy_is_found_whatever_was_asked_before_it_was_used() {
    let application = localhost().await;
    let (mut first, mut phone) = with_passkey(&application, "eve@example.com").await;
    let (mut second, _) = typed(&application, "eve@example.com").await;
    // Both are asked while the counter is 5.
    let (one, other) = (options(&first.get(CODE).await.text), options(&second.get(CODE).await.text));
    assert_ne!(challenge(&one), challenge(&other));
    phone.counter = 8;
    let answer = phone.shown(&one, &Saying::default());
    assert_eq!(send(&mut first, "/api/session/passkey", &answer).await.location(), "/environments");
    phone.counter = 6;
    let answer = phone.shown(&other, &Saying::default());
    send(&mut second, "/api/session/passkey", &answer).await;
    assert!(second.get(CODE).await.text.contains("Somebody may have a copy"));
}

#[tokio::test]
async fn what_is_not_so_is_not_added() {
    let application = localhost().await;
    let mut ada = Browser::signed_in(&application).await;
    let honest = Saying::default();
    for lie in [
        Saying { origin: "https://evil.example", ..honest.clone() },
        Saying { site: "evil.example", ..honest.clone() },
        Saying { challenge: Some("AAAA".into()), ..honest.clone() },
        Saying { present: false, ..honest.clone() },
        Saying { verified: false, ..honest.clone() },
    ] {
        let asked = begun(&mut ada, "Phone").await;
        let answer = Authenticator::new(1).made(&asked, &lie);
        assert_eq!(send(&mut ada, "/api/passkeys/add", &answer).await.location(), PAGE);
        let page = ada.get(PAGE).await.text;
        assert!(page.contains("The passkey was not added.") && !page.contains(">Phone</th>"), "{lie:?}: {page}");
        // The question is used up.
        send(&mut ada, "/api/passkeys/add", &answer).await;
        assert!(ada.get(PAGE).await.text.contains("Begin with its name"), "{lie:?}");
    }
    ada.post("/api/passkeys/begin", "form[passkey_name]=").await;
    assert!(ada.get(PAGE).await.text.contains("Enter a name that tells where the passkey is"));
    let long = "x".repeat(61);
    ada.post("/api/passkeys/begin", &format!("form[passkey_name]={long}")).await;
    assert!(ada.get(PAGE).await.text.contains(&long), "what was typed is lost");
}

#[tokio::test]
async fn one_is_removed_with_the_password() {
    let application = localhost().await;
    let mut ada = Browser::signed_in(&application).await;
    add(&mut ada, "Phone", &Authenticator::new(1)).await;
    let page = ada.get(PAGE).await.text;
    let id = between(&page, "?remove=", "#passkeys").to_owned();
    assert!(!page.contains("Remove passkey"), "{page}");
    let page = ada.get(&format!("{PAGE}?remove={id}")).await.text;
    assert!(page.contains("Remove passkey") && page.contains("Remove “Phone”?"), "{page}");
    assert!(!ada.get(&format!("{PAGE}?remove={}", "a".repeat(26))).await.text.contains("Remove passkey"));
    let password = format!("id={id}&form[password_now]={}", PASSWORD.replace(' ', "+"));
    assert_eq!(ada.post("/api/passkeys/remove", &password).await.location(), PAGE);
    assert!(ada.get(PAGE).await.text.contains("The passkey “Phone” is removed. Your second factor is off"));
    add(&mut ada, "Phone", &Authenticator::new(1)).await;
    let id = between(&ada.get(PAGE).await.text, "?remove=", "#passkeys").to_owned();
    let refused = ada.post("/api/passkeys/remove", &format!("id={id}&form[password_now]=wrong")).await;
    assert_eq!(refused.location(), format!("{PAGE}?remove={id}#passkeys"));
    let page = ada.get(&format!("{PAGE}?remove={id}")).await.text;
    assert!(page.contains("This is not your password") && !page.contains("value=\"wrong\""), "{page}");
}

#[tokio::test]
async fn where_one_is_required_a_passkey_will_do() {
    let application = set_up(&["--public-url", ORIGIN, "--require-second-factor", "everybody"]).await;
    let mut ada = Browser::signed_in(&application).await;
    assert_eq!(ada.get("/environments").await.location(), PAGE);
    add(&mut ada, "Phone", &Authenticator::new(1)).await;
    assert_eq!(ada.get("/environments").await.status, StatusCode::OK);
    assert!(ada.get("/account").await.text.contains("Manage second factor"));
}

#[tokio::test]
async fn a_portal_at_a_number_says_where_passkeys_work() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get(PAGE).await.text;
    let (port, there) = (application.address().port(), "href=\"http://localhost:");
    assert!(page.contains("Passkeys work at another address") && page.contains(there), "{page}");
    assert!(!page.contains("Add a passkey"), "{page}");
    let opened =
        Request::get(PAGE).header(header::ACCEPT, "text/html").header(header::HOST, format!("localhost:{port}"));
    let page = ada.send(opened, Body::empty()).await.text;
    assert!(page.contains("Add a passkey") && !page.contains("Passkeys work at another address"), "{page}");

    let application = set_up(&["--public-url", "https://192.0.2.1"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("Passkeys do not work at this portal") && page.contains("https://192.0.2.1"), "{page}");
    ada.post("/api/passkeys/begin", "form[passkey_name]=Phone").await;
    assert!(ada.get(PAGE).await.text.contains("Browsers have passkeys for names only"));
}
