//! What a request may carry.

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};
use futures::stream;
use server::{DOCUMENT, USUAL};

use super::{
    browser::{Answer, Browser, set_up},
    teams::Desk,
};

/// Sends so many bytes in pieces, without saying how many they will be.
async fn pieces(browser: &mut Browser, path: &str, kind: &str, bytes: usize) -> Answer {
    let piece = Bytes::from(vec![b'a'; 64 * 1024]);
    let pieces = (0..bytes.div_ceil(piece.len())).map(move |_| Ok::<_, std::io::Error>(piece.clone()));
    let request = Request::post(path).header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
    browser.send(request, Body::from_stream(stream::iter(pieces))).await
}

#[tokio::test]
async fn a_body_that_says_that_it_is_too_large_is_refused_unread() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for (path, most) in [("/api/session/sign-in", USUAL), ("/api/tags/save", USUAL), ("/api/drafts/sign-in", DOCUMENT)]
    {
        let request = Request::post(path).header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_LENGTH, most + 1).header(header::ACCEPT, "text/html");
        let answer = ada.send(request, Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>())).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        assert!(answer.text.contains(&format!("more than {} MiB", most / USUAL)), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_body_that_becomes_too_large_is_refused_too() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let form = "application/x-www-form-urlencoded";
    let answer = pieces(&mut ada, "/api/session/sign-in", form, USUAL + 1).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{answer:?}");
    let answer = pieces(&mut ada, "/api/session/sign-in", form, USUAL / 2).await;
    assert_ne!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{answer:?}");
}

#[tokio::test]
async fn a_form_in_parts_without_a_boundary_is_a_wrong_request_and_no_panic() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for kind in ["multipart/form-data", "multipart/form-data; boundary=", "MULTIPART/form-data; charset=utf-8"] {
        let answer = pieces(&mut ada, "/api/drafts/sign-in", kind, 10).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}: {answer:?}");
    }
}

#[tokio::test]
async fn forms_that_make_no_sense_are_wrong_requests() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for (kind, path) in [
        ("application/x-www-form-urlencoded", "/api/tags/save"),
        ("multipart/form-data; boundary=x", "/api/drafts/sign-in"),
        ("text/plain", "/api/drafts/sign-in"),
        ("", "/api/environments/delete"),
    ] {
        let answer = pieces(&mut ada, path, kind, 10).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind} to {path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_metadata_file_that_is_no_text_is_told_beside_its_field_and_loses_nothing_else() {
    let mut desk = Desk::open().await;
    desk.link("risk").await;
    let begun = desk.ada.post("/api/drafts/start", "").await;
    let draft = begun.location().split('/').nth(3).unwrap().to_owned();
    let list = desk.ada.get("/environments").await.text;
    let (_, id) = list.split_once("href=\"/environments/local/").unwrap();
    let id = id.split(['"', '/']).next().unwrap();
    let wizard = format!("draft={draft}&go=next");
    let edit = format!("connection=local&id={id}&form[name]=risk");
    for (path, pairs) in [("/api/drafts/sign-in", wizard), ("/api/edits/plan", edit)] {
        let form = format!("{pairs}&form[mode]=FEDERATED&form[federation][provider_name]=Okta of ours");
        let answer = desk.ada.post_in_parts(path, &form, Some(b"PK\xff\xfe")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {answer:?}");
        let page = desk.ada.get(answer.location()).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", answer.location());
        for words in ["not text in UTF-8", "Okta of ours"] {
            assert!(page.text.contains(words), "{path}, {words}: {}", page.text);
        }
    }
}
