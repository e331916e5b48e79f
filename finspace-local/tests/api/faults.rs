//! Faults on demand: names, orders, late lists, and nothing of it unless asked for.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use std::time::{Duration, Instant};

use aws_sdk_finspace::error::SdkError;
use axum::http::Method;
use finspace_local::{Endpoint, Settings};
use serde_json::{Value, json};

use super::support::{instant, refusal, sdk};

/// Calls the control path over HTTP, as a script would; fails unless the answer is 200.
pub async fn control(endpoint: &Endpoint, method: &Method, path: &str, body: &Value) -> Value {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let body = body.to_string();
    let mut stream = tokio::net::TcpStream::connect(endpoint.address()).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: control\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{method} {path}: {answer}");
    serde_json::from_str(body).unwrap()
}

async fn faulty() -> Endpoint {
    Endpoint::start(Settings { faults: true, ..instant() }).await.unwrap()
}

#[tokio::test]
async fn without_faults_names_are_only_names_and_there_is_no_control_path() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    client.create_environment().name("throttle-me").send().await.unwrap();
    let router = Endpoint::router(instant()).await.unwrap();
    let answer = super::support::send(&router, &Method::GET, "/_local/state", "").await;
    assert_eq!(answer.error(), "UnknownOperationException");
    endpoint.stop().await;
}

#[tokio::test]
async fn names_refuse_creation_and_renaming() {
    let endpoint = faulty().await;
    let client = sdk(&endpoint);
    let created = client.create_environment().name("ab").send().await.unwrap();
    let id = created.environment_id().unwrap();
    for (name, error, status) in [
        ("throttle-a", "ThrottlingException", 429),
        ("error-500-a", "InternalServerException", 500),
        ("denied-a", "AccessDeniedException", 403),
        ("invalid-a", "ValidationException", 400),
    ] {
        let told = (error.to_owned(), status);
        assert_eq!(refusal(client.create_environment().name(name).send().await), told);
        let update = client.update_environment().environment_id(id).name(name);
        assert_eq!(refusal(update.send().await), told);
    }
    for (name, error, status) in
        [("quota-a", "ServiceQuotaExceededException", 402), ("limit-a", "LimitExceededException", 400)]
    {
        let told = refusal(client.create_environment().name(name).send().await);
        assert_eq!(told, (error.to_owned(), status));
        client.update_environment().environment_id(id).name(name).send().await.unwrap();
    }
    endpoint.stop().await;
}

#[tokio::test]
async fn a_dropped_connection_is_no_answer_before_or_after_the_commit() {
    let endpoint = faulty().await;
    let client = sdk(&endpoint);
    for (name, kept) in [("drop-before-a", 0), ("drop-after-a", 1)] {
        let outcome = client.create_environment().name(name).send().await;
        assert!(matches!(outcome, Err(SdkError::DispatchFailure(_))), "{outcome:?}");
        let list = client.list_environments().send().await.unwrap();
        assert_eq!(list.environments().len(), kept, "{name}");
    }
    for (when, kept) in [("before", 1), ("after", 2)] {
        let order = json!({ "operation": "CreateEnvironment", "drop": when });
        control(&endpoint, &Method::POST, "/_local/faults", &order).await;
        let outcome = client.create_environment().name("ab").send().await;
        assert!(matches!(outcome, Err(SdkError::DispatchFailure(_))), "{outcome:?}");
        let list = client.list_environments().send().await.unwrap();
        assert_eq!(list.environments().len(), kept, "{when}");
    }
    let state = control(&endpoint, &Method::GET, "/_local/state", &json!({})).await;
    assert_eq!(state["calls"]["CreateEnvironment"], 4);
    endpoint.stop().await;
}

#[tokio::test]
async fn a_call_can_be_delayed() {
    let endpoint = faulty().await;
    let order = json!({ "operation": "*", "delay": "300ms" });
    control(&endpoint, &Method::POST, "/_local/faults", &order).await;
    let began = Instant::now();
    sdk(&endpoint).list_environments().send().await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
    endpoint.stop().await;
}

#[tokio::test]
async fn the_control_path_shows_everything_and_empties_everything() {
    let endpoint = faulty().await;
    let client = sdk(&endpoint);
    let created = client.create_environment().name("ab").tags("a", "b");
    let created = created.data_bundles("arn:aws:finspace:us-east-1::data-bundle/taq").send().await.unwrap();
    let state = control(&endpoint, &Method::GET, "/_local/state", &json!({})).await;
    let environment = &state["environments"][0];
    assert_eq!(environment["environmentId"], created.environment_id.unwrap());
    assert_eq!(environment["tags"], json!({ "a": "b" }));
    assert_eq!(environment["dataBundles"], json!(["arn:aws:finspace:us-east-1::data-bundle/taq"]));
    let order = json!({ "refuse": "InternalServerException", "times": 0 });
    control(&endpoint, &Method::POST, "/_local/faults", &order).await;
    assert_eq!(refusal(client.list_environments().send().await).1, 500);
    assert_eq!(refusal(client.list_environments().send().await).1, 500);
    control(&endpoint, &Method::DELETE, "/_local", &json!({})).await;
    assert!(client.list_environments().send().await.unwrap().environments().is_empty());
    endpoint.stop().await;
}
