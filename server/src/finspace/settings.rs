//! What a connection needs to reach FinSpace, and the SDK's client made of it.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, ConfigLoader, Region, SdkConfig, profile::ProfileFileCredentialsProvider,
    provider_config::ProviderConfig, retry::RetryConfig, sts::AssumeRoleProvider, timeout::TimeoutConfig,
};
use aws_sdk_finspace::{
    Client,
    config::{Credentials, SharedCredentialsProvider, SharedHttpClient},
};
use aws_smithy_http_client::tls;
use domain::{connection::Connection, id::ConnectionName};
use secrecy::{ExposeSecret, SecretString};

/// A named (region, credentials, endpoint) triple. Without credentials, profile or role the SDK's own chain finds some:
/// environment, web identity, container, instance.
#[derive(Clone, Debug)]
pub struct ConnectionSettings {
    pub name: ConnectionName,
    pub region: String,
    /// `None` is the SDK's own address for the region.
    pub endpoint_url: Option<String>,
    /// A profile of the AWS configuration files.
    pub profile: Option<String>,
    /// A role to take with those credentials, and what its owner asks for.
    pub role_arn: Option<String>,
    pub external_id: Option<String>,
    /// A key of the embedded endpoint.
    pub credentials: Option<StaticCredentials>,
}

/// An access key that never changes.
#[derive(Clone, Debug)]
pub struct StaticCredentials {
    pub access_key_id: String,
    pub secret_access_key: SecretString,
}

impl ConnectionSettings {
    /// The connection as pages show it.
    #[must_use]
    pub fn connection(&self) -> Connection {
        let Self { name, region, endpoint_url, .. } = self.clone();
        Connection { name, region, endpoint_url }
    }

    /// Where the credentials come from.
    pub(super) fn way(&self) -> String {
        match (&self.role_arn, &self.profile, &self.credentials) {
            (Some(role), Some(profile), _) => format!("by the role {role} with the profile “{profile}”"),
            (Some(role), None, _) => format!("by the role {role}"),
            (None, Some(profile), _) => format!("from the profile “{profile}”"),
            (None, None, Some(_)) => "which the embedded endpoint does not check".into(),
            (None, None, None) => "from the server's own environment".into(),
        }
    }

    /// What to look at when the credentials do not work.
    pub(super) fn remedy(&self) -> String {
        if let Some(role) = &self.role_arn {
            return format!("Check that the server's own credentials may assume the role {role}, and the external id.");
        }
        if let Some(profile) = &self.profile {
            return format!("Check the profile “{profile}” in the AWS configuration files of the server.");
        }
        "Give the connection a profile or a role, or the server AWS credentials in its environment.".into()
    }
}

/// How long to wait for an answer before giving up, and how patiently to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection to stand.
    pub connect: Duration,
    /// For one attempt, from credentials to the answer's last byte.
    pub attempt: Duration,
    /// For a question with all its attempts: nobody looks at an empty page for longer.
    pub question: Duration,
    /// How often a question is asked; 1 is never again.
    pub attempts: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            attempt: Duration::from_secs(15),
            question: Duration::from_secs(20),
            attempts: 3,
        }
    }
}

/// The SDK's client for a connection, and what signs its calls. It asks again; calls that must not be repeated say so
/// themselves.
pub(super) async fn client(
    settings: &ConnectionSettings,
    patience: Patience,
) -> (Client, Option<SharedCredentialsProvider>) {
    let config = with_credentials(settings, base(settings, patience)).await;
    let mut builder = aws_sdk_finspace::config::Builder::from(&config);
    // Only here, and not in `config`: it also leads to STS, which lives elsewhere.
    let endpoint = settings.endpoint_url.clone().or_else(|| config.endpoint_url().map(str::to_owned));
    if endpoint.as_deref().is_some_and(is_on_this_machine) {
        builder.set_http_client(Some(past_proxies()));
    }
    builder.set_endpoint_url(endpoint);
    (Client::from_conf(builder.build()), config.credentials_provider())
}

/// Whether an endpoint is on this machine. A proxy that the environment names is another one, on which its address means
/// something else.
pub(crate) fn is_on_this_machine(endpoint: &str) -> bool {
    match url::Url::parse(endpoint).as_ref().map(url::Url::host) {
        Ok(Some(url::Host::Domain(name))) => name == "localhost" || name.ends_with(".localhost"),
        Ok(Some(url::Host::Ipv4(address))) => address.is_loopback(),
        Ok(Some(url::Host::Ipv6(address))) => address.is_loopback(),
        _ => false,
    }
}

fn past_proxies() -> SharedHttpClient {
    let tls = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc);
    aws_smithy_http_client::Builder::new().tls_provider(tls).build_https()
}

fn base(settings: &ConnectionSettings, patience: Patience) -> ConfigLoader {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(patience.connect)
        .operation_attempt_timeout(patience.attempt)
        .operation_timeout(patience.question)
        .build();
    let retries = RetryConfig::standard()
        .with_max_attempts(patience.attempts)
        .with_initial_backoff(Duration::from_millis(200))
        .with_max_backoff(Duration::from_secs(1));
    let loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(Region::new(settings.region.clone()))
        .timeout_config(timeouts)
        .retry_config(retries);
    match &settings.profile {
        Some(profile) => loader.profile_name(profile),
        None => loader,
    }
}

async fn with_credentials(settings: &ConnectionSettings, loader: ConfigLoader) -> SdkConfig {
    let loader = if let Some(key) = &settings.credentials {
        let secret = key.secret_access_key.expose_secret();
        loader.credentials_provider(Credentials::new(&key.access_key_id, secret, None, None, "settings"))
    } else if let Some(profile) = &settings.profile {
        // The SDK's chain would prefer keys in the environment, whatever account they are of, to a profile that is named.
        let region = Some(Region::new(settings.region.clone()));
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&ProviderConfig::without_region().with_region(region))
            .profile_name(profile);
        loader.credentials_provider(provider.build())
    } else {
        loader
    };
    let own = loader.load().await;
    let Some(role) = &settings.role_arn else { return own };
    let mut assumed =
        AssumeRoleProvider::builder(role).session_name(format!("finspace-portal-{}", settings.name)).configure(&own);
    if let Some(id) = &settings.external_id {
        assumed = assumed.external_id(id);
    }
    let provider = SharedCredentialsProvider::new(assumed.build().await);
    own.into_builder().credentials_provider(provider).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_are_reached_past_proxies() {
        for own in ["http://127.0.0.1:4567", "http://localhost:1", "https://[::1]:2/", "http://finspace.localhost"] {
            assert!(is_on_this_machine(own), "{own}");
        }
        for other in
            ["https://finspace.us-east-1.amazonaws.com", "http://10.0.0.1", "http://localhost.example.com", "x"]
        {
            assert!(!is_on_this_machine(other), "{other}");
        }
    }
}
