//! Editing an environment: typed, reviewed, applied.

use domain::{
    environment::{EditForm, Offer},
    id::{ConnectionName, DraftId, EnvironmentId},
    portal::EditPlan,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

use crate::error::ApiError;

/// What the edit form sends; its file comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub connection: ConnectionName,
    pub id: EnvironmentId,
    /// The edit that this continues.
    #[serde(default)]
    pub draft: String,
    #[serde(default)]
    pub form: EditForm,
    /// Legal values that were ticked.
    #[serde(default)]
    pub offer: Offer,
}

#[server(endpoint = "edits/show")]
pub async fn show(draft: DraftId) -> Result<EditPlan, ApiError> {
    use crate::context;
    Ok(context::portal().edit_plan(&context::actor()?, &draft).await?)
}

/// Keeps what was typed and goes on to the difference that it makes.
#[server(endpoint = "edits/plan", input = MultipartFormData)]
pub async fn plan(data: MultipartData) -> Result<DraftId, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths, upload,
    };
    let actor = context::actor()?;
    let upload::Sent { form: Edit { connection, id, draft, mut form, offer }, document } = upload::read(data).await?;
    form.accept(offer);
    if let Some(document) = document {
        form.federation.metadata_document = document;
    }
    let earlier = DraftId::parse(&draft);
    let planned = context::portal().plan_edit(&actor, &connection, &id, earlier.as_ref(), form).await;
    context::answer(
        planned.map(|draft| draft.id),
        |draft| Then::go(paths::edit_review(&connection, &id, draft)),
        || Back::to(paths::edit(&connection, &id)),
    )
    .await
}

/// Takes over what others changed meanwhile; what was typed stays.
#[server(endpoint = "edits/rebase")]
pub async fn rebase(connection: ConnectionName, id: EnvironmentId, draft: DraftId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let rebased = context::portal().rebase_edit(&context::actor()?, &draft).await.map(|_| ());
    let review = paths::edit_review(&connection, &id, &draft);
    context::answer(rebased, |()| Then::go(&review), || Back::to(&review)).await
}

/// Applies the edit as it was shown.
#[server(endpoint = "edits/apply")]
pub async fn apply(connection: ConnectionName, id: EnvironmentId, draft: DraftId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let applied = context::portal().apply_edit(&context::actor()?, &draft).await.map(|_| ());
    context::answer(
        applied,
        |()| Then::go(paths::environment(&connection, &id)).telling(Notice::done("The changes are saved.")),
        || Back::to(paths::edit_review(&connection, &id, &draft)),
    )
    .await
}

/// Throws an edit away.
#[server(endpoint = "edits/discard")]
pub async fn discard(connection: ConnectionName, id: EnvironmentId, draft: DraftId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let discarded = context::portal().discard_draft(&context::actor()?, &draft).await;
    let detail = paths::environment(&connection, &id);
    context::answer(discarded, |()| Then::go(&detail), || Back::to(&detail)).await
}
