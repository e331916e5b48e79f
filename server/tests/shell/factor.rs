//! The second factor over HTTP: set up, shown at the sign-in, required, taken away.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    factor::totp::{Secret, step},
    ports::Clock,
    role::Role,
};
use server::{Application, admin, clock::SystemClock};

use super::{
    admin::kept,
    browser::{Answer, Browser, EMAIL, PASSWORD, answer, set_up},
};

const PAGE: &str = "/account/second-factor";

/// What stands on a page between two pieces of it.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0
}

fn code(secret: &Secret, later: i64) -> String {
    secret.code(step(SystemClock.now()) + later)
}

/// The key that the page shows for typing.
async fn begun(ada: &mut Browser) -> Secret {
    assert_eq!(ada.post("/api/factor/begin", "").await.location(), PAGE);
    let page = ada.get(PAGE).await.text;
    let (_, rest) = page.split_once(">Key<").unwrap();
    let key = between(rest, "<code", "</code>").split_once('>').unwrap().1;
    assert_eq!(key.len(), 39, "in groups of four: {key}");
    Secret::parse(&key.replace(' ', "")).unwrap()
}

/// The cookies that bring recovery codes to their page.
pub fn left_codes(answer: &Answer) -> Vec<&str> {
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    cookies.filter(|cookie| cookie.starts_with("recovery-codes=")).collect()
}

/// Sets an app up, and gives its secret with the recovery codes.
async fn set_up_app(ada: &mut Browser) -> (Secret, Vec<String>) {
    let secret = begun(ada).await;
    let added = ada.post("/api/factor/add", &format!("form[code]={}", code(&secret, 0))).await;
    assert_eq!((added.status, added.location()), (StatusCode::SEE_OTHER, PAGE), "{added:?}");
    let codes = left_codes(&added);
    assert!(codes.len() == 1 && codes[0].contains("HttpOnly") && codes[0].contains(PAGE), "{added:?}");
    let session = ada.cookie.clone();
    ada.cookie = Some(format!("{}; {}", session.as_deref().unwrap(), codes[0].split(';').next().unwrap()));
    let page = ada.get(PAGE).await.text;
    ada.cookie = session;
    assert!(page.contains("Keep your recovery codes now"), "{page}");
    let (_, rest) = page.split_once("<pre").unwrap();
    let codes = between(rest, "<code>", "</code>").lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(codes.len(), 10, "{page}");
    assert!(!ada.get(PAGE).await.text.contains(&codes[0]), "they are shown again");
    (secret, codes)
}

/// A browser in which the password was typed.
pub async fn half(application: &Application, next: &str) -> (Browser, Answer) {
    let mut browser = Browser::new(application);
    let form = format!("next={next}&form[email_address]={EMAIL}&form[password]={}", PASSWORD.replace(' ', "+"));
    let answer = browser.post("/api/session/sign-in", &form).await;
    (browser, answer)
}

#[tokio::test]
async fn an_app_is_set_up_by_its_first_code_and_not_before() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    assert!(ada.get("/account").await.text.contains("Set up a second factor"));
    assert_eq!(ada.get("/account/second-factor/qr.svg").await.status, StatusCode::NOT_FOUND);
    let secret = begun(&mut ada).await;
    let image = ada.get("/account/second-factor/qr.svg").await;
    assert_eq!((image.status, image.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/svg+xml"));
    assert_eq!(image.header(header::CACHE_CONTROL), "no-store");
    ada.post("/api/factor/add", "form[code]=abc").await;
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("nothing is set up yet") && page.contains("autocomplete=\"one-time-code\""), "{page}");
    assert!(page.contains("inputmode=\"numeric\""), "{page}");
    let again = between(page.split_once(">Key<").unwrap().1, "<code", "</code>").split_once('>').unwrap().1;
    assert!(again.replace(' ', "") == secret.text(), "a mistake makes another key");
    // Until then the password alone does.
    assert_eq!(half(&application, "/").await.1.location(), "/");
    assert_eq!(ada.post("/api/factor/add", &format!("form[code]={}", code(&secret, 0))).await.location(), PAGE);
    assert_eq!(half(&application, "/").await.1.location(), "/sign-in/code");
    assert_eq!(ada.get("/account/second-factor/qr.svg").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_code_finishes_the_sign_in_where_one_wanted_to_go() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (secret, _) = set_up_app(&mut ada).await;
    let (mut there, answer) = half(&application, "/environments").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in/code?next=/environments"));
    // Half in is not in.
    assert_eq!(there.get("/environments").await.location(), "/sign-in?next=/environments");
    let page = there.get(answer.location()).await.text;
    assert!(page.contains("name=\"next\" value=\"/environments\"") && page.contains("Use a recovery code"), "{page}");
    let before = there.cookie.clone();
    let wrong = there.post("/api/session/code", "next=/environments&form[code]=12345").await;
    assert_eq!(wrong.location(), "/sign-in/code?next=/environments");
    assert!(there.get(wrong.location()).await.text.contains("A code has 6 digits"));
    let right = format!("next=/environments&form[code]={}", code(&secret, 1));
    let answer = there.post("/api/session/code", &right).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/environments"), "{answer:?}");
    assert_ne!(there.cookie, before, "the id of before is signed in");
    assert_eq!(there.get("/environments").await.status, StatusCode::OK);
    // The half of before is used up with its session.
    let mut thief = Browser::new(&application);
    thief.cookie = before;
    assert_eq!(thief.post("/api/session/code", &right).await.location(), "/sign-in?next=/environments");
    assert!(thief.get("/sign-in/code").await.text.contains("Sign in with your password first"));
}

#[tokio::test]
async fn somewhere_else_is_no_place_to_go_afterwards() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (secret, _) = set_up_app(&mut ada).await;
    let (mut there, answer) = half(&application, "//evil.example").await;
    assert_eq!(answer.location(), "/sign-in/code");
    let page = there.get("/sign-in/code?next=//evil.example").await.text;
    assert!(!page.contains("href=\"//evil"), "{page}");
    let form = format!("next=//evil.example&form[code]={}", code(&secret, 1));
    assert_eq!(there.post("/api/session/code", &form).await.location(), "/");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_says_so() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (_, codes) = set_up_app(&mut ada).await;
    let (mut there, _) = half(&application, "/").await;
    let form = format!("form[recovery_code]={}", codes[0]);
    assert_eq!(there.post("/api/session/code", &form).await.location(), "/");
    let page = there.get("/environments").await.text;
    assert!(page.contains("You signed in with a recovery code") && page.contains("9 are left"), "{page}");
    let (mut again, _) = half(&application, "/").await;
    let refused = again.post("/api/session/code", &form).await;
    let page = again.get(refused.location()).await.text;
    assert!(page.contains("This is none of your recovery codes") && page.contains("<details open"), "{page}");
    assert!(!page.contains(&codes[0]), "it is shown again");
}

#[tokio::test]
async fn a_sign_in_that_is_half_done_signs_out_whoever_was_in_before() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    set_up_app(&mut ada).await;
    let form = format!("form[email_address]={EMAIL}&form[password]={}", PASSWORD.replace(' ', "+"));
    assert_eq!(ada.post("/api/session/sign-in", &form).await.location(), "/sign-in/code");
    assert_eq!(ada.get("/account").await.location(), "/sign-in?next=/account");
}

#[tokio::test]
async fn whoever_needs_one_does_nothing_else_before_it_is_there() {
    let application = set_up(&["--require-second-factor", "admins_and_approvers"]).await;
    let mut ada = Browser::signed_in(&application).await;
    for path in ["/", "/environments", "/account", "/account/tokens", "/admin/people", "/nowhere"] {
        assert_eq!(ada.get(path).await.location(), PAGE, "{path}");
    }
    assert_eq!(ada.post("/api/account/name", "form[display_name]=Other").await.location(), PAGE);
    let cookie = ada.cookie.clone().unwrap();
    let program =
        Request::post("/api/environments/list").header(header::COOKIE, &cookie).header("sec-fetch-site", "none");
    let told = answer(&application.router(), program.body(Body::empty()).unwrap()).await;
    assert!(told.status == StatusCode::FORBIDDEN && told.text.contains("Set up a second factor first"), "{told:?}");
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("Set this up first") && page.contains("This portal asks a second factor of you"), "{page}");
    set_up_app(&mut ada).await;
    assert_eq!(ada.get("/environments").await.status, StatusCode::OK);
    // Others are not asked for one.
    let portal = application.portal();
    portal.add_person("eve@example.com", "Eve", PASSWORD, &Role::Operator.into()).await.unwrap();
    let mut eve = Browser::new(&application);
    let form = format!("form[email_address]=eve@example.com&form[password]={}", PASSWORD.replace(' ', "+"));
    eve.post("/api/session/sign-in", &form).await;
    assert_eq!(eve.get("/environments").await.status, StatusCode::OK);
}

#[tokio::test]
async fn tokens_wait_for_the_second_factor_of_their_owner() {
    let application = set_up(&["--require-second-factor", "everybody"]).await;
    let portal = application.portal();
    let form = domain::portal::TokenForm {
        token_name: "x".into(),
        days: "7".into(),
        scopes: domain::token::Scope::Read.into(),
    };
    let token = portal.add_token(EMAIL, &form).await.unwrap().text;
    let me = async || {
        let request = Request::get("/api/v1/me").header(header::AUTHORIZATION, format!("Bearer {token}"));
        answer(&application.router(), request.body(Body::empty()).unwrap()).await
    };
    let refused = me().await;
    assert!(refused.status == StatusCode::FORBIDDEN && refused.text.contains("needs a second factor"), "{refused:?}");
    set_up_app(&mut Browser::signed_in(&application).await).await;
    assert_eq!(me().await.status, StatusCode::OK);
}

#[tokio::test]
async fn turning_it_off_and_new_codes_take_the_password() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let (_, codes) = set_up_app(&mut ada).await;
    let password = format!("form[password_now]={}", PASSWORD.replace(' ', "+"));
    let made = ada.post("/api/factor/codes", &password).await;
    let left = left_codes(&made);
    assert!(left.len() == 1 && !left[0].contains(&codes[0]), "{made:?}");
    assert!(ada.get(PAGE).await.text.contains("Those of before do not work any more"));
    assert_eq!(ada.post("/api/factor/remove", &password).await.location(), PAGE);
    assert!(ada.get(PAGE).await.text.contains("Your second factor is off"));
    assert_eq!(half(&application, "/").await.1.location(), "/");
    set_up_app(&mut ada).await;
    ada.post("/api/factor/remove", "form[password_now]=wrong").await;
    let page = ada.get(PAGE).await.text;
    assert!(page.contains("This is not your password") && !page.contains("value=\"wrong\""), "{page}");
}

#[tokio::test]
async fn an_administrator_takes_it_away_from_whoever_lost_it() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let portal = application.portal();
    let eve = portal.add_person("eve@example.com", "Eve", PASSWORD, &Role::Operator.into()).await.unwrap();
    let mut browser = Browser::new(&application);
    let form = format!("form[email_address]=eve@example.com&form[password]={}", PASSWORD.replace(' ', "+"));
    browser.post("/api/session/sign-in", &form).await;
    let page = format!("/admin/people/{}", eve.id);
    assert!(!ada.get(&page).await.text.contains("Reset second factor"));
    set_up_app(&mut browser).await;
    assert!(ada.get(&page).await.text.contains("Reset second factor"));
    assert_eq!(ada.post("/api/people/reset-factor", &format!("id={}", eve.id)).await.location(), page);
    assert!(ada.get(&page).await.text.contains("is signed out everywhere"));
    assert_eq!(browser.get("/account").await.location(), "/sign-in?next=/account");
    assert_eq!(browser.post("/api/session/sign-in", &form).await.location(), "/");
}

#[tokio::test]
async fn the_command_line_is_the_last_resort() {
    let folder = tempfile::tempdir().unwrap();
    let application = Application::build(kept(folder.path())).await.unwrap();
    application.portal().add_person(EMAIL, "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();
    set_up_app(&mut Browser::signed_in(&application).await).await;
    assert_eq!(half(&application, "/").await.1.location(), "/sign-in/code");
    let said = admin::reset_second_factor(kept(folder.path()), EMAIL).await.unwrap();
    assert!(said.contains("they are signed out"), "{said}");
    assert_eq!(half(&application, "/").await.1.location(), "/");
    let said = admin::reset_second_factor(kept(folder.path()), EMAIL).await.unwrap();
    assert!(said.contains("has no second factor"), "{said}");
    let said = admin::reset_second_factor(kept(folder.path()), "nobody@example.com").await.unwrap_err().to_string();
    assert!(said.contains("nobody@example.com"), "{said}");
}
