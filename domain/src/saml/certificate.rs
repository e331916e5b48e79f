//! A certificate of an identity provider: whose it is, from when to when, and how strong.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use x509_cert::der::asn1::{ObjectIdentifier, UintRef};
use x509_cert::der::{AnyRef, Decode, Error as DerError, pem};
use x509_cert::ext::pkix::name::DirectoryString;
use x509_cert::name::Name;
use x509_cert::{SubjectPublicKeyInfo, time::Time};

use super::limits;

/// A certificate in metadata, in the terms that certificates are compared by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// What people call it: its common name, or the whole subject, or the start of its fingerprint.
    pub name: String,
    /// Distinguished name of the holder, as RFC 4514 writes it.
    pub subject: String,
    /// Distinguished name of the issuer; equal to the subject when self-signed, as most are.
    pub issuer: String,
    /// Serial number, in pairs of hexadecimal digits.
    pub serial: String,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity. The year 9999 stands for “never expires”.
    pub not_after: Timestamp,
    /// SHA-256 over the certificate, as `openssl x509 -fingerprint -sha256` prints it: `AA:BB:…`.
    pub fingerprint_sha256: String,
    /// Algorithm and size of the key: `RSA 2048`, `EC P-256`.
    pub key: String,
    /// How the certificate itself is signed: `SHA-256 with RSA`.
    pub signature: String,
    /// What the identity provider uses it for.
    pub purpose: Purpose,
}

/// The `use` of a `KeyDescriptor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Signs what the identity provider says.
    Signing,
    /// Encrypts what is sent to the identity provider.
    Encryption,
    /// Not restricted: both.
    Both,
}

impl Purpose {
    /// Whether the identity provider may sign with it.
    pub fn signs(self) -> bool {
        self != Self::Encryption
    }

    /// The purpose in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::Encryption => "encryption",
            Self::Both => "signing and encryption",
        }
    }
}

/// Why a certificate cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CertificateFlaw {
    /// Nothing inside `X509Certificate`.
    #[error("it is empty")]
    Empty,
    /// Longer than [`limits::CERTIFICATE`].
    #[error("it is longer than {} characters", limits::CERTIFICATE)]
    TooLong,
    /// Not base64: cut off, or with characters that do not belong there.
    #[error("it is not base64, perhaps cut off in copying")]
    NotBase64,
    /// Base64 of something else than a certificate in DER.
    #[error("it is not an X.509 certificate")]
    NotX509,
}

/// What is weak about a certificate, found while reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weakness {
    pub key: bool,
    pub signature: bool,
}

impl Certificate {
    /// Reads the text of an `X509Certificate`, with or without the marks of PEM around it.
    pub(super) fn read(text: &str, purpose: Purpose) -> Result<(Self, Weakness), CertificateFlaw> {
        let der = decode(text)?;
        let certificate = x509_cert::Certificate::from_der(&der).map_err(|_| CertificateFlaw::NotX509)?;
        let facts = certificate.tbs_certificate();
        // Names are written out by looking every part up in a long table.
        let parts = |name: &Name| name.iter().take(33).count();
        if parts(facts.subject()) > 32 || parts(facts.issuer()) > 32 {
            return Err(CertificateFlaw::NotX509);
        }
        let (key, weak_key) = key(facts.subject_public_key_info());
        let (signature, weak_signature) = signature(certificate.signature_algorithm().oid);
        let subject = facts.subject().to_string();
        let fingerprint_sha256 = hexadecimal(&Sha256::digest(&der));
        let common = facts.subject().common_name().ok().flatten();
        let common = common.as_ref().map(DirectoryString::value).unwrap_or_default();
        let names = [&common, subject.as_str(), &fingerprint_sha256[..23]];
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_owned();
        let read = Self {
            name,
            subject,
            issuer: facts.issuer().to_string(),
            serial: hexadecimal(without_sign(facts.serial_number().as_bytes())),
            not_before: timestamp(facts.validity().not_before),
            not_after: timestamp(facts.validity().not_after),
            fingerprint_sha256,
            key,
            signature,
            purpose,
        };
        Ok((read, Weakness { key: weak_key, signature: weak_signature }))
    }
}

/// The last moment of a certificate in DER, whoever it is of; `None` when it cannot be read.
#[must_use]
pub fn ends_at(der: &[u8]) -> Option<Timestamp> {
    let certificate = x509_cert::Certificate::from_der(der).ok()?;
    Some(timestamp(certificate.tbs_certificate().validity().not_after))
}

/// The bytes of a certificate in base64, however its lines are broken.
fn decode(text: &str) -> Result<Vec<u8>, CertificateFlaw> {
    if text.len() > limits::CERTIFICATE {
        return Err(CertificateFlaw::TooLong);
    }
    let body = text.replace("-----BEGIN CERTIFICATE-----", "").replace("-----END CERTIFICATE-----", "");
    let mut armoured = String::from("-----BEGIN CERTIFICATE-----");
    for (index, sign) in body.chars().filter(|sign| !sign.is_whitespace()).enumerate() {
        if !sign.is_ascii() {
            return Err(CertificateFlaw::NotBase64);
        }
        if index % 64 == 0 {
            armoured.push('\n');
        }
        armoured.push(sign);
    }
    if body.trim().is_empty() {
        return Err(CertificateFlaw::Empty);
    }
    armoured.push_str("\n-----END CERTIFICATE-----\n");
    pem::decode_vec(armoured.as_bytes()).map(|(_, der)| der).map_err(|_| CertificateFlaw::NotBase64)
}

/// Certificates that never expire end in the last second of the year 9999, a day after the last that fits.
fn timestamp(time: Time) -> Timestamp {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
}

/// A number without the zero that only keeps it positive.
fn without_sign(number: &[u8]) -> &[u8] {
    match number {
        [0, rest @ ..] if !rest.is_empty() => rest,
        _ => number,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    pairs.join(":")
}

/// The key in words, and whether it is too weak: NIST SP 800-131A disallows RSA under 2048 bits, curves under 224, and DSA.
fn key(info: &SubjectPublicKeyInfo) -> (String, bool) {
    match info.algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => match modulus_bits(info.subject_public_key.raw_bytes()) {
            Ok(bits) => (format!("RSA {bits}"), bits < 2048),
            Err(_) => ("RSA, unreadable".to_owned(), true),
        },
        "1.2.840.10045.2.1" => {
            let curve = info.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
            curve.map_or_else(|| ("EC, unnamed curve".to_owned(), false), curve_name)
        }
        "1.3.101.112" => ("Ed25519".to_owned(), false),
        "1.3.101.113" => ("Ed448".to_owned(), false),
        "1.2.840.10040.4.1" => ("DSA".to_owned(), true),
        other => (format!("algorithm {other}"), false),
    }
}

fn curve_name(curve: ObjectIdentifier) -> (String, bool) {
    let (name, weak) = match curve.to_string().as_str() {
        "1.2.840.10045.3.1.1" => ("P-192".to_owned(), true),
        "1.3.132.0.33" => ("P-224".to_owned(), false),
        "1.2.840.10045.3.1.7" => ("P-256".to_owned(), false),
        "1.3.132.0.34" => ("P-384".to_owned(), false),
        "1.3.132.0.35" => ("P-521".to_owned(), false),
        other => (format!("curve {other}"), false),
    };
    (format!("EC {name}"), weak)
}

/// The size of an RSA key: the bits of the first number of `RSAPublicKey` (RFC 8017, appendix A.1.1).
fn modulus_bits(key: &[u8]) -> Result<usize, DerError> {
    AnyRef::from_der(key)?.sequence(|reader| {
        let modulus = UintRef::decode(reader)?;
        UintRef::decode(reader)?;
        let bytes = modulus.as_bytes();
        let unused = bytes.first().map_or(0, |first| first.leading_zeros() as usize);
        Ok(bytes.len() * 8 - unused)
    })
}

/// How the certificate is signed, and whether by a hash that can be forged.
fn signature(algorithm: ObjectIdentifier) -> (String, bool) {
    let (name, weak) = match algorithm.to_string().as_str() {
        "1.2.840.113549.1.1.4" => ("MD5 with RSA", true),
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => ("SHA-1 with RSA", true),
        "1.2.840.113549.1.1.10" => ("RSA-PSS", false),
        "1.2.840.113549.1.1.11" => ("SHA-256 with RSA", false),
        "1.2.840.113549.1.1.12" => ("SHA-384 with RSA", false),
        "1.2.840.113549.1.1.13" => ("SHA-512 with RSA", false),
        "1.2.840.10040.4.3" => ("SHA-1 with DSA", true),
        "1.2.840.10045.4.1" => ("SHA-1 with ECDSA", true),
        "1.2.840.10045.4.3.2" => ("SHA-256 with ECDSA", false),
        "1.2.840.10045.4.3.3" => ("SHA-384 with ECDSA", false),
        "1.2.840.10045.4.3.4" => ("SHA-512 with ECDSA", false),
        "1.3.101.112" => ("Ed25519", false),
        "1.3.101.113" => ("Ed448", false),
        other => return (format!("algorithm {other}"), false),
    };
    (name.to_owned(), weak)
}
