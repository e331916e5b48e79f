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
    /// The form as the page showed it: what others changed since is found against it.
    #[serde(default)]
    pub shown: Option<EditForm>,
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
    use domain::{Error, environment::TypedEdit};
    let actor = context::actor()?;
    let upload::Sent { form: Edit { connection, id, draft, mut form, shown, offer }, document } =
        upload::read(data).await?;
    form.accept(offer);
    let unreadable = match document {
        Ok(document) => {
            form.federation.metadata_document = document.unwrap_or(form.federation.metadata_document);
            None
        }
        Err(problems) => Some(Error::Invalid(problems)),
    };
    let (earlier, typed) = (DraftId::parse(&draft), TypedEdit { form, shown });
    let planned = context::portal().plan_edit(&actor, &connection, &id, earlier.as_ref(), typed).await;
    let planned = planned.map(|draft| draft.id);
    let back = match &planned {
        Ok(draft) => paths::edit_again(&connection, &id, draft),
        Err(_) => paths::edit(&connection, &id),
    };
    context::answer(
        planned.and_then(|draft| unreadable.map_or(Ok(draft), Err)),
        |draft| Then::go(paths::edit_review(&connection, &id, draft)),
        || Back::to(back),
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
