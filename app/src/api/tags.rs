//! The tags of one environment.

use domain::{
    environment::Offer,
    id::{ConnectionName, EnvironmentId},
    portal::TagsNow,
    tag::{Clash, TagChange, TagForm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What the tags form sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagsForm {
    pub tags: TagForm,
    /// The tags as the page showed them: what others changed since is found against these.
    pub shown: TagForm,
    /// How many empty rows to show below: grows by the button that asks for more.
    pub room: usize,
}

/// Which button the tags were sent with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TagsGo {
    #[default]
    Save,
    /// Show the form again with more empty rows.
    More,
}

/// Tags with the keys that every environment must have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagsShown {
    pub now: TagsNow,
    pub required: Vec<String>,
    /// Tags that what was typed changes, as others did meanwhile.
    #[serde(default)]
    pub clashes: Vec<Clash>,
}

#[server(endpoint = "tags/show")]
pub async fn show(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] typed: Option<TagsForm>,
) -> Result<TagsShown, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let now = portal.tags(&actor, &connection, &id).await?;
    let clashes = match typed {
        Some(form) => portal.tag_clashes(&actor, &now, &form.shown, &form.tags).await?,
        None => Vec::new(),
    };
    Ok(TagsShown { now, required: portal.required_tags().iter().map(ToString::to_string).collect(), clashes })
}

/// Saves all differences at once.
#[server(endpoint = "tags/save")]
pub async fn save(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] go: TagsGo,
    #[server(default)] form: TagsForm,
    #[server(default)] offer: Offer,
) -> Result<TagChange, ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let actor = context::actor()?;
    let mut form = form;
    form.tags.accept(offer.tags);
    let page = paths::tags(&connection, &id);
    if go == TagsGo::More {
        form.room = form.room.saturating_add(5);
        context::keep_typed(&form).await;
        return context::answer(Ok(TagChange::default()), |_| Then::go(&page), || Back::to(&page)).await;
    }
    let saved = context::portal().save_tags(&actor, &connection, &id, &form.shown, &form.tags).await;
    context::answer(
        saved,
        |change| Then::go(paths::environment(&connection, &id)).telling(Notice::done(context::tags_saved(change))),
        || Back::to(&page).with(&form),
    )
    .await
}
