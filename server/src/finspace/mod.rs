//! The FinSpace port on aws-sdk-finspace: the only place that names the SDK.

mod refusal;
mod settings;
mod shape;

use std::collections::BTreeMap;

use async_trait::async_trait;
use aws_sdk_finspace::{
    Client,
    config::{Builder, ProvideCredentials, SharedCredentialsProvider, retry::RetryConfig},
};
use domain::{
    environment::{Environment, EnvironmentChange, NewEnvironment},
    error::RefusalKind,
    id::{ConnectionName, EnvironmentId},
    ports::{CallError, CreatedEnvironment, EnvironmentPage, FinSpace},
    tag::{TagKey, Tags},
};

use refusal::{Call, Departure, Purpose, refused};
pub(crate) use settings::is_on_this_machine;
pub use settings::{ConnectionSettings, Patience, StaticCredentials};

/// The most environments that the API gives at once.
const PAGE: i32 = 100;

/// FinSpace as it is reached over each connection.
#[derive(Debug)]
pub struct Connections(BTreeMap<ConnectionName, Reached>);

#[derive(Debug)]
struct Reached {
    client: Client,
    credentials: Option<SharedCredentialsProvider>,
    /// By which way of the settings the credentials come.
    way: String,
    endpoint: String,
    remedy: String,
}

impl Connections {
    /// Prepares one client per connection. Nothing is asked of anybody yet, so an endpoint may come up later.
    pub async fn open(all: &[ConnectionSettings], patience: Patience) -> Self {
        let mut connections = BTreeMap::new();
        for settings in all {
            let (client, credentials) = settings::client(settings, patience).await;
            let reached = Reached {
                client,
                credentials,
                way: settings.way(),
                endpoint: settings.endpoint_url.clone().unwrap_or_else(|| format!("FinSpace in {}", settings.region)),
                remedy: settings.remedy(),
            };
            connections.insert(settings.name.clone(), reached);
        }
        Self(connections)
    }

    fn over(&self, connection: &ConnectionName) -> Result<&Reached, CallError> {
        self.0
            .get(connection)
            .ok_or_else(|| refused(RefusalKind::Other, format!("The settings have no connection “{connection}”.")))
    }
}

impl Reached {
    fn read(&self) -> Call<'_> {
        self.call(Purpose::Read)
    }

    fn change(&self) -> Call<'_> {
        self.call(Purpose::Change)
    }

    fn call(&self, purpose: Purpose) -> Call<'_> {
        Call { purpose, departure: Departure::default(), endpoint: &self.endpoint, remedy: &self.remedy }
    }
}

/// One attempt, whatever comes of it.
///
/// For a creation the reason is plain: each attempt can make an environment. The other changes are sent once too, because
/// the SDK tells of the last attempt only: "denied" or "throttled" after an attempt whose answer was lost would read as
/// "nothing was changed". A page of the list is asked for once because the reading job is its retry.
fn once() -> Builder {
    Builder::default().retry_config(RetryConfig::disabled())
}

#[async_trait]
#[expect(deprecated, reason = "the five operations on environments are, and what replaces them cannot be customised")]
impl FinSpace for Connections {
    async fn identity(&self, connection: &ConnectionName) -> Result<String, CallError> {
        let Reached { credentials, way, remedy, .. } = self.over(connection)?;
        let nobodys = || refused(RefusalKind::Denied, format!("There are no credentials. {remedy}"));
        let found = match credentials {
            // What the provider says may hold addresses and file contents: what to do is said instead.
            Some(provider) => provider.provide_credentials().await.map_err(|_| nobodys())?,
            None => return Err(nobodys()),
        };
        let account = found.account_id().map(|id| format!(" of account {}", id.as_str())).unwrap_or_default();
        Ok(format!("Access key {}{account}, {way}", found.access_key_id()))
    }

    async fn create(
        &self,
        new: &NewEnvironment,
        own: &BTreeMap<String, String>,
    ) -> Result<CreatedEnvironment, CallError> {
        let reached = self.over(&new.connection)?;
        let superuser = new.superuser.as_ref().map(shape::superuser).transpose();
        let superuser = superuser.map_err(|error| refused(RefusalKind::Invalid, error.to_string()))?;
        let bundles: Vec<String> = new.data_bundles.iter().map(ToString::to_string).collect();
        let mut tags = shape::tags(&new.tags);
        tags.extend(own.clone());
        let call = reached.change();
        let sent = reached
            .client
            .create_environment()
            .name(new.name.as_str())
            .set_description(new.description.as_ref().map(ToString::to_string))
            .set_kms_key_id(new.kms_key.as_ref().map(ToString::to_string))
            .set_tags(Some(tags))
            .federation_mode(shape::mode(new.mode))
            .set_federation_parameters(shape::parameters(&new.federation))
            .set_superuser_parameters(superuser)
            .set_data_bundles((!bundles.is_empty()).then_some(bundles))
            .customize()
            .config_override(once())
            .interceptor(call.departure.clone())
            .send();
        let answer = sent.await.map_err(|error| call.failed(&error))?;
        let id = answer.environment_id().and_then(|id| EnvironmentId::parse(id).ok());
        let id = id.ok_or_else(|| call.unreadable(200))?;
        Ok(CreatedEnvironment { id, arn: answer.environment_arn.unwrap_or_default(), url: answer.environment_url })
    }

    async fn get(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Environment, CallError> {
        let reached = self.over(connection)?;
        let call = reached.read();
        let asked = reached.client.get_environment().environment_id(id.as_str());
        let asked = asked.customize().interceptor(call.departure.clone()).send();
        let answer = asked.await.map_err(|error| call.failed(&error))?;
        let environment = answer.environment.and_then(|told| shape::environment(connection, told));
        environment.ok_or_else(|| call.unreadable(200))
    }

    async fn list(&self, connection: &ConnectionName, next: Option<&str>) -> Result<EnvironmentPage, CallError> {
        let reached = self.over(connection)?;
        let call = reached.read();
        let asked = reached.client.list_environments().max_results(PAGE).set_next_token(next.map(str::to_owned));
        let asked = asked.customize().config_override(once()).interceptor(call.departure.clone()).send();
        let answer = asked.await.map_err(|error| call.failed(&error))?;
        let told = answer.environments.unwrap_or_default();
        let many = told.len();
        let environments: Vec<_> = told.into_iter().filter_map(|told| shape::environment(connection, told)).collect();
        if environments.len() < many {
            tracing::warn!(%connection, missing = many - environments.len(), "environments without a readable id are left out");
        }
        Ok(EnvironmentPage { environments, next: answer.next_token.filter(|next| !next.is_empty()) })
    }

    async fn update(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        change: &EnvironmentChange,
    ) -> Result<Environment, CallError> {
        let reached = self.over(connection)?;
        let call = reached.change();
        let sent = reached
            .client
            .update_environment()
            .environment_id(id.as_str())
            .set_name(change.name.as_ref().map(ToString::to_string))
            .set_description(change.description.as_ref().map(ToString::to_string))
            .set_federation_mode(change.mode.map(shape::mode))
            .set_federation_parameters(change.federation.as_ref().and_then(shape::parameters))
            .customize()
            .config_override(once())
            .interceptor(call.departure.clone())
            .send();
        let answer = sent.await.map_err(|error| call.failed(&error))?;
        let environment = answer.environment.and_then(|told| shape::environment(connection, told));
        environment.ok_or_else(|| call.unreadable(200))
    }

    async fn delete(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<(), CallError> {
        let reached = self.over(connection)?;
        let call = reached.change();
        let sent = reached.client.delete_environment().environment_id(id.as_str());
        let sent = sent.customize().config_override(once()).interceptor(call.departure.clone()).send();
        sent.await.map(drop).map_err(|error| call.failed(&error))
    }

    async fn tags(&self, connection: &ConnectionName, arn: &str) -> Result<BTreeMap<String, String>, CallError> {
        let reached = self.over(connection)?;
        let call = reached.read();
        let asked = reached.client.list_tags_for_resource().resource_arn(arn);
        let asked = asked.customize().interceptor(call.departure.clone()).send();
        let answer = asked.await.map_err(|error| call.failed(&error))?;
        Ok(shape::sorted(answer.tags))
    }

    async fn tag(&self, connection: &ConnectionName, arn: &str, set: &Tags) -> Result<(), CallError> {
        let reached = self.over(connection)?;
        let call = reached.change();
        let going = reached.client.tag_resource().resource_arn(arn).set_tags(Some(shape::tags(set)));
        let going = going.customize().config_override(once()).interceptor(call.departure.clone()).send();
        going.await.map(drop).map_err(|error| call.failed(&error))
    }

    async fn untag(&self, connection: &ConnectionName, arn: &str, keys: &[TagKey]) -> Result<(), CallError> {
        let reached = self.over(connection)?;
        let call = reached.change();
        let keys = keys.iter().map(ToString::to_string).collect();
        let going = reached.client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys));
        let going = going.customize().config_override(once()).interceptor(call.departure.clone()).send();
        going.await.map(drop).map_err(|error| call.failed(&error))
    }
}
