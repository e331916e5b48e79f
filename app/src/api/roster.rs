//! Everybody who can sign in: the list, one person, their roles, and shutting them out.

use domain::{
    id::{IdentityId, PersonId},
    invitation::Invitation,
    person::Filter,
    portal::{PeoplePage, PersonSeen},
    role::Roles,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// The list, with the invitations that wait beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeopleListing {
    pub page: PeoplePage,
    pub invitations: Vec<Invitation>,
    pub now: jiff::Timestamp,
}

/// One person's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonShown {
    pub seen: PersonSeen,
    pub now: jiff::Timestamp,
}

/// The boxes that are ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RolesForm {
    pub roles: Roles,
}

#[server(endpoint = "people/list")]
pub async fn list(
    #[server(default)] filter: Filter,
    #[server(default)] page: usize,
) -> Result<PeopleListing, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    Ok(PeopleListing {
        page: portal.people(&actor, &filter, page).await?,
        invitations: portal.invitations(&actor).await?,
        now: portal.now(),
    })
}

#[server(endpoint = "people/show")]
pub async fn show(id: PersonId) -> Result<PersonShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok(PersonShown { seen: portal.person(&context::actor()?, &id).await?, now: portal.now() })
}

/// Gives the roles that are ticked in the place of the ones that the page showed.
#[server(endpoint = "people/roles")]
pub async fn change_roles(
    id: PersonId,
    #[server(default)] shown: Roles,
    #[server(default)] form: RolesForm,
) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let changed = context::portal().change_roles(&context::actor()?, &id, &shown, &form.roles).await;
    let page = paths::person(&id);
    let told = |name: &str| format!("The roles of {name} are saved. They hold from the next click on.");
    context::answer(
        changed.map(|person| person.name),
        |name| Then::go(&page).telling(Notice::done(told(name))),
        || Back::to(&page),
    )
    .await
    .map(|_| ())
}

#[server(endpoint = "people/disable")]
pub async fn disable(id: PersonId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let disabled = context::portal().disable_person(&context::actor()?, &id).await;
    let page = paths::person(&id);
    let told = |name: &str| format!("{name} is disabled and signed out everywhere.");
    context::answer(
        disabled.map(|person| person.name),
        |name| Then::go(&page).telling(Notice::done(told(name))),
        || Back::to(&page),
    )
    .await
    .map(|_| ())
}

#[server(endpoint = "people/enable")]
pub async fn enable(id: PersonId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let enabled = context::portal().enable_person(&context::actor()?, &id).await;
    let page = paths::person(&id);
    let told = |name: &str| format!("{name} can sign in again.");
    context::answer(
        enabled.map(|person| person.name),
        |name| Then::go(&page).telling(Notice::done(told(name))),
        || Back::to(&page),
    )
    .await
    .map(|_| ())
}

/// Takes the second factor of somebody away who lost it.
#[server(endpoint = "people/reset-factor")]
pub async fn reset_factor(id: PersonId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let reset = context::portal().reset_factor(&context::actor()?, &id).await;
    let page = paths::person(&id);
    let told = |name: &str| {
        Notice::done(format!(
            "The second factor of {name} is gone, and {name} is signed out everywhere. At the next sign-in the password alone does; where a second factor is needed, {name} is led to set up a new one."
        ))
    };
    context::answer(reset.map(|person| person.name), |name| Then::go(&page).telling(told(name)), || Back::to(&page))
        .await
        .map(|_| ())
}

/// Takes a sign-in at a provider from a person.
#[server(endpoint = "people/unlink")]
pub async fn unlink(id: PersonId, identity: IdentityId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let unlinked = context::portal().unlink(&context::actor()?, &id, &identity).await;
    let page = paths::person(&id);
    let told = Notice::done("The sign-in is unlinked, and the roles and teams that its rules gave are gone.");
    context::answer(unlinked, |()| Then::go(&page).telling(told), || Back::to(&page)).await
}
