//! The links of teams: where they lead, and what is changed about them.

use domain::{
    id::{ConnectionName, EnvironmentId, LinkId, TeamId},
    link::{Direction, Link, LinkForm},
    portal::{Going, LinkChoices, LinkPage},
    team::Team,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// One link's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkShown {
    pub page: LinkPage,
    /// Scheme and host, which links in other people's hands need.
    pub origin: String,
    pub now: jiff::Timestamp,
}

/// What of one link was typed on its page, which has two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkTyped {
    Words(LinkForm),
    Target(LinkForm),
}

/// Where a link leads; for a page that leads on, or tells why it does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    pub going: Going,
    pub now: jiff::Timestamp,
}

/// The team, and the environments that can be linked to it.
#[server(endpoint = "links/choices")]
pub async fn choices(team: TeamId, #[server(default)] text: String) -> Result<(Team, LinkChoices), ApiError> {
    use crate::context;
    Ok(context::portal().link_choices(&context::actor()?, &team, &text).await?)
}

#[server(endpoint = "links/show")]
pub async fn show(id: LinkId) -> Result<LinkShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    let page = portal.link(&context::actor()?, &id).await?;
    Ok(LinkShown { page, origin: context::absolute(""), now: portal.now() })
}

/// The teams that have an environment.
#[server(endpoint = "links/to")]
pub async fn links_to(connection: ConnectionName, id: EnvironmentId) -> Result<Vec<(Team, Link)>, ApiError> {
    use crate::context;
    Ok(context::portal().links_to(&context::actor()?, &connection, &id).await?)
}

/// Where a link leads now. A browser that opens it is sent on; a program is told.
#[server(endpoint = "links/follow")]
pub async fn follow(id: LinkId) -> Result<Followed, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let going = portal.follow_link(&actor, &id).await?;
    match &going {
        Going::On { url } => context::go_on(&id, url),
        Going::Waiting(waiting) if waiting.is_changing() => context::come_back(),
        Going::Waiting(_) => {}
    }
    let now = portal.now();
    context::note_followed(portal, actor, id);
    Ok(Followed { going, now })
}

#[server(endpoint = "links/add")]
pub async fn add(team: TeamId, #[server(default)] form: LinkForm) -> Result<Link, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let added = context::portal().add_link(&context::actor()?, &team, &form).await;
    let told = |link: &Link| format!("“{}” is linked. Everybody in the team finds it on their launchpad.", link.name);
    let then = |link: &Link| Then::go(paths::team(&team)).telling(Notice::done(told(link)));
    context::answer(added, then, || Back::to(paths::add_link(&team)).with(&form)).await
}

/// Gives a link the label and the section that are typed in the place of the ones that the page showed.
#[server(endpoint = "links/edit")]
pub async fn edit(
    id: LinkId,
    #[server(default)] shown: LinkForm,
    #[server(default)] form: LinkForm,
) -> Result<Link, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let edited = context::portal().edit_link(&context::actor()?, &id, &shown, &form).await;
    let page = paths::link(&id);
    let then = |_: &Link| Then::go(&page).telling(Notice::done("Label and section are saved."));
    context::answer(edited, then, || Back::to(&page).with(&LinkTyped::Words(form))).await
}

/// Makes a link lead to another environment. Its address stays.
#[server(endpoint = "links/replace")]
pub async fn replace(
    id: LinkId,
    #[server(default)] shown: LinkForm,
    #[server(default)] form: LinkForm,
) -> Result<Link, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let replaced = context::portal().replace_link(&context::actor()?, &id, &shown, &form).await;
    let page = paths::link(&id);
    let told = |link: &Link| format!("The link leads to “{}” now. Its address is the same as before.", link.name);
    let then = |link: &Link| Then::go(&page).telling(Notice::done(told(link)));
    context::answer(replaced, then, || Back::to(&page).with(&LinkTyped::Target(form))).await
}

/// Moves a link by one place within its section.
#[server(endpoint = "links/move")]
pub async fn move_link(link: LinkId, direction: Direction) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let moved = context::portal().move_link(&context::actor()?, &link, direction).await;
    let back = paths::link(&link);
    context::answer(moved, |link| Then::go(paths::team(&link.team)), || Back::to(back)).await.map(|_| ())
}

#[server(endpoint = "links/remove")]
pub async fn remove(link: LinkId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let removed = context::portal().remove_link(&context::actor()?, &link).await;
    let told = |link: &Link| format!("“{}” is not linked any more. Its permanent link leads nowhere.", link.name);
    let then = |link: &Link| Then::go(paths::team(&link.team)).telling(Notice::done(told(link)));
    let back = paths::link(&link);
    context::answer(removed, then, || Back::to(back)).await.map(|_| ())
}
