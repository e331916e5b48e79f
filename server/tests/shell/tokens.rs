//! Tokens in a browser, and from the command line.

use axum::http::{StatusCode, header};
use domain::{portal::TokenForm, role::Role, token::Scope};
use server::{Application, admin, settings::NewToken};

use super::{
    admin::kept,
    api::call,
    browser::{Answer, Browser, EMAIL, PASSWORD, set_up},
};

const NIGHTLY: &str = "form[token_name]=Nightly+%3Ci%3E&form[scopes][0]=read&form[scopes][2]=tags&form[days]=90";

/// Makes a token and gives it with the page that shows it.
async fn made(ada: &mut Browser) -> (String, Answer) {
    let answer = ada.post("/api/tokens/make", NIGHTLY).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account/tokens"), "{answer:?}");
    let cookies = answer.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.filter(|cookie| cookie.starts_with("api-token=")).collect::<Vec<_>>();
    assert_eq!(cookie.len(), 1, "{answer:?}");
    for wanted in ["HttpOnly", "SameSite=Strict", "Path=/account/tokens", "Max-Age=60"] {
        assert!(cookie[0].contains(wanted), "{} lacks {wanted}", cookie[0]);
    }
    let session = ada.cookie.clone();
    ada.cookie = Some(format!("{}; {}", session.as_deref().unwrap(), cookie[0].split(';').next().unwrap()));
    let page = ada.get("/account/tokens").await;
    assert!(page.header(header::SET_COOKIE).starts_with("api-token=;"), "the cookie stays: {page:?}");
    ada.cookie = session;
    let (_, rest) = page.text.split_once("Bearer ").unwrap();
    let token = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    (token, page)
}

#[tokio::test]
async fn a_token_is_shown_once_with_a_line_to_try_it() {
    let application = set_up(&["--public-url", "http://portal.example:8080"]).await;
    let mut ada = Browser::signed_in(&application).await;
    assert!(ada.get("/account/tokens").await.text.contains("You have no tokens"));
    let (token, page) = made(&mut ada).await;
    assert!(page.text.contains("http://portal.example:8080/api/v1/environments"), "{}", page.text);
    assert_eq!(call(&application, "GET", "/me", Some(&token), None).await.status, StatusCode::OK);
    let again = ada.get("/account/tokens").await.text;
    assert!(!again.contains("fsp_") && again.contains("Nightly &lt;i"), "{again}");
    assert!(again.contains("Read, Tags"), "{again}");
}

#[tokio::test]
async fn what_was_typed_comes_back_with_what_is_wrong() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let answer = ada.post("/api/tokens/make", "form[token_name]=Kept&form[days]=90").await;
    assert_eq!(answer.location(), "/account/tokens");
    let page = ada.get("/account/tokens").await.text;
    assert!(page.contains("Choose at least one") && page.contains("value=\"Kept\""), "{page}");
    assert!(page.contains("value=\"90\" selected"), "{page}");
    let never = ada.post("/api/tokens/make", "form[token_name]=x&form[scopes][0]=read&form[days]=9999").await;
    assert!(ada.get(never.location()).await.text.contains("7, 30, 90 or 365 days"));
    let all = ada.post("/api/tokens/make", "form[token_name]=x&form[scopes][0]=all&form[days]=7").await;
    assert_eq!(all.location(), "/unreadable");
}

#[tokio::test]
async fn an_administrator_sees_and_withdraws_the_tokens_of_others() {
    let application = set_up(&[]).await;
    let portal = application.portal();
    let eve = portal.add_person("eve@example.com", "Eve", PASSWORD, &Role::Operator.into()).await.unwrap();
    let eve = portal.actor(&eve.id).await.unwrap().unwrap();
    let form = TokenForm { token_name: "Hers".into(), scopes: Scope::Read.into(), days: "7".into() };
    let made = portal.make_token(&eve, &form).await.unwrap();
    let mut ada = Browser::signed_in(&application).await;
    let page = format!("/admin/people/{}", eve.person);
    let text = ada.get(&page).await.text;
    assert!(text.contains("Hers") && !text.contains("fsp_"), "{text}");
    let withdraw = format!("id={}&back={page}", made.token.id);
    assert_eq!(ada.post("/api/tokens/withdraw", &withdraw).await.location(), page);
    assert!(ada.get(&page).await.text.contains("The token is withdrawn."));
    assert_eq!(call(&application, "GET", "/me", Some(&made.text), None).await.status, StatusCode::UNAUTHORIZED);
    let away = format!("id={}&back=//evil.example", made.token.id);
    assert_eq!(ada.post("/api/tokens/withdraw", &away).await.location(), "/account/tokens");
}

#[tokio::test]
async fn the_command_line_makes_a_token_and_prints_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let form = TokenForm { token_name: "Script".into(), scopes: Scope::Read.into(), days: "30".into() };
    let new = |email: &str, form: &TokenForm| NewToken { email: email.into(), form: form.clone() };
    let nobody = admin::make_token(kept(folder.path()), &new("nobody@example.com", &form)).await.unwrap_err();
    assert_eq!(nobody.to_string(), "The account of nobody@example.com is not there.");
    let application = Application::build(kept(folder.path())).await.unwrap();
    application.portal().add_person(EMAIL, "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();
    let token = admin::make_token(kept(folder.path()), &new(&EMAIL.to_uppercase(), &form)).await.unwrap();
    let me = call(&application, "GET", "/me", Some(&token), None).await;
    assert!(me.text.contains("\"Script\"") && me.text.contains(EMAIL), "{me:?}");
    let empty = admin::make_token(kept(folder.path()), &new(EMAIL, &TokenForm::default())).await.unwrap_err();
    assert_eq!(empty.to_string().lines().count(), 3, "{empty}");
}
