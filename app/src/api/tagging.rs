//! The tags of several environments at once.

use domain::{
    environment::Offer,
    inventory::{Page, Query},
    portal::{Tagged, TaggingForm},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What the page shows again after it was sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaggingTyped {
    pub form: TaggingForm,
    /// How many empty rows to show below: grows by the button that asks for more.
    pub room: usize,
    /// Every environment of the page is to be ticked.
    pub all: bool,
    /// What became of each, after a save.
    pub ends: Vec<Tagged>,
}

/// Which button the form was sent with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaggingGo {
    #[default]
    Save,
    /// Show the form again with more empty rows.
    More,
    /// Show it with every environment ticked, or none.
    All,
    None,
}

/// The environments to choose from: a page of the list, and the query as far as it can be meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choosing {
    pub page: Page,
    /// For each of its environments, why its tags cannot be read, if FinSpace denies it.
    pub tags_denied: Vec<Option<String>>,
    pub query: Query,
}

#[server(endpoint = "tagging/show")]
pub async fn show(#[server(default)] query: Query) -> Result<Choosing, ApiError> {
    use crate::context;
    let portal = context::portal();
    let (page, _, query) = portal.environments(&context::actor()?, &query).await?;
    let tags_denied = page.entries.iter().map(|entry| portal.tags_denied(entry)).collect();
    Ok(Choosing { page, tags_denied, query })
}

/// Sets and removes tags of all that were ticked, and comes back to the page, which says what became of each. `turn` is
/// the address of another page of the form: what was typed and ticked goes along, and nothing is saved.
#[server(endpoint = "tagging/save")]
pub async fn save(
    #[server(default)] back: String,
    #[server(default)] go: TaggingGo,
    #[server(default)] turn: Option<String>,
    #[server(default)] room: usize,
    #[server(default)] form: TaggingForm,
    #[server(default)] offer: Offer,
) -> Result<Vec<Tagged>, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let actor = context::actor()?;
    let turn = turn.as_deref().and_then(paths::own);
    let page = turn.or_else(|| paths::own(&back)).unwrap_or(paths::TAGGING);
    let mut typed = TaggingTyped { form, room, ..TaggingTyped::default() };
    typed.form.tags.accept(offer.tags);
    match go {
        TaggingGo::Save => {}
        TaggingGo::More => typed.room = room.saturating_add(5),
        TaggingGo::All => typed.all = true,
        TaggingGo::None => typed.form.chosen.clear(),
    }
    if go != TaggingGo::Save || turn.is_some() {
        context::keep_typed(&typed).await;
        return context::answer(Ok(Vec::new()), |_| Then::go(page), || Back::to(page)).await;
    }
    let saved = context::portal().tag_many(&actor, &typed.form).await;
    if let (Ok(ends), true) = (&saved, context::wants_html()) {
        let form = TaggingForm { chosen: Vec::new(), ..typed.form.clone() };
        context::keep_typed(&TaggingTyped { form, ends: ends.clone(), ..typed.clone() }).await;
    }
    context::answer(saved, |_| Then::go(page), || Back::to(page).with(&typed)).await
}
