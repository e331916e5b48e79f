//! What people do with their own account.

use domain::{Actor, factor::FactorSeen, id::SessionKey, portal::IdentitySeen, session::SeenSession};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// One's own page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountShown {
    pub actor: Actor,
    /// Whether they can sign in with a password, or by a provider alone.
    pub has_password: bool,
    pub sessions: Vec<SeenSession>,
    pub factor: FactorSeen,
    /// How they sign in at providers.
    pub identities: Vec<IdentitySeen>,
    /// Which of them this browser has.
    pub this: Option<SessionKey>,
    pub now: jiff::Timestamp,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NameForm {
    pub display_name: String,
}

/// None of it is ever kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub password_now: String,
    pub password: String,
    pub password_again: String,
}

#[server(endpoint = "account/show")]
pub async fn show() -> Result<AccountShown, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let sessions = portal.sessions(&actor).await?;
    let identities = portal.own_identities(&actor).await?;
    let factor = portal.own_factor(&actor).await?;
    let has_password = portal.has_password(&actor).await?;
    let this = context::session_key().await;
    Ok(AccountShown { actor, has_password, sessions, factor, identities, this, now: portal.now() })
}

#[server(endpoint = "account/name")]
pub async fn change_name(#[server(default)] form: NameForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let changed = context::portal().change_name(&context::actor()?, &form.display_name).await;
    let told = Notice::done("Your name is saved.");
    context::answer(changed, |()| Then::go(paths::ACCOUNT).telling(told), || Back::to(paths::ACCOUNT).with(&form)).await
}

#[server(endpoint = "account/password")]
pub async fn change_password(#[server(default)] form: PasswordForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let PasswordForm { password_now, password, password_again } = &form;
    let (portal, actor) = (context::portal(), context::actor()?);
    let this = context::session_key().await;
    let changed = match portal.change_password(&actor, password_now, password, password_again, this.as_ref()).await {
        Ok(()) => context::renew_session().await,
        Err(error) => Err(error),
    };
    let told = Notice::done("Your password is changed. Every other browser is signed out.");
    context::answer(changed, |()| Then::go(paths::ACCOUNT).telling(told), || Back::to(paths::ACCOUNT)).await
}

/// Signs out of one browser.
#[server(endpoint = "account/end-session")]
pub async fn end_session(key: SessionKey) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let ended = context::portal().end_session(&context::actor()?, &key).await;
    let told = Notice::done("That browser is signed out.");
    context::answer(ended, |()| Then::go(paths::ACCOUNT).telling(told), || Back::to(paths::ACCOUNT)).await
}

/// Signs out of every browser, this one included.
#[server(endpoint = "account/end-sessions")]
pub async fn end_sessions() -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let ended = match context::portal().sign_out_everywhere(&context::actor()?).await {
        Ok(()) => context::forget_session().await,
        Err(error) => Err(error),
    };
    context::answer(ended, |()| Then::go(paths::SIGN_IN), || Back::to(paths::ACCOUNT)).await
}
