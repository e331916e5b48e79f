//! Every operation through the Rust SDK.
#![expect(deprecated, reason = "the five environment operations are deprecated, and the ones to test")]

use aws_sdk_finspace::types::{EnvironmentStatus, FederationMode, FederationParameters, SuperuserParameters};
use finspace_local::Endpoint;

use super::support::{instant, sdk};

#[tokio::test]
async fn an_environment_with_everything_comes_back_with_everything() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let document = format!("<EntityDescriptor>{}</EntityDescriptor>", "é\n".repeat(1000));
    let federation = FederationParameters::builder()
        .saml_metadata_document(&document)
        .saml_metadata_url("https://idp.example.com/metadata")
        .federation_provider_name("IAM Identity Center")
        .attribute_map("Email", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress")
        .build();
    let superuser = SuperuserParameters::builder()
        .email_address("ada@example.com")
        .first_name("Ada")
        .last_name("Lovelace")
        .build()
        .unwrap();
    let created = client
        .create_environment()
        .name("research-eu")
        .description("Research. Team 4")
        .kms_key_id("alias/research")
        .tags("team", "quant")
        .federation_mode(FederationMode::Federated)
        .federation_parameters(federation)
        .superuser_parameters(superuser)
        .data_bundles("arn:aws:finspace:us-east-1::data-bundle/taq")
        .send()
        .await
        .unwrap();
    let id = created.environment_id().unwrap();
    let answer = client.get_environment().environment_id(id).send().await.unwrap();
    let environment = answer.environment().unwrap();
    assert_eq!(environment.status(), Some(&EnvironmentStatus::Created));
    assert_eq!(environment.name(), Some("research-eu"));
    assert_eq!(environment.description(), Some("Research. Team 4"));
    assert_eq!(environment.kms_key_id(), Some("alias/research"));
    assert_eq!(environment.environment_arn(), created.environment_arn());
    assert_eq!(environment.environment_url(), created.environment_url());
    assert_eq!(environment.aws_account_id(), Some("123456789012"));
    assert!(environment.dedicated_service_account_id().is_some());
    assert!(environment.sage_maker_studio_domain_url().unwrap().starts_with("https://d-"));
    let federation = environment.federation_parameters().unwrap();
    assert_eq!(federation.saml_metadata_document(), Some(document.as_str()));
    assert_eq!(federation.attribute_map().unwrap().len(), 1);
    assert!(federation.federation_urn().unwrap().starts_with("urn:amazon:"));
    assert!(federation.application_call_back_url().unwrap().ends_with("/saml2/idpresponse"));
    endpoint.stop().await;
}

#[tokio::test]
async fn what_the_caller_says_about_the_service_side_is_kept() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let federation = FederationParameters::builder()
        .saml_metadata_url("https://idp.example.com/metadata")
        .federation_urn("urn:example:sp")
        .application_call_back_url("https://portal.example.com/back")
        .build();
    let create = client.create_environment().name("research-eu");
    let create = create.federation_mode(FederationMode::Federated).federation_parameters(federation);
    let created = create.send().await.unwrap();
    let id = created.environment_id().unwrap();
    let answer = client.get_environment().environment_id(id).send().await.unwrap();
    let federation = answer.environment().unwrap().federation_parameters().unwrap();
    assert_eq!(federation.federation_urn(), Some("urn:example:sp"));
    assert_eq!(federation.application_call_back_url(), Some("https://portal.example.com/back"));
    endpoint.stop().await;
}

#[tokio::test]
async fn a_list_goes_through_its_pages_while_environments_come_and_go() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let mut created = Vec::new();
    for n in 0..7 {
        let answer = client.create_environment().name(format!("env-{n}")).send().await.unwrap();
        created.push(answer.environment_id.unwrap());
    }
    let first = client.list_environments().max_results(3).send().await.unwrap();
    client.delete_environment().environment_id(&created[0]).send().await.unwrap();
    client.delete_environment().environment_id(&created[4]).send().await.unwrap();
    let rest = client.list_environments().set_next_token(first.next_token.clone()).send().await.unwrap();
    let mut seen: Vec<&str> = first.environments().iter().filter_map(|one| one.environment_id()).collect();
    seen.extend(rest.environments().iter().filter_map(|one| one.environment_id()));
    assert_eq!(seen, [&created[0], &created[1], &created[2], &created[3], &created[5], &created[6]]);
    assert_eq!(rest.next_token(), None);
    endpoint.stop().await;
}

#[tokio::test]
async fn a_change_of_mode_drops_and_demands_parameters() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let created = client.create_environment().name("research-eu").send().await.unwrap();
    let id = created.environment_id().unwrap();
    let update = || client.update_environment().environment_id(id);
    let federated = update().federation_mode(FederationMode::Federated);
    assert!(federated.clone().send().await.is_err(), "there is no metadata yet");
    let url = FederationParameters::builder().saml_metadata_url("https://idp.example.com/m").build();
    federated.federation_parameters(url).send().await.unwrap();
    let named = FederationParameters::builder().federation_provider_name("Okta").build();
    let answer = update().federation_parameters(named).send().await.unwrap();
    let federation = answer.environment.unwrap().federation_parameters.unwrap();
    assert_eq!(federation.saml_metadata_url(), Some("https://idp.example.com/m"));
    assert_eq!(federation.federation_provider_name(), Some("Okta"));
    let answer = update().federation_mode(FederationMode::Local).send().await.unwrap();
    let federation = answer.environment.unwrap().federation_parameters.unwrap();
    assert_eq!(federation, FederationParameters::builder().build());
    endpoint.stop().await;
}

#[tokio::test]
async fn tags_merge_and_go() {
    let endpoint = Endpoint::start(instant()).await.unwrap();
    let client = sdk(&endpoint);
    let created = client.create_environment().name("research-eu").tags("a", "1").send().await.unwrap();
    let arn = created.environment_arn().unwrap();
    client.tag_resource().resource_arn(arn).tags("a", "2").tags("b/c:d", "x @y").send().await.unwrap();
    client.untag_resource().resource_arn(arn).tag_keys("a").tag_keys("absent").send().await.unwrap();
    let answer = client.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    let tags = answer.tags.unwrap();
    assert_eq!(tags.len(), 1);
    assert_eq!(tags["b/c:d"], "x @y");
    endpoint.stop().await;
}
