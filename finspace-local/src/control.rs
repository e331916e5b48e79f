//! The control path under `/_local/`: see everything, move time on, order faults. It answers only when faults are on.

use std::sync::Arc;

use axum::extract::{Path, State, rejection::JsonRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::Error;
use crate::fault::Faults;
use crate::fault::order::{Lag, LagWish, Order, Wish};
use crate::finspace::FinSpace;
use crate::model::environment::Environment;
use crate::status::{Course, Status, Way};
use crate::store::record::Record;
use crate::store::{environment, tag};

/// The routes, for an endpoint whose faults are on.
pub(crate) fn routes() -> Router<Arc<FinSpace>> {
    Router::new()
        .route("/_local", delete(reset))
        .route("/_local/state", get(state))
        .route("/_local/settle", post(settle_all))
        .route("/_local/environments", delete(remove_all))
        .route("/_local/environments/{id}/settle", post(settle))
        .route("/_local/environments/{id}/status", post(set_status))
        .route("/_local/faults", post(order).delete(clear))
        .route("/_local/list-lag", post(lag))
}

/// Why the control path does not do what it is asked.
enum Refusal {
    /// The request says nothing that can be done.
    Wish(String),
    /// No such environment.
    Missing(String),
    /// The database refused.
    Broken(Error),
}

type Answer = Result<Json<Value>, Refusal>;

impl From<sqlx::Error> for Refusal {
    fn from(cause: sqlx::Error) -> Self {
        Self::Broken(cause.into())
    }
}

impl From<JsonRejection> for Refusal {
    fn from(cause: JsonRejection) -> Self {
        Self::Wish(cause.body_text())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Wish(message) => (StatusCode::BAD_REQUEST, message),
            Self::Missing(id) => (StatusCode::NOT_FOUND, format!("there is no environment {id}")),
            Self::Broken(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.message),
        };
        (status, Json(json!({ "message": message }))).into_response()
    }
}

fn faults(finspace: &FinSpace) -> Result<&Faults, Refusal> {
    let faults = finspace.faults.as_ref();
    faults.ok_or_else(|| Refusal::Wish("faults are off".to_owned()))
}

/// The answer when there is nothing to tell.
fn done() -> Json<Value> {
    Json(json!({}))
}

async fn state(State(finspace): State<Arc<FinSpace>>) -> Answer {
    let now = finspace.now();
    let mut told = faults(&finspace)?.told();
    let mut tx = finspace.store.read().await?;
    let mut environments = Vec::new();
    for record in environment::all(&mut tx).await? {
        let tags = tag::read(&mut tx, record.seq).await?;
        environments.push(told_environment(record, json!(tags), now, finspace.port));
    }
    tx.commit().await?;
    told["environments"] = environments.into();
    told["now"] = json!(finspace.settings.clock.now().to_string());
    Ok(Json(told))
}

/// An environment with what no operation answers: tags, superuser, data bundles, and when it comes to rest.
fn told_environment(record: Record, tags: Value, now: i64, port: u16) -> Value {
    let kept = |json: &Option<String>| -> Value {
        let text = json.as_deref().unwrap_or("null");
        serde_json::from_str(text).unwrap_or_default()
    };
    let (superuser, data_bundles) = (kept(&record.superuser), kept(&record.data_bundles));
    let (outcome, ends) = (record.course.outcome, record.course.ends());
    let region = record.scope.region.clone();
    let mut told = json!(Environment::of(record, now, port));
    told["region"] = region.into();
    told["tags"] = tags;
    told["superuserParameters"] = superuser;
    told["dataBundles"] = data_bundles;
    told["outcome"] = json!(outcome);
    told["outcomeInMs"] = (ends.saturating_sub(now)).max(0).into();
    told
}

async fn settle(State(finspace): State<Arc<FinSpace>>, Path(id): Path<String>) -> Answer {
    send(&finspace, &id, None).await?;
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusWish {
    status: String,
}

async fn set_status(
    State(finspace): State<Arc<FinSpace>>,
    Path(id): Path<String>,
    wish: Result<Json<StatusWish>, JsonRejection>,
) -> Answer {
    let Json(wish) = wish?;
    let status =
        Status::named(&wish.status).ok_or_else(|| Refusal::Wish(format!("there is no status {:?}", wish.status)))?;
    send(&finspace, &id, Some(status)).await?;
    Ok(done())
}

/// Sends one environment to `status`, or to where it is going anyway.
async fn send(finspace: &FinSpace, id: &str, status: Option<Status>) -> Result<(), Refusal> {
    let now = finspace.now();
    let mut tx = finspace.store.write().await?;
    let found = environment::find_anywhere(&mut tx, id).await?;
    let record = found.ok_or_else(|| Refusal::Missing(id.to_owned()))?;
    let status = status.unwrap_or(record.course.outcome);
    let ready = match status {
        Status::Deleted => record.is_ready(now),
        status => !status.is_before_ready(),
    };
    let course = Course { way: Way::Rest, since: now, takes: 0, outcome: status };
    environment::set_course(&mut tx, record.seq, course, ready).await?;
    tx.commit().await?;
    Ok(())
}

async fn settle_all(State(finspace): State<Arc<FinSpace>>) -> Answer {
    let mut tx = finspace.store.read().await?;
    let records = environment::all(&mut tx).await?;
    tx.commit().await?;
    for record in records {
        if record.course.ends() > finspace.now() {
            send(&finspace, &record.id, None).await?;
        }
    }
    Ok(done())
}

async fn order(State(finspace): State<Arc<FinSpace>>, wish: Result<Json<Wish>, JsonRejection>) -> Answer {
    let Json(wish) = wish?;
    faults(&finspace)?.order(Order::of(wish).map_err(Refusal::Wish)?);
    Ok(done())
}

async fn clear(State(finspace): State<Arc<FinSpace>>) -> Answer {
    faults(&finspace)?.clear();
    Ok(done())
}

async fn lag(State(finspace): State<Arc<FinSpace>>, wish: Result<Json<LagWish>, JsonRejection>) -> Answer {
    let Json(wish) = wish?;
    faults(&finspace)?.set_lag(Lag::of(&wish).map_err(Refusal::Wish)?);
    Ok(done())
}

async fn remove_all(State(finspace): State<Arc<FinSpace>>) -> Answer {
    let mut tx = finspace.store.write().await?;
    environment::remove_all(&mut tx).await?;
    tx.commit().await?;
    Ok(done())
}

async fn reset(finspace: State<Arc<FinSpace>>) -> Answer {
    faults(&finspace)?.clear();
    remove_all(finspace).await
}
