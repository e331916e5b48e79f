//! People over HTTP, as browsers send their forms.

use axum::http::{StatusCode, header};
use domain::{
    Actor,
    role::{Role, Roles},
};
use server::Application;

use super::browser::{Answer, Browser, EMAIL, PASSWORD, set_up};

async fn somebody(application: &Application, email: &str, roles: Roles) -> (Actor, Browser) {
    let portal = application.portal();
    let person = portal.add_person(email, "Eve", PASSWORD, &roles).await.unwrap();
    let mut browser = Browser::new(application);
    sign_in(&mut browser, email, PASSWORD).await;
    (portal.actor(&person.id).await.unwrap().unwrap(), browser)
}

async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Answer {
    let form = format!("form[email_address]={email}&form[password]={}", password.replace(' ', "+"));
    browser.post("/api/session/sign-in", &form).await
}

/// What stands on a page between two pieces of it.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0
}

/// Invites somebody and gives the path of the link that the next page shows.
async fn invited(ada: &mut Browser, email: &str) -> (String, Answer) {
    let form = format!("form[email_address]={email}&form[display_name]=Zo%C3%AB&form[roles][3]=auditor");
    let answer = ada.post("/api/invitations/invite", &form).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/admin/people"), "{answer:?}");
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.filter(|cookie| cookie.starts_with("invitation-link=")).collect::<Vec<_>>();
    assert_eq!(cookie.len(), 1, "{answer:?}");
    for wanted in ["HttpOnly", "SameSite=Strict", "Path=/admin/people", "Max-Age=60"] {
        assert!(cookie[0].contains(wanted), "{} lacks {wanted}", cookie[0]);
    }
    let session = ada.cookie.clone();
    ada.cookie = Some(format!("{}; {}", session.as_deref().unwrap(), cookie[0].split(';').next().unwrap()));
    let page = ada.get("/admin/people").await;
    assert!(page.header(header::SET_COOKIE).starts_with("invitation-link=;"), "the cookie stays: {page:?}");
    ada.cookie = session;
    let path = format!("/invitation?secret={}", between(&page.text, "/invitation?secret=", "<"));
    (path, page)
}

#[tokio::test]
async fn an_invited_person_comes_in_by_the_link_that_is_shown_once() {
    let application = set_up(&["--public-url", "http://portal.example:8080"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (path, page) = invited(&mut ada, "zoe@example.com").await;
    assert!(page.text.contains(&format!("http://portal.example:8080{path}")), "{}", page.text);
    let again = ada.get("/admin/people").await;
    assert!(again.text.contains("zoe@example.com") && !again.text.contains("secret="), "{}", again.text);

    let mut zoe = Browser::new(&application);
    let welcome = zoe.get(&path).await;
    assert!(
        welcome.text.contains("value=\"zoe@example.com\"") && welcome.text.contains("value=\"Zoë\""),
        "{}",
        welcome.text
    );
    let secret = path.split_once('=').unwrap().1;
    let short = format!("secret={secret}&form[display_name]=Zoe&form[password]=short&form[password_again]=short");
    let refused = zoe.post("/api/invitation/accept", &short).await;
    assert_eq!(refused.location(), path);
    assert!(zoe.get(&path).await.text.contains("Use at least 15 characters"));
    let password = PASSWORD.replace(' ', "+");
    let good =
        format!("secret={secret}&form[display_name]=Zoe&form[password]={password}&form[password_again]={password}");
    let accepted = zoe.post("/api/invitation/accept", &good).await;
    assert_eq!((accepted.status, accepted.location()), (StatusCode::SEE_OTHER, "/"), "{accepted:?}");
    let first = zoe.get("/").await.text;
    assert!(first.contains("Welcome.") && first.contains("Connections down"), "an auditor has a dashboard: {first}");
    assert!(!zoe.get("/environments").await.text.contains("Welcome."), "they are shown once");
    assert_eq!(zoe.get("/admin/people").await.status, StatusCode::OK);

    let mut eve = Browser::new(&application);
    assert!(eve.get(&path).await.text.contains("does not work any more"));
    let late = eve.post("/api/invitation/accept", &good).await;
    assert_eq!(late.location(), path);
    assert_eq!(eve.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_was_typed_into_an_invitation_comes_back_with_what_is_wrong() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let form = format!("form[email_address]={EMAIL}&form[display_name]=Another&form[roles][1]=operator");
    let answer = ada.post("/api/invitations/invite", &form).await;
    assert_eq!(answer.location(), "/admin/people/invite");
    let page = ada.get("/admin/people/invite").await.text;
    assert!(page.contains("There is an account of ada@example.com already"), "{page}");
    assert!(page.contains("value=\"Another\""), "{page}");
    assert_eq!(page.matches(" checked").count(), 1, "the box of the operator: {page}");
    let king = ada.post("/api/invitations/invite", "form[email_address]=a@b.co&form[roles][0]=king").await;
    assert_eq!(king.location(), "/unreadable");
}

#[tokio::test]
async fn a_search_finds_by_words_and_says_when_nobody_matches() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for n in 0..52 {
        let (email, name) = (format!("person{n:02}@example.com"), format!("Person N\u{b0}{n:02} <i>"));
        application.portal().add_person(&email, &name, PASSWORD, &Role::Member.into()).await.unwrap();
    }
    let first = ada.get("/admin/people").await.text;
    assert!(first.contains("1–50 of 53") && first.contains("href=\"/admin/people?page=2\""), "{first}");
    assert!(first.contains("Person N°00 &lt;i>") || first.contains("Person N°00 &lt;i&gt;"), "{first}");
    let last = ada.get("/admin/people?page=99").await.text;
    assert!(last.contains("51–53 of 53"), "{last}");
    for typed in ["person+n%C2%B017", "person%20N%C2%B017", "++person17@"] {
        let found = ada.get(&format!("/admin/people?text={typed}")).await.text;
        assert!(found.contains("person17@example.com") && !found.contains("person18@"), "{typed}: {found}");
    }
    let none = ada.get("/admin/people?text=%25&page=-1").await;
    assert!(none.status == StatusCode::OK && none.text.contains("Nobody matches"), "{none:?}");
}

#[tokio::test]
async fn whoever_is_disabled_is_a_stranger_at_the_next_click() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (eve, mut browser) = somebody(&application, "eve@example.com", Role::Operator.into()).await;
    assert_eq!(browser.get("/environments").await.status, StatusCode::OK);
    let answer = ada.post("/api/people/disable", &format!("id={}", eve.person)).await;
    assert_eq!(answer.location(), format!("/admin/people/{}", eve.person));
    assert!(ada.get(answer.location()).await.text.contains("is disabled and signed out everywhere"));
    assert_eq!(browser.get("/environments").await.location(), "/sign-in?next=/environments");
    let refused = sign_in(&mut browser, "eve@example.com", PASSWORD).await;
    assert!(refused.location().starts_with("/sign-in"), "{refused:?}");
    assert!(browser.get(refused.location()).await.text.contains("Your account is disabled"));
    ada.post("/api/people/enable", &format!("id={}", eve.person)).await;
    // The refusal made the next try wait a second.
    while sign_in(&mut browser, "eve@example.com", PASSWORD).await.location() != "/" {}
    assert_eq!(browser.get("/environments").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_one_may_not_see_has_the_bytes_of_what_is_not_there() {
    let application = set_up(&[]).await;
    let (actor, mut eve) = somebody(&application, "eve@example.com", Role::Member.into()).await;
    let there = application.portal().sign_in(EMAIL, PASSWORD).await.unwrap().whole().unwrap().person.to_string();
    let gone = "a".repeat(26);
    let plain = |answer: &Answer, path: &str| {
        let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
        let nonce = between(&policy, "'nonce-", "'");
        answer.text.replace(nonce, "").replace(path, "")
    };
    for (present, absent) in [
        (format!("/admin/people/{there}"), format!("/admin/people/{gone}")),
        ("/admin/people".into(), "/nowhere".into()),
        ("/environments".into(), "/nowhere".into()),
        ("/environments/local/abc".into(), "/environments/other/abc".into()),
    ] {
        let (one, other) = (eve.get(&present).await, eve.get(&absent).await);
        assert_eq!((one.status, other.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{present}");
        assert_eq!(plain(&one, &present), plain(&other, &absent), "{present} differs from {absent}");
    }
    // Not even one's own page among the people is there.
    assert_eq!(eve.get(&format!("/admin/people/{}", actor.person)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn people_without_anything_are_told_what_they_have() {
    let application = set_up(&[]).await;
    let (_, mut eve) = somebody(&application, "eve@example.com", Roles::default()).await;
    let page = eve.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["Nothing here yet", "No role", "Ask an administrator", "eve@example.com"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("href=\"/environments\"") && !page.text.contains("href=\"/admin"), "{}", page.text);
}

#[tokio::test]
async fn an_auditor_sees_the_buttons_with_the_reason_and_nothing_to_send() {
    let application = set_up(&[]).await;
    let (_, mut eve) = somebody(&application, "eve@example.com", Role::Auditor.into()).await;
    let page = eve.get("/environments").await.text;
    for doing in ["create environments", "have FinSpace read again", "work on drafts"] {
        assert!(page.contains(&format!("Only administrators and operators can {doing}. Ask one of them.")), "{page}");
    }
    let page = eve.get("/admin/people").await.text;
    assert!(page.contains("Only administrators can invite people. Ask one of them."), "{page}");
    assert!(!page.contains("/admin/people/invite"), "{page}");
    let refused = eve.post("/api/environments/refresh", "").await;
    assert_eq!(refused.location(), "/environments");
    assert!(eve.get("/environments").await.text.contains("This was refused"));
}
