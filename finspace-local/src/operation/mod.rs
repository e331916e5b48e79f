//! The eight operations: read the input, check it, act in one transaction, answer.

mod create;
mod delete;
mod get;
mod list;
mod tags;
mod update;

use axum::body::Bytes;

use crate::error::{Error, ErrorKind};
use crate::finspace::FinSpace;
use crate::model::text::ID_TYPE;
use crate::model::violations::Violations;
use crate::query::Query;
use crate::route::{Operation, Route};
use crate::scope::Scope;

/// A request whose sender and aim are known.
#[derive(Debug)]
pub(crate) struct Call {
    pub route: Route,
    pub query: Query,
    pub body: Bytes,
    pub scope: Scope,
}

/// Bodies larger than this are read on a thread of their own, so that one document does not hold up other callers.
pub(crate) const LARGE: usize = 256 * 1024;

/// Carries `call` out. The answer is the body, empty for the three operations whose output has no members.
pub(crate) async fn perform(finspace: &FinSpace, call: Call) -> Result<Vec<u8>, Error> {
    match call.route.operation {
        Operation::CreateEnvironment => create::create(finspace, call).await,
        Operation::GetEnvironment => get::get(finspace, &call).await,
        Operation::ListEnvironments => list::list(finspace, &call).await,
        Operation::UpdateEnvironment => update::update(finspace, call).await,
        Operation::DeleteEnvironment => delete::delete(finspace, &call).await,
        Operation::ListTagsForResource => tags::list(finspace, &call).await,
        Operation::TagResource => tags::tag(finspace, &call).await,
        Operation::UntagResource => tags::untag(finspace, &call).await,
    }
}

/// Reads a body with `parse`, elsewhere when it is large.
async fn parsed<T: Send + 'static>(
    body: Bytes,
    parse: impl FnOnce(&[u8]) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    if body.len() <= LARGE {
        return parse(&body);
    }
    tokio::task::spawn_blocking(move || parse(&body)).await.map_err(|cause| internal(&cause))?
}

/// Notes what is wrong with the `environmentId` of a path.
fn check_id(id: &str, violations: &mut Violations) {
    ID_TYPE.check("environmentId", id, violations);
}

/// The answer when a well-formed id names nothing here.
fn no_environment(id: &str) -> Error {
    ErrorKind::ResourceNotFound.because(format!("Environment {id} was not found."))
}

/// The JSON of an answer.
fn json(answer: &impl serde::Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(answer).map_err(|cause| internal(&cause))
}

/// The answer when something broke that never should.
fn internal(cause: &dyn std::error::Error) -> Error {
    tracing::error!(%cause, "an operation broke");
    ErrorKind::InternalServer.because("An internal error occurred. Try again.")
}
