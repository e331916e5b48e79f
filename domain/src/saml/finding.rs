//! Something an administrator should know about an identity provider's metadata, and what to do about it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::words::{day, grouped, quoted};
use super::{CHARACTERS, CertificateFlaw, Service};

/// How much a finding weighs. The worst is the least, so that sorting puts it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Sign-in will not work, or the API will refuse the document.
    Error,
    /// Sign-in may fail, now or soon.
    Warning,
    /// Good to know.
    Note,
}

/// A finding about metadata. Certificates are named by [`Certificate::name`](super::Certificate).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the sentence of each finding says what its fields are")]
pub enum Finding {
    /// Under the characters that the API demands.
    TooShort { characters: usize },
    /// `EntityDescriptor` without `entityID`.
    MissingEntityId,
    /// An `entityID` such as `https://sts.example/{tenantid}/`: metadata for no tenant in particular.
    PlaceholderEntityId { entity_id: String },
    /// The metadata of an application, not of an identity provider.
    ServiceProvider,
    /// Neither an identity provider's metadata nor an application's.
    NoIdentityProvider,
    /// An identity provider that does not speak SAML 2.0.
    NotSaml2,
    /// No address to sign in at.
    NoSignIn,
    /// Addresses to sign in at, but none for a browser.
    NoBrowserBinding { offered: Vec<String> },
    /// An address that is none of the web: `javascript:` and the like.
    NotAWebAddress { service: Service, location: String, others: usize },
    /// No certificate to verify sign-ins with.
    NoSigningCertificate,
    /// A certificate that cannot be read.
    UnreadableCertificate { position: usize, flaw: CertificateFlaw },
    /// A certificate is past its end; `last` when no other one serves today.
    Expired { certificate: String, on: Timestamp, last: bool },
    /// A certificate is before its start; `last` when no other one serves today.
    NotYetValid { certificate: String, from: Timestamp, last: bool },
    /// A certificate ends within 30 days and no other one outlives it.
    ExpiresSoon { certificate: String, on: Timestamp },
    /// The metadata's own `validUntil` has passed.
    MetadataExpired { on: Timestamp },
    /// A `validUntil` that is no date.
    UnreadableValidUntil { value: String },
    /// A key that can be broken.
    WeakKey { certificate: String, key: String },
    /// A signature on the certificate that can be forged.
    WeakSignature { certificate: String, signature: String },
    /// An address without encryption.
    PlainHttp { service: Service, location: String, others: usize },
    /// Metadata of more than one entity.
    SeveralEntities { count: usize, entity_id: String },
    /// More certificates than are read.
    CertificatesLeftOut { count: usize },
    /// The identity provider wants requests signed.
    WantsSignedRequests,
    /// No claim among those offered looks like an e-mail address; none may be listed at all.
    NoEmailClaim { offered: usize },
}

impl Finding {
    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            Self::TooShort { .. }
            | Self::MissingEntityId
            | Self::PlaceholderEntityId { .. }
            | Self::ServiceProvider
            | Self::NoIdentityProvider
            | Self::NotSaml2
            | Self::NoSignIn
            | Self::NoBrowserBinding { .. }
            | Self::NotAWebAddress { .. }
            | Self::NoSigningCertificate
            | Self::Expired { last: true, .. }
            | Self::NotYetValid { last: true, .. }
            | Self::MetadataExpired { .. } => Severity::Error,
            Self::UnreadableCertificate { .. }
            | Self::Expired { last: false, .. }
            | Self::ExpiresSoon { .. }
            | Self::UnreadableValidUntil { .. }
            | Self::WeakKey { .. }
            | Self::PlainHttp { .. }
            | Self::SeveralEntities { .. } => Severity::Warning,
            Self::NotYetValid { last: false, .. }
            | Self::WeakSignature { .. }
            | Self::CertificatesLeftOut { .. }
            | Self::WantsSignedRequests
            | Self::NoEmailClaim { .. } => Severity::Note,
        }
    }

    /// What it is and what to do next, in whole sentences.
    pub fn words(&self) -> String {
        match self {
            Self::TooShort { characters } => format!(
                "The document has {} characters; FinSpace takes at least {}. Real metadata is longer: check that it is complete, certificate included.",
                grouped(*characters), grouped(*CHARACTERS.start())
            ),
            Self::MissingEntityId => "The identity provider has no entityID, its name in every message. Download the metadata again; do not edit it by hand.".into(),
            Self::PlaceholderEntityId { entity_id } => format!(
                "The entityID {} contains a placeholder: this metadata belongs to no tenant. Download it from your own application at the identity provider.",
                quoted(entity_id)
            ),
            Self::ServiceProvider => "This is the metadata of an application (a service provider), not of an identity provider. Download the identity provider's own metadata instead.".into(),
            Self::NoIdentityProvider => "The document describes no identity provider: it has no IDPSSODescriptor. Download the identity provider's SAML 2.0 metadata.".into(),
            Self::NotSaml2 => "The identity provider does not announce SAML 2.0, only older protocols. Switch SAML 2.0 on there and download the metadata again.".into(),
            Self::NoSignIn => "There is no address to sign in at (SingleSignOnService). Check that single sign-on is switched on at the identity provider and download the metadata again.".into(),
            Self::NoBrowserBinding { offered } => format!(
                "The sign-in addresses take only {}. A browser needs HTTP-Redirect or HTTP-POST: switch one of them on at the identity provider.",
                offered.iter().take(5).map(|label| quoted(label)).collect::<Vec<_>>().join(", ")
            ),
            Self::NotAWebAddress { service, location, others } => format!(
                "The {} address {}{} is not an address of the web and is left out. Only http and https with a plain host are: correct it at the identity provider, and find out how it came there.",
                service.label(), quoted(location), and_others(*others)
            ),
            Self::NoSigningCertificate => "There is no readable certificate to verify sign-ins with. Every identity provider publishes one (KeyDescriptor, X509Certificate): download the metadata again.".into(),
            Self::UnreadableCertificate { position, flaw } => format!(
                "Certificate {position} cannot be read: {flaw}. Download the metadata again instead of copying it by hand."
            ),
            Self::Expired { certificate, on, last: true } => format!(
                "The certificate {} expired on {} and no other one is valid, so sign-in will fail. Renew it at the identity provider, then upload its new metadata.",
                quoted(certificate), day(*on)
            ),
            Self::Expired { certificate, on, last: false } => format!(
                "The certificate {} expired on {}. Sign-in does not depend on it; remove it at the identity provider when the change to the new one is done.",
                quoted(certificate), day(*on)
            ),
            Self::NotYetValid { certificate, from, last: true } => format!(
                "The certificate {} is valid only from {} and no other one is valid today, so sign-in will fail until then. Check the date at the identity provider.",
                quoted(certificate), day(*from)
            ),
            Self::NotYetValid { certificate, from, last: false } => format!(
                "The certificate {} becomes valid on {}; others serve until then. Nothing to do.",
                quoted(certificate), day(*from)
            ),
            Self::ExpiresSoon { certificate, on } => format!(
                "The certificate {} expires on {}. Renew it at the identity provider and upload its new metadata before that day.",
                quoted(certificate), day(*on)
            ),
            Self::MetadataExpired { on } => format!(
                "The metadata says it is valid until {}, which has passed. Download it again from the identity provider.",
                day(*on)
            ),
            Self::UnreadableValidUntil { value } => format!(
                "The metadata says it is valid until {}, which is not a date. Download it again, or ask the identity provider's support.",
                quoted(value)
            ),
            Self::WeakKey { certificate, key } => format!(
                "The key of certificate {} is weak ({key}). Replace it with RSA 2048 or stronger at the identity provider.",
                quoted(certificate)
            ),
            Self::WeakSignature { certificate, signature } => format!(
                "The certificate {} is itself signed by {signature}, which can be forged. Sign-in trusts the certificate as uploaded, so this does no harm today; choose SHA-256 when you renew it.",
                quoted(certificate)
            ),
            Self::PlainHttp { service, location, others } => format!(
                "The {} address {}{} is not encrypted (http). Anybody on the way can read and change what is sent: switch to https at the identity provider.",
                service.label(), quoted(location), and_others(*others)
            ),
            Self::SeveralEntities { count, entity_id } => format!(
                "The document describes {} entities; the facts shown are those of {}. FinSpace federates with one: export the metadata of that one alone.",
                grouped(*count), quoted(entity_id)
            ),
            Self::CertificatesLeftOut { count } => format!(
                "{} more certificates are not shown. Remove those that are no longer used at the identity provider.",
                grouped(*count)
            ),
            Self::WantsSignedRequests => "The identity provider wants sign-in requests signed, and FinSpace has no setting for that. If sign-in fails, switch off the demand for signed requests at the identity provider.".into(),
            Self::NoEmailClaim { offered: 0 } => "The metadata lists no claims. Make sure that the identity provider sends an e-mail address, and put the name of that claim into the attribute map as Email.".into(),
            Self::NoEmailClaim { offered } => format!(
                "None of the {} claims offered looks like an e-mail address. FinSpace knows people by e-mail: add such a claim at the identity provider and put its name into the attribute map as Email.",
                grouped(*offered)
            ),
        }
    }
}

fn and_others(others: usize) -> String {
    match others {
        0 => String::new(),
        1 => " and one other".to_owned(),
        _ => format!(" and {} others", grouped(others)),
    }
}
