//! What can go wrong, in terms that a page can put into words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Problems, id::FailureId};

/// Every failure of a use case. None carries a driver's words: causes are logged once, with an id to quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Error {
    /// Nobody is signed in.
    SignedOut,
    /// The person may not do this; why, in words.
    Denied(String),
    /// What was asked for is not there, or not for this person.
    NotFound(String),
    /// Inputs are wrong: all of them, by field.
    Invalid(Problems),
    /// The thing changed meanwhile, or is in a state that forbids this; what, in words.
    Conflict(String),
    /// FinSpace said no.
    FinSpace(Refusal),
    /// A request to FinSpace went out and no answer came back: it may or may not have happened.
    Unanswered(String),
    /// Too many tries; how many seconds to wait.
    TooMany { wait_seconds: u32 },
    /// Something of ours is down and will come back.
    Unavailable(FailureId),
    /// A fault of ours.
    Failed(FailureId),
    /// The request itself makes no sense to the portal: a form of another version, or not a form at all.
    Unreadable(String),
    /// The browser could not reach the portal.
    Offline,
}

/// FinSpace's refusal of a call.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Refusal {
    pub kind: RefusalKind,
    /// FinSpace's own words, which administrators may see.
    pub said: String,
    /// FinSpace's id of the request, to quote to AWS.
    pub request_id: Option<String>,
}

/// Kinds of refusals, by what can be done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RefusalKind {
    NotFound,
    Invalid,
    Denied,
    Quota,
    Throttled,
    /// FinSpace failed inside.
    Internal,
    /// Nobody answered at the endpoint.
    Unreachable,
    Other,
}

impl Refusal {
    /// What it is and what to do next, where nothing else is said.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{}. {} FinSpace says: {}", self.kind.title(), self.kind.advice(), self.said)
    }
}

impl RefusalKind {
    /// What it is, as a title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NotFound => "FinSpace does not know this environment",
            Self::Invalid => "FinSpace did not accept the values",
            Self::Denied => "FinSpace denied access",
            Self::Quota => "The quota of environments is used up",
            Self::Throttled => "FinSpace asks to slow down",
            Self::Internal => "FinSpace failed inside",
            Self::Unreachable => "FinSpace cannot be reached",
            Self::Other => "FinSpace refused",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::NotFound => "It may have been deleted meanwhile. Go back to the list and refresh it.",
            Self::Invalid => "Read what FinSpace says, correct the values and try again. Nothing was changed.",
            Self::Denied => {
                "Check the credentials of this connection and their IAM policy: it needs the finspace: actions for environments and tags."
            }
            Self::Quota => "Delete an environment that nobody needs, or ask AWS for a higher quota, then try again.",
            Self::Throttled => "Nothing was changed. Wait a minute, then try again.",
            Self::Internal => "This is a fault at FinSpace. Wait a few minutes, then try again.",
            Self::Unreachable => {
                "Check that the endpoint of this connection is up and that this server can reach it, then try again."
            }
            Self::Other => "Read what FinSpace says. If it makes no sense, quote the request id to AWS.",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut => out.write_str("Sign in first."),
            Self::Denied(why) | Self::Conflict(why) | Self::Unanswered(why) => out.write_str(why),
            Self::NotFound(what) => write!(out, "{what} is not there."),
            Self::Invalid(Problems(all)) => {
                write!(out, "{} to correct.", if all.len() == 1 { "One input is" } else { "Some inputs are" })
            }
            Self::FinSpace(refusal) => write!(out, "{}: {}", refusal.kind.title(), refusal.said),
            Self::TooMany { wait_seconds } => write!(out, "Too many tries. Wait {wait_seconds} seconds."),
            Self::Unavailable(id) => write!(out, "The portal cannot do this right now ({id})."),
            Self::Failed(id) => write!(out, "The portal failed ({id})."),
            Self::Unreadable(what) => write!(out, "The portal could not read this: {what}"),
            Self::Offline => out.write_str("The portal cannot be reached. Check your connection, then try again."),
        }
    }
}

impl std::error::Error for Error {}
