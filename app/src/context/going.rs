//! On the way to an environment: the one redirect that leaves this site, and the count of those who took it.

use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use domain::{Actor, Portal, id::LinkId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::flash::is_only_a_look;

/// Sends a browser that opens a link on to an environment's own address, as FinSpace gave it. Whoever calls the server
/// function is told the address instead.
pub fn go_on(url: &str) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    let opens = use_context::<Parts>().is_some_and(|parts| matches!(parts.method, Method::GET | Method::HEAD));
    if let (true, Ok(location)) = (opens, HeaderValue::from_str(url)) {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::FOUND);
    }
}

/// Counts a click in a task of its own: nobody waits for the count, and one that fails is in the server's log.
pub fn note_followed(portal: Portal, actor: Actor, link: LinkId) {
    let opens = use_context::<Parts>().is_some_and(|parts| parts.method == Method::GET);
    if opens && !is_only_a_look() {
        tokio::spawn(async move {
            // What failed was logged where it arose.
            let _ = portal.followed(&actor, &link).await;
        });
    }
}
