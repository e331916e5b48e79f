//! Every way a call can be refused, with its name and status on the wire.

use std::fmt;

/// A refusal: the exception's name and status, and a message for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub kind: ErrorKind,
    pub message: String,
}

/// The eight exceptions of the model, then what AWS's front ends answer before an operation is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    AccessDenied,
    InternalServer,
    InvalidRequest,
    LimitExceeded,
    ResourceNotFound,
    ServiceQuotaExceeded,
    Throttling,
    Validation,
    ExpiredToken,
    IncompleteSignature,
    InvalidSignature,
    MissingAuthenticationToken,
    RequestEntityTooLarge,
    RequestTimeout,
    Serialization,
    UnknownOperation,
    UnrecognizedClient,
    /// No answer at all: the connection is closed. Only faults ask for it.
    Hangup,
}

impl ErrorKind {
    const ALL: [Self; 17] = [
        Self::AccessDenied,
        Self::InternalServer,
        Self::InvalidRequest,
        Self::LimitExceeded,
        Self::ResourceNotFound,
        Self::ServiceQuotaExceeded,
        Self::Throttling,
        Self::Validation,
        Self::ExpiredToken,
        Self::IncompleteSignature,
        Self::InvalidSignature,
        Self::MissingAuthenticationToken,
        Self::RequestEntityTooLarge,
        Self::RequestTimeout,
        Self::Serialization,
        Self::UnknownOperation,
        Self::UnrecognizedClient,
    ];

    /// The name in the `x-amzn-ErrorType` header.
    pub fn name(self) -> &'static str {
        self.on_the_wire().0
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        self.on_the_wire().1
    }

    /// The kind of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The names of all kinds, for messages.
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    fn on_the_wire(self) -> (&'static str, u16) {
        match self {
            Self::AccessDenied => ("AccessDeniedException", 403),
            Self::InternalServer => ("InternalServerException", 500),
            Self::InvalidRequest => ("InvalidRequestException", 400),
            Self::LimitExceeded => ("LimitExceededException", 400),
            Self::ResourceNotFound => ("ResourceNotFoundException", 404),
            Self::ServiceQuotaExceeded => ("ServiceQuotaExceededException", 402),
            Self::Throttling => ("ThrottlingException", 429),
            Self::Validation => ("ValidationException", 400),
            Self::ExpiredToken => ("ExpiredTokenException", 403),
            Self::IncompleteSignature => ("IncompleteSignatureException", 403),
            Self::InvalidSignature => ("InvalidSignatureException", 403),
            Self::MissingAuthenticationToken => ("MissingAuthenticationTokenException", 403),
            Self::RequestEntityTooLarge => ("RequestEntityTooLargeException", 413),
            Self::RequestTimeout => ("RequestTimeoutException", 408),
            Self::Serialization => ("SerializationException", 400),
            Self::UnknownOperation => ("UnknownOperationException", 404),
            Self::UnrecognizedClient => ("UnrecognizedClientException", 403),
            Self::Hangup => ("Hangup", 500),
        }
    }

    /// A refusal of this kind that says `message`.
    pub fn because(self, message: impl Into<String>) -> Error {
        Error { kind: self, message: message.into() }
    }
}

impl Error {
    /// The order to close the connection without an answer.
    pub fn hangup() -> Self {
        ErrorKind::Hangup.because("The connection is closed on demand.")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for Error {}

/// A database that fails is the service's own trouble: the caller learns no more than that, the log the cause.
impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        tracing::error!(%cause, "the database refused");
        ErrorKind::InternalServer.because("An internal error occurred. Try again.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exception_of_the_model_has_its_status() {
        let model: serde_json::Value = serde_json::from_str(include_str!("../tests/model.json")).unwrap();
        let mut seen = 0;
        for (name, shape) in model["shapes"].as_object().unwrap() {
            if shape["exception"] == true {
                let kind = ErrorKind::named(name).unwrap_or_else(|| panic!("{name} is missing"));
                assert_eq!(shape["error"]["httpStatusCode"], kind.status(), "{name}");
                seen += 1;
            }
        }
        assert_eq!(seen, 8);
    }
}
