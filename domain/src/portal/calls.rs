//! What a failed call of FinSpace means for the use case that made it.

use crate::{
    Error,
    error::{Refusal, RefusalKind},
    ports::CallError,
};

/// A failed call that was to change something.
pub(super) fn changing(error: CallError) -> Error {
    match error {
        CallError::Refused(refusal) => Error::FinSpace(refusal),
        CallError::Unanswered(words) => Error::Unanswered(words),
    }
}

/// A failed call that was to read one environment: what FinSpace does not know is not there.
pub(super) fn reading_one(error: CallError) -> Error {
    match error {
        CallError::Refused(Refusal { kind: RefusalKind::NotFound, .. }) => Error::NotFound("This environment".into()),
        error => reading(error),
    }
}

/// A failed call that was to read something: no answer is just no answer.
pub(super) fn reading(error: CallError) -> Error {
    match error {
        CallError::Refused(refusal) => Error::FinSpace(refusal),
        CallError::Unanswered(said) => {
            Error::FinSpace(Refusal { kind: RefusalKind::Unreachable, said, request_id: None })
        }
    }
}
