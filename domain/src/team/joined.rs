//! How somebody came into a team.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ByGroup, Standing};

/// How somebody came into a team: by hand, by a group at a sign-in provider, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub standing: Standing,
    pub by_hand: Option<ByHand>,
    pub by_group: Option<ByGroup>,
}

/// Somebody added them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// The address of whoever did.
    pub who: String,
    pub at: Timestamp,
}
