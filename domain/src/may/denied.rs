//! Why somebody may not do something.

use crate::{Error, team::ByGroup};

/// Why not, in words that also say what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    pub reason: String,
}

impl Denied {
    /// Why the last administrator stays one.
    pub(crate) fn last_admin() -> Self {
        denied("This is the last administrator who can sign in. Make somebody else an administrator first.")
    }

    /// Why somebody stays in a team, or its owner, whatever is done by hand.
    #[must_use]
    pub fn by_group(by_group: &ByGroup) -> Self {
        denied(format!(
            "They are {} by {}, and would be again at their next sign-in. Take them out of the group there, or ask an administrator to remove the rule.",
            by_group.standing.label().to_lowercase(),
            by_group.in_words()
        ))
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied.reason)
    }
}

pub(super) fn denied(reason: impl Into<String>) -> Denied {
    Denied { reason: reason.into() }
}
