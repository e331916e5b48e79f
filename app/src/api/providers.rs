//! The providers that people can sign in with, as administrators set them up.

use domain::{
    id::{PersonId, TeamRuleId},
    portal::ProviderSeen,
    provider::{ProviderForm, TeamRule, TeamRuleForm},
};
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
    /// The groups that put people into teams.
    pub team_rules: Vec<TeamRule>,
}

/// What was typed on a provider's page, which has two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProviderTyped {
    Provider(ProviderForm),
    Rule(TeamRuleForm),
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
    let team_rules = portal.team_rules(&actor, &name).await?;
    let redirect = context::absolute(&paths::sign_in_back(&seen.name));
    Ok(ProviderShown { seen, redirect, groups, team_rules })
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
    let typed = ProviderTyped::Provider(form);
    context::answer(saved, |_| Then::go(&page).telling(told), || Back::to(&page).with(&typed)).await.map(|_| ())
}

#[server(endpoint = "providers/remove")]
pub async fn remove(name: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_provider(&context::actor()?, &name).await;
    let told = Notice::done("The provider is removed, and so are the roles and teams that its rules gave.");
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

/// Puts the people of a group into a team, from their next sign-in on.
#[server(endpoint = "providers/add-team-rule")]
pub async fn add_team_rule(provider: String, #[server(default)] form: TeamRuleForm) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let added = context::portal().add_team_rule(&context::actor()?, &provider, &form).await;
    let told = |rule: &TeamRule| {
        let (group, team) = (&rule.group, &rule.team_name);
        Notice::done(format!("From their next sign-in on, the people of the group “{group}” are in “{team}”."))
    };
    let page = paths::provider(&provider);
    let typed = ProviderTyped::Rule(form);
    context::answer(added, |rule| Then::go(&page).telling(told(rule)), || Back::to(&page).with(&typed))
        .await
        .map(|_| ())
}

#[server(endpoint = "providers/remove-team-rule")]
pub async fn remove_team_rule(provider: String, rule: TeamRuleId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_team_rule(&context::actor()?, &provider, &rule).await;
    let told = Notice::done("The rule is removed. Whoever was in the team by it alone is out.");
    let page = paths::provider(&provider);
    context::answer(removed, |()| Then::go(&page).telling(told), || Back::to(&page)).await
}
