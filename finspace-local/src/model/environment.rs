//! An environment as the API answers it: twelve members, absent ones left out.

use serde::Serialize;

use super::federation::{FederationMode, FederationParameters};
use crate::status::Status;
use crate::store::record::Record;

/// What sign-in hosts end with; browsers resolve `*.localhost` to this machine.
pub(crate) const SIGN_IN_DOMAIN: &str = "amazonfinspace.localhost";

/// The `Environment` shape.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Environment {
    name: String,
    #[serde(rename = "environmentId")]
    id: String,
    aws_account_id: String,
    status: Status,
    #[serde(rename = "environmentUrl")]
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "environmentArn")]
    arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sage_maker_studio_domain_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kms_key_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dedicated_service_account_id: Option<String>,
    federation_mode: FederationMode,
    federation_parameters: FederationParameters,
}

impl Environment {
    /// What `record` looks like at `now` to callers of an endpoint on `port`.
    pub fn of(record: Record, now: i64, port: u16) -> Self {
        let status = record.status(now);
        let ready = record.is_ready(now);
        let host = sign_in_host(&record, port);
        let federation = answered_federation(&record, ready, &host);
        let region = &record.scope.region;
        Self {
            status,
            url: host,
            arn: record.scope.environment_arn(&record.id),
            sage_maker_studio_domain_url: ready
                .then(|| format!("https://{}.studio.{region}.sagemaker.aws", record.notebook_domain)),
            dedicated_service_account_id: ready.then_some(record.service_account),
            aws_account_id: record.scope.account,
            name: record.name,
            id: record.id,
            description: record.description,
            kms_key_id: record.kms_key_id,
            federation_mode: record.federation_mode,
            federation_parameters: federation,
        }
    }
}

/// The `environmentUrl`: a bare host, as FinSpace answered it.
pub(crate) fn sign_in_host(record: &Record, port: u16) -> String {
    format!("{}.{}.{SIGN_IN_DOMAIN}:{port}", record.id, record.scope.region)
}

/// The parameters as given, with the two that the service adds once a federated environment is ready.
pub(crate) fn answered_federation(record: &Record, ready: bool, host: &str) -> FederationParameters {
    let mut federation = record.federation.clone();
    if ready && record.federation_mode == FederationMode::Federated {
        let region = &record.scope.region;
        let pool = record.id.get(..9).unwrap_or(&record.id);
        federation.federation_urn.get_or_insert_with(|| format!("urn:amazon:cognito:sp:{region}_{pool}"));
        federation.application_call_back_url.get_or_insert_with(|| format!("http://{host}/saml2/idpresponse"));
    }
    federation
}
