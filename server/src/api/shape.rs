//! An environment as programs see it: FinSpace's own twelve members by FinSpace's own names, and what the portal knows.

use std::collections::BTreeMap;

use domain::{
    environment::{self, Mode},
    inventory::Entry,
    portal::{Detail, Live},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An environment. A member that FinSpace does not tell is absent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "these are FinSpace's own names")]
pub struct Environment {
    /// The connection that it is reached over: with the id, its address here.
    connection: String,
    environment_id: String,
    name: String,
    environment_arn: String,
    /// One of the API's thirteen words, or one that FinSpace invented later.
    #[schema(example = "CREATED")]
    status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_account_id: Option<String>,
    /// A bare host, as FinSpace gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sage_maker_studio_domain_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dedicated_service_account_id: Option<String>,
    federation_mode: FederationMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    federation_parameters: Option<FederationParameters>,
    /// The whole address at which people sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_url: Option<String>,
    /// The portal's own tags included; absent while they could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<BTreeMap<String, String>>,
    /// Whether FinSpace was asked just now. Otherwise this is what the portal saw last, without the metadata document
    /// and the attribute map.
    live: bool,
}

/// Who checks that people are who they say.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum FederationMode {
    Local,
    Federated,
}

/// How people sign in through an identity provider.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FederationParameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub federation_provider_name: Option<String>,
    /// SAML metadata, 1,000 to 10,000,000 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_metadata_document: Option<String>,
    #[serde(rename = "samlMetadataURL", skip_serializing_if = "Option::is_none")]
    pub saml_metadata_url: Option<String>,
    #[serde(rename = "federationURN", skip_serializing_if = "Option::is_none")]
    pub federation_urn: Option<String>,
    #[serde(rename = "applicationCallBackURL", skip_serializing_if = "Option::is_none")]
    pub application_call_back_url: Option<String>,
    /// FinSpace's attribute, such as `Email`, to the claim that carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_map: Option<BTreeMap<String, String>>,
}

impl From<Mode> for FederationMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Local => Self::Local,
            Mode::Federated => Self::Federated,
        }
    }
}

impl From<FederationMode> for Mode {
    fn from(mode: FederationMode) -> Self {
        match mode {
            FederationMode::Local => Self::Local,
            FederationMode::Federated => Self::Federated,
        }
    }
}

impl Environment {
    fn new(seen: environment::Environment, tags: Option<BTreeMap<String, String>>, live: bool) -> Self {
        let sign_in_url = seen.sign_in_url();
        let federation = seen.federation;
        let parameters = FederationParameters {
            federation_provider_name: federation.provider_name,
            saml_metadata_document: federation.metadata_document,
            saml_metadata_url: federation.metadata_url,
            federation_urn: federation.urn,
            application_call_back_url: federation.callback_url,
            attribute_map: Some(federation.attributes).filter(|map| !map.is_empty()),
        };
        Self {
            connection: seen.connection.into(),
            environment_id: seen.id.into(),
            name: seen.name,
            environment_arn: seen.arn,
            status: seen.status.into(),
            aws_account_id: seen.account,
            environment_url: seen.url,
            description: seen.description,
            sage_maker_studio_domain_url: seen.notebook_url,
            kms_key_id: seen.kms_key,
            dedicated_service_account_id: seen.service_account,
            federation_mode: seen.mode.into(),
            federation_parameters: (seen.mode == Mode::Federated).then_some(parameters),
            sign_in_url,
            tags,
            live,
        }
    }
}

impl From<Detail> for Environment {
    fn from(detail: Detail) -> Self {
        Self::new(detail.environment, detail.tags, detail.live == Live::Now)
    }
}

impl From<&Entry> for Environment {
    fn from(entry: &Entry) -> Self {
        Self::new(entry.environment.clone(), entry.tags.clone(), false)
    }
}
