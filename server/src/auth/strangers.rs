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

/// A page leads to signing in and back; a form leads to signing in; a program is told in its own terms.
pub fn refuse(request: &Request) -> Response {
    let path = request.uri().path();
    let is_page =
        matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with("/api/") && path != paths::EVENTS;
    if is_page {
        return Redirect::to(&sign_in(request.uri().path_and_query().map_or(path, |both| both.as_str())))
            .into_response();
    }
    if wants_html(request.headers()) {
        return Redirect::to(paths::SIGN_IN).into_response();
    }
    (StatusCode::UNAUTHORIZED, Json(ApiError(Error::SignedOut))).into_response()
}

/// The sign-in page, and where to go from there.
fn sign_in(back: &str) -> String {
    paths::sign_in_to(paths::own(back).unwrap_or(paths::HOME))
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
}
