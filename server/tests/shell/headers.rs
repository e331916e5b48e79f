//! What every response says to browsers, of whatever kind it is.

use std::fs;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use server::headers::{ALWAYS, HSTS, POLICY};

use super::browser::{Answer, Browser, answer, bare, set_up};

/// One response of every kind, with the status that it is to have.
async fn kinds(flags: &[&str]) -> Vec<(&'static str, Answer)> {
    let application = set_up(flags).await;
    let router = application.router();
    let mut ada = Browser::signed_in(&application).await;
    let html = |path: &str| Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    let mut kinds = Vec::new();
    let mut one = |name, expected: u16, answer: Answer| {
        assert_eq!(answer.status.as_u16(), expected, "{name}: {answer:?}");
        kinds.push((name, answer));
    };
    one("a page for strangers", 200, answer(&router, html("/sign-in")).await);
    one("a page", 200, ada.get("/environments").await);
    one("a page that is not there", 404, ada.get("/nowhere").await);
    one("a stranger's redirect", 303, answer(&router, html("/environments")).await);
    one("a stranger's call", 401, answer(&router, bare(Method::POST, "/api/environments/list")).await);
    one(
        "a method that a page has not",
        405,
        ada.send(Request::delete("/environments").header("sec-fetch-site", "same-origin"), Body::empty()).await,
    );
    one("a request from elsewhere", 403, answer(&router, from_elsewhere()).await);
    let large = Request::post("/api/session/sign-in").header(header::CONTENT_LENGTH, "99999999").body(Body::empty());
    one("too much", 413, answer(&router, large.unwrap()).await);
    let parts = Request::post("/api/drafts/sign-in").header(header::CONTENT_TYPE, "multipart/form-data");
    let unbounded = ada.send(parts.header("sec-fetch-site", "same-origin"), Body::empty()).await;
    one("a form without a boundary", 400, unbounded);
    one("a file that is not there", 404, answer(&router, bare(Method::GET, "/pkg/nothing.js")).await);
    one("a program without a token", 401, answer(&router, bare(Method::GET, "/api/v1/me")).await);
    one("life", 200, answer(&router, bare(Method::GET, "/healthz")).await);
    one("readiness", 200, answer(&router, bare(Method::GET, "/readyz")).await);
    kinds
}

fn from_elsewhere() -> Request<Body> {
    Request::post("/api/session/sign-in").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn every_response_carries_every_header() {
    for (name, answer) in kinds(&["--public-url", "https://portal.example"]).await {
        for (header, value) in ALWAYS {
            assert_eq!(answer.header(&header), value, "{name}: {header}");
        }
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), HSTS, "{name}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{name}");
        assert_eq!(answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter().count(), 1, "{name}");
        assert!(!answer.header("x-request-id").is_empty(), "{name}");
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        let is_page = name.contains("page") && !name.contains("method");
        assert_eq!(policy != POLICY && policy.contains("'nonce-"), is_page, "{name}: {policy}");
        for weak in ["unsafe-inline", "'unsafe-eval'", "http:", "*"] {
            assert!(!policy.contains(weak), "{name}: {policy}");
        }
    }
}

#[tokio::test]
async fn only_https_is_told_to_stay_https() {
    for (name, answer) in kinds(&[]).await {
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), "", "{name}");
    }
}

#[tokio::test]
async fn files_are_kept_for_ever_and_are_never_pages() {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("pkg")).unwrap();
    fs::write(site.path().join("pkg/portal.js"), "export default 1").unwrap();
    fs::write(site.path().join("pkg/portal.js.br"), "brotli").unwrap();
    let application = set_up(&["--site", site.path().to_str().unwrap()]).await;
    let router = application.router();
    let file = answer(&router, bare(Method::GET, "/pkg/portal.js")).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, "export default 1"));
    assert_eq!(file.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(file.header(header::CONTENT_TYPE), "text/javascript");
    assert_eq!(file.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let small = Request::get("/pkg/portal.js").header(header::ACCEPT_ENCODING, "br").body(Body::empty()).unwrap();
    let small = answer(&router, small).await;
    assert_eq!((small.header(header::CONTENT_ENCODING), small.text.as_str()), ("br", "brotli"));
    for missing in ["/pkg/", "/pkg", "/pkg/other.js", "/pkg/../Cargo.toml", "/pkg/%2e%2e/Cargo.toml"] {
        let missing = answer(&router, bare(Method::GET, missing)).await;
        assert!(missing.status == StatusCode::NOT_FOUND || missing.location().starts_with("/sign-in"), "{missing:?}");
        assert_eq!(missing.header(header::CACHE_CONTROL), "no-store");
    }
    let page = answer(&router, bare(Method::GET, "/sign-in")).await;
    assert!(page.text.contains("/pkg/portal.js"), "the page names its script");
}

#[tokio::test]
async fn a_busy_portal_asks_to_come_back_and_still_says_that_it_lives() {
    let application = set_up(&["--limits-requests", "1"]).await;
    let router = application.router();
    // A body that never comes holds the only place.
    let slow = Request::post("/api/session/sign-in").header("sec-fetch-site", "same-origin");
    let slow = slow.body(Body::from_stream(futures::stream::pending::<Result<String, std::io::Error>>())).unwrap();
    let held = tokio::spawn({
        let router = router.clone();
        async move { answer(&router, slow).await }
    });
    // It takes the place before anybody else asks.
    tokio::task::yield_now().await;
    let busy = loop {
        let answer = answer(&router, bare(Method::GET, "/sign-in")).await;
        if answer.status != StatusCode::OK {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((busy.status, busy.header(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, "2"));
    assert_eq!(busy.header(header::CONTENT_SECURITY_POLICY), POLICY);
    assert_eq!(answer(&router, bare(Method::GET, "/healthz")).await.status, StatusCode::OK);
    held.abort();
}
