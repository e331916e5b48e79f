//! What a call carries, read once: its body, its parameters, and the thing that its address names.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{
    Error,
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, TeamId},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::{Map, Value};
use utoipa::IntoParams;

use super::problem::Problem;

/// A JSON body: an object.
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = Json::from_request(request, state).await;
        let Json(sent) = read.map_err(|cause| Problem::new(cause.status(), cause.body_text()))?;
        let unfit = |cause: serde_json::Error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, cause.to_string());
        T::deserialize(Value::Object(sent)).map(Self).map_err(unfit)
    }
}

/// A member that is an object or not there. By itself serde takes a list for an object whose members it holds in their
/// order, and nobody means that.
pub fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(sent: D) -> Result<Option<T>, D::Error> {
    let members: Option<Map<String, Value>> = Option::deserialize(sent)?;
    members.map(|members| T::deserialize(Value::Object(members)).map_err(D::Error::custom)).transpose()
}

/// The parameters behind the question mark.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Query::from_request_parts(parts, state).await;
        read.map(|Query(asked)| Self(asked)).map_err(|cause| Problem::unreadable(cause.body_text()))
    }
}

/// The environment that the address names. What cannot be one is not there.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub struct At {
    /// The connection that it is reached over.
    #[param(value_type = String, example = "local")]
    pub connection: ConnectionName,
    /// FinSpace's own id of it.
    #[param(value_type = String)]
    pub id: EnvironmentId,
}

impl<S: Send + Sync> FromRequestParts<S> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let missing = || Problem::from(Error::NotFound("This environment".into()));
        let Path((connection, id)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        let connection = ConnectionName::parse(&connection).map_err(|_| missing())?;
        Ok(Self { connection, id: EnvironmentId::parse(&id).map_err(|_| missing())? })
    }
}

/// The one thing that the address names by an id of the portal's. What cannot be an id is not there.
pub struct Named<T>(pub T);

/// What an address can name so.
pub trait ById: Sized {
    /// What it is called when it is not there.
    const WHAT: &'static str;

    fn by_id(id: &str) -> Option<Self>;
}

impl ById for TeamId {
    const WHAT: &'static str = "This team";

    fn by_id(id: &str) -> Option<Self> {
        Self::parse(id)
    }
}

impl ById for EnvironmentRequestId {
    const WHAT: &'static str = "This request";

    fn by_id(id: &str) -> Option<Self> {
        Self::parse(id)
    }
}

impl<S: Send + Sync, T: ById> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let missing = || Problem::from(Error::NotFound(T::WHAT.into()));
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| missing())?;
        T::by_id(&id).map(Self).ok_or_else(missing)
    }
}

/// The layer. Who takes no JSON is told so before anything is done.
pub async fn accepts_json(request: Request, next: Next) -> Response {
    if takes_json(request.headers()) {
        return next.run(request).await;
    }
    Problem::of_status(StatusCode::NOT_ACCEPTABLE).into_response()
}

fn takes_json(headers: &HeaderMap) -> bool {
    let mut wanted = headers.get_all(header::ACCEPT).iter().peekable();
    let json = |kind: &str| {
        let (kind, quality) = kind.split_once(';').unwrap_or((kind, ""));
        let refused = quality.replace(' ', "").split(';').any(|one| one.strip_prefix("q=").is_some_and(is_zero));
        let kind = kind.trim().to_ascii_lowercase();
        !refused
            && ["", "*/*", "application/*", "application/json", "application/problem+json"].contains(&kind.as_str())
    };
    wanted.peek().is_none() || wanted.any(|kinds| kinds.to_str().is_ok_and(|kinds| kinds.split(',').any(json)))
}

fn is_zero(quality: &str) -> bool {
    quality.parse().is_ok_and(|quality: f32| quality <= 0.0)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn json_is_taken_by_its_name_or_by_a_star() {
        let accept = |value| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]);
        for good in
            ["*/*", "application/json", "text/html, application/json;q=0.5", "Application/JSON; charset=utf-8", ""]
        {
            assert!(takes_json(&accept(good)), "{good}");
        }
        for bad in ["text/html", "application/xml", "application/json;q=0", "*/*; q=0.0", "json"] {
            assert!(!takes_json(&accept(bad)), "{bad}");
        }
        assert!(takes_json(&HeaderMap::new()));
    }
}
