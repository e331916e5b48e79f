//! What an administrator is told about metadata, finding by finding.

use domain::saml::{Finding, Service, Severity, read};

use super::{
    FOREVER, KEYCLOAK, OKTA, WEAK, at, email_claim, endpoint, facts, found, key, only, provider, sign_in, sound, today,
};

/// Signs with a certificate that never ends, so that nothing but the case at hand is found.
fn signing() -> String {
    key(" use=\"signing\"", FOREVER)
}

#[test]
fn sound_metadata_leaves_nothing_to_say() {
    assert_eq!(found(&sound(""), today()), []);
}

#[test]
fn a_short_document_says_how_many_characters_it_has() {
    let document = OKTA.split("<md:KeyDescriptor").next().expect("a start").to_owned()
        + "<md:SingleSignOnService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://é.example/'/></md:IDPSSODescriptor></md:EntityDescriptor>";
    let characters = document.chars().count();
    let all = found(&document, today());
    assert_eq!(all[0], Finding::TooShort { characters });
    assert!(all[0].words().contains(&format!("{characters} characters")), "{}", all[0].words());
    assert!(all.contains(&Finding::NoSigningCertificate));
}

#[test]
fn exactly_a_thousand_characters_are_enough() {
    let document = |length: usize| {
        let bare = "<a:EntityDescriptor xmlns:a='urn:oasis:names:tc:SAML:2.0:metadata'><!----></a:EntityDescriptor>";
        bare.replace("<!---->", &format!("<!--{}-->", "é".repeat(length - bare.len())))
    };
    let short = |length| found(&document(length), today()).contains(&Finding::TooShort { characters: length });
    assert!(short(999));
    assert!(!short(1_000));
}

#[test]
fn an_entity_without_a_name_or_with_a_placeholder_is_an_error() {
    let nameless = sound("").replace(" entityID=\"https://idp.example.com/\"", "");
    assert_eq!(only(&nameless), Finding::MissingEntityId);
    let common = sound("").replace("https://idp.example.com/\"", "https://sts.windows.net/{tenantid}/\"");
    assert_eq!(only(&common), Finding::PlaceholderEntityId { entity_id: "https://sts.windows.net/{tenantid}/".into() });
}

#[test]
fn an_entity_of_another_kind_is_no_identity_provider() {
    let authority = sound("").replace("IDPSSODescriptor", "AttributeAuthorityDescriptor");
    assert_eq!(only(&authority), Finding::NoIdentityProvider);
    let old = sound("").replace("urn:oasis:names:tc:SAML:2.0:protocol", "urn:oasis:names:tc:SAML:1.1:protocol");
    assert_eq!(only(&old), Finding::NotSaml2);
}

#[test]
fn sign_in_needs_an_address_that_a_browser_can_use() {
    let document = provider(&(signing() + &email_claim()));
    assert_eq!(only(&document), Finding::NoSignIn);
    let soap = endpoint("SingleSignOnService", "SOAP", "https://idp.example.com/soap");
    let document = provider(&(signing() + &email_claim() + &soap + &soap));
    assert_eq!(only(&document), Finding::NoBrowserBinding { offered: vec!["SOAP".into()] });
}

#[test]
fn only_addresses_of_the_web_become_endpoints() {
    let script = endpoint("SingleSignOnService", "HTTP-POST", "javascript:alert(document.domain)");
    let data = endpoint("SingleSignOnService", "HTTP-POST", "data:text/html,x");
    let document = sound(&(script + &data));
    assert_eq!(
        only(&document),
        Finding::NotAWebAddress {
            service: Service::SignIn,
            location: "javascript:alert(document.domain)".into(),
            others: 1
        }
    );
    assert!(facts(&document).sign_in.iter().all(|one| one.location.starts_with("https://")));
    let sign_out = sound(&endpoint("SingleLogoutService", "HTTP-POST", "ftp://idp.example.com/"));
    assert!(only(&sign_out).words().contains("sign-out address “ftp://idp.example.com/”"));
    let missing = sound(r#"<m:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:SOAP"/>"#);
    assert!(matches!(only(&missing), Finding::NotAWebAddress { location, .. } if location.is_empty()));
}

#[test]
fn an_unencrypted_address_counts_but_is_warned_of() {
    let plain = endpoint("SingleLogoutService", "HTTP-POST", "http://idp.example.com/out");
    let document = sound(&plain);
    assert_eq!(facts(&document).sign_out.len(), 1);
    let finding = only(&document);
    assert_eq!(finding.severity(), Severity::Warning);
    assert_eq!(
        finding,
        Finding::PlainHttp { service: Service::SignOut, location: "http://idp.example.com/out".into(), others: 0 }
    );
}

#[test]
fn the_earliest_valid_until_counts() {
    let list = KEYCLOAK.replace("Name=\"urn:keycloak\"", "validUntil=\"2027-01-01T00:00:00Z\"");
    let both = list.replace("entityID=", "validUntil=\"2026-12-01T00:00:00\" entityID=");
    assert_eq!(facts(&both).valid_until, Some(at("2026-12-01T00:00:00Z")), "without a zone it is UTC");
    let on = at("2026-12-01T00:00:00Z");
    assert_eq!(found(&both, on)[0], Finding::MetadataExpired { on });
    assert!(!found(&both, today()).iter().any(|one| matches!(one, Finding::MetadataExpired { .. })));
    let odd = sound("").replace("entityID=", "validUntil=\"next week\" entityID=");
    assert_eq!(only(&odd), Finding::UnreadableValidUntil { value: "next week".into() });
}

#[test]
fn of_several_entities_the_first_identity_provider_is_shown() {
    let body = |document: &str| document.split_once("?>").map_or(document.to_owned(), |(_, body)| body.to_owned());
    let list = format!(
        "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata'><EntitiesDescriptor>{}</EntitiesDescriptor>{}{}</EntitiesDescriptor>",
        body(super::SERVICE_PROVIDER),
        body(OKTA),
        sound("")
    );
    let metadata = read(&list).expect("several entities");
    assert_eq!((metadata.entities, metadata.entity_id.as_str()), (3, "http://www.okta.com/exkfinspace0example7"));
    let all = found(&list, today());
    assert!(matches!(&all[0], Finding::SeveralEntities { count: 3, .. }), "{all:?}");
}

#[test]
fn claims_without_an_email_are_noted() {
    let document = provider(&(signing() + &sign_in() + "<s:Attribute Name='groups'/>"));
    assert_eq!(only(&document), Finding::NoEmailClaim { offered: 1 });
}

#[test]
fn the_worst_comes_first() {
    let inner = key("", WEAK) + &key("", "?") + &endpoint("SingleSignOnService", "SOAP", "http://idp.example.com/");
    let all = found(&provider(&inner), at("2035-03-31T00:00:00Z"));
    let severities: Vec<_> = all.iter().map(Finding::severity).collect();
    assert!(severities.is_sorted() && severities.len() >= 6, "{all:?}");
    assert_eq!((severities[0], severities.last()), (Severity::Error, Some(&Severity::Note)));
    for finding in &all {
        let words = finding.words();
        assert!(words.ends_with('.') && words.len() > 40 && words.len() < 500, "{words}");
    }
}
