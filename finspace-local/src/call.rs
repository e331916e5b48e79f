//! One request, from its head to its answer: route, caller, body, operation.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_TYPE, ORIGIN},
};
use axum::middleware::Next;
use axum::response::Response;
use futures::StreamExt;

use crate::caller::Caller;
use crate::error::{Error, ErrorKind};
use crate::finspace::FinSpace;
use crate::identity;
use crate::operation::{Call, perform};
use crate::query::Query;
use crate::route::Route;
use crate::sign_in_page::{self, SignInHost};

/// The largest body: a document of 10,000,000 characters of which each is written as two `\uXXXX` escapes, and room for the rest.
const BODY_AT_MOST: usize = 128 * 1024 * 1024;

/// The header that names the exception.
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// The header that names the request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hangup;

/// Refuses what a page in somebody's browser sends: an endpoint that is open to all who are on this machine is not open to every site they visit.
/// Browsers say with each change which page it comes from; no other client does.
pub(crate) async fn from_no_page(request: Request, next: Next) -> Response {
    if request.headers().contains_key(ORIGIN) && SignInHost::of(request.headers()).is_none() {
        return respond(Err(ErrorKind::AccessDenied.because("A page in a browser cannot call this endpoint.")));
    }
    next.run(request).await
}

/// Answers any request, those for sign-in hosts with a page. The work runs in a task of its own: a client that goes away does not stop what it began.
pub(crate) async fn answer(State(finspace): State<Arc<FinSpace>>, request: Request) -> Response {
    let work = tokio::spawn(async move {
        match SignInHost::of(request.headers()) {
            Some(host) => sign_in_page::page(&finspace, host, request.uri().path())
                .await
                .unwrap_or_else(|error| respond(Err(error))),
            None => respond(carry_out(&finspace, request).await),
        }
    });
    work.await.unwrap_or_else(|cause| {
        tracing::error!(%cause, "a request broke");
        respond(Err(ErrorKind::InternalServer.because("An internal error occurred. Try again.")))
    })
}

async fn carry_out(finspace: &FinSpace, request: Request) -> Result<Vec<u8>, Error> {
    let (head, body) = request.into_parts();
    let route = Route::of(&head.method, head.uri.path())
        .ok_or_else(|| ErrorKind::UnknownOperation.because("There is no such operation."))?;
    // A stranger is sent away before a large body is taken in.
    let caller = Caller::of(&finspace.settings, &head.headers)?;
    let body = read(body, finspace.settings.patience).await?;
    let scope = caller.proven(&head, &body).await?;
    let operation = route.operation;
    let call = Call { route, query: Query::of(head.uri.query().unwrap_or_default()), body, scope };
    let Some(faults) = &finspace.faults else {
        return perform(finspace, call).await;
    };
    let effects = faults.take(operation);
    tokio::time::sleep(effects.delay).await;
    if effects.drop_before {
        return Err(Error::hangup());
    }
    if let Some(refusal) = effects.refusal {
        return Err(refusal);
    }
    let outcome = perform(finspace, call).await;
    if effects.drop_after {
        return Err(Error::hangup());
    }
    outcome
}

/// Reads a whole body, as long as it keeps coming and ends.
async fn read(body: Body, patience: Duration) -> Result<Bytes, Error> {
    let mut pieces = body.into_data_stream();
    let mut whole = Vec::new();
    loop {
        let piece = tokio::time::timeout(patience, pieces.next()).await;
        let piece = piece.map_err(|_| ErrorKind::RequestTimeout.because("The body did not arrive in time."))?;
        match piece {
            None => return Ok(whole.into()),
            Some(Err(cause)) => {
                return Err(ErrorKind::Serialization.because(format!("The body broke off: {cause}")));
            }
            Some(Ok(piece)) if whole.len() + piece.len() > BODY_AT_MOST => {
                return Err(
                    ErrorKind::RequestEntityTooLarge.because(format!("The body is larger than {BODY_AT_MOST} bytes."))
                );
            }
            Some(Ok(piece)) => whole.extend_from_slice(&piece),
        }
    }
}

/// The answer on the wire, with its request id.
fn respond(outcome: Result<Vec<u8>, Error>) -> Response {
    let mut response = Response::new(Body::empty());
    match outcome {
        Ok(body) if body.is_empty() => {}
        Ok(body) => *response.body_mut() = body.into(),
        Err(error) => {
            let kind = error.kind;
            *response.status_mut() = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let name = HeaderValue::from_static(kind.name());
            response.headers_mut().insert(ERROR_TYPE, name);
            if kind == ErrorKind::Hangup {
                response.extensions_mut().insert(Hangup);
            }
            let body = serde_json::json!({ "message": error.message });
            *response.body_mut() = body.to_string().into();
        }
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(&identity::request_id()) {
        headers.insert(REQUEST_ID, id);
    }
    response
}
