//! The metadata of an identity provider, renewed by request over HTTP: with its file, as browsers and programs meet it.

use std::time::Duration;

use axum::http::{StatusCode, header};
use domain::{
    environment::Mode,
    id::{ConnectionName, LinkId},
    token::Scope,
};
use tokio::time::timeout;

use super::{
    browser::Browser,
    changes::{AMEND, ASK, hidden},
    program_desk::Program,
    teams::Desk,
};

const FILE: &str = include_str!("../../../domain/tests/saml/pysaml2.xml");
const OTHER: &str = include_str!("../../../domain/tests/saml/okta.xml");

fn renewed() -> String {
    FILE.replace("sso/redirect", "sso/redirect-2")
}

/// A desk with a federated environment, and the id of its link.
async fn desk() -> (Desk, String) {
    let desk = Desk::open().await;
    let id = desk.link("risk").await.trim_start_matches("/go/").to_owned();
    let portal = desk.application.portal();
    let link = portal.link(&desk.admin, &LinkId::parse(&id).unwrap()).await.unwrap().link;
    let local = ConnectionName::parse("local").unwrap();
    let federated = portal.edit_environment(&desk.admin, &local, &link.environment, |form| {
        form.mode = Mode::Federated;
        form.federation.metadata_document = FILE.into();
        form.federation.provider_name = "Example".into();
    });
    federated.await.unwrap();
    (desk, id)
}

/// What the form of a member sends who leaves all of it alone.
fn untouched(id: &str) -> String {
    let both = |of: &str| format!("{of}[name]=risk&{of}[mode]=FEDERATED&{of}[federation][provider_name]=Example");
    format!("link={id}&{}&{}", both("shown"), both("form"))
}

async fn asked(member: &mut Browser, id: &str) -> String {
    let form = format!("{}&why=The certificate ends", untouched(id));
    let asked = member.post_in_parts(ASK, &form, Some(renewed().as_bytes())).await;
    assert!(asked.location().starts_with("/requests/"), "{asked:?}");
    asked.location().to_owned()
}

#[tokio::test]
async fn a_member_renews_the_document_and_those_who_decide_read_what_it_says() {
    let (mut desk, id) = desk().await;
    let ask = format!("/links/{id}/change");
    let page = desk.member.get(&ask).await.text;
    for words in ["How people sign in", "It stays unless you give another one", "until 1 January 2045"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("EntityDescriptor"), "megabytes are not sent to the browser and back");
    // A file that was read is kept in the box while something else is wrong, and one that is no text is told.
    let without_why = format!("{}&why=", untouched(&id));
    let back = desk.member.post_in_parts(ASK, &without_why, Some(renewed().as_bytes())).await;
    assert_eq!(back.location(), ask);
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("Say why it is to be changed") && page.contains("sso/redirect-2"), "{page}");
    let no_text = format!("{}&why=The certificate ends", untouched(&id));
    desk.member.post_in_parts(ASK, &no_text, Some(b"PK\xff\xfe")).await;
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("not text in UTF-8") && page.contains("The certificate ends"), "{page}");

    let request = asked(&mut desk.member, &id).await;
    let page = desk.ada.get(&request).await.text;
    for words in ["The metadata document that is asked for", "sso/redirect-2", "2025-01-01 to 2045-01-01", "Unchanged"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("another identity provider") && page.contains("The request gives"), "{page}");
    let file = desk.ada.get(&format!("{request}/metadata.xml")).await;
    assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, renewed().trim()));
    let (_, amending) = page.split_once(&format!("action=\"{AMEND}\"")).unwrap();
    let (tag, inputs) = amending.split_once('>').unwrap();
    assert!(tag.contains("multipart/form-data") && inputs.contains("type=\"file\""), "{tag}");
    // Those who decide give another one, of another provider: that is said, and approved as it stands there.
    let (number, digest) = (hidden(&page, "id"), hidden(&page, "digest"));
    let typed = untouched(&id).split('&').filter(|pair| pair.starts_with("form")).collect::<Vec<_>>().join("&");
    let amend = format!("id={number}&digest={digest}&{typed}");
    desk.ada.post_in_parts(AMEND, &amend, Some(b"PK\xff\xfe")).await;
    assert!(desk.ada.get(&request).await.text.contains("not text in UTF-8"));
    desk.ada.post_in_parts(AMEND, &amend, Some(OTHER.as_bytes())).await;
    let page = desk.ada.get(&request).await.text;
    assert!(page.contains("The plan is changed.") && page.contains("This is another identity provider"), "{page}");
    let stale = desk.ada.post("/api/requests/approve", &format!("id={number}&digest={digest}")).await;
    assert!(desk.ada.get(stale.location()).await.text.contains("This request changed meanwhile"));
    let approve = format!("id={number}&digest={}", hidden(&page, "digest"));
    desk.ada.post("/api/requests/approve", &approve).await;
    let changed = async {
        while !desk.member.get(&request).await.text.contains("The environment is changed") {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_mins(1), changed).await.expect("the environment is changed");
}

#[tokio::test]
async fn a_program_reads_the_document_by_its_facts() {
    let (mut desk, id) = desk().await;
    let request = asked(&mut desk.member, &id).await;
    let program = Program::of(&desk.application, &desk.admin, "all", &Scope::ALL).await;
    let (read, body) = program.get(&request).await;
    let (about, metadata) = (&body["about"], &body["about"]["metadata"]);
    assert_eq!(about["changes"].as_array().unwrap().len(), 1, "{about}");
    assert_eq!(about["changes"][0]["field"], "SAML metadata document");
    assert!(about["changes"][0]["after"].as_str().unwrap().contains(" characters, SHA-256 "), "{about}");
    assert_eq!(metadata["entityId"], "https://idp.example.com/saml/metadata");
    assert_eq!(metadata["entityId"], metadata["previousEntityId"]);
    assert_eq!(metadata["signInAddresses"][0], "https://idp.example.com/saml/sso/redirect-2", "{metadata}");
    assert_eq!(metadata["certificates"][0]["notAfter"], "2045-01-01T00:00:00Z");
    assert_eq!((metadata.get("unreadable"), read.text.contains("EntityDescriptor")), (None, false));
    let (approved, _) = program.decide(&format!("{request}/approve"), read.header(header::ETAG), None).await;
    assert_eq!(approved.status, StatusCode::OK, "{approved:?}");
}
