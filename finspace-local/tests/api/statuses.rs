//! Time alone moves environments, and each status allows what it allows.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use std::time::Duration;

use aws_sdk_finspace::Client;
use axum::http::Method;
use finspace_local::{Endpoint, Settings};
use serde_json::json;

use super::faults::control;
use super::support::{refusal, sdk, turned};

async fn status(client: &Client, id: &str) -> String {
    let answer = client.get_environment().environment_id(id).send().await.unwrap();
    answer.environment.unwrap().status.unwrap().as_str().to_owned()
}

#[tokio::test]
async fn an_environment_lives_and_dies_by_the_clock() {
    let turned = turned();
    let endpoint = Endpoint::start(turned.settings).await.unwrap();
    let client = sdk(&endpoint);
    let created = client.create_environment().name("ab").send().await.unwrap();
    let id = created.environment_id().unwrap();
    assert_eq!(status(&client, id).await, "CREATE_REQUESTED");
    turned.clock.advance(Duration::from_secs(20));
    assert_eq!(status(&client, id).await, "CREATING");
    assert_eq!(refusal(client.delete_environment().environment_id(id).send().await).1, 400);
    turned.clock.advance(Duration::from_secs(80));
    assert_eq!(status(&client, id).await, "CREATED");
    client.delete_environment().environment_id(id).send().await.unwrap();
    assert_eq!(status(&client, id).await, "DELETE_REQUESTED");
    turned.clock.advance(Duration::from_secs(10));
    assert_eq!(status(&client, id).await, "DELETING");
    assert_eq!(client.list_environments().send().await.unwrap().environments().len(), 1);
    turned.clock.advance(Duration::from_secs(40));
    assert_eq!(status(&client, id).await, "DELETED");
    assert!(client.list_environments().send().await.unwrap().environments().is_empty());
    assert_eq!(refusal(client.delete_environment().environment_id(id).send().await).1, 404);
    let arn = created.environment_arn().unwrap();
    assert_eq!(refusal(client.list_tags_for_resource().resource_arn(arn).send().await).1, 404);
    turned.clock.advance(Duration::from_hours(1));
    assert_eq!(refusal(client.get_environment().environment_id(id).send().await).1, 404);
    // The next creation sweeps it away for good.
    client.create_environment().name("ab").send().await.unwrap();
    endpoint.stop().await;
}

#[tokio::test]
async fn names_make_creation_and_deletion_fail() {
    let turned = turned();
    let endpoint = Endpoint::start(Settings { faults: true, ..turned.settings }).await.unwrap();
    let client = sdk(&endpoint);
    let mut ids = Vec::new();
    for name in ["fail-creation-a", "fail-deletion-a", "slow-a", "suspend-a"] {
        let created = client.create_environment().name(name).send().await.unwrap();
        ids.push(created.environment_id.unwrap());
    }
    turned.clock.advance(Duration::from_secs(100));
    assert_eq!(status(&client, &ids[0]).await, "FAILED_CREATION");
    assert_eq!(status(&client, &ids[2]).await, "CREATE_REQUESTED");
    assert_eq!(status(&client, &ids[3]).await, "SUSPENDED");
    client.delete_environment().environment_id(&ids[0]).send().await.unwrap();
    client.delete_environment().environment_id(&ids[1]).send().await.unwrap();
    turned.clock.advance(Duration::from_secs(40));
    assert_eq!(status(&client, &ids[1]).await, "RETRY_DELETION");
    assert_eq!(refusal(client.delete_environment().environment_id(&ids[1]).send().await).1, 400);
    turned.clock.advance(Duration::from_secs(10));
    assert_eq!(status(&client, &ids[0]).await, "DELETED");
    assert_eq!(status(&client, &ids[1]).await, "FAILED_DELETION");
    client.delete_environment().environment_id(&ids[1]).send().await.unwrap();
    turned.clock.advance(Duration::from_secs(50));
    assert_eq!(status(&client, &ids[1]).await, "DELETED");
    endpoint.stop().await;
}

#[tokio::test]
async fn every_status_allows_what_it_allows() {
    let turned = turned();
    let endpoint = Endpoint::start(Settings { faults: true, ..turned.settings }).await.unwrap();
    let client = sdk(&endpoint);
    for (name, update, delete) in [
        ("CREATE_REQUESTED", 400, 400),
        ("CREATING", 400, 400),
        ("CREATED", 200, 200),
        ("DELETE_REQUESTED", 400, 400),
        ("DELETING", 400, 400),
        ("DELETED", 404, 404),
        ("FAILED_CREATION", 400, 200),
        ("RETRY_DELETION", 400, 400),
        ("FAILED_DELETION", 400, 200),
        ("UPDATE_NETWORK_REQUESTED", 400, 400),
        ("UPDATING_NETWORK", 400, 400),
        ("FAILED_UPDATING_NETWORK", 200, 200),
        ("SUSPENDED", 400, 200),
    ] {
        let created = client.create_environment().name("ab").send().await.unwrap();
        let id = created.environment_id().unwrap();
        let path = format!("/_local/environments/{id}/status");
        control(&endpoint, &Method::POST, &path, &json!({ "status": name })).await;
        assert_eq!(status(&client, id).await, name);
        let updated = client.update_environment().environment_id(id).name("cd").send().await;
        let told = updated.map_or_else(|error| error.raw_response().unwrap().status().as_u16(), |_| 200);
        assert_eq!(told, update, "update when {name}");
        let deleted = client.delete_environment().environment_id(id).send().await;
        let told = deleted.map_or_else(|error| error.raw_response().unwrap().status().as_u16(), |_| 200);
        assert_eq!(told, delete, "delete when {name}");
    }
    endpoint.stop().await;
}
