//! What is to be said about metadata on a given day.

use jiff::{SignedDuration, Timestamp};

use super::{CHARACTERS, Certificate, Finding, Metadata, Role};

/// How long before its end a certificate is worth a warning.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Everything an administrator should know about the metadata read from `document`, the worst first.
///
/// One cause makes one finding: an application's metadata is not also blamed for having no address to sign in at.
pub fn findings(document: &str, metadata: &Metadata, now: Timestamp) -> Vec<Finding> {
    let mut found = metadata.noticed.clone();
    let characters = document.chars().count();
    if characters < *CHARACTERS.start() {
        found.push(Finding::TooShort { characters });
    }
    if metadata.entity_id.is_empty() {
        found.push(Finding::MissingEntityId);
    } else if metadata.entity_id.contains(['{', '}']) {
        found.push(Finding::PlaceholderEntityId { entity_id: metadata.entity_id.clone() });
    }
    if metadata.entities > 1 {
        let entity_id = metadata.entity_id.clone();
        found.push(Finding::SeveralEntities { count: metadata.entities, entity_id });
    }
    if let Some(on) = metadata.valid_until.filter(|until| *until <= now) {
        found.push(Finding::MetadataExpired { on });
    }
    match metadata.role {
        Role::ServiceProvider => found.push(Finding::ServiceProvider),
        Role::Other => found.push(Finding::NoIdentityProvider),
        Role::IdentityProvider => {
            found.extend(about_endpoints(metadata));
            found.extend(about_certificates(&metadata.certificates, now));
            if metadata.wants_signed_requests {
                found.push(Finding::WantsSignedRequests);
            }
            if metadata.email_claim().is_none() {
                found.push(Finding::NoEmailClaim { offered: metadata.attributes.len() });
            }
        }
    }
    found.sort_by_key(Finding::severity);
    found
}

fn about_endpoints(metadata: &Metadata) -> Option<Finding> {
    if metadata.sign_in.is_empty() {
        return Some(Finding::NoSignIn);
    }
    if metadata.sign_in.iter().any(|endpoint| endpoint.binding.suits_browsers()) {
        return None;
    }
    let mut offered: Vec<String> = Vec::new();
    for endpoint in &metadata.sign_in {
        // The sentence names five at most, so no more are compared.
        let label = endpoint.binding.label();
        if offered.len() < 5 && !offered.iter().any(|other| other == label) {
            offered.push(label.to_owned());
        }
    }
    Some(Finding::NoBrowserBinding { offered })
}

fn about_certificates(certificates: &[Certificate], now: Timestamp) -> Vec<Finding> {
    let signing = || certificates.iter().filter(|certificate| certificate.purpose.signs());
    if signing().next().is_none() {
        return vec![Finding::NoSigningCertificate];
    }
    let serves = |at: Timestamp| signing().any(|other| other.not_before <= at && at < other.not_after);
    let covered = serves(now);
    let soon = now.saturating_add(SOON).unwrap_or(Timestamp::MAX);
    let mut found = Vec::new();
    for certificate in certificates {
        let name = certificate.name.clone();
        let last = certificate.purpose.signs() && !covered;
        if certificate.not_after <= now {
            found.push(Finding::Expired { certificate: name, on: certificate.not_after, last });
        } else if certificate.not_before > now {
            found.push(Finding::NotYetValid { certificate: name, from: certificate.not_before, last });
        } else if certificate.purpose.signs() && certificate.not_after <= soon && !serves(soon) {
            found.push(Finding::ExpiresSoon { certificate: name, on: certificate.not_after });
        }
    }
    found
}
