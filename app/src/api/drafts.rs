//! The create wizard: its drafts, and the one call at its end.

use domain::{
    connection::Connection,
    draft::Draft,
    environment::{EnvironmentForm, Offer, Step},
    id::DraftId,
    operation::Operation,
    saml::{Finding, Metadata, Unreadable},
    tag::TagKey,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::{MultipartData, MultipartFormData};

use crate::error::ApiError;

/// A draft with all that its pages need beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wizard {
    pub draft: Draft,
    pub connections: Vec<Connection>,
    pub required_tags: Vec<TagKey>,
    /// What the metadata document says, or why it cannot be read; `None` without a document.
    pub metadata: Option<Result<(Metadata, Vec<Finding>), Unreadable>>,
    /// What became of the create call, once one went out.
    pub operation: Option<Operation>,
    /// Whether a lost call may be sent again by now.
    pub may_send_again: bool,
    pub now: jiff::Timestamp,
}

/// Which button a step was sent with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Go {
    #[default]
    Next,
    Back,
    /// Save and show the step again, with room for more rows.
    Stay,
    /// Save and go to the list; the draft waits.
    Leave,
    /// Save and go to that step, whatever is still to be done here.
    To(Step),
}

impl From<Go> for String {
    fn from(go: Go) -> Self {
        match go {
            Go::Next => "next",
            Go::Back => "back",
            Go::Stay => "stay",
            Go::Leave => "leave",
            Go::To(step) => step.as_str(),
        }
        .into()
    }
}

impl TryFrom<String> for Go {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        match word.as_str() {
            "next" => Ok(Self::Next),
            "back" => Ok(Self::Back),
            "stay" => Ok(Self::Stay),
            "leave" => Ok(Self::Leave),
            word => Step::parse(word).map(Self::To).ok_or("no button of the form says this"),
        }
    }
}

/// What the sign-in step sends; its file comes beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInStep {
    pub draft: DraftId,
    #[serde(default)]
    pub go: Go,
    #[serde(default)]
    pub form: EnvironmentForm,
}

/// A step that could not be kept, for the page that says so: what was typed is in it and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unkept {
    pub draft: DraftId,
    pub step: Step,
    pub form: EnvironmentForm,
}

#[server(endpoint = "drafts/show")]
pub async fn show(draft: DraftId) -> Result<Wizard, ApiError> {
    use domain::operation::State;

    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let kept = portal.draft(&actor, &draft).await?;
    let operation = portal.operation_of(&actor, &draft).await?;
    if operation.as_ref().is_some_and(|operation| matches!(operation.state, State::Armed | State::Unknown { .. })) {
        context::follow();
    }
    Ok(Wizard {
        metadata: context::read_metadata(context::draft_document(&kept)).await,
        draft: kept,
        connections: portal.connections().to_vec(),
        required_tags: portal.required_tags(),
        may_send_again: operation.as_ref().is_some_and(|operation| operation.may_be_sent_again(portal.now())),
        operation,
        now: portal.now(),
    })
}

/// One's own unfinished wizards.
#[server(endpoint = "drafts/list")]
pub async fn list() -> Result<(Vec<Draft>, jiff::Timestamp), ApiError> {
    use crate::context;
    let portal = context::portal();
    Ok((portal.drafts(&context::actor()?).await?, portal.now()))
}

#[server(endpoint = "drafts/start")]
pub async fn start() -> Result<DraftId, ApiError> {
    use crate::{
        context::{self, Back, Then},
        paths,
    };
    let started = context::portal().start_draft(&context::actor()?).await.map(|draft| draft.id);
    let to = |id: &DraftId| Then::go(paths::step(id, Step::Basics));
    context::answer(started, to, || Back::to(paths::NEW_ENVIRONMENT)).await
}

/// Keeps what a step holds, valid or not.
#[server(endpoint = "drafts/save")]
pub async fn save(
    draft: DraftId,
    step: Step,
    #[server(default)] go: Go,
    #[server(default)] form: EnvironmentForm,
    #[server(default)] offer: Offer,
) -> Result<(), ApiError> {
    let mut form = form;
    form.accept(offer);
    if go != Go::Stay {
        form.tags = form.tags.without_spare();
    }
    crate::context::save_step(draft, step, go, form).await
}

/// The same for the sign-in step, which can carry the metadata document as a file.
#[server(endpoint = "drafts/sign-in", input = MultipartFormData)]
pub async fn save_sign_in(data: MultipartData) -> Result<(), ApiError> {
    use crate::{context, upload};
    let upload::Sent { form: SignInStep { draft, go, mut form }, document } = upload::read(data).await?;
    match document {
        Ok(Some(document)) => form.federation.metadata_document = document,
        Ok(None) => {}
        Err(problems) => return context::save_step_without_file(draft, form, problems).await,
    }
    context::save_step(draft, Step::SignIn, go, form).await
}

#[server(endpoint = "drafts/discard")]
pub async fn discard(draft: DraftId) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back, Then},
        flash::Notice,
        paths,
    };
    let discarded = context::portal().discard_draft(&context::actor()?, &draft).await;
    let gone = |(): &()| Then::go(paths::NEW_ENVIRONMENT).telling(Notice::done("The draft is gone."));
    context::answer(discarded, gone, || Back::to(paths::NEW_ENVIRONMENT)).await
}

/// Creates the environment: one call, however often the button is pressed.
#[server(endpoint = "drafts/create")]
pub async fn create(draft: DraftId) -> Result<Operation, ApiError> {
    use crate::context::{self, Back};
    let created = context::portal().create(&context::actor()?, &draft).await;
    context::answer(created, context::after_create, || Back::to(crate::paths::step(&draft, Step::Review))).await
}

/// Sends a call again whose answer was lost, because a person decided so.
#[server(endpoint = "drafts/send-again")]
pub async fn send_again(draft: DraftId) -> Result<Operation, ApiError> {
    use crate::context::{self, Back};
    let sent = context::portal().send_again(&context::actor()?, &draft).await;
    context::answer(sent, context::after_create, || Back::to(crate::paths::outcome(&draft))).await
}

/// Reads a metadata document back without keeping it, as the pages show it: HTML, so that the browser needs no reader.
#[server(endpoint = "drafts/read-metadata", input = MultipartFormData)]
pub async fn read_metadata(data: MultipartData) -> Result<String, ApiError> {
    use crate::{
        components::MetadataFacts,
        context,
        ui::{Alert, Tone},
        upload,
    };
    use domain::may::Deed;
    // Whoever asks for a change gives a document, too; nothing is told here that was not sent.
    context::portal().see(&context::actor()?, Deed::SeeRequests, "This page")?;
    let document = match upload::read::<upload::OnlyAFile>(data).await {
        Ok(upload::Sent { document: Ok(document), .. }) => document.filter(|document| !document.trim().is_empty()),
        Ok(upload::Sent { document: Err(problems), .. }) => {
            let words = problems.0.into_iter().map(|problem| problem.words).collect::<Vec<_>>().join(" ");
            return Ok(
                view! { <Alert tone=Tone::Danger title="This is not SAML metadata that can be read">{words}</Alert> }
                    .to_html(),
            );
        }
        Err(error) => return Err(error),
    };
    let read = context::read_metadata(document).await;
    let now = context::portal().now();
    Ok(read.map(|metadata| view! { <MetadataFacts metadata now/> }.to_html()).unwrap_or_default())
}
