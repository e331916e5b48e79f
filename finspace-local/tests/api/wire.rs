//! What happens on the wire when a client is odd, slow, huge or gone.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use finspace_local::{Endpoint, Settings};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::faults::control;
use super::support::{instant, send, send_request};

#[tokio::test]
async fn strangers_get_a_request_id_and_a_name_too() {
    let router = Endpoint::router(instant()).await.unwrap();
    for (method, uri) in [
        (Method::GET, "/"),
        (Method::OPTIONS, "/environment"),
        (Method::GET, "/environment/"),
        (Method::GET, "/kx/environments"),
        (Method::GET, "/tags/arn:aws:finspace:us-east-1:123456789012:environment/abc"),
    ] {
        let answer = send(&router, &method, uri, "").await;
        assert_eq!(answer.status, 404, "{method} {uri}");
        assert_eq!(answer.error(), "UnknownOperationException");
        assert!(answer.headers.contains_key("x-amzn-requestid"));
        assert!(answer.json()["message"].is_string());
    }
}

#[tokio::test]
async fn unreadable_bodies_are_serialization_errors() {
    let router = Endpoint::router(instant()).await.unwrap();
    for body in ["{", "[]", "null", "{\"name\":\"a\u{1}\"}", "name=ab", "{\"name\":\"ab\"} x"] {
        let answer = send(&router, &Method::POST, "/environment", body).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (400, "SerializationException"), "{body}");
    }
    let latin: &[u8] = b"{\"name\":\"caf\xe9\"}";
    let answer = send(&router, &Method::POST, "/environment", latin).await;
    assert_eq!(answer.error(), "SerializationException");
}

#[tokio::test]
async fn a_body_beyond_every_document_is_refused() {
    let router = Endpoint::router(instant()).await.unwrap();
    let body = vec![b' '; 128 * 1024 * 1024 + 1];
    let answer = send(&router, &Method::POST, "/environment", body).await;
    assert_eq!((answer.status.as_u16(), answer.error()), (413, "RequestEntityTooLargeException"));
}

#[tokio::test]
async fn a_document_of_escapes_up_to_the_limit_is_taken() {
    let router = Endpoint::router(instant()).await.unwrap();
    // Python's json writes each of these characters as two escapes of six bytes.
    let document = "\\ud83d\\ude00".repeat(10_000_000);
    let body = format!(
        r#"{{"name":"ab","federationMode":"FEDERATED","federationParameters":{{"samlMetadataDocument":"{document}"}}}}"#
    );
    let answer = send(&router, &Method::POST, "/environment", body).await;
    assert_eq!(answer.status, 200, "{}", answer.error());
}

#[tokio::test]
async fn silent_clients_are_closed_and_hold_up_nobody() {
    // Long enough for the one who asks, however busy the machine is.
    let patience = Duration::from_secs(3);
    let endpoint = Endpoint::start(Settings { patience, ..instant() }).await.unwrap();
    let mut silent = Vec::new();
    for n in 0..50 {
        let mut stream = TcpStream::connect(endpoint.address()).await.unwrap();
        let half = ["", "POST /environment HTT", "POST /environment HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{"];
        stream.write_all(half[n % 3].as_bytes()).await.unwrap();
        silent.push(stream);
    }
    let mut stream = TcpStream::connect(endpoint.address()).await.unwrap();
    stream.write_all(b"GET /environment HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for stream in &mut silent {
        let mut end = Vec::new();
        let read = stream.read_to_end(&mut end);
        // A connection that is reset is closed as well.
        let _closed = tokio::time::timeout(Duration::from_secs(20), read).await.expect("closed by the endpoint");
    }
    endpoint.stop().await;
}

#[tokio::test]
async fn stopping_lets_a_call_in_flight_end() {
    let endpoint = Endpoint::start(Settings { faults: true, ..instant() }).await.unwrap();
    let order = json!({ "operation": "ListEnvironments", "delay": "1s" });
    control(&endpoint, &Method::POST, "/_local/faults", &order).await;
    let mut stream = TcpStream::connect(endpoint.address()).await.unwrap();
    stream.write_all(b"GET /environment HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    // The call is in flight as soon as the endpoint has counted it.
    while control(&endpoint, &Method::GET, "/_local/state", &json!({})).await["calls"]["ListEnvironments"].is_null() {}
    endpoint.stop().await;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn thousands_of_environments_with_documents_are_listed_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data_dir: Some(folder.path().to_owned()), ..instant() };
    let router = Endpoint::router(settings).await.unwrap();
    let document = "x".repeat(100_000);
    for n in 0..3_000 {
        let body = if n % 10 == 0 {
            let federation = json!({ "samlMetadataDocument": document });
            json!({ "name": format!("env-{n}"), "federationMode": "FEDERATED", "federationParameters": federation })
        } else {
            json!({ "name": format!("env-{n}") })
        };
        let answer = send(&router, &Method::POST, "/environment", body.to_string()).await;
        assert_eq!(answer.status, 200);
    }
    let (mut uri, mut seen) = ("/environment?maxResults=100".to_owned(), 0);
    loop {
        let answer = send(&router, &Method::GET, &uri, "").await;
        assert!(answer.body.len() < 200_000, "a page of {} bytes", answer.body.len());
        let page = answer.json();
        seen += page["environments"].as_array().unwrap().len();
        let Some(token) = page["nextToken"].as_str() else { break };
        uri = format!("/environment?maxResults=100&nextToken={token}");
    }
    assert_eq!(seen, 3_000);
}

#[tokio::test]
async fn a_restart_keeps_environments_and_page_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data_dir: Some(folder.path().to_owned()), ..instant() };
    let first = Endpoint::start(settings.clone()).await.unwrap();
    let router = Endpoint::router(settings.clone()).await.unwrap();
    for name in ["ab", "cd"] {
        send(&router, &Method::POST, "/environment", json!({ "name": name }).to_string()).await;
    }
    let page = send(&router, &Method::GET, "/environment?maxResults=1", "").await.json();
    drop(router);
    first.stop().await;
    let router = Endpoint::router(settings).await.unwrap();
    let uri = format!("/environment?nextToken={}", page["nextToken"].as_str().unwrap());
    let rest = send(&router, &Method::GET, &uri, "").await.json();
    assert_eq!(rest["environments"][0]["name"], "cd");
}

#[tokio::test]
async fn what_a_page_in_a_browser_sends_changes_nothing() {
    let router = Endpoint::router(Settings { faults: true, ..instant() }).await.unwrap();
    for (method, uri) in
        [(Method::POST, "/environment"), (Method::POST, "/_local/settle"), (Method::DELETE, "/_local/environments")]
    {
        let request = Request::builder().method(&method).uri(uri).header("origin", "https://elsewhere.example");
        let answer = send_request(&router, request.body(Body::from(r#"{"name":"ab"}"#)).unwrap()).await;
        assert_eq!((answer.error(), answer.status.as_u16()), ("AccessDeniedException", 403), "{method} {uri}");
    }
    let list = send(&router, &Method::GET, "/environment", "").await;
    assert_eq!(list.json()["environments"], json!([]));
}
