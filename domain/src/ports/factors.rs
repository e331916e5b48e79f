//! What the database keeps of second factors. Whatever changes takes its audit event along, as in [`super::Store`].

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    factor::{AuthenticatorApp, FactorSeen},
    id::{EventId, PersonId},
};

/// What became of a second factor that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    Done,
    /// This app, or this passkey, is there already.
    Known,
    /// The person has a passkey of that name.
    NameTaken,
    /// The person has [`crate::passkey::PASSKEYS_MOST`] passkeys.
    TooMany,
    /// Recovery codes come with the first second factor and with no later one: which of them this is, changed meanwhile.
    Changed,
}

/// Authenticator apps, recovery codes, and signing in with them.
#[async_trait]
pub trait Factors: Send + Sync {
    async fn app_of(&self, person: &PersonId) -> Result<Option<AuthenticatorApp>, StoreError>;
    /// What there is of all kinds.
    async fn factor_of(&self, person: &PersonId) -> Result<FactorSeen, StoreError>;
    /// Adds an app, and with the first second factor of the person the hashes of their recovery codes.
    async fn add_app(
        &self,
        person: &PersonId,
        app: &AuthenticatorApp,
        code_hashes: Option<&[String]>,
        event: &Event,
    ) -> Result<Added, StoreError>;
    /// Puts other recovery codes in the place of those before. False when the person has no second factor.
    async fn renew_recovery_codes(
        &self,
        person: &PersonId,
        code_hashes: &[String],
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Takes the app away, and the recovery codes when nothing else is left. False when there is no app.
    async fn remove_app(&self, person: &PersonId, event: &Event) -> Result<bool, StoreError>;
    /// Takes everything away and ends all sessions of the person. False when there is no second factor.
    async fn reset_factors(&self, person: &PersonId, event: &Event) -> Result<bool, StoreError>;

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
