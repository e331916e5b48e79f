//! Somebody who may come in and has not yet.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::{InvitationId, PersonId},
    role::Roles,
};

/// How long the link of an invitation works.
pub const INVITATION_HOURS: i64 = 72;

/// An invitation that was neither used nor withdrawn. Its secret is known to whoever has the link; the database keeps
/// a hash of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub id: InvitationId,
    /// The address that the invited person will sign in with, in lower case.
    pub email: String,
    /// What to call them; empty when whoever invited them left it to them.
    pub name: String,
    /// What they will be.
    pub roles: Roles,
    pub invited_by: PersonId,
    pub invited_at: Timestamp,
    /// From then on the link is dead; a new one can be made.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// Whether the link still works.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}
