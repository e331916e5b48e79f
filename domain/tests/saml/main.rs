//! What the portal reads from an identity provider's SAML metadata, and what it says about it.

mod certificates;
mod findings;
mod hostile;
mod mutations;
mod providers;
mod refusals;

use domain::saml::{Finding, Metadata, findings as findings_of, read};
use jiff::Timestamp;

const OKTA: &str = include_str!("okta.xml");
const ENTRA_ID: &str = include_str!("entra-id.xml");
const ADFS: &str = include_str!("adfs.xml");
const IAM_IDENTITY_CENTER: &str = include_str!("iam-identity-center.xml");
const KEYCLOAK: &str = include_str!("keycloak.xml");
const PYSAML2: &str = include_str!("pysaml2.xml");
const SERVICE_PROVIDER: &str = include_str!("service-provider.xml");
const WEAK: &str = include_str!("weak.pem");
const FOREVER: &str = include_str!("forever.pem");
const ED25519: &str = include_str!("ed25519.pem");

const EMAIL: &str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time in RFC 3339")
}

/// A day on which every certificate of the fixtures is valid.
fn today() -> Timestamp {
    at("2026-11-02T09:00:00Z")
}

fn facts(document: &str) -> Metadata {
    read(document).expect("metadata that can be read")
}

fn found(document: &str, now: Timestamp) -> Vec<Finding> {
    findings_of(document, &facts(document), now)
}

/// The one thing there is to say about a document today.
fn only(document: &str) -> Finding {
    let mut all = found(document, today());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// The metadata of one identity provider with the given elements in its role, long enough for the API.
fn provider(inner: &str) -> String {
    format!(
        r#"<m:EntityDescriptor xmlns:m="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:d="http://www.w3.org/2000/09/xmldsig#" entityID="https://idp.example.com/">
<!-- {} -->
<m:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{inner}</m:IDPSSODescriptor>
</m:EntityDescriptor>"#,
        "filling ".repeat(125)
    )
}

/// A sign-in or sign-out endpoint.
fn endpoint(element: &str, binding: &str, location: &str) -> String {
    format!(r#"<m:{element} Binding="urn:oasis:names:tc:SAML:2.0:bindings:{binding}" Location="{location}"/>"#)
}

fn sign_in() -> String {
    endpoint("SingleSignOnService", "HTTP-Redirect", "https://idp.example.com/sso")
}

/// A key, with the certificate as PEM or bare base64.
fn key(purpose: &str, certificate: &str) -> String {
    format!(
        "<m:KeyDescriptor{purpose}><d:KeyInfo><d:X509Data><d:X509Certificate>{certificate}</d:X509Certificate></d:X509Data></d:KeyInfo></m:KeyDescriptor>"
    )
}

fn email_claim() -> String {
    format!(r#"<s:Attribute Name="{EMAIL}"/>"#)
}

/// Metadata with nothing to say about, plus the given elements.
fn sound(extra: &str) -> String {
    provider(&format!("{}{}{}{extra}", key(" use=\"signing\"", FOREVER), sign_in(), email_claim()))
}

/// So many pieces, each with its number in it.
fn numbered(numbers: std::ops::Range<usize>, piece: impl Fn(usize) -> String) -> String {
    numbers.map(piece).collect()
}
