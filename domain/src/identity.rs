//! How a person is known to a sign-in provider.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    id::{IdentityId, PersonId, TeamRuleId},
    provider::Issuer,
    role::Roles,
};

/// The most groups that are kept to be shown; the rules look at all of them.
pub const GROUPS_KEPT: usize = 200;

/// A person is who the issuer says they are: (issuer, subject) finds them, and nothing else once they are linked. An
/// address can be given to somebody else one day, a subject cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub id: IdentityId,
    pub person: PersonId,
    pub issuer: Issuer,
    /// The issuer's own id of the person.
    pub subject: String,
    /// What the issuer said last; it finds nobody.
    pub email: Option<String>,
    /// The groups that the issuer told at the last sign-in.
    pub groups: Vec<String>,
    /// What the rules made of them then.
    pub rule_roles: Roles,
    /// The rules about teams that they met then, and that are still there.
    pub team_rules: Vec<TeamRuleId>,
    pub linked_at: Timestamp,
    pub signed_in_at: Timestamp,
}
