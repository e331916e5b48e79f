//! What passkeys need from the world: somebody who checks them, and the database.

use async_trait::async_trait;

use super::{Added, StoreError};
use crate::{
    audit::Event,
    id::{PasskeyId, PersonId},
    passkey::{Key, Passkey, Unshown},
};

/// What the browser is asked for, and what its answer is checked with. Both are texts that only the checker reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    pub options: String,
    pub state: String,
}

/// Checks what authenticators say, after the Web Authentication standard. Time is not its business: the rules say how
/// long a question is open, and that it is answered once.
pub trait Authenticators: Send + Sync {
    /// Where browsers have passkeys for this portal, as an origin; `None` when they have none at its address.
    fn address(&self) -> Option<&str>;
    /// Asks for a new passkey, on an authenticator that has none of those that are there.
    fn begin_adding(&self, person: &PersonId, email: &str, name: &str, there: &[Passkey]) -> Result<Begun, StoreError>;
    /// What the new passkey is known by.
    fn finish_adding(&self, state: &str, answer: &str) -> Result<Key, Unshown>;
    /// Asks for one of these.
    fn begin_showing(&self, passkeys: &[Passkey]) -> Result<Begun, StoreError>;
    /// Which of those that are there now was shown, and what it is known by from now on.
    fn finish_showing(&self, state: &str, passkeys: &[Passkey], answer: &str) -> Result<(PasskeyId, Key), Unshown>;
}

/// What the database keeps of passkeys. Whatever changes takes its audit event along, as in [`super::Store`].
#[async_trait]
pub trait PasskeyStore: Send + Sync {
    /// The oldest first.
    async fn passkeys_of(&self, person: &PersonId) -> Result<Vec<Passkey>, StoreError>;
    /// Adds a passkey, and with the first second factor of the person the hashes of their recovery codes.
    async fn add_passkey(
        &self,
        person: &PersonId,
        passkey: &Passkey,
        code_hashes: Option<&[String]>,
        event: &Event,
    ) -> Result<Added, StoreError>;
    /// Takes a passkey away, and the recovery codes when nothing else is left. False when the person has none of this
    /// id.
    async fn remove_passkey(&self, person: &PersonId, id: &PasskeyId, event: &Event) -> Result<bool, StoreError>;
    /// Signs in by a passkey, keeps what it is known by from now on, and forgets the failures. False when it is gone,
    /// or when its counter is not beyond the one that is kept, of callers at once too.
    async fn sign_in_by_passkey(
        &self,
        person: &PersonId,
        id: &PasskeyId,
        key: &Key,
        event: &Event,
    ) -> Result<bool, StoreError>;
}
