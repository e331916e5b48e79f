//! What an identity provider's metadata says, in the administrator's terms.

use jiff::Timestamp;
use roxmltree::{Document, ParsingOptions};
use serde::{Deserialize, Serialize};

use super::entity::{Entity, METADATA, is};
use super::limits::{self, strip_prefix_of_any_case};
use super::unreadable::from_xml;
use super::{CHARACTERS, Certificate, Endpoint, Finding, Service, Unreadable, noticed};

/// The facts of one entity in a metadata document: the first identity provider in it, or else its first entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The entity's name in every message; empty when it has none.
    pub entity_id: String,
    /// What the entity is.
    pub role: Role,
    /// Where people sign in, one entry per binding.
    pub sign_in: Vec<Endpoint>,
    /// Where people sign out.
    pub sign_out: Vec<Endpoint>,
    /// The readable certificates, each once, 32 at most.
    pub certificates: Vec<Certificate>,
    /// URIs of the name identifiers on offer.
    pub name_id_formats: Vec<String>,
    /// Names of the claims on offer; many identity providers list none.
    pub attributes: Vec<String>,
    /// Until when the metadata may be used: the earliest of the dates around and in the entity.
    pub valid_until: Option<Timestamp>,
    /// How many entities the document describes.
    pub entities: usize,
    /// Whether the identity provider demands signed requests.
    pub wants_signed_requests: bool,
    /// What only the reading could see. [`findings`](super::findings) includes it.
    pub noticed: Vec<Finding>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// It signs people in, whatever else it may be.
    IdentityProvider,
    /// It is an application.
    ServiceProvider,
    /// It has another role, or none.
    Other,
}

impl Metadata {
    /// The claim that most likely carries an e-mail address: the value that the attribute map wants for `Email`.
    ///
    /// Known by its object identifier (RFC 4524 `mail`, PKCS #9 `emailAddress`) or by how its name ends.
    pub fn email_claim(&self) -> Option<&str> {
        self.attributes.iter().map(String::as_str).find(|name| {
            if matches!(*name, "urn:oid:0.9.2342.19200300.100.1.3" | "urn:oid:1.2.840.113549.1.9.1") {
                return true;
            }
            let end = name.rsplit(['/', ':', '.', '#']).next().unwrap_or(name);
            let plain: String = end.chars().filter(|sign| !matches!(sign, '-' | '_' | ' ')).take(20).collect();
            matches!(plain.to_ascii_lowercase().as_str(), "email" | "mail" | "emailaddress" | "useremail")
        })
    }
}

/// Reads a SAML 2.0 metadata document.
///
/// Fails when the document is not metadata at all or exceeds the [`limits`]. Metadata with faults is read as far as it
/// goes: [`findings`](super::findings) says what they are.
pub fn read(document: &str) -> Result<Metadata, Unreadable> {
    recognise(document)?;
    limits::check(document)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limits::NODES, entity_resolver: None };
    let tree = Document::parse_with_options(document, options).map_err(|error| from_xml(&error, document))?;
    let root = tree.root_element();
    if !is(root, METADATA, "EntityDescriptor") && !is(root, METADATA, "EntitiesDescriptor") {
        let namespace = root.tag_name().namespace().unwrap_or_default().to_owned();
        return Err(Unreadable::NotMetadata { root: root.tag_name().name().to_owned(), namespace });
    }
    let entities = || root.descendants().filter_map(Entity::read);
    let provider = entities().find(|entity| entity.role() == Role::IdentityProvider);
    let entity = provider.or_else(|| entities().next()).ok_or(Unreadable::NoEntity)?;
    Ok(facts(entity, entities().count()))
}

/// Names what is often uploaded by mistake, before a parser would only call it malformed.
fn recognise(document: &str) -> Result<(), Unreadable> {
    if document.len() > *CHARACTERS.end() {
        let characters = document.chars().count();
        if characters > *CHARACTERS.end() {
            return Err(Unreadable::TooLong { characters });
        }
    }
    let text = document.trim_start_matches('\u{feff}').trim();
    let starts = |prefix| strip_prefix_of_any_case(text, prefix).is_some();
    if text.is_empty() {
        Err(Unreadable::Empty)
    } else if starts("{") || starts("[") {
        Err(Unreadable::Json)
    } else if starts("<html") {
        Err(Unreadable::WebPage)
    } else if starts("-----BEGIN ") {
        Err(Unreadable::Pem)
    } else if (starts("https://") || starts("http://")) && !text.contains(char::is_whitespace) {
        Err(Unreadable::Address)
    } else {
        Ok(())
    }
}

fn facts(entity: Entity<'_, '_>, entities: usize) -> Metadata {
    let mut noticed = Vec::new();
    let role = entity.role();
    if role == Role::IdentityProvider && !entity.speaks_saml2() {
        noticed.push(Finding::NotSaml2);
    }
    Metadata {
        entity_id: entity.entity_id().to_owned(),
        role,
        sign_in: noticed::endpoints(Service::SignIn, entity.endpoints(Service::SignIn), &mut noticed),
        sign_out: noticed::endpoints(Service::SignOut, entity.endpoints(Service::SignOut), &mut noticed),
        certificates: certificates(entity, &mut noticed),
        name_id_formats: entity.name_id_formats(),
        attributes: entity.attributes(),
        valid_until: valid_until(entity, &mut noticed),
        entities,
        wants_signed_requests: entity.wants_signed_requests(),
        noticed,
    }
}

fn certificates(entity: Entity<'_, '_>, noticed: &mut Vec<Finding>) -> Vec<Certificate> {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut written = entity.certificates();
    for (index, (text, purpose)) in written.by_ref().take(limits::CERTIFICATES).enumerate() {
        let (certificate, weakness) = match Certificate::read(&text, purpose) {
            Ok(read) => read,
            Err(flaw) => {
                noticed.push(Finding::UnreadableCertificate { position: index + 1, flaw });
                continue;
            }
        };
        let same = |other: &&mut Certificate| other.fingerprint_sha256 == certificate.fingerprint_sha256;
        if let Some(known) = certificates.iter_mut().find(same) {
            // The same certificate is often listed once for signing and once for encryption.
            if known.purpose != purpose {
                known.purpose = super::Purpose::Both;
            }
            continue;
        }
        let name = certificate.name.clone();
        if weakness.key {
            noticed.push(Finding::WeakKey { certificate: name.clone(), key: certificate.key.clone() });
        }
        if weakness.signature {
            noticed.push(Finding::WeakSignature { certificate: name, signature: certificate.signature.clone() });
        }
        certificates.push(certificate);
    }
    let count = written.count();
    if count > 0 {
        noticed.push(Finding::CertificatesLeftOut { count });
    }
    certificates
}

/// The earliest of the dates; one that cannot be read is noticed and otherwise ignored.
fn valid_until(entity: Entity<'_, '_>, noticed: &mut Vec<Finding>) -> Option<Timestamp> {
    let mut earliest: Option<Timestamp> = None;
    for value in entity.valid_until() {
        // SAML times are UTC, and some write them without saying so.
        match value.parse().or_else(|_| format!("{value}Z").parse::<Timestamp>()) {
            Ok(until) => earliest = Some(earliest.map_or(until, |other| other.min(until))),
            Err(_) => noticed.push(Finding::UnreadableValidUntil { value: value.to_owned() }),
        }
    }
    earliest
}
