//! What a metadata document says that is asked for, as programs see it who decide.

use app::{components::ReadBack, context::read_metadata_on};
use domain::{change::Wanted, request, saml};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::Schema};

use crate::api::{caller::Caller, piece::one_of};

/// Documents come from strangers: of a list no more than this is told.
const MOST: usize = 50;

fn severities() -> Schema {
    one_of(["error", "warning", "note"])
}

/// What the SAML metadata document says that takes the place of another one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MetadataAsked {
    /// Why it cannot be read as SAML metadata, if it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
    /// The name of the identity provider.
    #[schema(example = "https://idp.example.com/saml/metadata")]
    #[serde(skip_serializing_if = "Option::is_none")]
    entity_id: Option<String>,
    /// That of the document which it replaces: another one is another identity provider. Absent when there was no document, or
    /// none that can be read.
    #[schema(example = "https://idp.example.com/saml/metadata")]
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_entity_id: Option<String>,
    /// Where people sign in.
    sign_in_addresses: Vec<String>,
    certificates: Vec<Certificate>,
    /// What somebody should know before they approve it, the worst first.
    findings: Vec<Finding>,
}

/// A certificate of the identity provider.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    #[schema(example = "idp.example.com")]
    name: String,
    #[schema(value_type = String, format = DateTime)]
    not_before: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    not_after: Timestamp,
    /// As `openssl x509 -fingerprint -sha256` prints it.
    sha256: String,
}

/// Something to know of a document.
#[derive(Serialize, ToSchema)]
pub struct Finding {
    #[schema(schema_with = severities)]
    severity: &'static str,
    words: String,
}

impl MetadataAsked {
    /// Of a change that gives another document.
    pub async fn of(caller: &Caller, asked: &request::Asked) -> Option<Self> {
        let wanted = asked.about.as_ref()?.wanted.as_ref()?;
        let now = caller.portal.now();
        let after = read_metadata_on(Some(wanted.document()?.to_owned()), now).await?;
        Some(Self { previous_entity_id: before(wanted, now).await, ..after.into() })
    }
}

async fn before(wanted: &Wanted, now: Timestamp) -> Option<String> {
    let (metadata, _) = read_metadata_on(wanted.base.federation.metadata_document.clone(), now).await?.ok()?;
    Some(metadata.entity_id)
}

impl From<ReadBack> for MetadataAsked {
    fn from(read: ReadBack) -> Self {
        let (metadata, findings) = match read {
            Ok((metadata, findings)) => (Some(metadata), Ok(findings)),
            Err(why) => (None, Err(why.words())),
        };
        let entity_id = metadata.as_ref().map(|metadata| metadata.entity_id.clone());
        let (sign_in, certificates) =
            metadata.map(|metadata| (metadata.sign_in, metadata.certificates)).unwrap_or_default();
        Self {
            entity_id,
            previous_entity_id: None,
            sign_in_addresses: sign_in.into_iter().take(MOST).map(|endpoint| endpoint.location).collect(),
            certificates: certificates.into_iter().map(Into::into).collect(),
            unreadable: findings.as_ref().err().cloned(),
            findings: findings.unwrap_or_default().into_iter().take(MOST).map(Into::into).collect(),
        }
    }
}

impl From<saml::Certificate> for Certificate {
    fn from(one: saml::Certificate) -> Self {
        let saml::Certificate { name, not_before, not_after, fingerprint_sha256: sha256, .. } = one;
        Self { name, not_before, not_after, sha256 }
    }
}

impl From<saml::Finding> for Finding {
    fn from(finding: saml::Finding) -> Self {
        let severity = match finding.severity() {
            saml::Severity::Error => "error",
            saml::Severity::Warning => "warning",
            saml::Severity::Note => "note",
        };
        Self { severity, words: finding.words() }
    }
}
