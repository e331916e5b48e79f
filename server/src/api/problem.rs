//! What a call is told when it does not work: one shape for everything (RFC 9457), whoever found it out.

use app::error::ApiError;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, Field, Problems, id::RequestId};
use serde::Serialize;
use utoipa::ToSchema;

/// What the shape is called on the wire.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What is wrong, on its way to [`shape`].
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<u32>,
}

/// What is wrong, as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Document {
    /// Always `about:blank`: the title is the phrase of the status.
    r#type: &'static str,
    title: &'static str,
    status: u16,
    /// What is wrong, in words.
    detail: String,
    /// All that is wrong with what was sent, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// Finds the call in the log of the server, and in the audit log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

/// One wrong input.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// Where it stands in the body, as a JSON Pointer; for a parameter its name.
    field: String,
    message: String,
    /// A legal value close to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
}

impl Problem {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    /// Something that makes no sense.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// What a bare status means here.
    pub fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::UNAUTHORIZED => {
                "Send a token that works, as “Authorization: Bearer fsp_…”. Its owner makes one under Account."
            }
            StatusCode::NOT_FOUND => {
                "There is nothing at this address. The description of the API lists all addresses."
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                "This address does not take this method. The header “Allow” says which it takes."
            }
            StatusCode::NOT_ACCEPTABLE => "The answer is JSON. Accept application/json.",
            StatusCode::PRECONDITION_REQUIRED => {
                "Send If-Match with the ETag of the request as you read it: what is decided is exactly that."
            }
            StatusCode::REQUEST_TIMEOUT => "The rest of what was sent did not arrive. Send it again.",
            StatusCode::PAYLOAD_TOO_LARGE => "This is more than can be sent here.",
            StatusCode::SERVICE_UNAVAILABLE => "The portal is busy. Try again after the time in “Retry-After”.",
            StatusCode::GATEWAY_TIMEOUT => "This took too long. Look at what became of it before you send it again.",
            status if status.is_server_error() => "The portal failed. Its log says more, under the request’s id.",
            _ => "The portal cannot make sense of this request.",
        };
        Self::new(status, detail)
    }

    /// All wrong inputs, each at its place in what was sent.
    pub fn at(mut self, problems: &Problems, place: impl Fn(Field) -> String) -> Self {
        self.errors = problems
            .0
            .iter()
            .map(|problem| FieldError {
                field: place(problem.field),
                message: problem.words.clone(),
                suggestion: problem.suggestion.clone(),
            })
            .collect();
        self
    }

    /// Inputs that are wrong before any rule is asked, by their place in what was sent.
    pub fn unfit(wrong: &[(&str, &str)]) -> Self {
        let error = |(field, message): &(&str, &str)| FieldError {
            field: (*field).to_owned(),
            message: (*message).to_owned(),
            suggestion: None,
        };
        let words = if wrong.len() == 1 { "One input is to correct." } else { "Some inputs are to correct." };
        let errors = wrong.iter().map(error).collect();
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, words) }
    }

    /// What a use case says, with the places of its fields.
    pub fn of(error: Error, place: impl Fn(Field) -> String) -> Self {
        let retry_after = if let Error::TooMany { wait_seconds } = error { Some(wait_seconds) } else { None };
        let error = ApiError(error);
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let problem = Self { retry_after, ..Self::new(status, error.to_string()) };
        match &error.0 {
            Error::Invalid(problems) => problem.at(problems, place),
            _ => problem,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::of(error, |field| field.label().to_owned())
    }
}

impl IntoResponse for Problem {
    /// A bare status that carries the problem to [`shape`].
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer. Whatever went wrong, and whoever found it out, leaves in the one shape.
pub async fn shape(request: Request, next: Next) -> Response {
    let request_id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let problem = parts.extensions.remove().unwrap_or_else(|| Problem::of_status(status));
    let Problem { detail, errors, retry_after, .. } = problem;
    let title = status.canonical_reason().unwrap_or("Error");
    let document = Document { r#type: "about:blank", title, status: status.as_u16(), detail, errors, request_id };
    // What was to be sent before is gone, and its length with it.
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if status == StatusCode::UNAUTHORIZED {
        parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = retry_after {
        parts.headers.insert(header::RETRY_AFTER, seconds.into());
    }
    Response::from_parts(parts, Body::from(serde_json::to_vec(&document).unwrap_or_default()))
}
