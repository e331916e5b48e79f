//! One's own account over HTTP: password, and the browsers one is signed in with.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::browser::{Browser, EMAIL, PASSWORD, set_up};

const OTHER: &str = "nine loud bells in a fog";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

fn passwords(now: &str, new: &str) -> String {
    let form = format!("form[password_now]={now}&form[password]={new}&form[password_again]={new}");
    form.replace(' ', "+")
}

#[tokio::test]
async fn a_new_password_signs_every_other_browser_out_and_renews_this_one() {
    let application = set_up(&[]).await;
    let (mut here, mut there) = (Browser::signed_in(&application).await, Browser::signed_in(&application).await);
    let before = here.cookie.clone();
    let answer = here.post("/api/account/password", &passwords(PASSWORD, OTHER)).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account"), "{answer:?}");
    assert_ne!(here.cookie, before, "a cookie that somebody took along still works");
    assert!(here.get("/account").await.text.contains("Your password is changed"));
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    let mut thief = Browser::new(&application);
    thief.cookie = before;
    assert_eq!(thief.get("/account").await.status, StatusCode::SEE_OTHER);
    let mut again = Browser::new(&application);
    assert_eq!(again.sign_in(OTHER).await.location(), "/");
}

#[tokio::test]
async fn a_wrong_password_is_said_at_its_field_and_none_is_shown_again() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    ada.post("/api/account/password", &passwords("some wrong words", OTHER)).await;
    let page = ada.get("/account").await.text;
    assert!(page.contains("This is not your password"), "{page}");
    assert!(!page.contains(OTHER) && !page.contains("some wrong words"), "{page}");
}

#[tokio::test]
async fn people_see_their_browsers_and_sign_out_of_one_and_of_all() {
    let application = set_up(&[]).await;
    let mut here = Browser::signed_in(&application).await;
    let form = format!("form[email_address]={EMAIL}&form[password]={}", PASSWORD.replace(' ', "+"));
    let request = Request::post("/api/session/sign-in")
        .header(header::USER_AGENT, FIREFOX)
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut there = Browser::new(&application);
    assert_eq!(there.send(request, Body::from(form)).await.location(), "/");

    let page = here.get("/account").await.text;
    assert!(page.contains("Firefox on Linux") && page.contains("This one"), "{page}");
    for cookie in [&here.cookie, &there.cookie] {
        let id = cookie.as_deref().unwrap().split_once('=').unwrap().1;
        assert!(!page.contains(id), "the id of a session stands on the page");
    }
    let (_, rest) = page.split_once("name=\"key\" value=\"").unwrap();
    let key = rest.split('"').next().unwrap();
    // Somebody else's key opens nothing.
    let bob = domain::role::Role::Admin.into();
    application.portal().add_person("bob@example.com", "Bob", PASSWORD, &bob).await.unwrap();
    let mut bob = Browser::new(&application);
    let form = format!("form[email_address]=bob@example.com&form[password]={}", PASSWORD.replace(' ', "+"));
    bob.post("/api/session/sign-in", &form).await;
    bob.post("/api/account/end-session", &format!("key={key}")).await;
    assert_eq!(there.get("/account").await.status, StatusCode::OK);

    here.post("/api/account/end-session", &format!("key={key}")).await;
    assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
    let mut third = Browser::signed_in(&application).await;
    assert_eq!(here.post("/api/account/end-sessions", "").await.location(), "/sign-in");
    for browser in [&mut here, &mut third] {
        assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(bob.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_name_is_saved_and_shown() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    ada.post("/api/account/name", "form[display_name]=Ada+%3Cb%3E").await;
    let page = ada.get("/account").await.text;
    assert!(page.contains("Your name is saved.") && page.contains("Ada &lt;b&gt;"), "{page}");
    ada.post("/api/account/name", "form[display_name]=").await;
    let page = ada.get("/account").await.text;
    assert!(page.contains("Enter the name that others know you by"), "{page}");
}
