//! What every test needs: an endpoint, the SDK on it, and requests without an SDK.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_finspace::Client;
use aws_sdk_finspace::config::retry::RetryConfig;
use aws_sdk_finspace::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_finspace::error::{ProvideErrorMetadata, SdkError};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use finspace_local::{Endpoint, ManualClock, Settings};
use serde_json::Value;
use tower::ServiceExt;

/// Settings under a clock that only the test moves.
pub struct Turned {
    pub settings: Settings,
    pub clock: Arc<ManualClock>,
}

/// Creation takes 100 s, deletion 50 s.
pub fn turned() -> Turned {
    let clock = Arc::new(ManualClock::starting_at("2026-11-22T12:00:00Z".parse().unwrap()));
    let settings = Settings {
        clock: clock.clone(),
        create_time: Duration::from_secs(100),
        delete_time: Duration::from_secs(50),
        ..Settings::default()
    };
    Turned { settings, clock }
}

/// In memory, with environments that are ready at once and no quota in the way.
pub fn instant() -> Settings {
    Settings { create_time: Duration::ZERO, delete_time: Duration::ZERO, quota: u32::MAX, ..Settings::default() }
}

/// The SDK on `endpoint`, which tries once.
pub fn sdk(endpoint: &Endpoint) -> Client {
    sdk_as(endpoint, "AKIDEXAMPLE", "secret", "us-east-1")
}

/// The SDK on `endpoint` with a key of its own.
pub fn sdk_as(endpoint: &Endpoint, key: &str, secret: &str, region: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint.url())
        .region(Region::new(region.to_owned()))
        .credentials_provider(Credentials::new(key, secret, None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

/// The name and the status of the error that the service answered.
pub fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata>(outcome: Result<T, SdkError<E>>) -> (String, u16) {
    let error = outcome.expect_err("a refusal");
    let status = error.raw_response().expect("an answer").status().as_u16();
    (error.code().expect("an error type").to_owned(), status)
}

/// An answer, as it stands on the wire.
#[derive(Debug)]
pub struct Raw {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Raw {
    /// The body as JSON; an empty one is an empty object.
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return serde_json::json!({});
        }
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The name of the error, if it is one.
    pub fn error(&self) -> &str {
        self.headers.get("x-amzn-errortype").map_or("", |name| name.to_str().unwrap())
    }
}

/// Sends a request into `router` without a socket.
pub async fn send(router: &Router, method: &Method, uri: &str, body: impl Into<Body>) -> Raw {
    let request = Request::builder().method(method).uri(uri).body(body.into()).unwrap();
    send_request(router, request).await
}

/// Sends `request` into `router` without a socket.
pub async fn send_request(router: &Router, request: Request<Body>) -> Raw {
    let response = router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    Raw {
        status: head.status,
        headers: head.headers,
        body: axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    }
}

/// `text` as one segment of a path.
pub fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
