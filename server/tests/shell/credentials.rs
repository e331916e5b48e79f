//! Whose credentials a connection calls with: those of a role that it takes, or of a profile, by the SDK's own ways.

use std::{fs, path::Path};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, Method, Uri},
};
use tokio::{net::TcpListener, sync::mpsc};

use super::program::Portal;

/// A call that arrived.
#[derive(Debug)]
struct Heard {
    what: String,
    signed_by: String,
    token: String,
    body: String,
}

/// Amazon, as far as it is needed: STS, which gives out a role's keys, and FinSpace, which has nothing.
async fn amazon() -> (String, mpsc::UnboundedReceiver<Heard>) {
    let (hear, heard) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state(hear);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, heard)
}

async fn answer(
    State(hear): State<mpsc::UnboundedSender<Heard>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
) -> String {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let is_for_sts = body.contains("Action=AssumeRole");
    let heard = Heard {
        what: format!("{method} {uri}"),
        signed_by: text("authorization"),
        token: text("x-amz-security-token"),
        body,
    };
    // The portal goes on reading when the test has seen enough.
    let _ = hear.send(heard);
    if !is_for_sts {
        return r#"{"environments":[]}"#.into();
    }
    "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><AssumedRoleUser>\
     <Arn>arn:aws:sts::123456789012:assumed-role/portal/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>\
     <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>ticket</SessionToken>\
     <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
        .into()
}

/// A portal with that one connection, in an environment that has keys of its own.
fn portal(data: &Path, amazon: &str, connection: &str) -> Portal {
    let connections =
        format!("[{{ name = \"prod\", region = \"eu-west-1\", endpoint_url = \"{amazon}\", {connection} }}]");
    let profiles = data.join("aws");
    fs::write(&profiles, "[profile desk]\naws_access_key_id = AKIADESK\naws_secret_access_key = s\n").unwrap();
    let environment = [
        ("PORTAL_CONNECTIONS", connections.as_str()),
        ("AWS_ACCESS_KEY_ID", "AKIASERVER"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_ENDPOINT_URL_STS", amazon),
        ("AWS_CONFIG_FILE", profiles.to_str().unwrap()),
    ];
    Portal::start_in(data, &environment)
}

#[tokio::test]
async fn a_role_is_taken_with_its_external_id_and_its_keys_sign_the_calls() {
    let (amazon, mut heard) = amazon().await;
    let data = tempfile::tempdir().unwrap();
    let role = "role_arn = \"arn:aws:iam::123456789012:role/portal\", external_id = \"desk-7\"";
    let _portal = portal(data.path(), &amazon, role);
    let asked = heard.recv().await.unwrap();
    assert!(
        asked.signed_by.contains("Credential=AKIASERVER/") && asked.signed_by.contains("/eu-west-1/sts/"),
        "{asked:?}"
    );
    for part in [
        "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fportal",
        "ExternalId=desk-7",
        "RoleSessionName=finspace-portal-prod",
    ] {
        assert!(asked.body.contains(part), "{part} is not in {asked:?}");
    }
    let called = heard.recv().await.unwrap();
    assert!(called.what.starts_with("GET /environment"), "{called:?}");
    assert!(
        called.signed_by.contains("Credential=ASIAROLE/") && called.signed_by.contains("/eu-west-1/finspace/"),
        "{called:?}"
    );
    assert_eq!(called.token, "ticket");
}

#[tokio::test]
async fn a_profile_that_is_named_wins_over_keys_in_the_environment() {
    let (amazon, mut heard) = amazon().await;
    let data = tempfile::tempdir().unwrap();
    let _portal = portal(data.path(), &amazon, "profile = \"desk\"");
    let called = heard.recv().await.unwrap();
    assert!(called.signed_by.contains("Credential=AKIADESK/"), "{called:?}");
}

#[tokio::test]
async fn without_either_the_servers_own_keys_sign() {
    let (amazon, mut heard) = amazon().await;
    let data = tempfile::tempdir().unwrap();
    let _portal = portal(data.path(), &amazon, "");
    let called = heard.recv().await.unwrap();
    assert!(called.signed_by.contains("Credential=AKIASERVER/") && called.token.is_empty(), "{called:?}");
}
