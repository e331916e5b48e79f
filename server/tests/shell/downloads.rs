//! Files of an environment's federation, while FinSpace answers and while it does not.

use axum::http::{StatusCode, header};
use domain::{
    environment::{EnvironmentForm, FederationForm, Mode},
    id::ConnectionName,
    operation::State,
    role::Role,
};
use server::Application;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::browser::{Browser, PASSWORD, set_up};

fn form() -> EnvironmentForm {
    EnvironmentForm {
        connection: "local".into(),
        name: "risk".into(),
        mode: Mode::Federated,
        federation: FederationForm {
            metadata_document: format!("<md>{}</md>", "x".repeat(1000)),
            provider_name: "Okta".into(),
            ..FederationForm::default()
        },
        ..EnvironmentForm::default()
    }
}

/// A federated environment, as the portal knows it.
pub async fn made(application: &Application) -> String {
    let portal = application.portal();
    let person = portal.add_person("bob@example.com", "Bob", PASSWORD, &Role::Admin.into()).await.unwrap();
    let actor = portal.actor(&person.id).await.unwrap().unwrap();
    let operation = portal.create_once(&actor, "one", form()).await.unwrap();
    let State::Created { environment } = operation.state else { panic!("{:?}", operation.state) };
    portal.environment(&actor, &ConnectionName::parse("local").unwrap(), &environment).await.unwrap();
    format!("/environments/local/{environment}")
}

/// Lets the embedded endpoint fail from now on, whatever it is asked.
pub async fn fail(application: &Application) {
    let url = application.endpoint_url().unwrap();
    let address = url.strip_prefix("http://").unwrap();
    let body = r#"{"times":0,"refuse":"InternalServerException"}"#;
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /_local/faults HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 2"), "{answer}");
}

#[tokio::test]
async fn both_sides_of_federation_are_files() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    let document = ada.get(&format!("{place}/metadata.xml")).await;
    assert_eq!((document.status, document.text.starts_with("<md>")), (StatusCode::OK, true), "{document:?}");
    let file = ada.get(&format!("{place}/service-provider.xml")).await;
    assert_eq!(file.status, StatusCode::OK, "{file:?}");
    assert_eq!(file.header(header::CONTENT_DISPOSITION), "attachment; filename=\"finspace-service-provider.xml\"");
    assert!(file.text.contains("<md:SPSSODescriptor"), "{}", file.text);
    assert!(
        ada.get(&format!("{place}/federation")).await.text.contains(&format!("href=\"{place}/service-provider.xml\""))
    );
}

#[tokio::test]
async fn a_document_that_cannot_be_read_now_is_not_said_to_be_missing() {
    let application = set_up(&["--local-faults"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    fail(&application).await;
    let document = ada.get(&format!("{place}/metadata.xml")).await;
    assert_eq!(document.status, StatusCode::BAD_GATEWAY, "{document:?}");
    assert!(document.text.contains("FinSpace failed inside"), "{}", document.text);
    let page = ada.get(&format!("{place}/federation")).await.text;
    assert!(page.contains("It cannot be read from FinSpace now"), "{page}");
    for untrue in ["FinSpace tells of no", "upload it, or give its address"] {
        assert!(!page.contains(untrue), "{untrue} in {page}");
    }
}
