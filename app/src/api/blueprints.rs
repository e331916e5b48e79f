//! Blueprints: the list, one of them, saving and retiring one.

use domain::{
    blueprint::{BlueprintForm, BlueprintRow},
    connection::Connection,
    environment::{EnvironmentForm, Offer},
    id::BlueprintId,
    portal::{BlueprintSeen, Paged},
    tag::TagKey,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

use crate::error::ApiError;

/// A blueprint's page, or that of a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintShown {
    pub seen: Option<BlueprintSeen>,
    pub connections: Vec<Connection>,
    pub required_tags: Vec<TagKey>,
}

/// What the form of a blueprint sends; its file comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintTyped {
    /// Empty for a new one.
    #[serde(default)]
    pub id: String,
    /// The version that the page showed.
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub blueprint: BlueprintForm,
    /// What is fixed of the environment.
    #[serde(default)]
    pub form: EnvironmentForm,
    /// Legal values that were ticked.
    #[serde(default)]
    pub offer: Offer,
}

#[server(endpoint = "blueprints/list")]
pub async fn list(#[server(default)] page: usize) -> Result<Paged<BlueprintRow>, ApiError> {
    use crate::context;
    Ok(context::portal().blueprints(&context::actor()?, page).await?)
}

#[server(endpoint = "blueprints/show")]
pub async fn show(#[server(default)] id: Option<BlueprintId>) -> Result<BlueprintShown, ApiError> {
    use crate::context;
    use domain::may::Deed;
    let (portal, actor) = (context::portal(), context::actor()?);
    portal.see(&actor, Deed::SeeBlueprints, "This page")?;
    let seen = match id {
        Some(id) => Some(portal.blueprint(&actor, &id).await?),
        None => None,
    };
    let (connections, required_tags) = (portal.connections().to_vec(), portal.required_tags());
    Ok(BlueprintShown { seen, connections, required_tags })
}

/// Makes a blueprint, or saves the one that is named.
#[server(endpoint = "blueprints/save", input = MultipartFormData)]
pub async fn save(data: MultipartData) -> Result<BlueprintId, ApiError> {
    use domain::{Error, blueprint::Blueprint};

    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths, upload,
    };
    let actor = context::actor()?;
    let upload::Sent { form: mut typed, document } = upload::read::<BlueprintTyped>(data).await?;
    typed.form.accept(std::mem::take(&mut typed.offer));
    let unreadable = match document {
        Ok(document) => {
            typed.form.federation.metadata_document = document.unwrap_or(typed.form.federation.metadata_document);
            None
        }
        Err(problems) => Some(Error::Invalid(problems)),
    };
    let id = BlueprintId::parse(&typed.id);
    let saved = if let Some(error) = unreadable {
        Err(error)
    } else if id.is_none() && !typed.id.is_empty() {
        Err(Error::NotFound("This blueprint".into()))
    } else {
        let of = id.as_ref().map(|id| (id, typed.version));
        context::portal().save_blueprint(&actor, of, &typed.blueprint, &typed.form).await
    };
    let told = |saved: &Blueprint| Notice::done(format!("The blueprint “{}” is saved.", saved.rules.name));
    let then = |saved: &Blueprint| Then::go(paths::BLUEPRINTS).telling(told(saved));
    let back = || {
        let page = id.as_ref().map_or_else(|| paths::NEW_BLUEPRINT.to_owned(), paths::blueprint);
        Back::to(page).with(&typed)
    };
    context::answer(saved, then, back).await.map(|saved| saved.id)
}

/// Takes a blueprint out of use, or gives it back.
#[server(endpoint = "blueprints/retire")]
pub async fn retire(id: BlueprintId, retired: bool) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let done = context::portal().retire_blueprint(&context::actor()?, &id, retired).await;
    let words = if retired {
        "The blueprint is retired: nobody can ask with it. Requests that were made with it go on."
    } else {
        "The blueprint is in use again."
    };
    let page = paths::blueprint(&id);
    context::answer(done, |_| Then::go(&page).telling(Notice::done(words)), || Back::to(&page)).await.map(|_| ())
}
