//! A failed call, across the wire.

use domain::Error;
use serde::{Deserialize, Serialize};
use server_fn::{codec::JsonEncoding, error::FromServerFnError, error::ServerFnErrorErr};

/// [`domain::Error`] as a server function answers it: JSON, with its true status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError(pub Error);

impl ApiError {
    /// The HTTP status that tells of it.
    #[must_use]
    pub fn status(&self) -> u16 {
        match &self.0 {
            Error::Unreadable(_) => 400,
            Error::SignedOut => 401,
            Error::Denied(_) => 403,
            Error::NotFound(_) => 404,
            Error::Conflict(_) => 409,
            Error::Invalid(_) => 422,
            Error::TooMany { .. } => 429,
            Error::Failed(_) => 500,
            // FinSpace is a server behind this one.
            Error::FinSpace(_) | Error::Unanswered(_) => 502,
            Error::Unavailable(_) | Error::Offline => 503,
        }
    }

    /// Gives the response that is being made this error's status. In the browser there is none.
    pub fn mark_response(&self) {
        #[cfg(feature = "ssr")]
        crate::context::mark(self);
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for ApiError {}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(cause: ServerFnErrorErr) -> Self {
        Self(match cause {
            ServerFnErrorErr::Request(_) => Error::Offline,
            other => Error::Unreadable(other.to_string()),
        })
    }

    /// The single point where errors leave the server.
    fn ser(&self) -> server_fn::Bytes {
        self.mark_response();
        serde_json::to_vec(self).map(Into::into).unwrap_or_default()
    }
}
