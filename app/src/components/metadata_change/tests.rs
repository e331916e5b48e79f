//! What those who decide see of a document, compared with the one that was there.

use domain::saml::{Unreadable, findings, read};

use super::*;

const METADATA: &str = include_str!("../../../../domain/tests/saml/pysaml2.xml");
const OTHER: &str = include_str!("../../../../domain/tests/saml/okta.xml");

fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

fn read_back(document: &str, day: &str) -> ReadBack {
    let metadata = read(document)?;
    let findings = findings(document, &metadata, at(day));
    Ok((metadata, findings))
}

fn told(before: Option<ReadBack>, after: ReadBack, day: &str) -> String {
    let (metadata, now, file) = (MetadataAsked { before, after }, at(day), "/file".to_owned());
    Owner::new().with(|| view! { <MetadataChange metadata file now/> }.to_html().replace("<!>", ""))
}

#[test]
fn a_renewal_is_of_the_same_provider_and_shows_what_is_another_one() {
    let day = "2026-11-22";
    let renewed = METADATA.replace("sso/redirect", "sso/<b>").replace("<b>", "redirect-2");
    let html = told(Some(read_back(METADATA, day)), read_back(&renewed, day), day);
    assert!(!html.contains("another identity provider"), "{html}");
    let row = |label: &str| {
        let (_, rest) = html.split_once(&format!("data-label=\"What\">{label}")).unwrap();
        rest.split_once("</tr>").unwrap().0.to_owned()
    };
    assert!(row("Entity ID").contains("Unchanged") && row("Certificates").contains("Unchanged"), "{html}");
    assert!(row("Sign-in addresses").contains("sso/redirect-2"), "{html}");
    assert!(html.contains("2025-01-01 to 2045-01-01") && html.contains("SHA-256 fingerprint"), "{html}");
}

#[test]
fn another_provider_and_what_is_wrong_with_its_document_are_said() {
    let day = "2099-01-01";
    let html = told(Some(read_back(METADATA, day)), read_back(OTHER, day), day);
    assert!(html.contains("This is another identity provider") && html.contains("<b>Error"), "{html}");
    let html = told(None, read_back(OTHER, day), day);
    assert!(!html.contains("another identity provider") && html.contains("Sign-in addresses"), "{html}");
    let html = told(Some(read_back(METADATA, day)), Err(Unreadable::Empty), day);
    assert!(html.contains("This is not SAML metadata that can be read"), "{html}");
}

#[test]
fn lists_without_end_are_cut_and_still_count_as_changed() {
    let mut long = read(METADATA).unwrap();
    long.sign_in = vec![long.sign_in[0].clone(); 500];
    let mut longer = long.clone();
    longer.sign_in[499].location = "x".repeat(10_000);
    let changes = rows(&long, &longer);
    let Change::Changed { after, .. } = &changes[1] else { panic!("{changes:?}") };
    let words = after.as_str().to_owned();
    assert!(words.ends_with("and 488 more") && words.len() < 3_000, "{words}");
}
