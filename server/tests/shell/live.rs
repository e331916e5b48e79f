//! The stream of news that open pages listen to.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{Request, StatusCode, header},
    response::Response,
};
use futures::StreamExt;
use server::Application;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tower::ServiceExt;

use super::browser::{Browser, set_up};

/// Far more than anything here takes.
const LONG: Duration = Duration::from_secs(20);

async fn listen(router: &Router, cookie: Option<&str>) -> Response {
    let request = Request::get("/events").header(header::ACCEPT, "text/event-stream");
    let request = request.header(header::COOKIE, cookie.unwrap_or_default());
    router.clone().oneshot(request.header(header::ACCEPT_ENCODING, "br").body(Body::empty()).unwrap()).await.unwrap()
}

async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let piece = timeout(LONG, stream.next()).await.expect("news in time")?;
    Some(String::from_utf8(piece.unwrap().to_vec()).unwrap())
}

/// Makes an environment behind the portal's back, and lets the portal see it.
async fn change(application: &Application, name: &str) {
    let url = application.endpoint_url().unwrap();
    let address = url.strip_prefix("http://").unwrap();
    let body = format!("{{\"name\":\"{name}\"}}");
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /environment HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for connection in application.portal().connection_names() {
        application.portal().read_connection(&connection).await.unwrap();
    }
}

fn version(event: &str) -> u64 {
    let data = event.strip_prefix("event: changed\ndata: ").unwrap_or_else(|| panic!("{event:?}"));
    data.trim().parse().unwrap()
}

#[tokio::test]
async fn a_change_is_told_to_whoever_listens() {
    let application = set_up(&[]).await;
    let ada = Browser::signed_in(&application).await;
    let response = listen(&application.router(), ada.cookie.as_deref()).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    assert!(!response.headers().contains_key(header::CONTENT_ENCODING), "a stream that is compressed waits for more");
    let mut stream = response.into_body().into_data_stream();
    let mut known = version(&next(&mut stream).await.unwrap());
    change(&application, "one").await;
    let wanted = application.portal().inventory().version;
    while known < wanted {
        let told = version(&next(&mut stream).await.unwrap());
        assert!(told >= known, "{told} after {known}");
        known = told;
    }
}

#[tokio::test]
async fn a_stream_ends_when_its_session_does() {
    let application = set_up(&["--limits-ping", "100ms"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let mut stream = listen(&application.router(), ada.cookie.as_deref()).await.into_body().into_data_stream();
    while let Some(told) = next(&mut stream).await {
        if told.starts_with(": still here") {
            break;
        }
    }
    ada.post("/api/session/sign-out", "").await;
    // It may have been about to say something.
    let mut more = 0;
    while next(&mut stream).await.is_some() {
        more += 1;
        assert!(more < 10, "the stream goes on");
    }
}

#[tokio::test]
async fn one_person_has_so_many_streams_and_no_more() {
    let application = set_up(&["--limits-streams", "2"]).await;
    let ada = Browser::signed_in(&application).await;
    let router = application.router();
    let cookie = ada.cookie.as_deref();
    let first = listen(&router, cookie).await;
    let second = listen(&router, cookie).await;
    assert_eq!((first.status(), second.status()), (StatusCode::OK, StatusCode::OK));
    let third = listen(&router, cookie).await;
    assert_eq!(
        (third.status(), &third.headers()[header::RETRY_AFTER]),
        (StatusCode::TOO_MANY_REQUESTS, &"15".parse().unwrap())
    );
    drop(first);
    assert_eq!(listen(&router, cookie).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let application = set_up(&[]).await;
    assert_eq!(listen(&application.router(), None).await.status(), StatusCode::UNAUTHORIZED);
}
