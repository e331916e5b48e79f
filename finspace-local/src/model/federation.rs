//! Federation: how people sign in, and the six parameters of an identity provider.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::members::{Members, string};
use super::text::{
    FEDERATION_ATTRIBUTE_KEY, FEDERATION_ATTRIBUTE_VALUE, FEDERATION_PROVIDER_NAME, SAML_METADATA_DOCUMENT, URL, URN,
};
use super::violations::Violations;
use crate::error::{Error, ErrorKind};

/// Who checks the people who sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FederationMode {
    Federated,
    Local,
}

impl FederationMode {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Federated => "FEDERATED",
            Self::Local => "LOCAL",
        }
    }

    /// The mode of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Federated, Self::Local].into_iter().find(|mode| mode.name() == name)
    }

    /// Takes the member `federationMode`, if present.
    pub fn of(members: &mut Members, violations: &mut Violations) -> Result<Option<Self>, Error> {
        const MEMBER: &str = "federationMode";
        let Some(name) = members.any_string(MEMBER)? else {
            return Ok(None);
        };
        let mode = Self::named(&name);
        if mode.is_none() {
            violations.note(MEMBER, "Member must satisfy enum value set: [FEDERATED, LOCAL]");
        }
        Ok(mode)
    }
}

/// The parameters of an identity provider: as a caller gives them, as they are kept, as they are answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FederationParameters {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_metadata_document: Option<String>,
    #[serde(rename = "samlMetadataURL", skip_serializing_if = "Option::is_none")]
    pub saml_metadata_url: Option<String>,
    #[serde(rename = "applicationCallBackURL", skip_serializing_if = "Option::is_none")]
    pub application_call_back_url: Option<String>,
    #[serde(rename = "federationURN", skip_serializing_if = "Option::is_none")]
    pub federation_urn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub federation_provider_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_map: Option<BTreeMap<String, String>>,
}

impl FederationParameters {
    /// Takes the member `federationParameters`, if present.
    pub fn of(body: &mut Members, violations: &mut Violations) -> Result<Option<Self>, Error> {
        let Some(mut members) = body.structure("federationParameters")? else {
            return Ok(None);
        };
        let map_path = members.path_of("attributeMap");
        let map = members.map("attributeMap")?;
        Ok(Some(Self {
            saml_metadata_document: members.string("samlMetadataDocument", &SAML_METADATA_DOCUMENT, violations)?,
            saml_metadata_url: members.string("samlMetadataURL", &URL, violations)?,
            application_call_back_url: members.string("applicationCallBackURL", &URL, violations)?,
            federation_urn: members.string("federationURN", &URN, violations)?,
            federation_provider_name: members.string(
                "federationProviderName",
                &FEDERATION_PROVIDER_NAME,
                violations,
            )?,
            attribute_map: map.map(|map| attribute_map(map, &map_path, violations)).transpose()?,
        }))
    }

    /// These parameters with every member that `change` has replaced by its value; the attribute map is replaced whole.
    pub fn changed_by(self, change: Self) -> Self {
        Self {
            saml_metadata_document: change.saml_metadata_document.or(self.saml_metadata_document),
            saml_metadata_url: change.saml_metadata_url.or(self.saml_metadata_url),
            application_call_back_url: change.application_call_back_url.or(self.application_call_back_url),
            federation_urn: change.federation_urn.or(self.federation_urn),
            federation_provider_name: change.federation_provider_name.or(self.federation_provider_name),
            attribute_map: change.attribute_map.or(self.attribute_map),
        }
    }

    /// Refuses parameters that do not fit the mode: none with `LOCAL`, metadata in one form or the other with `FEDERATED`.
    pub fn check_against(&self, mode: FederationMode) -> Result<(), Error> {
        let wrong = match mode {
            FederationMode::Local if *self != Self::default() => {
                "federationParameters can only be given with federationMode FEDERATED"
            }
            FederationMode::Federated if self.saml_metadata_document.is_none() && self.saml_metadata_url.is_none() => {
                "federationMode FEDERATED needs federationParameters with samlMetadataDocument or samlMetadataURL"
            }
            _ => return Ok(()),
        };
        Err(ErrorKind::Validation.because(wrong))
    }
}

fn attribute_map(
    map: Map<String, Value>,
    path: &str,
    violations: &mut Violations,
) -> Result<BTreeMap<String, String>, Error> {
    let mut attributes = BTreeMap::new();
    for (key, value) in map {
        let value = string(value, &format!("{path}.value"))?;
        FEDERATION_ATTRIBUTE_KEY.check(&format!("{path}.key"), &key, violations);
        FEDERATION_ATTRIBUTE_VALUE.check(&format!("{path}.value"), &value, violations);
        attributes.insert(key, value);
    }
    Ok(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_sign_in_takes_no_parameters_and_federation_needs_metadata() {
        let none = FederationParameters::default();
        let url =
            FederationParameters { saml_metadata_url: Some("https://idp.example/metadata".to_owned()), ..none.clone() };
        assert!(none.check_against(FederationMode::Local).is_ok());
        assert!(none.check_against(FederationMode::Federated).is_err());
        assert!(url.check_against(FederationMode::Federated).is_ok());
        assert!(url.check_against(FederationMode::Local).is_err());
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        let before = FederationParameters {
            saml_metadata_url: Some("https://a".to_owned()),
            federation_provider_name: Some("Okta".to_owned()),
            ..FederationParameters::default()
        };
        let change = FederationParameters {
            federation_provider_name: Some("Entra".to_owned()),
            ..FederationParameters::default()
        };
        let after = before.changed_by(change);
        assert_eq!(after.saml_metadata_url.as_deref(), Some("https://a"));
        assert_eq!(after.federation_provider_name.as_deref(), Some("Entra"));
    }
}
