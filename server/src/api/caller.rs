//! For whom a call is: the owner of the token that it carries. Cookies mean nothing here.

use app::context::PublicAddress;
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Actor, Portal, id::RequestId};

use super::problem::Problem;

/// Who calls, and the rules at work on this call.
pub struct Caller {
    pub portal: Portal,
    pub actor: Actor,
    /// Scheme and host of the portal as people type them.
    address: String,
}

impl Caller {
    /// A path of the portal as an address that works everywhere.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

/// The layer. Whoever sends no token that works gets no further, and is not told why it does not.
pub async fn find(State(portal): State<Portal>, mut request: Request, next: Next) -> Response {
    let token = token(request.headers());
    let actor = match during(&portal, request.extensions().get()).actor_of_token(token.unwrap_or_default()).await {
        Ok(Some(actor)) => actor,
        Ok(None) => return Problem::of_status(StatusCode::UNAUTHORIZED).into_response(),
        Err(error) => return Problem::from(error).into_response(),
    };
    request.extensions_mut().insert(actor);
    next.run(request).await
}

/// The one token of a call; two of them could mean anything.
fn token(headers: &HeaderMap) -> Option<&str> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (only, None) = (sent.next()?, sent.next()) else { return None };
    let (scheme, token) = only.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then_some(token)
}

fn during(portal: &Portal, request: Option<&RequestId>) -> Portal {
    request.map_or_else(|| portal.clone(), |request| portal.during(request.clone()))
}

impl FromRequestParts<Portal> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Problem> {
        let actor = parts.extensions.get().cloned().ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED))?;
        let address =
            parts.extensions.get::<PublicAddress>().map(|PublicAddress(address)| address.clone()).unwrap_or_default();
        Ok(Self { portal: during(portal, parts.extensions.get()), actor, address })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn one_bearer_token_counts_and_nothing_else() {
        for good in ["Bearer x", "bearer x", "BEARER x"] {
            assert_eq!(token(&sent(&[good])), Some("x"), "{good}");
        }
        for bad in [&[][..], &["Basic x"], &["Bearer"], &["x"], &[""], &["Bearer x", "Bearer x"]] {
            assert_eq!(token(&sent(bad)), None, "{bad:?}");
        }
    }
}
