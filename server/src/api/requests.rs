//! Requests: asked for, talked about, decided and followed.

mod form;
mod history;
mod metadata;
mod shape;

use app::paths;
use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    id::EnvironmentRequestId,
    request::{Filter as Wanted, Kind, Place, Stage, Whose},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    caller::Caller,
    key::key,
    piece::{Piece, limit, named, next, place, sought},
    pointer::Names,
    problem::{self, Problem},
    sent::{Asked, Named, Sent},
    version::{IfMatch, Versioned},
};
use form::{AskForEnvironment, Said};
use history::{Comment, CommentList};
use metadata::MetadataAsked;
pub use shape::{Line, TeamName};
use shape::{Request, RequestList, RequestRow, kinds, states, whose};

/// Which requests, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// A text that stands somewhere in the name, the team or the address of whoever asked.
    #[param(max_length = 200)]
    q: Option<String>,
    /// All that one may see, one's own, those that wait for one's decision, or those that need a person to go on.
    #[param(schema_with = whose)]
    whose: Option<String>,
    #[param(schema_with = states)]
    state: Option<String>,
    #[param(schema_with = kinds)]
    kind: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// What the answer before called `next`.
    next: Option<String>,
}

impl Filter {
    fn wanted(&self) -> Result<Wanted, Problem> {
        let of = |word: &str| Whose::ALL.into_iter().find(|one| one.as_str() == word);
        Ok(Wanted {
            whose: named("whose", self.whose.as_deref(), of)?.unwrap_or_default(),
            stage: named("state", self.state.as_deref(), Stage::of)?,
            kind: named("kind", self.kind.as_deref(), Kind::of)?,
            text: sought(self.q.clone())?,
            environment: None,
        })
    }
}

/// The requests that one may see, the newest first: one's own at least.
#[utoipa::path(
    get, path = "/requests", operation_id = "listRequests", tag = "requests", params(Filter),
    responses((status = 200, description = "A piece of the list.", body = RequestList))
)]
pub async fn list(caller: Caller, Asked(filter): Asked<Filter>) -> Result<Json<RequestList>, Problem> {
    let (limit, place, wanted) = (limit(filter.limit)?, place(filter.next.as_deref())?, filter.wanted()?);
    let (requests, more) = caller.portal.requests_after(&caller.actor, &wanted, place.as_ref(), limit).await?;
    let next = requests.last().filter(|_| more).map(|last| next(&Place::of(last)));
    let requests = requests.into_iter().map(|request| RequestRow::new(&caller, request)).collect();
    Ok(Json(RequestList { requests, next }))
}

/// One request with what is planned, said and decided, and the environment that came of it.
#[utoipa::path(
    get, path = "/requests/{request}", operation_id = "getRequest", tag = "requests",
    params(("request" = String, Path, description = "The id of the request.")),
    responses((status = 200, description = "The request.", body = Request,
               headers(("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn show(caller: Caller, Named(id): Named<EnvironmentRequestId>) -> Result<Versioned<Request>, Problem> {
    Ok(Versioned(read(&caller, &id).await?))
}

async fn read(caller: &Caller, id: &EnvironmentRequestId) -> Result<Request, Problem> {
    let seen = caller.portal.request(&caller.actor, id, 1).await?;
    let metadata = MetadataAsked::of(caller, &seen.asked).await;
    Ok(Request::new(caller, seen, metadata))
}

/// Asks for an environment, once for each key: the same call with the same key answers with the same request.
#[utoipa::path(
    post, path = "/requests", operation_id = "askForEnvironment", tag = "requests", request_body = AskForEnvironment,
    params(("Idempotency-Key" = String, Header, description = "A key of your own choice, a new one for each request.",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    responses((status = 201, description = "It is asked for: by this call, or by an earlier one with this key.",
               body = Request,
               headers(("location" = String, description = "The request’s address here."),
                       ("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn ask(
    caller: Caller,
    headers: HeaderMap,
    Sent(wanted): Sent<AskForEnvironment>,
) -> Result<Response, Problem> {
    let key = key(&headers)?;
    let (blueprint, team, filled) = wanted.filled()?;
    let names = Names::of_tags(&filled.form.tags);
    let asked = caller.portal.ask_once(&caller.actor, key, &blueprint, &team, &filled).await;
    let request = asked.map_err(|error| match error {
        Error::NotFound(_) => Problem::unfit(&[("/blueprint", "No such blueprint is open to the team.")]),
        error => names.problem(error),
    })?;
    let path = format!("{}/{}", paths::API_REQUESTS, request.id);
    let body = show(caller, Named(request.id)).await?;
    Ok((StatusCode::CREATED, [(header::LOCATION, path)], body).into_response())
}

/// Takes a request of one's own back, as long as nobody decided it.
#[utoipa::path(
    post, path = "/requests/{request}/withdraw", operation_id = "withdrawRequest", tag = "requests",
    params(("request" = String, Path, description = "The id of the request.")),
    responses((status = 200, description = "The request as it is now.", body = Request,
               headers(("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn withdraw(caller: Caller, Named(id): Named<EnvironmentRequestId>) -> Result<Versioned<Request>, Problem> {
    caller.portal.withdraw_request(&caller.actor, &id).await?;
    show(caller, Named(id)).await
}

/// Approves what the version of If-Match asks for, and nothing else. When enough have approved, the portal carries it
/// out.
#[utoipa::path(
    post, path = "/requests/{request}/approve", operation_id = "approveRequest", tag = "requests",
    params(("request" = String, Path, description = "The id of the request."),
           ("If-Match" = String, Header, description = "The version that is approved: the ETag of getRequest.")),
    responses(
        (status = 200, description = "The request as it is now.", body = Request,
         headers(("etag" = String, description = "Its version, for If-Match."))),
        (status = 412, description = "It changed since it was read. Nothing is approved.", body = problem::Document,
         content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing, or names no version.", body = problem::Document,
         content_type = "application/problem+json"),
    )
)]
pub async fn approve(
    caller: Caller,
    Named(id): Named<EnvironmentRequestId>,
    meant: IfMatch,
) -> Result<Versioned<Request>, Problem> {
    caller.portal.decidable(&caller.actor, &id).await?;
    meant.names_one()?;
    let now = read(&caller, &id).await?;
    meant.holds(&now)?;
    caller.portal.approve_request(&caller.actor, &id, now.digest()).await?;
    show(caller, Named(id)).await
}

/// Declines a request, with words for whoever asked.
#[utoipa::path(
    post, path = "/requests/{request}/decline", operation_id = "declineRequest", tag = "requests", request_body = Said,
    params(("request" = String, Path, description = "The id of the request."),
           ("If-Match" = Option<String>, Header, description = "The version that is meant: another one is not declined.")),
    responses((status = 200, description = "The request as it is now.", body = Request,
               headers(("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn decline(
    caller: Caller,
    Named(id): Named<EnvironmentRequestId>,
    meant: IfMatch,
    Sent(said): Sent<Said>,
) -> Result<Versioned<Request>, Problem> {
    caller.portal.decidable(&caller.actor, &id).await?;
    if meant.is_asked() {
        meant.holds(&read(&caller, &id).await?)?;
    }
    let declined = caller.portal.decline_request(&caller.actor, &id, &said.words).await;
    declined.map_err(|error| Names::default().problem(error))?;
    show(caller, Named(id)).await
}

/// What was said of a request, the oldest first.
#[utoipa::path(
    get, path = "/requests/{request}/comments", operation_id = "listComments", tag = "requests",
    params(("request" = String, Path, description = "The id of the request."), Piece),
    responses((status = 200, description = "A piece of the list.", body = CommentList))
)]
pub async fn comments(
    caller: Caller,
    Named(id): Named<EnvironmentRequestId>,
    Asked(piece): Asked<Piece>,
) -> Result<Json<CommentList>, Problem> {
    // None is ever taken away or put in between, so how many came before is a place.
    let (limit, from) = (limit(piece.limit)?, place::<i64>(piece.next.as_deref())?.unwrap_or_default().max(0));
    let (comments, more) = caller.portal.comments_after(&caller.actor, &id, from, limit).await?;
    let came = i64::try_from(comments.len()).unwrap_or(i64::MAX);
    let next = more.then(|| next(&from.saturating_add(came)));
    Ok(Json(CommentList { comments: comments.into_iter().map(Into::into).collect(), next }))
}

/// Says something about a request.
#[utoipa::path(
    post, path = "/requests/{request}/comments", operation_id = "addComment", tag = "requests", request_body = Said,
    params(("request" = String, Path, description = "The id of the request.")),
    responses((status = 201, description = "Everybody who sees the request reads it now.", body = Comment))
)]
pub async fn comment(
    caller: Caller,
    Named(id): Named<EnvironmentRequestId>,
    Sent(said): Sent<Said>,
) -> Result<(StatusCode, Json<Comment>), Problem> {
    let comment = caller.portal.comment_on_request(&caller.actor, &id, &said.words).await;
    let comment = comment.map_err(|error| Names::default().problem(error))?;
    Ok((StatusCode::CREATED, Json(comment.into())))
}
