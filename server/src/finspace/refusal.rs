//! Sorting the SDK's errors: a definite no, or no answer.
//!
//! No whole `SdkError` gets into a text: it prints the body of the response.

use std::{
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use aws_sdk_finspace::{
    config::{
        ConfigBag, Intercept, RuntimeComponents, http::HttpResponse, interceptors::BeforeTransmitInterceptorContextRef,
    },
    error::{BoxError, ProvideErrorMetadata, SdkError},
    operation::RequestId,
};
use domain::{
    error::{Refusal, RefusalKind},
    ports::CallError,
};

/// The most characters of somebody else's words that are passed on.
const WORDS_MOST: usize = 500;

/// Notes that a request is about to leave. What fails before that has changed nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Departure(Arc<AtomicBool>);

impl Departure {
    fn was(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Intercept for Departure {
    fn name(&self) -> &'static str {
        "Departure"
    }

    fn read_before_transmit(
        &self,
        _context: &BeforeTransmitInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.store(true, Ordering::Release);
        Ok(())
    }
}

/// What a call was for: it decides what a fault inside FinSpace means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Change,
}

/// One call, as far as its failure has to be understood.
#[derive(Debug)]
pub(super) struct Call<'c> {
    pub purpose: Purpose,
    pub departure: Departure,
    /// Where it went, and what to look at when the credentials do not work.
    pub endpoint: &'c str,
    pub remedy: &'c str,
}

impl Call<'_> {
    /// Says what a failed call means.
    pub fn failed<E>(&self, error: &SdkError<E, HttpResponse>) -> CallError
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        match error {
            SdkError::ServiceError(answer) => {
                self.answered(answer.raw().status().as_u16(), answer.err(), error.request_id())
            }
            SdkError::ConstructionFailure(_) => {
                refused(RefusalKind::Other, format!("The request could not be made: {}", chain(error)))
            }
            SdkError::ResponseError(_) => {
                CallError::Unanswered(format!("{} began to answer and broke off: {}", self.endpoint, chain(error)))
            }
            _ if !self.departure.was() => refused(
                RefusalKind::Denied,
                format!("The request could not be signed: {} {}", sentence(&chain(error)), self.remedy),
            ),
            _ if never_connected(error) => refused(
                RefusalKind::Unreachable,
                format!("No connection to {} could be made: {}", self.endpoint, root(error)),
            ),
            SdkError::TimeoutError(_) => CallError::Unanswered(format!("{} did not answer in time.", self.endpoint)),
            _ => CallError::Unanswered(format!("The connection to {} broke: {}", self.endpoint, root(error))),
        }
    }

    /// An answer that is not the one hoped for. The error enums know only what an operation declares, so the code decides.
    fn answered(&self, status: u16, error: &impl ProvideErrorMetadata, request_id: Option<&str>) -> CallError {
        let (code, message) = (error.code(), error.message());
        let said = match (code, message) {
            (_, Some(message)) if !message.trim().is_empty() => short(message),
            (Some(code), _) => format!("{} (HTTP status {status}), without a message.", short(code)),
            _ => by_status(status, self.endpoint),
        };
        let kind = match status {
            200..300 => return self.unreadable(status),
            500.. if self.purpose == Purpose::Change => {
                let id = request_id.map(|id| format!(" Its id of the request is {}.", short(id))).unwrap_or_default();
                return CallError::Unanswered(format!(
                    "FinSpace failed with HTTP status {status}: {}{id}",
                    sentence(&said)
                ));
            }
            500.. => RefusalKind::Internal,
            // The request may have been taken or not.
            408 => return CallError::Unanswered(said),
            _ => code.and_then(by_code).unwrap_or(match status {
                400 | 413 | 414 | 431 => RefusalKind::Invalid,
                401 | 403 | 407 => RefusalKind::Denied,
                402 => RefusalKind::Quota,
                429 => RefusalKind::Throttled,
                // Also 404: a server that is no FinSpace knows nothing of environments.
                _ => RefusalKind::Other,
            }),
        };
        CallError::Refused(Refusal { kind, said, request_id: request_id.map(short) })
    }

    /// A success that says nothing: for a change it may well have happened.
    pub fn unreadable(&self, status: u16) -> CallError {
        let words = format!("{} answered with HTTP status {status}, but not as FinSpace does.", self.endpoint);
        match self.purpose {
            Purpose::Change => CallError::Unanswered(words),
            Purpose::Read => refused(RefusalKind::Internal, words),
        }
    }
}

pub(super) fn refused(kind: RefusalKind, said: String) -> CallError {
    CallError::Refused(Refusal { kind, said, request_id: None })
}

/// The codes of the API and of the gateway in front of it.
fn by_code(code: &str) -> Option<RefusalKind> {
    let code = code.strip_suffix("Exception").unwrap_or(code);
    Some(match code {
        "Validation" | "InvalidRequest" | "Serialization" => RefusalKind::Invalid,
        "ResourceNotFound" => RefusalKind::NotFound,
        "ServiceQuotaExceeded" | "LimitExceeded" => RefusalKind::Quota,
        "Throttling" | "TooManyRequests" | "RequestLimitExceeded" => RefusalKind::Throttled,
        "AccessDenied"
        | "UnrecognizedClient"
        | "InvalidSignature"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "ExpiredToken"
        | "RequestExpired"
        | "InvalidClientTokenId"
        | "NotAuthorized"
        | "OptInRequired" => RefusalKind::Denied,
        _ => return None,
    })
}

fn by_status(status: u16, endpoint: &str) -> String {
    match status {
        300..400 => format!("{endpoint} sends elsewhere (HTTP status {status}). Check the endpoint of the connection."),
        404 => format!("{endpoint} does not know FinSpace (HTTP status 404). Check the endpoint of the connection."),
        407 => "A proxy on the way asks for a password (HTTP status 407).".into(),
        _ => format!("{endpoint} answered with HTTP status {status} and no reason."),
    }
}

/// Whether the connection never stood, so that no byte of the request went out.
fn never_connected(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(|cause| {
        cause
            .downcast_ref::<hyper_util::client::legacy::Error>()
            .is_some_and(hyper_util::client::legacy::Error::is_connect)
    })
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// The words of the innermost cause.
fn root(error: &(dyn Error + 'static)) -> String {
    sentence(&causes(error).last().map(|cause| short(&cause.to_string())).unwrap_or_default())
}

/// The words of all causes, without the SDK's own layers around them.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for cause in causes(error).skip(1) {
        let said = cause.to_string();
        if said != "other" && !words.iter().any(|before| before.contains(&said)) {
            words.push(said);
        }
    }
    short(&words.join(": "))
}

/// One line of bounded length: what others say may be anything.
fn short(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(WORDS_MOST).collect();
    line.trim().to_owned()
}

fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}
