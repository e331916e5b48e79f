//! What the database keeps of second factors. Whatever changes takes its audit event along, as in [`super::Store`].

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    factor::AuthenticatorApp,
    id::{EventId, PersonId},
};

/// Authenticator apps, recovery codes, and signing in with them.
#[async_trait]
pub trait Factors: Send + Sync {
    async fn app_of(&self, person: &PersonId) -> Result<Option<AuthenticatorApp>, StoreError>;
    async fn recovery_codes_left(&self, person: &PersonId) -> Result<i64, StoreError>;
    /// Adds an app together with the hashes of recovery codes, in the place of all codes before. False when the person
    /// has an app.
    async fn add_app(
        &self,
        person: &PersonId,
        app: &AuthenticatorApp,
        code_hashes: &[String],
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Puts other recovery codes in the place of those before. False when the person has no app.
    async fn renew_recovery_codes(
        &self,
        person: &PersonId,
        code_hashes: &[String],
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Takes app and recovery codes away, and if told so ends all sessions of the person. False when there is no app.
    async fn remove_app(&self, person: &PersonId, ends_sessions: bool, event: &Event) -> Result<bool, StoreError>;

    /// Counts a try as failed before it is known whether it is: a success takes it back. False when there are not `seen`
    /// failures since then, so that of callers at once, each of whom saw as many, one goes on.
    async fn count_try(
        &self,
        email: &str,
        seen: i64,
        since: Timestamp,
        at: Timestamp,
        id: &EventId,
    ) -> Result<bool, StoreError>;
    /// Signs in by the code of a step, which is used up with all before it, and forgets the failures. False when it was
    /// used up before, of callers at once too, or when the app is another one by now.
    async fn sign_in_by_app(
        &self,
        person: &PersonId,
        secret: &str,
        step: i64,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// The same by a recovery code. False when there is none of this hash.
    async fn sign_in_by_recovery_code(
        &self,
        person: &PersonId,
        code_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError>;
}
