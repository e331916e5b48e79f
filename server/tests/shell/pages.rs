//! Pages as the shell delivers them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::browser::{Browser, answer, portal, set_up};

/// The nonce in a page's policy.
fn nonce(policy: &str) -> &str {
    policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_else(|| panic!("{policy}"))
}

#[tokio::test]
async fn a_page_has_a_nonce_of_its_own_and_a_tag_that_stays() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let one = ada.get("/account").await;
    let other = ada.get("/account").await;
    let (first, second) =
        (nonce(one.header(header::CONTENT_SECURITY_POLICY)), nonce(other.header(header::CONTENT_SECURITY_POLICY)));
    assert_ne!(first, second);
    assert!(one.text.contains(&format!("nonce=\"{first}\"")), "{}", one.text);
    assert_eq!(one.header(header::ETAG), other.header(header::ETAG));
    assert!(one.header(header::ETAG).starts_with("W/\""));
    assert_eq!(one.header(header::CONTENT_LENGTH), one.length.to_string());
}

#[tokio::test]
async fn a_page_that_did_not_change_is_not_sent_again() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get("/account").await;
    let again = Request::get("/account").header(header::IF_NONE_MATCH, page.header(header::ETAG));
    let again = ada.send(again, Body::empty()).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(again.header(header::CONTENT_SECURITY_POLICY), "", "the kept page keeps its own nonce");
    assert_eq!(again.header(header::ETAG), page.header(header::ETAG));
    let other = ada.send(Request::get("/account").header(header::IF_NONE_MATCH, "W/\"other\""), Body::empty()).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_are_compressed_for_whoever_can_read_that() {
    let application = portal(&[]).await;
    for (accepted, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", ""), ("zstd", "")] {
        let request = Request::get("/sign-in").header(header::ACCEPT_ENCODING, accepted).body(Body::empty()).unwrap();
        let answer = answer(&application.router(), request).await;
        assert_eq!(answer.header(header::CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(answer.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_page_for_the_head_only_has_no_body() {
    let application = portal(&[]).await;
    let answer = answer(&application.router(), Request::head("/sign-in").body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_document_that_is_not_there_is_not_found() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for path in [
        "/environments/local/abcdefghijklmnopqrstuv/metadata.xml",
        "/environments/nowhere/abc/metadata.xml",
        "/environments/local/abcdefghijklmnopqrstuv/service-provider.xml",
        "/environments/local/%2e%2e/metadata.xml",
        "/environments/new/abc/metadata.xml",
        "/environments/new/aaaaaaaaaaaaaaaaaaaaaaaaaa/metadata.xml",
    ] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {answer:?}");
    }
}
