//! Leads whoever needs a second factor and has none to set one up; until then nothing else is open to them.

use app::{error::ApiError, paths};
use axum::{
    Json,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::Error;

use super::strangers::{self, wants_html};

/// What setting up needs, beside the doors that are open to strangers.
const OPEN: [&str; 10] = [
    paths::SECOND_FACTOR,
    paths::SECOND_FACTOR_QR,
    paths::UNREADABLE,
    paths::action::BEGIN_FACTOR,
    paths::action::ADD_FACTOR,
    paths::action::BEGIN_PASSKEY,
    paths::action::ADD_PASSKEY,
    "/api/factor/show",
    "/api/factor/made",
    "/api/visit",
];

/// Whether this is open before there is a second factor.
pub fn is_open(path: &str) -> bool {
    OPEN.contains(&path) || strangers::is_open(path)
}

/// Pages and forms lead to the set-up; a program is told why not.
pub fn refuse(request: &Request) -> Response {
    if wants_html(request.headers()) {
        return Redirect::to(paths::SECOND_FACTOR).into_response();
    }
    let words = "Set up a second factor first, at /account/second-factor: this portal asks it of you.";
    (StatusCode::FORBIDDEN, Json(ApiError(Error::Denied(words.into())))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_setting_up_and_leaving_are_open() {
        for open in [
            "/account/second-factor",
            "/api/factor/add",
            "/api/passkeys/add",
            "/api/session/sign-out",
            "/sign-in",
            "/api/theme",
        ] {
            assert!(is_open(open), "{open}");
        }
        for closed in [
            "/",
            "/account",
            "/account/tokens",
            "/api/factor/remove",
            "/api/passkeys/remove",
            "/api/account/name",
            "/events",
        ] {
            assert!(!is_open(closed), "{closed}");
        }
    }
}
