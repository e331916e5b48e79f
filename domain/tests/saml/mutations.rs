//! Random documents: whatever comes in, the answer is facts or a reason, and the bounds hold.

use domain::saml::{Unreadable, findings, limits, read};
use proptest::prelude::*;
use proptest::sample::select;

use super::{ADFS, ENTRA_ID, IAM_IDENTITY_CENTER, KEYCLOAK, OKTA, SERVICE_PROVIDER, today};

/// Reads the document and checks what holds for every answer.
fn answer(document: &str) {
    match read(document) {
        Ok(metadata) => {
            for endpoint in metadata.sign_in.iter().chain(&metadata.sign_out) {
                let scheme = endpoint.location.split("://").next().unwrap_or_default().to_ascii_lowercase();
                assert!(scheme == "https" || scheme == "http", "{}", endpoint.location);
            }
            assert!(metadata.certificates.len() <= limits::CERTIFICATES);
            let found = findings(document, &metadata, today());
            assert!(found.iter().map(domain::saml::Finding::severity).is_sorted());
            assert!(found.iter().all(|finding| finding.words().ends_with('.')));
        }
        Err(refusal) => assert!(refusal.words().ends_with('.')),
    }
}

fn fixture() -> impl Strategy<Value = &'static str> {
    select(vec![OKTA, ENTRA_ID, ADFS, IAM_IDENTITY_CENTER, KEYCLOAK, SERVICE_PROVIDER])
}

/// Pieces that turn one construct of XML into another.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        select(vec![
            "<",
            ">",
            "/",
            "=",
            "\"",
            "'",
            "&",
            ";",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "?>",
            "<!DOCTYPE a>",
            "&#x0;",
            "&#9;",
            "xmlns=''",
            " xmlns:md='urn:x'",
            "</md:EntityDescriptor>",
            "javascript:",
            "http://",
            "\0",
            "\r",
            "\u{feff}",
            "é",
            "MII",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        ".{0,20}",
    ]
}

/// A change at a place: so many characters are taken away and a piece is put there.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, piece()), 1..6)
}

/// What may stand between tags, each with signs in it that mean something elsewhere.
fn decoy() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "",
        "text",
        "<!-- <a> </a> > \" -->",
        "<![CDATA[<a></a><!-- ]]>",
        "<?pi <a> \"?>",
        "<b/>",
        "<b c='/>'/>",
        "<b c=\"'>\" d='\">'/>",
        "<b ></b\t>",
        "&lt;a&gt;",
        "<!----><b\n/>",
        "' \" > /> = -->",
        "<b c = '--&gt;'\r\nd='!--'/>",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn changed_metadata_is_answered(document in fixture(), changes in changes()) {
        let mut signs: Vec<char> = document.chars().collect();
        for (place, taken, piece) in changes {
            let from = place.index(signs.len() + 1);
            let to = (from + taken).min(signs.len());
            signs.splice(from..to, piece.chars());
        }
        answer(&signs.into_iter().collect::<String>());
    }

    #[test]
    fn any_text_is_answered(document in ".{0,200}") {
        answer(&document);
    }

    #[test]
    fn any_pieces_are_answered(pieces in prop::collection::vec(piece(), 0..60)) {
        answer(&format!("<m:EntityDescriptor xmlns:m='urn:oasis:names:tc:SAML:2.0:metadata'>{}", pieces.concat()));
        answer(&pieces.concat());
    }

    #[test]
    fn a_certificate_changed_in_a_byte_is_answered(place in any::<prop::sample::Index>(), sign in "[A-Za-z0-9+/=]") {
        let start = OKTA.find("<ds:X509Certificate>").expect("a certificate") + 20;
        let end = OKTA.find("</ds:X509Certificate>").expect("its end");
        let at = start + place.index(end - start);
        answer(&format!("{}{sign}{}", &OKTA[..at], &OKTA[at + 1..]));
    }

    /// The pass before the parser must see the same elements as the parser does, whatever stands between them: neither
    /// miss one (the bound would not hold) nor invent one (good metadata would be refused).
    #[test]
    fn nothing_between_the_tags_hides_or_invents_depth(
        depth in limits::DEPTH - 3..limits::DEPTH + 3,
        decoys in prop::collection::vec(decoy(), 2 * (limits::DEPTH + 3)),
    ) {
        let mut document = String::new();
        for (level, decoy) in decoys.iter().take(depth).enumerate() {
            // Outside of the first element no text may stand.
            let decoy = if level == 0 { "<!-- <a> -->" } else { decoy };
            document += decoy;
            document += if level % 2 == 0 { "<a x='>'>" } else { "<a >" };
        }
        // One level more for the decoys that are elements would exceed the bound, so the innermost has none.
        for (level, decoy) in decoys.iter().skip(limits::DEPTH + 3).take(depth).enumerate() {
            document += "</a>";
            document += if level + 1 == depth { "" } else { decoy };
        }
        let parsed = roxmltree::Document::parse(&document).expect("well-formed by construction");
        let deepest = parsed.descendants().filter(roxmltree::Node::is_element);
        let deepest = deepest.map(|node| node.ancestors().filter(roxmltree::Node::is_element).count()).max();
        let refusal = read(&document).expect_err("no metadata");
        if refusal == Unreadable::TooDeep {
            prop_assert!(deepest > Some(limits::DEPTH));
        } else {
            prop_assert!(deepest <= Some(limits::DEPTH) , "{refusal:?}");
            let other = matches!(refusal, Unreadable::NotMetadata { .. });
            prop_assert!(other, "{refusal:?}");
        }
    }
}
