//! The metadata of six identity providers, read into facts.

use domain::saml::{Binding, CHARACTERS, Finding, Metadata, Purpose, Role};

use super::{
    ADFS, EMAIL, ENTRA_ID, FOREVER, IAM_IDENTITY_CENTER, KEYCLOAK, OKTA, PYSAML2, SERVICE_PROVIDER, at, facts, found,
    key, provider, today,
};

fn bindings(metadata: &Metadata) -> Vec<&str> {
    metadata.sign_in.iter().map(|endpoint| endpoint.binding.label()).collect()
}

#[test]
fn okta_is_read() {
    let okta = facts(OKTA);
    assert_eq!(okta.entity_id, "http://www.okta.com/exkfinspace0example7");
    assert_eq!(okta.role, Role::IdentityProvider);
    assert_eq!(bindings(&okta), ["HTTP-POST", "HTTP-Redirect"]);
    assert_eq!(
        okta.sign_in[1].location,
        "https://dev-finspace.okta.example/app/amazon_finspace/exkfinspace0example7/sso/saml"
    );
    assert!(okta.sign_out.is_empty() && okta.attributes.is_empty() && !okta.wants_signed_requests);
    assert_eq!(okta.entities, 1);
    assert_eq!(okta.name_id_formats.len(), 2);
    assert_eq!(found(OKTA, today()), [Finding::NoEmailClaim { offered: 0 }]);
}

#[test]
fn what_pysaml2_makes_is_read() {
    let made = facts(PYSAML2);
    assert_eq!(made.entity_id, "https://idp.example.com/saml/metadata");
    assert_eq!(bindings(&made), ["HTTP-Redirect", "HTTP-POST"]);
    assert_eq!((made.sign_out.len(), made.name_id_formats.len(), made.certificates.len()), (1, 2, 1));
    assert_eq!(made.certificates[0].name, "idp.example.com");
    assert_eq!(made.certificates[0].not_after, at("2045-01-01T00:00:00Z"));
    assert_eq!(found(PYSAML2, today()), [Finding::NoEmailClaim { offered: 0 }]);
    assert!(CHARACTERS.contains(&PYSAML2.chars().count()), "the end-to-end tests upload it");
}

#[test]
fn entra_id_is_read_with_its_byte_order_mark_and_the_claims_it_lists_for_another_protocol() {
    let entra = facts(ENTRA_ID);
    assert_eq!(entra.entity_id, "https://sts.windows.net/5f0c1a7e-3c52-4c1b-9d0e-7a4f2b6d8e10/");
    assert_eq!(bindings(&entra), ["HTTP-Redirect", "HTTP-POST"]);
    assert_eq!(entra.sign_out.len(), 1);
    assert_eq!(entra.certificates.len(), 1);
    assert_eq!(entra.certificates[0].name, "Microsoft Azure Federated SSO Certificate");
    assert_eq!(entra.attributes.len(), 7);
    assert_eq!(entra.email_claim(), Some(EMAIL));
    assert_eq!(found(ENTRA_ID, today()), []);
}

#[test]
fn adfs_is_an_identity_provider_although_it_is_an_application_too() {
    let adfs = facts(ADFS);
    assert_eq!(adfs.entity_id, "http://sts.example.com/adfs/services/trust");
    assert_eq!(adfs.role, Role::IdentityProvider);
    assert_eq!(bindings(&adfs), ["HTTP-Redirect", "HTTP-POST"]);
    let purposes: Vec<_> = adfs.certificates.iter().map(|one| (one.name.as_str(), one.purpose)).collect();
    assert_eq!(
        purposes,
        [
            ("ADFS Encryption - sts.example.com", Purpose::Encryption),
            ("ADFS Signing - sts.example.com", Purpose::Signing)
        ]
    );
    assert_eq!(adfs.name_id_formats.len(), 3);
    assert_eq!(adfs.attributes.len(), 9, "claims listed twice count once: {:?}", adfs.attributes);
    assert_eq!(adfs.email_claim(), Some(EMAIL));
    assert_eq!(found(ADFS, today()), []);
}

#[test]
fn iam_identity_center_is_read() {
    let aws = facts(IAM_IDENTITY_CENTER);
    assert!(aws.entity_id.starts_with("https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/"));
    assert_eq!((aws.sign_in.len(), aws.sign_out.len()), (2, 2));
    assert!(aws.name_id_formats.is_empty(), "its only format is empty");
    assert_eq!(aws.certificates[0].not_after, at("2030-06-01T00:00:00Z"));
}

#[test]
fn keycloak_is_read_from_inside_a_list_of_entities() {
    let keycloak = facts(KEYCLOAK);
    assert_eq!(keycloak.entity_id, "https://sso.example.com/realms/finance");
    assert_eq!(keycloak.entities, 1);
    assert_eq!(bindings(&keycloak), ["HTTP-POST", "HTTP-Redirect", "SOAP", "HTTP-Artifact"]);
    assert_eq!(keycloak.sign_in[3].binding, Binding::Other("HTTP-Artifact".into()));
    let keys: Vec<_> = keycloak.certificates.iter().map(|one| (one.key.as_str(), one.signature.as_str())).collect();
    assert_eq!(keys, [("RSA 2048", "SHA-256 with RSA"), ("EC P-256", "SHA-256 with ECDSA")]);
    assert!(keycloak.wants_signed_requests);
    assert_eq!(found(KEYCLOAK, today()), [Finding::WantsSignedRequests, Finding::NoEmailClaim { offered: 0 }]);
}

#[test]
fn the_wrong_sides_metadata_is_recognised_and_blamed_for_that_alone() {
    assert_eq!(facts(SERVICE_PROVIDER).role, Role::ServiceProvider);
    assert_eq!(found(SERVICE_PROVIDER, today()), [Finding::ServiceProvider]);
}

#[test]
fn any_prefix_will_do_but_only_the_right_namespaces() {
    let renamed =
        OKTA.replace("md:", "x:").replace("xmlns:md", "xmlns:x").replace("ds:", "md:").replace("xmlns:ds", "xmlns:md");
    assert_eq!(facts(&renamed), facts(OKTA));
    // Elements of other namespaces bear the same names and mean nothing.
    let foreign = OKTA.replace("http://www.w3.org/2000/09/xmldsig#", "urn:example:other");
    assert!(facts(&foreign).certificates.is_empty());
}

#[test]
fn a_comment_cannot_cut_a_value_short() {
    let (start, end) = FOREVER.split_at(300);
    let split = format!("{start}<!-- here -->{end}");
    let inner = key("", &split) + "<m:NameIDFormat>urn:a<!-- b -->c</m:NameIDFormat>";
    let metadata = facts(&provider(&inner));
    assert_eq!(metadata.certificates[0].name, "Für immer, Ltd.");
    assert_eq!(metadata.name_id_formats, ["urn:ac"]);
}

#[test]
fn facts_survive_the_wire() {
    for document in [OKTA, ENTRA_ID, ADFS, IAM_IDENTITY_CENTER, KEYCLOAK, SERVICE_PROVIDER] {
        let read = facts(document);
        let wire = serde_json::to_string(&read).expect("facts as JSON");
        assert_eq!(serde_json::from_str::<Metadata>(&wire).expect("facts from JSON"), read);
    }
}

#[test]
fn an_email_claim_is_known_by_its_identifier_or_its_ending() {
    let claim = |name: &str| {
        let metadata = facts(&provider(&format!(r#"<s:Attribute Name="groups"/><s:Attribute Name="{name}"/>"#)));
        metadata.email_claim().map(str::to_owned)
    };
    for name in ["email", "Mail", "user.email", "E-Mail", "EmailAddress", "urn:oid:0.9.2342.19200300.100.1.3", EMAIL] {
        assert_eq!(claim(name).as_deref(), Some(name));
    }
    for name in ["emails", "mailbox", "name", "urn:oid:2.5.4.3", ""] {
        assert_eq!(claim(name), None, "{name}");
    }
}
