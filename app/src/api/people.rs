//! Coming in and going out.

use domain::{factor::FactorForm, portal::Offered};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::passkeys::{Asked, Place};
use crate::error::ApiError;

/// The set-up form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetUpForm {
    pub display_name: String,
    pub email_address: String,
    #[serde(skip_serializing)]
    pub password: String,
    #[serde(skip_serializing)]
    pub password_again: String,
}

/// The sign-in form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub email_address: String,
    #[serde(skip_serializing)]
    pub password: String,
}

/// What a right password led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedIn {
    Whole,
    /// The second factor is still to be shown.
    Half,
}

/// Whether a set-up link still works.
#[server(endpoint = "setup/open")]
pub async fn set_up_is_open(secret: String) -> Result<bool, ApiError> {
    Ok(crate::context::portal().set_up_is_open(&secret).await?)
}

/// Makes the first administrator and signs them in.
#[server(endpoint = "setup/finish")]
pub async fn set_up(secret: String, #[server(default)] form: SetUpForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let SetUpForm { display_name, email_address, password, password_again } = &form;
    let made = context::portal().set_up(&secret, email_address, display_name, password, password_again).await;
    let welcome = "You are set up and signed in. Create the first environment.";
    context::answer(
        context::begin_session(made).await,
        |()| Then::go(paths::ENVIRONMENTS).telling(Notice::done(welcome)),
        || Back::to(format!("{}?secret={secret}", paths::SETUP)).with(&form),
    )
    .await
}

/// The providers that the sign-in page offers beside a password.
#[server(endpoint = "session/providers")]
pub async fn sign_in_providers() -> Result<Vec<Offered>, ApiError> {
    Ok(crate::context::portal().offered_providers().await?)
}

/// Signs somebody in, or leads them to the page for their second factor.
#[server(endpoint = "session/sign-in")]
pub async fn sign_in(
    #[server(default)] next: String,
    #[server(default)] form: SignInForm,
) -> Result<SignedIn, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let known = context::portal().sign_in(&form.email_address, &form.password).await;
    let known = context::take_in(known).await;
    let next = paths::own(&next).unwrap_or(paths::HOME);
    let then = |signed_in: &SignedIn| match signed_in {
        SignedIn::Whole => Then::go(next),
        SignedIn::Half => Then::go(paths::sign_in_code(next)),
    };
    context::answer(known, then, || Back::to(paths::sign_in_to(next)).with(&form)).await
}

/// What somebody can show whose password was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorAwaited {
    /// Whether there is an authenticator app.
    pub app: bool,
    pub passkeys: bool,
    pub place: Place,
    pub asked: Option<Asked>,
}

/// What is awaited of somebody in this browser who has still to show the second factor.
#[server(endpoint = "session/waiting")]
pub async fn awaited() -> Result<Option<FactorAwaited>, ApiError> {
    use crate::context;
    let Some(half) = context::half_done().await else { return Ok(None) };
    let factor = context::portal().factor_awaited(&half).await?;
    let asked = context::being_shown(&half).await;
    Ok(Some(FactorAwaited { app: factor.app.is_some(), passkeys: factor.passkeys > 0, place: context::place(), asked }))
}

/// Checks the second factor of somebody whose password was right, and signs them in.
#[server(endpoint = "session/code")]
pub async fn finish_sign_in(
    #[server(default)] next: String,
    #[server(default)] form: FactorForm,
) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let finished = context::finish(&form).await;
    let next = paths::own(&next).unwrap_or(paths::HOME);
    let back = context::back_to_code(&finished, next).await;
    let then = |notice: &Option<Notice>| Then { path: next.to_owned(), notice: notice.clone() };
    context::answer(finished, then, || Back::to(back)).await.map(|_| ())
}

/// Signs out of this browser.
#[server(endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let gone = context::end_session().await;
    context::answer(gone, |()| Then::go(paths::SIGN_IN), || Back::to(paths::SIGN_IN)).await
}
