//! The providers that people can sign in with, as administrators set them up.

use domain::{id::PersonId, portal::ProviderSeen, provider::ProviderForm};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// A provider's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderShown {
    pub seen: ProviderSeen,
    /// The whole address of the way back, for the provider's own settings.
    pub redirect: String,
    /// The groups of the person whom the rules are to be tried on.
    pub groups: Vec<String>,
}

#[server(endpoint = "providers/list")]
pub async fn list() -> Result<Vec<ProviderSeen>, ApiError> {
    use crate::context;
    Ok(context::portal().providers(&context::actor()?).await?)
}

#[server(endpoint = "providers/show")]
pub async fn show(name: String, #[server(default)] person: Option<PersonId>) -> Result<ProviderShown, ApiError> {
    use crate::{context, paths};
    let (portal, actor) = (context::portal(), context::actor()?);
    let seen = portal.provider(&actor, &name).await?;
    let groups = match person {
        Some(person) => portal.groups_at(&actor, &name, &person).await?,
        None => Vec::new(),
    };
    let redirect = context::absolute(&paths::sign_in_back(&seen.name));
    Ok(ProviderShown { seen, redirect, groups })
}

#[server(endpoint = "providers/add")]
pub async fn add(#[server(default)] form: ProviderForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let added = context::portal().add_provider(&context::actor()?, &form).await;
    let told = Notice::done("The provider is saved. Check it, then try to sign in with it in another browser.");
    context::answer(
        added,
        |name| Then::go(paths::provider(name.as_str())).telling(told),
        || Back::to(paths::NEW_PROVIDER).with(&form),
    )
    .await
    .map(|_| ())
}

#[server(endpoint = "providers/save")]
pub async fn save(name: String, version: i64, #[server(default)] form: ProviderForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let saved = context::portal().save_provider(&context::actor()?, &name, version, &form).await;
    let page = paths::provider(&name);
    let told = Notice::done("The provider is saved. People get the roles of its rules at their next sign-in.");
    context::answer(saved, |_| Then::go(&page).telling(told), || Back::to(&page).with(&form)).await.map(|_| ())
}

#[server(endpoint = "providers/remove")]
pub async fn remove(name: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_provider(&context::actor()?, &name).await;
    let told = Notice::done("The provider is removed, and so are the roles that its rules gave.");
    context::answer(removed, |()| Then::go(paths::PROVIDERS).telling(told), || Back::to(paths::provider(&name))).await
}

/// Asks the provider what it is, and says what it answers.
#[server(endpoint = "providers/check")]
pub async fn check(name: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let (portal, actor) = (context::portal(), context::actor()?);
    let found = match portal.check_provider(&actor, &name).await {
        Ok(found) => portal.provider(&actor, &name).await.map(|seen| context::found_at(&found, &seen.form)),
        Err(error) => Err(error),
    };
    let page = paths::provider(&name);
    context::answer(found, |words| Then::go(&page).telling(Notice::told(words.clone())), || Back::to(&page))
        .await
        .map(|_| ())
}
