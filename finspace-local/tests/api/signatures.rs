//! With credentials, only right signatures get in, and AWS's own codes tell why.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use finspace_local::{Credential, Endpoint, ManualClock, Settings};
use jiff::Timestamp;

use super::support::{instant, refusal, sdk_as, send_request};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn guarded() -> Settings {
    let own: Credential = format!("{KEY}:{SECRET}").parse().unwrap();
    let other: Credential = "AKIDOTHER:other:210987654321".parse().unwrap();
    Settings { credentials: vec![own, other], ..instant() }
}

#[tokio::test]
async fn the_sdk_gets_in_with_every_operation() {
    let endpoint = Endpoint::start(guarded()).await.unwrap();
    let client = sdk_as(&endpoint, KEY, SECRET, "eu-west-1");
    let created = client.create_environment().name("ab").send().await.unwrap();
    let (id, arn) = (created.environment_id().unwrap(), created.environment_arn().unwrap());
    assert!(arn.starts_with("arn:aws:finspace:eu-west-1:123456789012:"));
    client.create_environment().name("cd").send().await.unwrap();
    client.get_environment().environment_id(id).send().await.unwrap();
    client.update_environment().environment_id(id).description("A b").send().await.unwrap();
    client.tag_resource().resource_arn(arn).tags("a/b:c", "d @e").send().await.unwrap();
    client.untag_resource().resource_arn(arn).tag_keys("x+y").tag_keys("a/b:c").send().await.unwrap();
    client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    let page = client.list_environments().max_results(1).send().await.unwrap();
    client.list_environments().set_next_token(page.next_token).send().await.unwrap();
    client.delete_environment().environment_id(id).send().await.unwrap();
    let other = sdk_as(&endpoint, "AKIDOTHER", "other", "eu-west-1");
    assert!(other.list_environments().send().await.unwrap().environments().is_empty());
    endpoint.stop().await;
}

#[tokio::test]
async fn strangers_are_told_why() {
    let endpoint = Endpoint::start(guarded()).await.unwrap();
    for (key, secret, error) in
        [(KEY, "wrong", "InvalidSignatureException"), ("AKIDNOBODY", SECRET, "UnrecognizedClientException")]
    {
        let told = refusal(sdk_as(&endpoint, key, secret, "us-east-1").list_environments().send().await);
        assert_eq!(told, (error.to_owned(), 403));
    }
    let odd = sdk_as(&endpoint, KEY, SECRET, "MARS").list_environments().send().await;
    assert_eq!(refusal(odd).0, "InvalidSignatureException");
    endpoint.stop().await;
}

#[tokio::test]
async fn an_old_signature_has_expired() {
    let clock = Arc::new(ManualClock::starting_at("2100-01-01T00:00:00Z".parse::<Timestamp>().unwrap()));
    clock.advance(Duration::from_secs(1));
    let endpoint = Endpoint::start(Settings { clock, ..guarded() }).await.unwrap();
    let client = sdk_as(&endpoint, KEY, SECRET, "us-east-1");
    assert_eq!(refusal(client.list_environments().send().await).0, "InvalidSignatureException");
    endpoint.stop().await;
}

#[tokio::test]
async fn headers_that_are_not_there_or_not_whole_are_named() {
    let router = Endpoint::router(guarded()).await.unwrap();
    let scope = "20261122/us-east-1/finspace/aws4_request";
    for (authorization, date, error) in [
        (None, None, "MissingAuthenticationTokenException"),
        (Some("Bearer x".to_owned()), None, "IncompleteSignatureException"),
        (
            Some(format!("AWS4-HMAC-SHA256 Credential={KEY}/{scope}, Signature=00")),
            None,
            "IncompleteSignatureException",
        ),
        (
            Some(format!("AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders=host, Signature=00")),
            None,
            "IncompleteSignatureException",
        ),
        (
            Some(format!(
                "AWS4-HMAC-SHA256 Credential={KEY}/{}, SignedHeaders=host, Signature=00",
                scope.replace("finspace", "s3")
            )),
            Some("20261122T000000Z"),
            "InvalidSignatureException",
        ),
    ] {
        let mut request = Request::get("/environment").header("host", "h");
        if let Some(authorization) = &authorization {
            request = request.header("authorization", authorization);
        }
        if let Some(date) = date {
            request = request.header("x-amz-date", date);
        }
        let answer = send_request(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.error(), error, "{authorization:?}");
        assert_eq!(answer.status.as_u16(), 403);
        assert!(answer.headers.contains_key("x-amzn-requestid"));
    }
}
