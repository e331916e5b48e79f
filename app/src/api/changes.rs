//! Changes of environments by request: asking for one, making it another one, and having it tried again.

use domain::{
    environment::{EnvironmentForm, Offer},
    id::{EnvironmentRequestId, LinkId},
    portal::{ChangeOpening, Filled},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

use crate::{components::ReadBack, error::ApiError};

/// What was typed by somebody who asks for a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeTyped {
    pub filled: Filled,
    /// The form as the page showed it: inputs that nobody touched are found against it.
    pub shown: EnvironmentForm,
}

/// The page of those who ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeShown {
    pub opening: ChangeOpening,
    /// What the metadata document says that the environment has.
    pub metadata: Option<ReadBack>,
}

/// What a metadata document says that is asked for, and the one that was there then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataAsked {
    pub before: Option<ReadBack>,
    pub after: ReadBack,
}

/// What the form of those who ask sends; its file comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAsked {
    pub link: LinkId,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub form: EnvironmentForm,
    #[serde(default)]
    pub shown: EnvironmentForm,
    /// Legal values that were ticked.
    #[serde(default)]
    pub offer: Offer,
}

/// What the form sends of those who decide and make it another change; its file comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAmended {
    pub id: EnvironmentRequestId,
    /// Of the change that the page showed.
    #[serde(default)]
    pub digest: String,
    #[serde(default)]
    pub form: EnvironmentForm,
    #[serde(default)]
    pub offer: Offer,
}

/// The environment of a link as it is now, for those who can ask that it becomes another.
#[server(endpoint = "changes/opening")]
pub async fn opening(link: LinkId) -> Result<ChangeShown, ApiError> {
    use crate::context;
    let opening = context::portal().change_opening(&context::actor()?, &link).await?;
    let document = opening.basis.environment.federation.metadata_document.clone();
    Ok(ChangeShown { opening, metadata: context::read_metadata(document).await })
}

/// Asks that the environment of a link is changed.
#[server(endpoint = "requests/ask-change", input = MultipartFormData)]
pub async fn ask(data: MultipartData) -> Result<EnvironmentRequestId, ApiError> {
    use crate::{
        context::{self, Back},
        paths, upload,
    };
    let actor = context::actor()?;
    let sent: upload::Sent<ChangeAsked> = upload::read(data).await?;
    let ChangeAsked { link, why, mut form, shown, offer } = sent.form;
    form.accept(offer);
    let unreadable = context::take_document(sent.document, &mut form);
    let filled = Filled { why, form };
    let asked = match unreadable {
        Some(error) => Err(error),
        None => context::portal().ask_change(&actor, &link, &shown, &filled).await,
    };
    let back = || Back::to(paths::ask_change(&link)).with(&ChangeTyped { filled, shown });
    context::answer(asked, context::after_asking, back).await.map(|request| request.id)
}

/// Makes what is asked for another change.
#[server(endpoint = "requests/amend-change", input = MultipartFormData)]
pub async fn amend(data: MultipartData) -> Result<(), ApiError> {
    use crate::{api::requests::RequestTyped, context, upload};
    use domain::request::Request;
    let actor = context::actor()?;
    let sent: upload::Sent<ChangeAmended> = upload::read(data).await?;
    let ChangeAmended { id, digest, mut form, offer } = sent.form;
    form.accept(offer);
    let done = match context::take_document(sent.document, &mut form) {
        Some(error) => Err(error),
        None => context::portal().amend_request(&actor, &id, &digest, form.clone()).await,
    };
    let told = |_: &Request| "The plan is changed. Look at it, then approve it.".into();
    context::decided(&id, done, told, Some(RequestTyped::Amend(form))).await
}

/// Has a change tried again that stopped.
#[server(endpoint = "requests/apply-again")]
pub async fn apply_again(id: EnvironmentRequestId) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().apply_change_again(&context::actor()?, &id).await;
    let told = |_: &_| "The environment is read once more, and what is left of the change is sent.".into();
    context::decided(&id, done, told, None).await
}
