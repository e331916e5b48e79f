//! Every declared error of every operation, as the Rust SDK tells it.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use axum::http::Method;
use finspace_local::{Endpoint, Settings};
use serde_json::json;

use super::faults::control;
use super::model::MODEL;
use super::support::{instant, refusal, sdk};

#[tokio::test]
async fn every_declared_error_arrives_by_name_and_status() {
    let settings = Settings { faults: true, ..instant() };
    let endpoint = Endpoint::start(settings).await.unwrap();
    let client = sdk(&endpoint);
    let (id, arn) = ("a".repeat(22), "arn:aws:finspace:us-east-1:123456789012:environment/a");
    let mut seen = 0;
    for (operation, declared) in MODEL["operations"].as_object().unwrap() {
        for error in declared["errors"].as_array().unwrap() {
            let name = error["shape"].as_str().unwrap();
            let order = json!({ "operation": operation, "refuse": name });
            control(&endpoint, &Method::POST, "/_local/faults", &order).await;
            let told = match operation.as_str() {
                "CreateEnvironment" => refusal(client.create_environment().name("ab").send().await),
                "GetEnvironment" => refusal(client.get_environment().environment_id(&id).send().await),
                "ListEnvironments" => refusal(client.list_environments().send().await),
                "UpdateEnvironment" => refusal(client.update_environment().environment_id(&id).send().await),
                "DeleteEnvironment" => refusal(client.delete_environment().environment_id(&id).send().await),
                "ListTagsForResource" => refusal(client.list_tags_for_resource().resource_arn(arn).send().await),
                "TagResource" => refusal(client.tag_resource().resource_arn(arn).tags("a", "b").send().await),
                _ => refusal(client.untag_resource().resource_arn(arn).tag_keys("a").send().await),
            };
            let status = MODEL["shapes"][name]["error"]["httpStatusCode"].as_u64().unwrap();
            assert_eq!(told, (name.to_owned(), u16::try_from(status).unwrap()), "{operation}");
            seen += 1;
        }
    }
    assert_eq!(seen, 32);
    endpoint.stop().await;
}

#[tokio::test]
async fn what_the_sdk_does_not_check_the_service_refuses() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let arn = "arn:aws:finspace:us-east-1:123456789012:environment/a";
    let validation = ("ValidationException".to_owned(), 400);
    let invalid = ("InvalidRequestException".to_owned(), 400);
    assert_eq!(refusal(client.create_environment().send().await), validation);
    assert_eq!(refusal(client.tag_resource().resource_arn(arn).send().await), invalid);
    let untag = client.untag_resource().resource_arn(arn).set_tag_keys(Some(Vec::new()));
    assert_eq!(refusal(untag.send().await), invalid);
    endpoint.stop().await;
}

#[tokio::test]
async fn the_quota_is_per_account_and_region_and_deleting_frees_it() {
    let endpoint = Endpoint::start(Settings { quota: 1, ..instant() }).await.unwrap();
    let client = sdk(&endpoint);
    let created = client.create_environment().name("ab").send().await.unwrap();
    let told = refusal(client.create_environment().name("ab").send().await);
    assert_eq!(told, ("ServiceQuotaExceededException".to_owned(), 402));
    let elsewhere = super::support::sdk_as(&endpoint, "A", "s", "eu-west-1");
    elsewhere.create_environment().name("ab").send().await.unwrap();
    client.delete_environment().set_environment_id(created.environment_id).send().await.unwrap();
    client.create_environment().name("ab").send().await.unwrap();
    endpoint.stop().await;
}

#[tokio::test]
async fn kdb_and_foreign_arns_are_well_formed_and_not_found() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let created = client.create_environment().name("ab").send().await.unwrap();
    let id = created.environment_id().unwrap();
    for arn in [
        "arn:aws:finspace:us-east-1:123456789012:kxEnvironment/abc/kxDatabase/db/kxDataview/v".to_owned(),
        "arn:aws:finspace:us-east-1:123456789012:kxEnvironment/abc/kxScalingGroup/g".to_owned(),
        format!("arn:aws:finspace:us-east-1:123456789012:environment/{id}/kxUser/u"),
        format!("arn:aws:finspace:us-east-2:123456789012:environment/{id}"),
        format!("arn:aws:finspace:us-east-1:123456789013:environment/{id}"),
    ] {
        let told = refusal(client.list_tags_for_resource().resource_arn(&arn).send().await);
        assert_eq!(told, ("ResourceNotFoundException".to_owned(), 404), "{arn}");
    }
    endpoint.stop().await;
}
