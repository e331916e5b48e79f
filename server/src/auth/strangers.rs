//! Sends strangers to the sign-in page; only a few doors are open to all.

use app::{error::ApiError, paths};
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::Error;

/// Whole paths that are open to all.
const DOORS: [&str; 5] = [paths::SIGN_IN, paths::SIGN_IN_CODE, paths::SETUP, paths::INVITATION, paths::action::THEME];
/// Beginnings of paths that are open to all.
const OPEN: [&str; 5] = ["/api/session/", "/api/setup/", "/api/invitation/", "/sign-in/with/", "/sign-in/back/"];

/// Whether a stranger may knock here. Everything that is not listed is closed, so a new page is closed too.
#[must_use]
pub fn is_open(path: &str) -> bool {
    DOORS.contains(&path) || OPEN.iter().any(|open| path.starts_with(open))
}

/// A page leads to signing in and back; a form leads to signing in and back to the page that it stood on, for its session
/// ended while it was filled in; a program is told in its own terms. `origin` is that of this site.
pub fn refuse(request: &Request, origin: &str) -> Response {
    let path = request.uri().path();
    let is_page =
        matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with("/api/") && path != paths::EVENTS;
    if is_page {
        return Redirect::to(&sign_in(request.uri().path_and_query().map_or(path, |both| both.as_str())))
            .into_response();
    }
    if wants_html(request.headers()) {
        return Redirect::to(&paths::sign_in_unsent(stood_on(request.headers(), origin))).into_response();
    }
    (StatusCode::UNAUTHORIZED, Json(ApiError(Error::SignedOut))).into_response()
}

/// The sign-in page, and where to go from there.
fn sign_in(back: &str) -> String {
    paths::sign_in_to(paths::own(back).unwrap_or(paths::HOME))
}

/// The page of this site that a form was sent from. What was typed is not kept: a stranger could make us keep anything.
fn stood_on<'a>(headers: &'a HeaderMap, origin: &str) -> Option<&'a str> {
    paths::own(headers.get(header::REFERER)?.to_str().ok()?.strip_prefix(origin)?)
}

/// A browser that sends a form or opens a page, in contrast to a program.
pub fn wants_html(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_doors_are_open() {
        assert!(is_open("/sign-in") && is_open("/api/session/sign-in") && is_open("/api/theme"));
        for closed in [
            "/",
            "/sign-in/",
            "/sign-in/x",
            "/sign-in/with",
            "/api/sessions",
            "/api/themes",
            "/api/environments/create",
            "/api/invitations/invite",
            "/Setup",
        ] {
            assert!(!is_open(closed), "{closed}");
        }
    }

    #[test]
    fn one_comes_back_to_where_one_wanted_to_go_on_this_site_only() {
        assert_eq!(sign_in("/environments?page=2&q=a"), "/sign-in?next=/environments%3Fpage%3D2%26q%3Da");
        assert_eq!(sign_in("//evil.example"), "/sign-in");
        assert_eq!(sign_in("/"), "/sign-in");
    }

    #[test]
    fn a_form_stood_on_a_page_of_this_site_or_nobody_knows_where() {
        let on = |referer: &'static str| {
            let headers: HeaderMap = [(header::REFERER, HeaderValue::from_static(referer))].into_iter().collect();
            stood_on(&headers, "https://portal.example").map(str::to_owned)
        };
        assert_eq!(on("https://portal.example/teams/new?a=1").as_deref(), Some("/teams/new?a=1"));
        for elsewhere in [
            "https://evil.example/teams",
            "https://portal.example.evil/teams",
            "https://portal.example:8443/teams",
            "http://portal.example/teams",
            "https://portal.example//evil.example",
            "https://portal.example",
            "/teams",
            "",
        ] {
            assert_eq!(on(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(stood_on(&HeaderMap::new(), "https://portal.example"), None);
    }
}
