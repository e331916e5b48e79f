//! What programs ask for, as the forms that the use cases read.

use std::collections::BTreeMap;

use domain::environment::{AttributeRow, EditForm, EnvironmentForm, FederationForm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    pointer::Names,
    sent::object,
    shape::{FederationMode, FederationParameters},
    tags,
};

/// An environment to create, by the names of FinSpace's CreateEnvironment.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateEnvironment {
    /// Where it is to be created: one of the connections.
    #[serde(default)]
    #[schema(required = true, example = "local")]
    connection: String,
    #[serde(default)]
    #[schema(required = true, example = "research-eu")]
    name: String,
    description: Option<String>,
    kms_key_id: Option<String>,
    /// LOCAL when nothing is said.
    federation_mode: Option<FederationMode>,
    #[serde(default, deserialize_with = "object")]
    federation_parameters: Option<FederationParameters>,
    #[serde(default, deserialize_with = "object")]
    superuser_parameters: Option<SuperuserParameters>,
    #[serde(default)]
    data_bundles: Vec<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

/// Who may do everything inside the new environment.
#[derive(Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuperuserParameters {
    pub email_address: String,
    pub first_name: String,
    pub last_name: String,
}

/// What is to change, by the names of FinSpace's UpdateEnvironment. What is absent or null stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateEnvironment {
    name: Option<String>,
    description: Option<String>,
    federation_mode: Option<FederationMode>,
    /// Its members change one by one; an empty text takes one away.
    #[serde(default, deserialize_with = "object")]
    federation_parameters: Option<FederationParameters>,
}

impl CreateEnvironment {
    /// The form, and the names of what it numbers.
    pub fn form(self) -> (EnvironmentForm, Names) {
        let superuser = self.superuser_parameters.unwrap_or_default();
        let mut federation = FederationForm::default();
        if let Some(parameters) = self.federation_parameters {
            fill(&mut federation, parameters);
        }
        let form = EnvironmentForm {
            connection: self.connection,
            name: self.name,
            description: self.description.unwrap_or_default(),
            kms_key: self.kms_key_id.unwrap_or_default(),
            mode: self.federation_mode.map(Into::into).unwrap_or_default(),
            federation,
            email_address: superuser.email_address,
            first_name: superuser.first_name,
            last_name: superuser.last_name,
            data_bundles: self.data_bundles,
            tags: tags::form(self.tags),
        };
        let names = Names::of_tags(&form.tags).with_attributes(&form.federation);
        (form, names)
    }
}

impl UpdateEnvironment {
    /// The names of what the form will number.
    pub fn names(&self) -> Names {
        let map = self.federation_parameters.as_ref().and_then(|parameters| parameters.attribute_map.as_ref());
        Names { attributes: map.into_iter().flat_map(BTreeMap::keys).cloned().collect(), ..Names::default() }
    }

    /// Changes the form that holds what is there now.
    pub fn fill(self, form: &mut EditForm) {
        put(&mut form.name, self.name);
        put(&mut form.description, self.description);
        if let Some(mode) = self.federation_mode {
            form.mode = mode.into();
        }
        if let Some(parameters) = self.federation_parameters {
            fill(&mut form.federation, parameters);
        }
    }
}

fn fill(form: &mut FederationForm, parameters: FederationParameters) {
    // In the form an empty box means "as before"; here an empty text is meant.
    form.without_document = parameters.saml_metadata_document.as_deref() == Some("");
    put(&mut form.metadata_document, parameters.saml_metadata_document);
    put(&mut form.metadata_url, parameters.saml_metadata_url);
    put(&mut form.federation_urn, parameters.federation_urn);
    put(&mut form.callback_url, parameters.application_call_back_url);
    put(&mut form.provider_name, parameters.federation_provider_name);
    if let Some(map) = parameters.attribute_map {
        form.attributes = map.into_iter().map(|(key, value)| AttributeRow { key, value }).collect();
    }
}

fn put(input: &mut String, sent: Option<String>) {
    if let Some(sent) = sent {
        *input = sent;
    }
}
