//! What was left for the next page, kept in the session.

use axum::http::HeaderName;
use serde::Serialize;

use super::{follow::is_live, header_of, session};
use crate::flash::Flash;

/// Where the session keeps what is shown once.
const FLASH: &str = "flash";

/// What was left for the next page, once.
pub async fn take_flash() -> Flash {
    let Ok(session) = session() else { return Flash::default() };
    if is_only_a_look() {
        return Flash::default();
    }
    // Most pages find nothing, and taking nothing away would still be written down: a write to the database for each page.
    if !matches!(session.get_value(FLASH).await, Ok(Some(_))) {
        return Flash::default();
    }
    session.remove::<Flash>(FLASH).await.ok().flatten().unwrap_or_default()
}

/// A page that is fetched ahead of a click, or by itself again: it must not swallow what the clicked one is to show.
pub(super) fn is_only_a_look() -> bool {
    is_live() || header_of(HeaderName::from_static("sec-purpose")).is_some_and(|purpose| purpose.contains("prefetch"))
}

/// Leaves something for the next page.
pub(super) async fn leave_flash(flash: Flash) {
    if let Ok(session) = session() {
        // Without a session there is nobody to show it to; the page itself still tells the state of things.
        let _ = session.insert(FLASH, flash).await;
    }
}

/// Keeps what was typed for the next page, without an error.
pub async fn keep_typed(typed: &impl Serialize) {
    leave_flash(Flash { typed: serde_json::to_value(typed).ok(), ..Flash::default() }).await;
}
