//! `ETag` and `If-Match` of the API.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};
use server::Application;

use super::{
    api::{call, operator, problem},
    browser::{Answer, answer, set_up},
};

#[tokio::test]
async fn a_change_that_is_meant_of_another_version_is_not_made() {
    let application = set_up(&[]).await;
    let token = operator(&application).await;
    let wanted = json!({"connection": "local", "name": "risk"});
    let made = call(&application, "POST", "/environments", Some(&token), Some(wanted)).await;
    let path = made.location().strip_prefix("/api/v1").unwrap().to_owned();
    for (method, path, change) in [
        ("PATCH", path.clone(), json!({"name": "other"})),
        ("PUT", format!("{path}/tags"), json!({"tags": {"desk": "a"}})),
    ] {
        let before = call(&application, "GET", &path, Some(&token), None).await.header(header::ETAG).to_owned();
        let changed = meant(&application, method, &path, &token, &before, Some(&change)).await;
        assert_eq!(changed.status, StatusCode::OK, "{changed:?}");
        let after = changed.header(header::ETAG).to_owned();
        assert_ne!(after, before);
        assert_eq!(call(&application, "GET", &path, Some(&token), None).await.header(header::ETAG), after);
        let late = meant(&application, method, &path, &token, &before, Some(&change)).await;
        assert_eq!(problem(&late)["status"], 412);
    }
    let late = meant(&application, "DELETE", &format!("{path}?name=other"), &token, "\"another\"", None).await;
    assert_eq!(problem(&late)["status"], 412);
    assert_eq!(meant(&application, "DELETE", &format!("{path}?name=other"), &token, "*", None).await.status, 202);
}

/// A call that is meant of one version.
async fn meant(
    application: &Application,
    method: &str,
    path: &str,
    token: &str,
    version: &str,
    body: Option<&Value>,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, version);
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    answer(&application.router(), request.body(body).unwrap()).await
}
