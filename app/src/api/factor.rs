//! One's own second factor.

use domain::factor::{AppOffer, Came, FactorForm, FactorSeen};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What the page about it shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorShown {
    pub factor: FactorSeen,
    /// What to tell the app that is being set up.
    pub offer: Option<AppOffer>,
    /// Nothing else can be done before there is one.
    pub must: bool,
    pub came: Came,
}

/// The password that shows that it is really you. It is never kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    pub password_now: String,
}

/// Which of the forms with a password was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    Codes,
    Off,
    Passkey,
}

#[server(endpoint = "factor/show")]
pub async fn show() -> Result<FactorShown, ApiError> {
    use crate::context;
    let (portal, actor, came) = (context::portal(), context::actor()?, context::came().await);
    let factor = portal.own_factor(&actor).await?;
    let offer = match context::offered().await {
        Some(sealed) if factor.app.is_none() => portal.app_offer(&actor, &sealed)?,
        _ => None,
    };
    Ok(FactorShown { factor, offer, must: portal.must_set_up(&actor, came).await?, came })
}

/// Makes a secret for an app; the page that it leads to shows it.
#[server(endpoint = "factor/begin")]
pub async fn begin() -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let begun = match context::portal().begin_app(&context::actor()?).await {
        Ok(sealed) => context::set_offered(Some(sealed)).await,
        Err(error) => Err(error),
    };
    context::answer(begun, |()| Then::go(paths::SECOND_FACTOR), || Back::to(paths::SECOND_FACTOR)).await
}

/// Finishes setting up by the first code. The recovery codes are told here, and to a browser by the next page.
#[server(endpoint = "factor/add")]
pub async fn add(#[server(default)] form: FactorForm) -> Result<Vec<String>, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let sealed = context::offered().await;
    let added = context::portal().add_app(&context::actor()?, sealed.as_deref(), &form.code).await;
    if let Ok(codes) = &added {
        context::set_offered(None).await?;
        context::leave_codes(codes);
    }
    let told = Notice::done("Your authenticator app is set up. From now on its codes do beside your password.");
    context::answer(added, |_| Then::go(paths::SECOND_FACTOR).telling(told), || Back::to(paths::SECOND_FACTOR)).await
}

/// The recovery codes that were made just now in this browser, once.
#[server(endpoint = "factor/made")]
pub async fn just_made() -> Result<Vec<String>, ApiError> {
    use crate::context;
    use domain::may::Deed;
    context::portal().see(&context::actor()?, Deed::OwnAccount, "This page")?;
    Ok(context::codes_just_made())
}

/// Makes other recovery codes.
#[server(endpoint = "factor/codes")]
pub async fn renew_codes(#[server(default)] form: ProofForm) -> Result<Vec<String>, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let made = context::portal().renew_recovery_codes(&context::actor()?, &form.password_now).await;
    if let Ok(codes) = &made {
        context::leave_codes(codes);
    }
    let told = Notice::done("You have new recovery codes. Those of before do not work any more.");
    let back = || Back::to(paths::SECOND_FACTOR).with(&Sent::Codes);
    context::answer(made, |_| Then::go(paths::SECOND_FACTOR).telling(told), back).await
}

/// Takes the authenticator app away, and turns the second factor off when there is no other.
#[server(endpoint = "factor/remove")]
pub async fn remove(#[server(default)] form: ProofForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = match context::portal().remove_app(&context::actor()?, &form.password_now).await {
        Ok(true) => context::came_by_password()
            .await
            .map(|()| "Your second factor is off. You sign in with your password alone."),
        Ok(false) => Ok("The authenticator app is removed. You sign in with your password and a passkey."),
        Err(error) => Err(error),
    };
    let then = |words: &&'static str| Then::go(paths::SECOND_FACTOR).telling(Notice::done(*words));
    let back = || Back::to(paths::SECOND_FACTOR).with(&Sent::Off);
    context::answer(removed, then, back).await.map(drop)
}
