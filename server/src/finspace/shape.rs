//! The API's shapes and the portal's own words for the same things.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_finspace::{
    error::BuildError,
    types::{self, FederationMode, FederationParameters, SuperuserParameters},
};
use domain::{
    environment::{Environment, Federation, Mode, Status, Superuser},
    id::{ConnectionName, EnvironmentId},
    tag::Tags,
};

/// An environment as the API tells of it. Every member is optional there; without a readable id it cannot be addressed
/// and is `None`.
pub(super) fn environment(connection: &ConnectionName, told: types::Environment) -> Option<Environment> {
    let id = told.environment_id().and_then(|id| EnvironmentId::parse(id).ok())?;
    Some(Environment {
        connection: connection.clone(),
        id,
        name: told.name.unwrap_or_default(),
        arn: told.environment_arn.unwrap_or_default(),
        status: Status::from(told.status.map_or_else(|| "UNKNOWN".to_owned(), |status| status.as_str().to_owned())),
        account: told.aws_account_id,
        url: told.environment_url,
        description: told.description,
        notebook_url: told.sage_maker_studio_domain_url,
        kms_key: told.kms_key_id,
        service_account: told.dedicated_service_account_id,
        mode: told.federation_mode.map_or(Mode::Local, |mode| Mode::of(mode.as_str())),
        federation: told.federation_parameters.map(federation).unwrap_or_default(),
    })
}

fn federation(told: FederationParameters) -> Federation {
    Federation {
        metadata_document: told.saml_metadata_document,
        metadata_url: told.saml_metadata_url,
        callback_url: told.application_call_back_url,
        urn: told.federation_urn,
        provider_name: told.federation_provider_name,
        attributes: told.attribute_map.unwrap_or_default().into_iter().collect(),
    }
}

pub(super) fn mode(mode: Mode) -> FederationMode {
    FederationMode::from(mode.as_str())
}

/// `None` when there is nothing to say.
pub(super) fn parameters(federation: &Federation) -> Option<FederationParameters> {
    if *federation == Federation::default() {
        return None;
    }
    let Federation { metadata_document, metadata_url, callback_url, urn, provider_name, attributes } =
        federation.clone();
    let attributes = (!attributes.is_empty()).then(|| attributes.into_iter().collect());
    let parameters = FederationParameters::builder()
        .set_saml_metadata_document(metadata_document)
        .set_saml_metadata_url(metadata_url)
        .set_application_call_back_url(callback_url)
        .set_federation_urn(urn)
        .set_federation_provider_name(provider_name)
        .set_attribute_map(attributes);
    Some(parameters.build())
}

pub(super) fn superuser(superuser: &Superuser) -> Result<SuperuserParameters, BuildError> {
    SuperuserParameters::builder()
        .email_address(superuser.email.as_str())
        .first_name(superuser.first_name.as_str())
        .last_name(superuser.last_name.as_str())
        .build()
}

pub(super) fn tags(tags: &Tags) -> HashMap<String, String> {
    tags.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect()
}

pub(super) fn sorted(tags: Option<HashMap<String, String>>) -> BTreeMap<String, String> {
    tags.unwrap_or_default().into_iter().collect()
}
