//! Who is asking.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, role::Roles, token::Token};

/// The signed-in person a use case acts for. It exists only for somebody who proved who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub person: PersonId,
    /// What the pages call them.
    pub name: String,
    pub email: String,
    /// As they are at this request: they are read for each.
    pub roles: Roles,
    /// The token by which a program acts for them, which limits what it may do; `None` for the person themselves.
    pub token: Option<Token>,
}
