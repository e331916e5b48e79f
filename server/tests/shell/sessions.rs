//! Signing in and out, and what the cookie of a session is worth.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use domain::role::Role;

use super::browser::{Browser, EMAIL, PASSWORD, portal, set_up};

/// The secret of the set-up link in a greeting.
async fn secret(application: &server::Application) -> String {
    let greeting = application.greeting().await.unwrap();
    let (_, secret) = greeting.split_once("/setup?secret=").unwrap_or_else(|| panic!("{greeting}"));
    secret.trim().to_owned()
}

fn first_administrator(secret: &str, email: &str) -> String {
    let password = PASSWORD.replace(' ', "+");
    format!(
        "secret={secret}&form[display_name]=Ada&form[email_address]={email}&form[password]={password}&form[password_again]={password}"
    )
}

#[tokio::test]
async fn a_set_up_link_makes_one_administrator_and_no_second() {
    let application = portal(&[]).await;
    let old = secret(&application).await;
    let secret = secret(&application).await;
    let mut late = Browser::new(&application);
    late.post("/api/setup/finish", &first_administrator(&old, "late@example.com")).await;
    assert!(!application.portal().has_people().await.unwrap(), "a link that was replaced still works");

    let mut ada = Browser::new(&application);
    let answer = ada.post("/api/setup/finish", &first_administrator(&secret, EMAIL)).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/environments"), "{answer:?}");
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);

    let mut eve = Browser::new(&application);
    let answer = eve.post("/api/setup/finish", &first_administrator(&secret, "eve@example.com")).await;
    assert!(answer.location().starts_with("/setup"), "{answer:?}");
    assert_eq!(eve.get("/account").await.status, StatusCode::SEE_OTHER);
    assert!(!application.greeting().await.unwrap().contains("secret="), "a link is offered though somebody is there");
}

#[tokio::test]
async fn the_cookie_is_as_strict_as_it_can_be() {
    for (flags, name, secure) in
        [(&["--public-url", "https://portal.example"][..], "__Host-portal", true), (&[], "portal", false)]
    {
        let application = set_up(flags).await;
        let answer = Browser::new(&application).sign_in(PASSWORD).await;
        let cookie = answer.header(header::SET_COOKIE);
        let mut parts = cookie.split("; ");
        let id =
            parts.next().and_then(|pair| pair.strip_prefix(&format!("{name}="))).unwrap_or_else(|| panic!("{cookie}"));
        // 22 characters of six bits hold the 128 of an id.
        assert_eq!(id.len(), 22, "{cookie}");
        let attributes: Vec<&str> = parts.collect();
        for wanted in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=1800"] {
            assert!(attributes.contains(&wanted), "{cookie} lacks {wanted}");
        }
        assert_eq!(attributes.contains(&"Secure"), secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn an_id_from_before_signing_in_is_worth_nothing() {
    let application = set_up(&[]).await;
    let mut ada = Browser::new(&application);
    let refused = ada.sign_in("not the right words at all").await;
    assert!(refused.location().starts_with("/sign-in"), "{refused:?}");
    let planted = ada.cookie.clone().expect("a failed try keeps its words in a session");

    // The wait after a failure is a second.
    let signed_in = loop {
        let answer = ada.sign_in(PASSWORD).await;
        if answer.location() == "/" {
            break answer;
        }
    };
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    assert_ne!(ada.cookie.as_ref(), Some(&planted));
    assert_eq!(ada.get("/environments").await.status, StatusCode::OK);
    let mut eve = Browser::new(&application);
    eve.cookie = Some(planted);
    assert_eq!(eve.get("/environments").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_again_changes_the_id_and_the_old_one_is_gone() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let before = ada.cookie.clone();
    // Somebody who is signed in as one person and signs in as another.
    application.portal().add_person("bob@example.com", "Bob", PASSWORD, &Role::Admin.into()).await.unwrap();
    let form = format!("form[email_address]=bob@example.com&form[password]={}", PASSWORD.replace(' ', "+"));
    ada.post("/api/session/sign-in", &form).await;
    assert_ne!(ada.cookie, before);
    let mut old = Browser::new(&application);
    old.cookie = before;
    assert_eq!(old.get("/environments").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie_back() {
    let application = set_up(&["--public-url", "https://portal.example"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let kept = ada.cookie.clone();
    let answer = ada.post("/api/session/sign-out", "").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    let cookie = answer.header(header::SET_COOKIE);
    for wanted in ["__Host-portal=;", "Max-Age=0", "Path=/", "Secure", "HttpOnly"] {
        assert!(cookie.contains(wanted), "{cookie} lacks {wanted}");
    }
    let mut thief = Browser::new(&application);
    thief.cookie = kept;
    assert_eq!(thief.get("/environments").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn cookies_that_were_made_up_are_strangers() {
    let application = set_up(&[]).await;
    for cookie in [
        "portal=",
        "portal=x",
        "portal=AAAAAAAAAAAAAAAAAAAAAA",
        "portal=../../etc",
        "portal=\"",
        "portal=AAAAAAAAAAAAAAAAAAAAAA; portal=x",
    ] {
        let mut eve = Browser::new(&application);
        eve.cookie = Some(cookie.into());
        assert_eq!(eve.get("/environments").await.status, StatusCode::SEE_OTHER, "{cookie}");
    }
}

#[tokio::test]
async fn unknown_people_and_wrong_passwords_get_the_same_bytes() {
    let application = set_up(&[]).await;
    let router = application.router();
    let mut answers = Vec::new();
    for email in [EMAIL, "nobody@example.com"] {
        let body = format!("form[email_address]={email}&form[password]=not+the+right+words");
        let request = Request::post("/api/session/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        let answer = super::browser::answer(&router, request.unwrap()).await;
        answers.push((answer.status, answer.text));
    }
    assert_eq!(answers[0].0, StatusCode::FORBIDDEN);
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_page_that_changes_nothing_writes_nothing_down() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    ada.get("/environments").await;
    // A session that is written down takes its cookie along.
    let again = ada.get("/environments").await;
    assert_eq!((again.status, again.header(header::SET_COOKIE)), (StatusCode::OK, ""), "{again:?}");
}
