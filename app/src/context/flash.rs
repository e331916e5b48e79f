//! What was left for the next page, kept in the session.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::http::HeaderName;
use leptos::prelude::use_context;
use serde::Serialize;
use tower_sessions::Session;

use super::{follow::is_live, header_of, session};
use crate::flash::Flash;

/// Where the session keeps what is shown once.
const FLASH: &str = "flash";

/// Whether a page shows what was left for it. It goes only then: a page that leads on to another one leaves it there.
#[derive(Clone, Debug, Default)]
pub struct Shown(Arc<AtomicBool>);

impl Shown {
    /// Takes away what was shown. Most pages show nothing, and to take nothing away would still be a write to the
    /// database.
    pub async fn settle(&self, session: &Session) -> Result<(), tower_sessions::session::Error> {
        if self.0.load(Ordering::Relaxed) { session.remove_value(FLASH).await.map(drop) } else { Ok(()) }
    }
}

/// What was left for this page to show.
pub async fn left_flash() -> Flash {
    let Ok(session) = session() else { return Flash::default() };
    if is_only_a_look() {
        return Flash::default();
    }
    let left = session.get::<Flash>(FLASH).await.ok().flatten();
    if let (Some(_), Some(Shown(shown))) = (&left, use_context::<Shown>()) {
        shown.store(true, Ordering::Relaxed);
    }
    left.unwrap_or_default()
}

/// A page that is fetched ahead of a click, or by itself again: it must not swallow what the clicked one is to show.
#[must_use]
pub fn is_only_a_look() -> bool {
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
