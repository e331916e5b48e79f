//! Paths and queries generated from model.json: labels and parameters at their limits, just past them, and of a wrong type.

use axum::http::Method;
use finspace_local::Endpoint;

use super::answers::check_answer;
use super::boundaries::created;
use super::model::{MODEL, allows};
use super::samples::around_the_limits;
use super::support::{Raw, encoded, instant, send};

#[tokio::test]
async fn every_label_keeps_its_limits() {
    let router = Endpoint::router(instant()).await.unwrap();
    for (name, operation) in MODEL["operations"].as_object().unwrap() {
        let uri = operation["http"]["requestUri"].as_str().unwrap();
        let Some((resource, label_shape, refused)) = (match uri {
            "/environment/{environmentId}" => Some(("/environment", "IdType", "ValidationException")),
            "/tags/{resourceArn}" => Some(("/tags", "FinSpaceTaggableArn", "InvalidRequestException")),
            _ => None,
        }) else {
            continue;
        };
        let method: Method = operation["http"]["method"].as_str().unwrap().parse().unwrap();
        let body = if name == "TagResource" { r#"{"tags":{"a":"b"}}"# } else { "{}" };
        let query = if name == "UntagResource" { "?tagKeys=a" } else { "" };
        for label in around_the_limits(label_shape).iter().filter(|label| !label.is_empty()) {
            let uri = format!("{resource}/{}{query}", encoded(label));
            let answer: Raw = send(&router, &method, &uri, body).await;
            let expected = if allows(label_shape, label) { "ResourceNotFoundException" } else { refused };
            assert_eq!(answer.error(), expected, "{name} {label:?}");
            check_answer(name, &answer);
        }
    }
}

#[tokio::test]
async fn every_query_parameter_keeps_its_limits() {
    let router = Endpoint::router(instant()).await.unwrap();
    let arn = created(&router).await["environmentArn"].as_str().unwrap().to_owned();
    for (value, expected) in [
        ("0", ""),
        ("1", ""),
        ("100", ""),
        ("-1", "ValidationException"),
        ("101", "ValidationException"),
        ("9223372036854775807", "ValidationException"),
        ("x", "SerializationException"),
        ("", "SerializationException"),
        ("1.5", "SerializationException"),
        ("99999999999999999999", "SerializationException"),
    ] {
        let uri = format!("/environment?maxResults={value}");
        let answer = send(&router, &Method::GET, &uri, "").await;
        assert_eq!(answer.error(), expected, "maxResults={value}");
        check_answer("ListEnvironments", &answer);
    }
    for token in around_the_limits("PaginationToken") {
        let uri = format!("/environment?nextToken={}", encoded(&token));
        let answer = send(&router, &Method::GET, &uri, "").await;
        assert_eq!(answer.error(), "ValidationException", "nobody gave out {token:.40}");
    }
    for key in around_the_limits("TagKey") {
        let uri = format!("/tags/{}?tagKeys=a&tagKeys={}", encoded(&arn), encoded(&key));
        let answer = send(&router, &Method::DELETE, &uri, "").await;
        let expected = if allows("TagKey", &key) { "" } else { "InvalidRequestException" };
        assert_eq!(answer.error(), expected, "tagKeys={key}");
    }
    for (count, expected) in [(0, "InvalidRequestException"), (1, ""), (50, ""), (51, "InvalidRequestException")] {
        let keys: Vec<String> = (0..count).map(|n| format!("tagKeys=k{n}")).collect();
        let uri = format!("/tags/{}?{}", encoded(&arn), keys.join("&"));
        let answer = send(&router, &Method::DELETE, &uri, "").await;
        assert_eq!(answer.error(), expected, "{count} keys");
    }
}
