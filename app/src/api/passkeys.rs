//! One's own passkeys, and signing in with one.

use domain::{
    id::PasskeyId,
    passkey::{PasskeyName, PasskeySeen},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::factor::ProofForm;
use crate::error::ApiError;

/// Whether there can be passkeys in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Here,
    /// They are at another address of this portal.
    Elsewhere {
        address: String,
    },
    /// The portal stands at an address for which no browser has any.
    Nowhere {
        address: String,
    },
}

/// A passkey that this browser is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What it is called when it is being added; `None` when one is to be shown.
    pub name: Option<PasskeyName>,
    /// What the browser's own function takes, as JSON.
    pub options: String,
}

/// What somebody has of passkeys, and what they can do about it here.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeysShown {
    pub passkeys: Vec<PasskeySeen>,
    pub place: Place,
    /// The one that is being added.
    pub asked: Option<Asked>,
    pub now: jiff::Timestamp,
}

/// The name of a passkey, or what an authenticator says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    pub passkey_name: String,
    #[serde(skip_serializing)]
    pub passkey: String,
}

#[server(endpoint = "passkeys/show")]
pub async fn show_passkeys() -> Result<PasskeysShown, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let passkeys = portal.own_passkeys(&actor).await?;
    let asked = context::being_added(&actor).await;
    Ok(PasskeysShown { passkeys, place: context::place(), asked, now: portal.now() })
}

/// Begins to add a passkey; the page that it leads to asks the browser for it.
#[server(endpoint = "passkeys/begin")]
pub async fn begin(#[server(default)] form: PasskeyForm) -> Result<Asked, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    use domain::Error;
    let begun = match context::portal().begin_passkey(&context::actor()?, &form.passkey_name).await {
        Ok(ceremony) => context::ask(Some(&ceremony)).await.map(|()| ceremony),
        Err(error) => Err(error),
    };
    let begun = begun.map(|ceremony| Asked { name: ceremony.adds, options: ceremony.options });
    // What is wrong with a name is said at the form, and all else on top of the page.
    let back = if matches!(begun, Err(Error::Invalid(_))) { paths::PASSKEYS } else { paths::SECOND_FACTOR };
    context::answer(begun, |_| Then::go(paths::PASSKEYS), || Back::to(back).with(&form)).await
}

/// Finishes adding by what the browser brings. Recovery codes come with the first second factor; they are told here, and
/// to a browser by the next page.
#[server(endpoint = "passkeys/add")]
pub async fn add(#[server(default)] form: PasskeyForm) -> Result<Vec<String>, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let actor = context::actor()?;
    let added = match context::take_asked().await {
        Ok(asked) => context::portal().add_passkey(&actor, asked.as_ref(), &form.passkey).await,
        Err(error) => Err(error),
    };
    if let Ok(codes) = &added {
        context::leave_codes(codes);
    }
    let told = Notice::done("The passkey is added. From now on you can show it after your password.");
    context::answer(added, |_| Then::go(paths::SECOND_FACTOR).telling(told), || Back::to(paths::SECOND_FACTOR)).await
}

/// Takes a passkey away.
#[server(endpoint = "passkeys/remove")]
pub async fn remove(id: PasskeyId, #[server(default)] form: ProofForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    use domain::Error;
    let (actor, came) = (context::actor()?, context::came().await);
    let removed = match context::portal().remove_passkey(&actor, came, &id, &form.password_now).await {
        Ok((name, true)) => context::came_by_password().await.map(|()| {
            format!("The passkey “{name}” is removed. Your second factor is off: you sign in with your password alone.")
        }),
        Ok((name, false)) => Ok(format!("The passkey “{name}” is removed.")),
        Err(error) => Err(error),
    };
    let then = |words: &String| Then::go(paths::SECOND_FACTOR).telling(Notice::done(words.clone()));
    let back = match &removed {
        Err(Error::Invalid(_)) => paths::remove_passkey(&id),
        _ => paths::SECOND_FACTOR.to_owned(),
    };
    context::answer(removed, then, || Back::to(back).with(&super::factor::Sent::Passkey)).await.map(drop)
}

/// Signs in whoever has given their password, by a passkey.
#[server(endpoint = "session/passkey")]
pub async fn finish_by_passkey(
    #[server(default)] next: String,
    #[server(default)] form: PasskeyForm,
) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let finished = context::finish_by_passkey(&form.passkey).await;
    let next = paths::own(&next).unwrap_or(paths::HOME);
    let back = context::back_to_code(&finished, next).await;
    context::answer(finished, |()| Then::go(next), || Back::to(back)).await
}
