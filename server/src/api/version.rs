//! `ETag` and `If-Match`: a change of what a program has read, and of nothing else (RFC 9110, 13.1.1).

use std::convert::Infallible;

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header, request},
    response::{IntoResponse, Response},
};
use domain::text::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::problem::Problem;

/// An answer with the version that it is of.
pub struct Versioned<T>(pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(header::ETAG, version(&self.0))], Json(self.0)).into_response()
    }
}

/// The versions of which a change is meant; `None` when it is meant of any.
pub struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Whether it makes a difference how something is now.
    pub fn is_asked(&self) -> bool {
        self.0.is_some()
    }

    /// Refuses what does not say which version it is meant of; `*` names none.
    pub fn names_one(&self) -> Result<(), Problem> {
        match &self.0 {
            Some(meant) if meant.iter().any(|one| one != "*" && !one.is_empty()) => Ok(()),
            _ => Err(Problem::of_status(StatusCode::PRECONDITION_REQUIRED)),
        }
    }

    /// Refuses what was meant of something else than what is there.
    pub fn holds(&self, now: &impl Serialize) -> Result<(), Problem> {
        let Some(meant) = &self.0 else { return Ok(()) };
        let version = version(now);
        if meant.iter().any(|one| one == "*" || *one == version) {
            return Ok(());
        }
        let words = "It changed since you read it: If-Match names another version. Read it again, then decide.";
        Err(Problem::new(StatusCode::PRECONDITION_FAILED, words))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut request::Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(sent(&parts.headers)))
    }
}

/// Each version that the headers name. One that cannot be read is one that nothing has.
fn sent(headers: &HeaderMap) -> Option<Vec<String>> {
    let values = headers.get_all(header::IF_MATCH);
    let versions = values.iter().flat_map(|value| {
        let value = value.to_str().unwrap_or_default();
        value.split(',').map(|one| one.trim().to_owned()).collect::<Vec<_>>()
    });
    headers.contains_key(header::IF_MATCH).then(|| versions.collect())
}

/// The version of a representation. Whatever it says differently makes another one.
fn version(representation: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(representation).unwrap_or_default();
    format!("\"{}\"", hex(&Sha256::digest(bytes)[..16]))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn holds(values: &[&'static str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::IF_MATCH, HeaderValue::from_static(value));
        }
        IfMatch(sent(&headers)).holds(&"it").is_ok()
    }

    #[test]
    fn only_the_version_that_is_there_may_be_changed() {
        let now: &'static str = version(&"it").leak();
        assert!(holds(&[]) && holds(&["*"]) && holds(&[now]) && holds(&["\"x\"", now]));
        assert!(holds(&[format!("\"x\" , {now}").leak()]));
        assert!(!holds(&["\"x\""]) && !holds(&[""]) && !holds(&[format!("W/{now}").leak()]));
        assert_ne!(version(&"it"), version(&"other"));
    }
}
