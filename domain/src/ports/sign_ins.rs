//! What signing in at providers needs from the world: providers themselves, a place for secrets, and the database.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::{
    audit::Event,
    id::{IdentityId, InvitationId, PersonId},
    identity::Identity,
    person::Person,
    provider::{Issuer, Provider, ProviderName},
    single_sign_on::{Attempt, Discovered, Proof, Unproved},
};

/// Providers, over HTTP.
#[async_trait]
pub trait SingleSignOn: Send + Sync {
    /// Reads the discovery document and the keys, now.
    async fn look_up(&self, issuer: &Issuer) -> Result<Discovered, Unproved>;
    /// The address of the provider at which the attempt goes on.
    async fn departure(&self, provider: &Provider, attempt: &Attempt) -> Result<String, Unproved>;
    /// Whether the provider names itself when it sends a browser back (RFC 9207).
    async fn names_itself(&self, issuer: &Issuer) -> Result<bool, Unproved>;
    /// Exchanges the code for a token, and checks it.
    async fn prove(&self, provider: &Provider, attempt: &Attempt, code: &str) -> Result<Proof, Unproved>;
}

/// Keeps secrets unreadable for whoever has the database or a cookie alone.
pub trait Seals: Send + Sync {
    /// Seals a text for a purpose.
    fn seal(&self, purpose: &str, plain: &str) -> Result<String, StoreError>;
    /// The text again; `None` when it was sealed for something else, by another key, or was changed.
    fn open(&self, purpose: &str, sealed: &str) -> Option<String>;
}

/// What the database keeps of all that. Whatever changes takes its audit event along, as in [`super::Store`].
#[async_trait]
pub trait SignIns: Send + Sync {
    /// All providers by name.
    async fn providers(&self) -> Result<Vec<Provider>, StoreError>;
    async fn provider(&self, name: &ProviderName) -> Result<Option<Provider>, StoreError>;
    /// False when there is one of that name or issuer.
    async fn add_provider(&self, provider: &Provider, event: &Event) -> Result<bool, StoreError>;
    /// Saves version `n + 1` over version `n`; false when somebody else saved meanwhile.
    async fn save_provider(&self, provider: &Provider, event: &Event) -> Result<bool, StoreError>;
    /// Removes a provider and takes away what its rules gave; the links stay. False when there is none, or when nobody
    /// would be left who is an administrator and can sign in.
    async fn remove_provider(&self, name: &ProviderName, event: &Event) -> Result<bool, StoreError>;

    /// Uses a state up; false when it was used before. What expired by now is forgotten.
    async fn use_state(&self, hash: &str, expires_at: Timestamp, now: Timestamp) -> Result<bool, StoreError>;

    async fn identity(&self, issuer: &Issuer, subject: &str) -> Result<Option<Identity>, StoreError>;
    async fn identity_by(&self, id: &IdentityId) -> Result<Option<Identity>, StoreError>;
    /// The oldest link first.
    async fn identities_of(&self, person: &PersonId) -> Result<Vec<Identity>, StoreError>;
    /// Links a person who is there. False when the subject is linked by now, or the person to another subject of the
    /// same issuer.
    async fn link_identity(&self, identity: &Identity, event: &Event) -> Result<bool, StoreError>;
    /// Adds a person together with their link, and uses their invitation up if they have one. False when address,
    /// subject or invitation are gone by now.
    async fn come_in(
        &self,
        person: &Person,
        password_hash: &str,
        invitation: Option<&InvitationId>,
        identity: &Identity,
        event: &Event,
    ) -> Result<bool, StoreError>;
    /// Records a later sign-in, with what the provider told. The roles of its rules take the place of the ones before;
    /// but the last administrator who can sign in stays one. False when the link is gone.
    async fn signed_in(&self, identity: &Identity, event: &Event) -> Result<bool, StoreError>;
    /// Takes a link away, with what its rules gave. False when it is gone, or when nobody would be left who is an
    /// administrator and can sign in.
    async fn unlink(&self, id: &IdentityId, event: &Event) -> Result<bool, StoreError>;
}
