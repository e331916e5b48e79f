//! The stand-in behind every sign-in link.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use finspace_local::{Endpoint, Settings};
use serde_json::{Value, json};

use super::support::{Raw, instant, send, send_request, turned};

async fn created(router: &Router, body: &Value) -> String {
    let answer = send(router, &Method::POST, "/environment", body.to_string()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["environmentUrl"].as_str().unwrap().to_owned()
}

async fn opened(router: &Router, host: &str, path: &str) -> (Raw, String) {
    let request = Request::get(path).header("host", host).body(Body::empty()).unwrap();
    let answer = send_request(router, request).await;
    let page = String::from_utf8(answer.body.clone()).unwrap();
    (answer, page)
}

#[tokio::test]
async fn a_local_environment_shows_a_form_that_sends_nothing() {
    let router = Endpoint::router(instant()).await.unwrap();
    let host = created(&router, &json!({ "name": "research-eu" })).await;
    let (answer, page) = opened(&router, &host, "/").await;
    assert_eq!(answer.status, 200);
    assert!(page.contains("<h1>research-eu</h1>"));
    assert!(page.contains("type=\"password\""));
    assert!(page.contains("stand-in"));
    assert!(!page.contains(" name=\"e") && !page.contains(" name=\"p"), "no field has a name to be sent by");
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"));
    for stranger in ["http://", "https://", "<script"] {
        assert!(!page.contains(stranger), "{stranger}");
    }
}

#[tokio::test]
async fn a_federated_environment_names_its_provider_without_trusting_it() {
    let router = Endpoint::router(instant()).await.unwrap();
    let host = created(
        &router,
        &json!({
            "name": "research-eu",
            "federationMode": "FEDERATED",
            "federationParameters": {
                "samlMetadataURL": "https://idp.example.com/metadata",
                "federationProviderName": "Okta<script>",
            },
        }),
    )
    .await;
    let (answer, page) = opened(&router, &host, "/").await;
    assert_eq!(answer.status, 200);
    assert!(page.contains("Continue with Okta&lt;script&gt;"));
    assert!(page.contains("urn:amazon:cognito:sp:us-east-1_"));
    assert!(page.contains("/saml2/idpresponse"));
    let (_, back) = opened(&router, &host, "/saml2/idpresponse").await;
    assert!(back.contains("sent you back"));
}

#[tokio::test]
async fn an_environment_that_is_not_ready_says_so() {
    let router = Endpoint::router(turned().settings).await.unwrap();
    let host = created(&router, &json!({ "name": "research-eu" })).await;
    let (answer, page) = opened(&router, &host, "/").await;
    assert_eq!(answer.status, 503);
    assert!(page.contains("still being created"));
    assert!(page.contains("CREATE_REQUESTED"));
}

#[tokio::test]
async fn an_unknown_address_is_not_found() {
    let router = Endpoint::router(instant()).await.unwrap();
    let host = created(&router, &json!({ "name": "research-eu" })).await;
    for host in [
        "nothing.us-east-1.amazonfinspace.localhost:1".to_owned(),
        "nothing.amazonfinspace.localhost".to_owned(),
        host.replace("us-east-1", "us-east-2"),
    ] {
        let (answer, page) = opened(&router, &host, "/").await;
        assert_eq!(answer.status, 404, "{host}");
        assert!(page.contains("Environment not found"));
    }
}

#[tokio::test]
async fn strangers_to_the_api_may_open_the_page() {
    let credentials = vec!["A:s".parse().unwrap()];
    let router = Endpoint::router(Settings { credentials, ..instant() }).await.unwrap();
    let (answer, _) = opened(&router, "x.us-east-1.amazonfinspace.localhost", "/environment").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
}
