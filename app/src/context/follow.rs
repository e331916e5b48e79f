//! Pages that follow something while it changes, in browsers without scripts.

use axum::http::{HeaderName, Method, header, request::Parts};
use leptos::prelude::use_context;

use super::{header_of, set_header, wants_html};
use crate::paths;

/// The cookie by which a browser says that it runs scripts: the document's own script sets it.
pub const SCRIPTS_COOKIE: &str = "scripts";
/// Seconds between two looks.
const LOOK_AGAIN: &str = "5";
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Asks a browser without scripts to load this page again soon. A person who does not want that adds `follow=no` to the
/// address: the page offers it.
pub fn follow() {
    let Some(parts) = use_context::<Parts>() else { return };
    let is_page = parts.method == Method::GET && wants_html() && !is_live();
    if is_page && !runs_scripts() && !stays(&parts) {
        set_header(REFRESH, LOOK_AGAIN);
    }
}

/// The same for a page that leads away as soon as it can: only the browser itself can follow it there.
pub fn come_back() {
    let Some(parts) = use_context::<Parts>() else { return };
    if parts.method == Method::GET && !stays(&parts) {
        set_header(REFRESH, LOOK_AGAIN);
    }
}

fn stays(parts: &Parts) -> bool {
    parts.uri.query().unwrap_or_default().split('&').any(|one| one == paths::STAY)
}

/// An open page that fetches itself again.
pub(super) fn is_live() -> bool {
    header_of(HeaderName::from_static(paths::LIVE_HEADER)).is_some()
}

fn runs_scripts() -> bool {
    let cookies = header_of(header::COOKIE).unwrap_or_default();
    cookies.split(';').any(|pair| pair.trim().split_once('=').is_some_and(|(name, _)| name == SCRIPTS_COOKIE))
}
