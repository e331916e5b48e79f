//! FinSpace, as the rules see it.

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::{
    environment::{Environment, EnvironmentChange, NewEnvironment},
    error::Refusal,
    id::{ConnectionName, EnvironmentId},
    tag::{TagKey, Tags},
};

/// What CreateEnvironment answers: three flat members, no status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedEnvironment {
    pub id: EnvironmentId,
    pub arn: String,
    pub url: Option<String>,
}

/// How a call to FinSpace can fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// A definite answer: nothing happened.
    Refused(Refusal),
    /// No answer or an unreadable one: for a change, it may or may not have happened. What was seen, in words.
    Unanswered(String),
}

/// One page of ListEnvironments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnvironmentPage {
    pub environments: Vec<Environment>,
    pub next: Option<String>,
}

/// FinSpace, over the SDK.
#[async_trait]
pub trait FinSpace: Send + Sync {
    /// With whose credentials calls over a connection are signed, in words; never a secret.
    async fn identity(&self, connection: &ConnectionName) -> Result<String, CallError>;
    /// Sends the call once: no retries, by anybody. `new.tags` and `own` go along as tags.
    async fn create(
        &self,
        new: &NewEnvironment,
        own: &BTreeMap<String, String>,
    ) -> Result<CreatedEnvironment, CallError>;
    async fn get(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<Environment, CallError>;
    /// One page of the connection; `next` continues where a page ended.
    async fn list(&self, connection: &ConnectionName, next: Option<&str>) -> Result<EnvironmentPage, CallError>;
    async fn update(
        &self,
        connection: &ConnectionName,
        id: &EnvironmentId,
        change: &EnvironmentChange,
    ) -> Result<Environment, CallError>;
    async fn delete(&self, connection: &ConnectionName, id: &EnvironmentId) -> Result<(), CallError>;
    /// Tags as they are, also ones that break the API's own rules.
    async fn tags(&self, connection: &ConnectionName, arn: &str) -> Result<BTreeMap<String, String>, CallError>;
    async fn tag(&self, connection: &ConnectionName, arn: &str, set: &Tags) -> Result<(), CallError>;
    async fn untag(&self, connection: &ConnectionName, arn: &str, keys: &[TagKey]) -> Result<(), CallError>;
}
