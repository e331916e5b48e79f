//! Who is not signed in sees the way in and nothing else; a new page or call is closed until somebody opens it.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};

use super::browser::{Answer, Browser, answer, calls, filled, portal, set_up};

/// The pages that are open to all.
const OPEN_PAGES: [&str; 4] = ["/invitation", "/setup", "/sign-in", "/sign-in/code"];
/// The calls that are open to all.
const OPEN_CALLS: [&str; 11] = [
    "/api/invitation/accept",
    "/api/invitation/open",
    "/api/session/code",
    "/api/session/passkey",
    "/api/session/providers",
    "/api/session/sign-in",
    "/api/session/sign-out",
    "/api/session/waiting",
    "/api/setup/finish",
    "/api/setup/open",
    "/api/theme",
];
/// What is no page of the app.
const OTHERS: [&str; 13] = [
    "/account/second-factor/qr.svg",
    "/go/abcdefghijkl/qr.svg",
    "/events",
    "/environments.csv",
    "/environments.json",
    "/admin/log.csv",
    "/admin/log.json",
    "/environments/local/abc/metadata.xml",
    "/environments/local/abc/service-provider.xml",
    "/environments/new/abc/metadata.xml",
    "/nowhere",
    "/api/nowhere",
    "/favicon.ico",
];

async fn asked(router: &axum::Router, method: Method, path: &str, accept: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT, accept);
    answer(router, request.header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_stranger_sees_no_page_but_the_way_in() {
    let application = portal(&[]).await;
    let router = application.router();
    let mut open = BTreeSet::new();
    let pages: Vec<&str> = server::pages().iter().map(String::as_str).collect();
    assert!(pages.len() >= 15, "{pages:?}");
    for page in pages.iter().chain(&OTHERS) {
        let path = filled(page);
        let answer = asked(&router, Method::GET, &path, "text/html").await;
        if answer.status == StatusCode::OK {
            open.insert(*page);
        } else if path.starts_with("/api/") || path == "/events" {
            assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::SEE_OTHER), "{page}: {answer:?}");
        } else {
            let next = if path == "/" { String::new() } else { format!("?next={path}") };
            assert_eq!(answer.location(), format!("/sign-in{next}"), "{page}");
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{page}");
            assert!(answer.text.is_empty(), "{page}: {}", answer.text);
        }
    }
    assert_eq!(open, BTreeSet::from(OPEN_PAGES));
}

#[tokio::test]
async fn a_stranger_calls_nothing_but_the_way_in() {
    let application = portal(&[]).await;
    let router = application.router();
    let mut open = BTreeSet::new();
    for (path, method) in calls() {
        let as_program = asked(&router, method.clone(), path, "application/json").await;
        let as_form = asked(&router, method, path, "text/html").await;
        if as_program.status == StatusCode::UNAUTHORIZED && as_program.text == "\"SignedOut\"" {
            assert_eq!((as_form.status, as_form.location()), (StatusCode::SEE_OTHER, "/sign-in?unsent=form"), "{path}");
        } else {
            open.insert(path);
        }
    }
    assert_eq!(open, BTreeSet::from(OPEN_CALLS));
}

#[tokio::test]
async fn whose_session_ended_over_a_form_is_told_and_comes_back_to_its_page() {
    let application = set_up(&["--public-url", "https://portal.example"]).await;
    let mut ada = Browser::new(&application);
    let form = |from: &str| {
        Request::post("/api/teams/create")
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, from)
    };
    let answer = ada.send(form("https://portal.example/teams/new?a=1"), Body::from("form[name]=Rates")).await;
    assert_eq!(answer.location(), "/sign-in?unsent=form&next=/teams/new%3Fa%3D1");
    let page = ada.get(answer.location()).await.text;
    for part in
        ["Your session has ended, and the form was not sent", "come back to its page", "value=\"/teams/new?a=1\""]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    let elsewhere = ada.send(form("https://evil.example/teams/new"), Body::from("form[name]=Rates")).await;
    assert_eq!(elsewhere.location(), "/sign-in?unsent=form");
    let page = ada.get(elsewhere.location()).await.text;
    assert!(page.contains("the form was not sent") && page.contains("fill it in again"), "{page}");
    assert!(!ada.get("/sign-in").await.text.contains("was not sent"));
}

#[tokio::test]
async fn the_way_back_stays_on_this_site() {
    let application = portal(&[]).await;
    let router = application.router();
    let asked_for = asked(&router, Method::GET, "/environments?q=a&page=2", "text/html").await;
    assert_eq!(asked_for.location(), "/sign-in?next=/environments%3Fq%3Da%26page%3D2");
    for evil in ["//evil.example", "//evil.example/%2f..", "/%5cevil.example"] {
        let answer = asked(&router, Method::GET, evil, "text/html").await;
        let next = answer.location().strip_prefix("/sign-in").unwrap_or_else(|| panic!("{answer:?}"));
        assert!(next.is_empty() || next.starts_with("?next=/%255c"), "{evil}: {next}");
    }
}
