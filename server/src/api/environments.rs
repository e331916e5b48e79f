//! Environments: listed, looked at, created once, edited and deleted.

use app::paths;
use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    environment::Status,
    inventory::{Place, Query},
    operation::{Operation, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema, openapi::schema::Schema};

use super::{
    caller::Caller,
    form::{CreateEnvironment, UpdateEnvironment},
    key::key,
    piece::{limit, named, next, one_of, place},
    pointer::Names,
    problem::Problem,
    sent::{Asked, At, Sent},
    shape::{Environment, FederationMode},
    version::{IfMatch, Versioned},
};

/// Which environments, and from where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Words that stand somewhere in name, id, ARN, description or tags.
    q: Option<String>,
    #[param(schema_with = statuses)]
    status: Option<String>,
    connection: Option<String>,
    #[param(inline)]
    mode: Option<FederationMode>,
    /// The id of a team, or its name: those that it has links to.
    team: Option<String>,
    tag_key: Option<String>,
    tag_value: Option<String>,
    /// A tag key that they are without, as far as their tags are known.
    lacks: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// What the answer before called `next`.
    next: Option<String>,
}

fn statuses() -> Schema {
    let all = Status::ALL;
    one_of(all.iter().map(Status::as_str))
}

/// Some environments, by name.
#[derive(Serialize, ToSchema)]
pub struct EnvironmentList {
    environments: Vec<Environment>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Environments over all connections, by name, as the portal saw them last.
#[utoipa::path(
    get, path = "/environments", operation_id = "listEnvironments", tag = "environments", params(Filter),
    responses((status = 200, description = "A piece of the list.", body = EnvironmentList))
)]
pub async fn list(caller: Caller, Asked(filter): Asked<Filter>) -> Result<Json<EnvironmentList>, Problem> {
    let limit = limit(filter.limit)?;
    let place = place(filter.next.as_deref())?;
    let query = Query {
        text: filter.q.unwrap_or_default(),
        status: named("status", filter.status.as_deref(), status)?,
        connection: filter.connection,
        mode: filter.mode.map(Into::into),
        team: filter.team,
        tag_key: filter.tag_key,
        tag_value: filter.tag_value,
        lacks: filter.lacks,
        ..Query::default()
    };
    let (entries, more) = caller.portal.environments_after(&caller.actor, &query, place.as_ref(), limit).await?;
    let next = entries.last().filter(|_| more).map(|entry| next(&Place::of(entry)));
    let environments = entries.iter().map(|entry| Environment::from(&**entry)).collect();
    Ok(Json(EnvironmentList { environments, next }))
}

fn status(word: &str) -> Option<Status> {
    Status::ALL.into_iter().find(|status| status.as_str() == word)
}

/// One environment, asked from FinSpace; as the portal saw it last, when FinSpace cannot be asked.
#[utoipa::path(
    get, path = "/environments/{connection}/{id}", operation_id = "getEnvironment", tag = "environments", params(At),
    responses((status = 200, description = "The environment.", body = Environment,
               headers(("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn show(caller: Caller, at: At) -> Result<Versioned<Environment>, Problem> {
    Ok(Versioned(caller.portal.environment(&caller.actor, &at.connection, &at.id).await?.into()))
}

/// Lets a change go on that is meant of any version, or of the one that is there.
async fn holds(caller: &Caller, at: &At, meant: &IfMatch) -> Result<(), Problem> {
    if !meant.is_asked() {
        return Ok(());
    }
    let now: Environment = caller.portal.environment(&caller.actor, &at.connection, &at.id).await?.into();
    meant.holds(&now)
}

/// What became of a creation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Creation {
    connection: String,
    name: String,
    /// FinSpace's id of the new environment; absent while its answer is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment_id: Option<String>,
    /// The value of the environment's tag `portal:operation`.
    operation: String,
}

/// Creates an environment, once for each key: whatever gets lost, the same call with the same key answers the same.
#[utoipa::path(
    post, path = "/environments", operation_id = "createEnvironment", tag = "environments",
    request_body = CreateEnvironment,
    params(("Idempotency-Key" = String, Header, description = "A key of your own choice, a new one for each environment.",
            min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    responses(
        (status = 201, description = "It is being created: by this call, or by an earlier one with this key.",
         body = Creation, headers(("location" = String, description = "The environment’s address here."))),
        (status = 202, description = "FinSpace’s answer is missing. The portal looks for the environment; send the same \
                                      again later to learn what became of it.", body = Creation),
    )
)]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    Sent(wanted): Sent<CreateEnvironment>,
) -> Result<Response, Problem> {
    let (form, names) = wanted.form();
    let key = key(&headers)?;
    let made = caller.portal.create_once(&caller.actor, key, form).await;
    answer(made.map_err(|error| names.problem(error))?)
}

fn answer(operation: Operation) -> Result<Response, Problem> {
    let creation = |environment_id| Creation {
        connection: operation.plan.connection.to_string(),
        name: operation.plan.name.to_string(),
        environment_id,
        operation: operation.id.to_string(),
    };
    match operation.state {
        State::Created { environment } => {
            let path = format!("{}/{}/{environment}", paths::API_ENVIRONMENTS, operation.plan.connection);
            let body = Json(creation(Some(environment.to_string())));
            Ok((StatusCode::CREATED, [(header::LOCATION, path)], body).into_response())
        }
        State::Refused { refusal } => Err(Error::FinSpace(refusal).into()),
        _ => Ok((StatusCode::ACCEPTED, Json(creation(None))).into_response()),
    }
}

/// Changes what is sent and nothing else, and answers with the environment as it is then.
#[utoipa::path(
    patch, path = "/environments/{connection}/{id}", operation_id = "updateEnvironment", tag = "environments",
    params(At, ("If-Match" = Option<String>, Header, description = "The version that is meant: another one is not changed.")),
    request_body = UpdateEnvironment,
    responses((status = 200, description = "The environment as it is now.", body = Environment,
               headers(("etag" = String, description = "Its version, for If-Match."))))
)]
pub async fn edit(
    caller: Caller,
    at: At,
    meant: IfMatch,
    Sent(wanted): Sent<UpdateEnvironment>,
) -> Result<Versioned<Environment>, Problem> {
    holds(&caller, &at, &meant).await?;
    let Caller { portal, actor, .. } = &caller;
    let names = wanted.names();
    let edited = portal.edit_environment(actor, &at.connection, &at.id, |form| wanted.fill(form)).await;
    edited.map_err(|error| names.problem(error))?;
    show(caller, at).await
}

/// What shows that this environment is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Meant {
    /// The name of the environment.
    name: String,
}

/// Has FinSpace delete an environment, which takes it a while.
#[utoipa::path(
    delete, path = "/environments/{connection}/{id}", operation_id = "deleteEnvironment", tag = "environments",
    params(At, Meant, ("If-Match" = Option<String>, Header, description = "The version that is meant: another one is not deleted.")),
    responses((status = 202, description = "FinSpace is deleting it."))
)]
pub async fn delete(
    caller: Caller,
    at: At,
    version: IfMatch,
    Asked(meant): Asked<Meant>,
) -> Result<StatusCode, Problem> {
    holds(&caller, &at, &version).await?;
    let deleted = caller.portal.delete_environment(&caller.actor, &at.connection, &at.id, &meant.name).await;
    deleted.map_err(|error| Names::default().problem(error))?;
    Ok(StatusCode::ACCEPTED)
}
