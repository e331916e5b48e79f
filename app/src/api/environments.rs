//! Environments: looking at them, asking FinSpace again, deleting one.

use domain::{
    audit::Event,
    connection::{Connection, Health},
    environment::Status,
    id::{ConnectionName, EnvironmentId},
    inventory::{Page, Query},
    portal::{Detail, Paged},
    saml::{Finding, Metadata, Unreadable},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// A page of the list, with what its filters offer and how the connections are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    pub page: Page,
    /// For each of its environments, why its tags cannot be read, if FinSpace denies it.
    pub tags_denied: Vec<Option<String>>,
    /// What was asked for, without what cannot be meant.
    pub query: Query,
    pub statuses: Vec<(Status, usize)>,
    pub tag_keys: Vec<String>,
    /// Names of teams to filter by; `None` for those who may not see them.
    pub teams: Option<Vec<String>>,
    pub connections: Vec<(Connection, Health)>,
    pub changing: bool,
    /// The version of the inventory that this was taken from.
    pub version: u64,
    pub now: jiff::Timestamp,
}

/// An environment's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub detail: Detail,
    pub connection: Connection,
    /// What the identity provider's metadata document says, or why it cannot be read; `None` without a document.
    pub metadata: Option<Result<(Metadata, Vec<Finding>), Unreadable>>,
    pub required_tags: Vec<String>,
    /// The version of the inventory after the look that this comes from.
    pub version: u64,
    pub now: jiff::Timestamp,
}

impl Shown {
    /// The metadata document, which can have megabytes, taken out of what the pages hand around.
    pub fn take_document(&mut self) -> Option<String> {
        self.detail.environment.federation.metadata_document.take()
    }
}

#[server(endpoint = "environments/list")]
pub async fn list(#[server(default)] query: Query) -> Result<Listing, ApiError> {
    use crate::context;
    /// So many tag keys are offered to filter by.
    const TAG_KEYS: usize = 100;
    let (portal, actor) = (context::portal(), context::actor()?);
    let (page, inventory, query) = portal.environments(&actor, &query).await?;
    if inventory.is_changing() {
        context::follow();
    }
    Ok(Listing {
        tags_denied: page.entries.iter().map(|entry| portal.tags_denied(entry)).collect(),
        page,
        query,
        version: inventory.version,
        statuses: inventory.statuses().to_vec(),
        teams: portal.team_names(&actor).map(|names| names.to_vec()),
        tag_keys: inventory.tag_keys().iter().take(TAG_KEYS).cloned().collect(),
        connections: inventory.connections_seen(),
        changing: inventory.is_changing(),
        now: portal.now(),
    })
}

#[server(endpoint = "environments/show")]
pub async fn show(connection: ConnectionName, id: EnvironmentId) -> Result<Shown, ApiError> {
    use crate::context;
    let portal = context::portal();
    let detail = portal.environment(&context::actor()?, &connection, &id).await?;
    let document = detail.environment.federation.metadata_document.clone();
    Ok(Shown {
        version: portal.inventory().version,
        metadata: context::read_metadata(document).await,
        connection: context::connection(&connection)?,
        required_tags: portal.required_tags().iter().map(ToString::to_string).collect(),
        now: portal.now(),
        detail,
    })
}

/// One environment for a page that shows it and nothing to fill in: such a page follows it while it changes.
#[server(endpoint = "environments/watch")]
pub async fn watch(connection: ConnectionName, id: EnvironmentId) -> Result<Shown, ApiError> {
    let shown = show(connection, id).await?;
    if shown.detail.environment.status.is_changing() {
        crate::context::follow();
    }
    Ok(shown)
}

/// A page of the events of an environment, the newest first.
#[server(endpoint = "environments/history")]
pub async fn history(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] page: usize,
) -> Result<Paged<Event>, ApiError> {
    use crate::context;
    Ok(context::portal().history(&context::actor()?, &connection, &id, page).await?)
}

/// Asks FinSpace again, now, and comes back to the page.
#[server(endpoint = "environments/refresh")]
pub async fn refresh(#[server(default)] back: String) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let refreshed = context::portal().refresh(&context::actor()?).await;
    let back = paths::own(&back).unwrap_or(paths::ENVIRONMENTS);
    context::answer(refreshed, |()| Then::go(back), || Back::to(back)).await
}

/// What was typed to confirm a deletion.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteForm {
    pub confirm_name: String,
}

#[server(endpoint = "environments/delete")]
pub async fn delete(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] form: DeleteForm,
) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let deleted = context::portal().delete_environment(&context::actor()?, &connection, &id, &form.confirm_name).await;
    let words = format!("“{}” is being deleted.", form.confirm_name.trim());
    context::answer(
        deleted,
        |()| Then::go(paths::ENVIRONMENTS).telling(Notice::done(words)),
        || Back::to(paths::delete(&connection, &id)).with(&form),
    )
    .await
}
