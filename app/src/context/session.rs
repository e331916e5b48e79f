//! The session: who is signed in in this browser, and the theme that they chose.

use axum::http::{header, request::Parts};
use domain::{Actor, Error, Portal, factor::Came, id::SessionKey};
use leptos::prelude::use_context;
use tower_sessions::Session;

use super::{device, header_of, portal, set_header, visitor};
use crate::{error::ApiError, ui::Theme};

/// Where the session keeps the id of the person who signed in.
pub const PERSON: &str = "person";
/// Where it keeps the key by which its owner finds it among their sessions.
pub const SESSION_KEY: &str = "key";
/// Where it keeps the words for the browser that it is in.
pub const DEVICE: &str = "device";
/// Where it keeps how they came in.
pub const CAME: &str = "came";
/// The cookie of the theme switch.
pub const THEME_COOKIE: &str = "theme";

/// The session of this request.
pub fn session() -> Result<Session, ApiError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Session>().cloned())
        .ok_or(ApiError(Error::SignedOut))
}

/// The theme that the person chose in this browser.
#[must_use]
pub fn theme() -> Theme {
    let cookies = header_of(header::COOKIE).unwrap_or_default();
    let chosen =
        cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == THEME_COOKIE);
    chosen.map(|(_, word)| Theme::parse(word)).unwrap_or_default()
}

/// Keeps a theme in the browser for a year.
pub fn remember_theme(word: &str) {
    let chosen = Theme::parse(word).word();
    let cookie = format!("{THEME_COOKIE}={chosen}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    set_header(header::SET_COOKIE, &cookie);
}

/// Signs in whoever was found, in the session of this request.
pub async fn begin_session(found: Result<Actor, Error>) -> Result<(), Error> {
    begin_here(&found?, Came::Password).await
}

/// The same with how they came in.
pub(super) async fn begin_here(actor: &Actor, came: Came) -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    begin(&session, &portal(), actor, device(&header_of(header::USER_AGENT).unwrap_or_default()), came).await
}

/// Signs somebody in: a new session id, so that one planted before is worth nothing.
pub async fn begin(session: &Session, portal: &Portal, actor: &Actor, device: String, came: Came) -> Result<(), Error> {
    let begun = async {
        session.cycle_id().await?;
        session.insert(CAME, came).await?;
        session.insert(SESSION_KEY, portal.new_session_key()).await?;
        session.insert(DEVICE, device).await?;
        session.insert(PERSON, &actor.person).await
    };
    begun.await.map_err(|cause: tower_sessions::session::Error| portal.broken(&cause))
}

/// Signs the person of this session out.
pub async fn end_session() -> Result<(), Error> {
    if let Some(actor) = visitor() {
        portal().sign_out(&actor).await?;
    }
    forget_session().await
}

/// Takes the session away from this browser.
pub async fn forget_session() -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    session.flush().await.map_err(|cause| portal().broken(&cause))
}

/// Gives this browser's session another id: one that somebody took along is worth nothing then.
pub async fn renew_session() -> Result<(), Error> {
    let session = session().map_err(|error| error.0)?;
    session.cycle_id().await.map_err(|cause| portal().broken(&cause))
}

/// Which of its owner's sessions this one is.
pub async fn session_key() -> Option<SessionKey> {
    session().ok()?.get(SESSION_KEY).await.ok().flatten()
}
