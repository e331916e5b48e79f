//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, role::Roles};

/// The signed-in person a use case acts for. It exists only for somebody who proved who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub person: PersonId,
    /// What the pages call them.
    pub name: String,
    pub email: String,
    /// As they are at this request: they are read for each.
    pub roles: Roles,
}
