//! The first administrator of an environment: taken in, checked, and returned by no operation.

use serde::{Deserialize, Serialize};

use super::members::Members;
use super::text::{EMAIL_ID, NAME_STRING};
use super::violations::Violations;
use crate::error::Error;

/// All three members are required once the structure is there.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Superuser {
    pub email_address: String,
    pub first_name: String,
    pub last_name: String,
}

impl Superuser {
    /// Reads the member `superuserParameters`.
    pub fn of(mut members: Members, violations: &mut Violations) -> Result<Self, Error> {
        Ok(Self {
            email_address: members.required_string("emailAddress", &EMAIL_ID, violations)?,
            first_name: members.required_string("firstName", &NAME_STRING, violations)?,
            last_name: members.required_string("lastName", &NAME_STRING, violations)?,
        })
    }
}
