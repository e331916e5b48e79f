//! On the way to an environment: the one redirect that leaves this site, and the count of those who took it.

use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use domain::{Actor, Portal, id::LinkId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{flash::is_only_a_look, header_of, set_header};
use crate::paths;

/// Sends a browser that opens a link on to an environment's own address, as FinSpace gave it. Whoever calls the server
/// function is told the address instead.
///
/// Whoever signed in on the way here gets a page that loads the link again: our policy lets no form lead to another
/// site, and browsers mean by that every redirect after the form, too.
pub fn go_on(link: &LinkId, url: &str) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let opens = use_context::<Parts>().is_some_and(|parts| matches!(parts.method, Method::GET | Method::HEAD));
    if opens && comes_from_signing_in() {
        set_header(HeaderName::from_static("refresh"), &format!("0; url={}", paths::go(link)));
    } else if let (true, Ok(location)) = (opens, HeaderValue::from_str(url)) {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::FOUND);
    }
}

/// Counts a click in a task of its own: nobody waits for the count, and one that fails is in the server's log.
pub fn note_followed(portal: Portal, actor: Actor, link: LinkId) {
    let opens = use_context::<Parts>().is_some_and(|parts| parts.method == Method::GET);
    if opens && !is_only_a_look() && !comes_from_signing_in() {
        tokio::spawn(async move {
            // What failed was logged where it arose.
            let _ = portal.followed(&actor, &link).await;
        });
    }
}

/// Whether the page before was one of signing in, of this site or of another: to load once more does no harm.
fn comes_from_signing_in() -> bool {
    let before = header_of(header::REFERER).unwrap_or_default();
    let path = before.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.is_some_and(|path| path.starts_with(paths::SIGN_IN))
}
