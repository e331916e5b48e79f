//! What is read from certificates, and what is said about them on which day.

use domain::saml::{CertificateFlaw, Finding, Purpose, Severity, limits};

use super::{
    ADFS, ED25519, FOREVER, IAM_IDENTITY_CENTER, OKTA, WEAK, at, email_claim, facts, found, key, only, provider,
    sign_in, sound, today,
};

#[test]
fn a_certificate_is_read_as_openssl_prints_it() {
    let okta = facts(OKTA);
    let [certificate] = okta.certificates.as_slice() else { panic!("one certificate") };
    // From `openssl x509 -noout -subject -dates -serial -fingerprint -sha256`.
    assert_eq!(certificate.name, "dev-finspace");
    for part in ["CN=dev-finspace", "O=Okta", "OU=SSOProvider", "ST=California", "L=San Francisco", "C=US"] {
        assert!(certificate.subject.contains(part), "{}", certificate.subject);
    }
    assert_eq!(certificate.issuer, certificate.subject);
    assert_eq!(certificate.serial, "89:78:26:CD:4C:85:2D:EE");
    assert_eq!(certificate.not_before, at("2025-01-01T00:00:00Z"));
    assert_eq!(certificate.not_after, at("2045-01-01T00:00:00Z"));
    assert_eq!(
        certificate.fingerprint_sha256,
        "B9:15:10:10:C0:78:D5:7C:FD:90:82:11:A7:2D:F0:C4:F8:BD:13:43:18:1A:F3:97:57:E5:04:81:A0:D1:96:69"
    );
    assert_eq!(certificate.key, "RSA 2048");
    assert_eq!(certificate.signature, "SHA-256 with RSA");
    assert_eq!(certificate.purpose, Purpose::Signing);
}

#[test]
fn a_certificate_without_end_and_with_a_comma_in_its_name_is_read() {
    let document = sound("");
    let certificate = &facts(&document).certificates[0];
    assert_eq!(certificate.name, "Für immer, Ltd.");
    assert_eq!(certificate.not_after.to_string().get(..10), Some("9999-12-30"));
    assert_eq!((certificate.key.as_str(), certificate.signature.as_str()), ("RSA 3072", "SHA-512 with RSA"));
    assert_eq!(found(&document, today()), []);
}

#[test]
fn a_certificate_without_a_common_name_is_called_by_its_subject() {
    let document = provider(&format!("{}{}", key("", ED25519), sign_in()));
    let certificate = &facts(&document).certificates[0];
    assert_eq!((certificate.name.as_str(), certificate.key.as_str()), ("O=Example", "Ed25519"));
    assert_eq!(certificate.purpose, Purpose::Both);
}

#[test]
fn one_certificate_for_two_purposes_is_one_certificate() {
    let keys = key(" use=\"signing\"", FOREVER) + &key(" use=\"encryption\"", FOREVER);
    let metadata = facts(&provider(&keys));
    assert_eq!(metadata.certificates.len(), 1);
    assert_eq!(metadata.certificates[0].purpose, Purpose::Both);
}

#[test]
fn a_certificate_that_cannot_be_read_is_counted_from_one() {
    let flaw = |certificate: &str| match only(&sound(&key("", certificate))) {
        Finding::UnreadableCertificate { position: 2, flaw } => flaw,
        other => panic!("{other:?}"),
    };
    assert_eq!(flaw(" \n "), CertificateFlaw::Empty);
    assert_eq!(flaw("not base64!"), CertificateFlaw::NotBase64);
    assert_eq!(flaw("Zürich"), CertificateFlaw::NotBase64);
    assert_eq!(flaw("aGVsbG8sIHdvcmxk"), CertificateFlaw::NotX509);
    assert_eq!(flaw(&"A".repeat(limits::CERTIFICATE + 1)), CertificateFlaw::TooLong);
    let cut: String = FOREVER.chars().take(500).collect();
    assert!(matches!(flaw(&cut), CertificateFlaw::NotX509 | CertificateFlaw::NotBase64));
}

#[test]
fn an_expired_certificate_weighs_more_when_no_other_one_serves() {
    let expired = at("2045-01-01T00:00:00Z");
    let all = found(OKTA, expired);
    assert_eq!(all[0], Finding::Expired { certificate: "dev-finspace".into(), on: expired, last: true });
    assert_eq!(all[0].severity(), Severity::Error);
    assert!(all[0].words().contains("expired on 1 January 2045"), "{}", all[0].words());
    let weak_beside = sound(&key(" use=\"signing\"", WEAK));
    let all = found(&weak_beside, at("2040-01-01T00:00:00Z"));
    assert!(all.contains(&Finding::Expired {
        certificate: "weak".into(),
        on: at("2035-04-01T00:00:00Z"),
        last: false
    }));
}

#[test]
fn an_encryption_certificate_never_blocks_sign_in() {
    let all = found(ADFS, at("2036-01-01T00:00:00Z"));
    let last: Vec<_> = all.iter().map(|one| matches!(one, Finding::Expired { last: true, .. })).collect();
    assert_eq!(last, [true, false]);
    let encryption = provider(&(key(" use=\"encryption\"", FOREVER) + &sign_in() + &email_claim()));
    assert_eq!(only(&encryption), Finding::NoSigningCertificate);
}

#[test]
fn a_certificate_is_warned_of_thirty_days_before_its_end_unless_another_one_follows() {
    let on = at("2030-06-01T00:00:00Z");
    let soon = |now| {
        found(IAM_IDENTITY_CENTER, at(now))
            .contains(&Finding::ExpiresSoon { certificate: "sso.amazonaws.example".into(), on })
    };
    assert!(!soon("2030-05-01T23:59:59Z"));
    assert!(soon("2030-05-02T00:00:00Z"));
    assert!(soon("2030-05-31T23:59:59Z"));
    assert!(!soon("2030-06-01T00:00:00Z"), "by then it has expired");
    let followed = sound(&key("", WEAK));
    let all = found(&followed, at("2035-03-20T00:00:00Z"));
    assert!(!all.iter().any(|one| matches!(one, Finding::ExpiresSoon { .. })), "{all:?}");
}

#[test]
fn a_certificate_that_is_not_yet_valid_is_said_so() {
    let early = at("2024-12-31T23:59:59Z");
    let all = found(OKTA, early);
    assert_eq!(
        all[0],
        Finding::NotYetValid { certificate: "dev-finspace".into(), from: at("2025-01-01T00:00:00Z"), last: true }
    );
}

#[test]
fn weak_keys_and_signatures_are_named() {
    let all = found(&sound(&key("", WEAK)), today());
    assert_eq!(
        all,
        [
            Finding::WeakKey { certificate: "weak".into(), key: "RSA 1024".into() },
            Finding::WeakSignature { certificate: "weak".into(), signature: "SHA-1 with RSA".into() }
        ]
    );
}

#[test]
fn certificates_beyond_the_bound_are_counted() {
    let document = sound(&key("", FOREVER).repeat(40));
    assert_eq!(facts(&document).certificates.len(), 1);
    assert_eq!(only(&document), Finding::CertificatesLeftOut { count: 9 });
}
