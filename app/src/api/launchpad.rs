//! The launchpad: one's own, and what another person sees of theirs.

use domain::{
    id::{LinkId, PersonId},
    portal::{Launchpad, Sought},
    request::Request,
    team::Contact,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// Tiles to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaunchpadShown {
    pub launchpad: Launchpad,
    /// Whose it is, when somebody else looks at it.
    pub of: Option<Contact>,
    /// Scheme and host, which links in other people's hands need.
    pub origin: String,
    pub now: jiff::Timestamp,
    /// One's own newest requests, and whether there is anything to ask for.
    pub requests: Vec<Request>,
    pub may_ask: bool,
}

#[server(endpoint = "launchpad/show")]
pub async fn show(
    #[server(default)] sought: Sought,
    #[server(default)] page: usize,
) -> Result<LaunchpadShown, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let launchpad = portal.launchpad(&actor, &sought, page).await?;
    let requests = portal.latest_requests(&actor).await?;
    let may_ask = !portal.openings(&actor).await?.is_empty();
    let (origin, now) = (context::absolute(""), portal.now());
    Ok(LaunchpadShown { launchpad, of: None, origin, now, requests, may_ask })
}

/// What another person sees. The log tells that somebody looked.
#[server(endpoint = "launchpad/of")]
pub async fn show_of(
    id: PersonId,
    #[server(default)] sought: Sought,
    #[server(default)] page: usize,
) -> Result<LaunchpadShown, ApiError> {
    use crate::context;
    let portal = context::portal();
    let (of, launchpad) = portal.launchpad_of(&context::actor()?, &id, &sought, page).await?;
    let (origin, now) = (context::absolute(""), portal.now());
    Ok(LaunchpadShown { launchpad, of: Some(of), origin, now, requests: Vec::new(), may_ask: false })
}

/// Puts a tile among one's favourites, or takes it away from them.
#[server(endpoint = "launchpad/favourite")]
pub async fn set_favourite(link: LinkId, is_favourite: bool, #[server(default)] back: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let set = context::portal().set_favourite(&context::actor()?, &link, is_favourite).await;
    let back = paths::own(&back).unwrap_or(paths::LAUNCHPAD);
    context::answer(set, |()| Then::go(back), || Back::to(back)).await
}
