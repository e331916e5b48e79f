//! Many callers at once: limits hold exactly, and nothing is lost.

use axum::http::Method;
use finspace_local::{Endpoint, Settings};
use futures::future::join_all;
use serde_json::json;

use super::support::{encoded, instant, send};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_quota_holds_when_everybody_creates_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = Some(folder.path().to_owned());
    let router = Endpoint::router(Settings { quota: 10, data_dir, ..instant() }).await.unwrap();
    let calls = (0..60).map(|n| {
        let router = router.clone();
        let body = json!({ "name": format!("env-{n}") }).to_string();
        tokio::spawn(async move { send(&router, &Method::POST, "/environment", body).await.status.as_u16() })
    });
    let mut statuses: Vec<u16> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[..10], [200; 10]);
    assert_eq!(statuses[10..], [402; 50]);
    let page = send(&router, &Method::GET, "/environment", "").await.json();
    assert_eq!(page["environments"].as_array().unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_tags_stay_fifty_when_everybody_tags_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let data_dir = Some(folder.path().to_owned());
    let router = Endpoint::router(Settings { data_dir, ..instant() }).await.unwrap();
    let created = send(&router, &Method::POST, "/environment", r#"{"name":"ab"}"#).await.json();
    let uri = format!("/tags/{}", encoded(created["environmentArn"].as_str().unwrap()));
    let calls = (0..80).map(|n| {
        let (router, uri) = (router.clone(), uri.clone());
        let body = format!(r#"{{"tags":{{"k{n}":"v"}}}}"#);
        tokio::spawn(async move { send(&router, &Method::POST, &uri, body).await.status.as_u16() })
    });
    let statuses: Vec<u16> = join_all(calls).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 50);
    let tags = send(&router, &Method::GET, &uri, "").await.json();
    assert_eq!(tags["tags"].as_object().unwrap().len(), 50);
}
