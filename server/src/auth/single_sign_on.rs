//! The way to a sign-in provider and back.
//!
//! Both are links that a browser follows: a form could not lead away from this site, by the content policy of its page.
//! What a sign-in has to remember travels in a cookie of the browser that began it, so that strangers who only begin
//! leave nothing in the database.

use app::{
    context::{begin, device},
    paths,
};
use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{
    Error, Portal,
    factor::Came,
    id::RequestId,
    single_sign_on::{Arrived, CameBack, PATIENCE},
};
use tower_sessions::Session;

use crate::plain::Plain;

/// What these two doors need.
#[derive(Clone)]
pub struct Doors {
    pub portal: Portal,
    pub plain: Plain,
    /// Whether people come over https.
    pub secure: bool,
}

impl Doors {
    pub fn router(self) -> Router {
        Router::new()
            .route("/sign-in/with/{provider}", get(depart))
            .route("/sign-in/back/{provider}", get(arrive))
            .with_state(self)
    }

    /// The cookie's name. Browsers take a `__Host-` cookie only over https, for this host and all of its paths.
    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-sign-in" } else { "sign-in" }
    }

    /// The cookie with an attempt, or without one to take it away. Lax: the provider's redirect brings it along.
    fn cookie(&self, attempt: Option<&str>) -> Option<HeaderValue> {
        let seconds = if attempt.is_some() { PATIENCE.as_secs() } else { 0 };
        let secure = if self.secure { "; Secure" } else { "" };
        let (name, value) = (self.cookie_name(), attempt.unwrap_or_default());
        HeaderValue::try_from(format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")).ok()
    }

    fn attempt<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == self.cookie_name()).map(|(_, value)| value)
    }

    fn answer(
        &self,
        went: Result<(String, Option<&str>), Error>,
        headers: &HeaderMap,
        request: &RequestId,
    ) -> Response {
        match went {
            Ok((path, attempt)) => {
                let mut response = Redirect::to(&path).into_response();
                if let Some(cookie) = self.cookie(attempt) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
            Err(Error::Denied(words)) => {
                let words = format!("{words} Quote this id when you ask for help: {request}");
                self.plain.answer(headers, StatusCode::FORBIDDEN, "You are not signed in", &words)
            }
            Err(error) => self.plain.error(headers, error),
        }
    }
}

type Parameters = Query<Vec<(String, String)>>;

/// `GET /sign-in/with/{provider}?next=…`
async fn depart(
    State(doors): State<Doors>,
    Path(provider): Path<String>,
    Query(asked): Parameters,
    Extension(request): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let next = asked.iter().find(|(name, _)| name == "next").and_then(|(_, next)| paths::own(next));
    let departure = doors.portal.during(request.clone()).depart(&provider, next.unwrap_or(paths::HOME)).await;
    match departure {
        Ok(departure) => doors.answer(Ok((departure.url, Some(&departure.attempt))), &headers, &request),
        Err(error) => doors.answer(Err(error), &headers, &request),
    }
}

/// `GET /sign-in/back/{provider}?code=…&state=…`
async fn arrive(
    State(doors): State<Doors>,
    Path(provider): Path<String>,
    Query(brought): Parameters,
    Extension(request): Extension<RequestId>,
    session: Session,
    headers: HeaderMap,
) -> Response {
    let portal = doors.portal.during(request.clone());
    let arrived = portal.arrive(&provider, doors.attempt(&headers), &came_back(brought)).await;
    let went = match arrived {
        Ok(arrived) => signed_in(&portal, &session, arrived, &headers).await,
        Err(error) => Err(error),
    };
    doors.answer(went.map(|next| (next, None)), &headers, &request)
}

async fn signed_in(portal: &Portal, session: &Session, arrived: Arrived, headers: &HeaderMap) -> Result<String, Error> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    begin(session, portal, &arrived.actor, device(agent), Came::Provider).await?;
    Ok(paths::own(&arrived.next).unwrap_or(paths::HOME).to_owned())
}

/// What came back. A parameter that is there twice could be read in two ways, so it is as if it were wrong.
fn came_back(brought: Vec<(String, String)>) -> CameBack {
    let mut back = CameBack::default();
    for (name, value) in brought {
        let place = match name.as_str() {
            "state" => &mut back.state,
            "code" => &mut back.code,
            "error" => &mut back.error,
            "iss" => &mut back.issuer,
            _ => continue,
        };
        if place.replace(value).is_some() {
            return CameBack::default();
        }
    }
    back
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brought(pairs: &[(&str, &str)]) -> CameBack {
        came_back(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_parameter_that_is_there_twice_makes_all_of_it_worthless() {
        assert_eq!(brought(&[("state", "a"), ("code", "b"), ("x", "y")]).code.as_deref(), Some("b"));
        let twice = brought(&[("state", "a"), ("code", "b"), ("state", "c")]);
        assert_eq!((twice.state, twice.code), (None, None));
    }
}
