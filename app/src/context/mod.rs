//! The server's side of a call: who asks, what they were told last, and how they are answered. Server only.

mod answer;
mod device;
mod factor;
mod flash;
mod follow;
mod going;
mod link;
mod metadata;
mod outcome;
mod passkey;
mod requests;
mod session;

pub use answer::{Back, Then, answer};
pub use device::device;
pub use factor::{
    OFFERED, back_to_code, came, came_by_password, codes_just_made, finish, half_done, leave_codes, offered,
    set_offered, take_in,
};
pub use flash::{Shown, is_only_a_look, keep_typed, left_flash};
pub use follow::{SCRIPTS_COOKIE, come_back, follow};
pub use going::{go_on, note_followed};
pub use link::{Once, PublicAddress, absolute};
pub use metadata::{asked_document, draft_document, metadata_asked, read_metadata, read_metadata_on, take_document};
pub use outcome::{
    after_create, after_inviting, found_at, invitation_just_made, save_step, save_step_without_file, tags_saved,
};
pub use passkey::{ask, being_added, being_shown, finish_by_passkey, place, take_asked};
pub use requests::{after_asking, approved, decided, ended};
pub use session::{
    CAME, DEVICE, PERSON, SESSION_KEY, THEME_COOKIE, begin, begin_session, end_session, forget_session, remember_theme,
    renew_session, session, session_key, theme,
};

use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use domain::{Actor, Error, Portal, connection::Connection, id::ConnectionName};
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

use crate::{error::ApiError, paths};

/// The rules, with everything they need.
#[must_use]
pub fn portal() -> Portal {
    expect_context()
}

/// Who asks; the sign-in layer put them into the request.
pub fn actor() -> Result<Actor, ApiError> {
    visitor().ok_or(ApiError(Error::SignedOut))
}

/// Who asks, if they are signed in.
#[must_use]
pub fn visitor() -> Option<Actor> {
    use_context::<Parts>()?.extensions.get::<Actor>().cloned()
}

fn header_of(name: HeaderName) -> Option<String> {
    let parts = use_context::<Parts>()?;
    parts.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A browser that sent a form or opens a page, in contrast to a program that wants JSON.
#[must_use]
pub fn wants_html() -> bool {
    header_of(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"))
}

/// Path and query of this request.
#[must_use]
pub fn here() -> String {
    let path = use_context::<Parts>().and_then(|parts| parts.uri.path_and_query().map(ToString::to_string));
    path.unwrap_or_else(|| paths::HOME.to_owned())
}

/// Sends the browser to a path of this site, with a GET.
pub fn see_other(path: &str) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    if let Ok(location) = HeaderValue::from_str(paths::own(path).unwrap_or(paths::HOME)) {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Adds a header to the response.
pub fn set_header(name: HeaderName, value: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        response.append_header(name, value);
    }
}

/// Gives the response the status of an error; a form that could not even be read gets a page that says so.
pub fn mark(error: &ApiError) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let answered = response.0.read().is_ok_and(|parts| parts.headers.contains_key(header::LOCATION));
    if answered {
        return;
    }
    if is_form() {
        see_other(paths::UNREADABLE);
    } else if let Ok(status) = StatusCode::from_u16(error.status()) {
        response.set_status(status);
    }
}

/// A form sent by a browser, in contrast to a page that is being rendered.
fn is_form() -> bool {
    let sent = use_context::<Parts>().is_some_and(|parts| parts.method == axum::http::Method::POST);
    sent && wants_html()
}

/// A connection by its name.
pub fn connection(name: &ConnectionName) -> Result<Connection, ApiError> {
    let known = portal().connections().iter().find(|connection| connection.name == *name).cloned();
    known.ok_or_else(|| ApiError(Error::NotFound(format!("The connection “{name}”"))))
}
