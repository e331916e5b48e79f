//! Requests: asking, deciding, and what is said about them.

use domain::{
    audit::Event,
    blueprint::BlueprintRow,
    environment::{EnvironmentForm, Offer},
    id::{BlueprintId, ConnectionName, EnvironmentId, EnvironmentRequestId, TeamId},
    portal::{Few, Filled, Opening, Paged, RequestSeen},
    request::{Filter, Request},
    team::Team,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::changes::MetadataAsked;
use crate::error::ApiError;

/// A page of requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsShown {
    pub requests: Paged<Request>,
    /// Whether there is anything that the reader may ask for.
    pub may_ask: bool,
    pub now: jiff::Timestamp,
}

/// One request's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestShown {
    pub seen: RequestSeen,
    /// Of a change that gives another metadata document.
    pub metadata: Option<MetadataAsked>,
    /// Scheme and host, which links in other people's hands need.
    pub origin: String,
    pub now: jiff::Timestamp,
}

/// What was typed on the page of a request, which has several forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestTyped {
    Filled(Filled),
    Amend(EnvironmentForm),
    Decline(String),
    Comment(String),
}

#[server(endpoint = "requests/list")]
pub async fn list(
    #[server(default)] filter: Filter,
    #[server(default)] page: usize,
) -> Result<RequestsShown, ApiError> {
    use crate::context;
    let (portal, actor) = (context::portal(), context::actor()?);
    let requests = portal.requests(&actor, &filter, page).await?;
    Ok(RequestsShown { requests, may_ask: !portal.openings(&actor).await?.is_empty(), now: portal.now() })
}

/// The first requests that wait for somebody, and how many do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsWaiting {
    pub few: Few<Request>,
    pub now: jiff::Timestamp,
}

/// What was asked about an environment, the newest first.
#[server(endpoint = "requests/about")]
pub async fn about(connection: ConnectionName, id: EnvironmentId) -> Result<Few<Request>, ApiError> {
    use crate::context;
    Ok(context::portal().requests_about(&context::actor()?, &connection, &id).await?)
}

/// What waits for one's decision.
#[server(endpoint = "requests/waiting")]
pub async fn waiting() -> Result<RequestsWaiting, ApiError> {
    use crate::context;
    use domain::request::Whose;
    let portal = context::portal();
    let few = portal.few_requests(&context::actor()?, Whose::ToDecide).await?;
    Ok(RequestsWaiting { few, now: portal.now() })
}

/// What one may ask for.
#[server(endpoint = "requests/openings")]
pub async fn openings() -> Result<Vec<(BlueprintRow, Team)>, ApiError> {
    use crate::context;
    Ok(context::portal().openings(&context::actor()?).await?)
}

#[server(endpoint = "requests/opening")]
pub async fn one_opening(blueprint: BlueprintId, team: TeamId) -> Result<Opening, ApiError> {
    use crate::context;
    Ok(context::portal().opening(&context::actor()?, &blueprint, &team).await?)
}

#[server(endpoint = "requests/show")]
pub async fn show(id: EnvironmentRequestId, #[server(default)] page: usize) -> Result<RequestShown, ApiError> {
    use crate::{components::is_moving, context};
    use domain::may::Deed;
    let (portal, actor) = (context::portal(), context::actor()?);
    let seen = portal.request(&actor, &id, page).await?;
    if is_moving(&seen) {
        // Only those who see environments are told of changes.
        if portal.see(&actor, Deed::SeeEnvironments, "").is_ok() { context::follow() } else { context::come_back() }
    }
    let metadata = context::metadata_asked(&seen.asked).await;
    Ok(RequestShown { seen, metadata, origin: context::absolute(""), now: portal.now() })
}

/// A page of everything that happened to a request, and the request.
#[server(endpoint = "requests/history")]
pub async fn history(
    id: EnvironmentRequestId,
    #[server(default)] page: usize,
) -> Result<(Request, Paged<Event>), ApiError> {
    use crate::context;
    Ok(context::portal().request_history(&context::actor()?, &id, page).await?)
}

/// Begins a request, and sends it or keeps it for later.
#[server(endpoint = "requests/begin")]
pub async fn begin(
    blueprint: BlueprintId,
    team: TeamId,
    #[server(default)] send: bool,
    #[server(default)] why: String,
    #[server(default)] form: EnvironmentForm,
    #[server(default)] offer: Offer,
) -> Result<EnvironmentRequestId, ApiError> {
    use crate::{
        context::{self, Back},
        paths,
    };
    let mut form = form;
    form.accept(offer);
    let filled = Filled { why, form };
    let begun = context::portal().begin_request(&context::actor()?, &blueprint, &team, &filled, send).await;
    let back = || Back::to(paths::ask(&blueprint, &team)).with(&RequestTyped::Filled(filled));
    context::answer(begun, context::after_asking, back).await.map(|request| request.id)
}

/// Goes on with a request that was kept for later.
#[server(endpoint = "requests/save")]
pub async fn save(
    id: EnvironmentRequestId,
    #[server(default)] send: bool,
    #[server(default)] why: String,
    #[server(default)] form: EnvironmentForm,
    #[server(default)] offer: Offer,
) -> Result<(), ApiError> {
    use crate::{
        context::{self, Back},
        paths,
    };
    let mut form = form;
    form.accept(offer);
    let filled = Filled { why, form };
    let saved = context::portal().continue_request(&context::actor()?, &id, &filled, send).await;
    let back = || Back::to(paths::request(&id)).with(&RequestTyped::Filled(filled));
    context::answer(saved, context::after_asking, back).await.map(|_| ())
}

#[server(endpoint = "requests/withdraw")]
pub async fn withdraw(id: EnvironmentRequestId) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().withdraw_request(&context::actor()?, &id).await;
    context::decided(&id, done, |_| "The request is withdrawn. Nothing is done.".into(), None).await
}

/// Approves the plan that the page showed.
#[server(endpoint = "requests/approve")]
pub async fn approve(id: EnvironmentRequestId, #[server(default)] digest: String) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().approve_request(&context::actor()?, &id, &digest).await;
    context::decided(&id, done, context::approved, None).await
}

/// Changes what was filled in.
#[server(endpoint = "requests/amend")]
pub async fn amend(
    id: EnvironmentRequestId,
    #[server(default)] digest: String,
    #[server(default)] form: EnvironmentForm,
    #[server(default)] offer: Offer,
) -> Result<(), ApiError> {
    use crate::context;
    let mut form = form;
    form.accept(offer);
    let done = context::portal().amend_request(&context::actor()?, &id, &digest, form.clone()).await;
    let told = |_: &Request| "The plan is changed. Look at it, then approve it.".into();
    context::decided(&id, done, told, Some(RequestTyped::Amend(form))).await
}

#[server(endpoint = "requests/decline")]
pub async fn decline(id: EnvironmentRequestId, #[server(default)] words: String) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().decline_request(&context::actor()?, &id, &words).await;
    let told = |_: &Request| "The request is declined. Whoever asked reads your words here.".into();
    context::decided(&id, done, told, Some(RequestTyped::Decline(words))).await
}

#[server(endpoint = "requests/comment")]
pub async fn comment(id: EnvironmentRequestId, #[server(default)] words: String) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().comment_on_request(&context::actor()?, &id, &words).await;
    let told = |_: &_| "Your comment is there for everybody who sees the request.".into();
    context::decided(&id, done, told, Some(RequestTyped::Comment(words))).await
}

/// Has a call sent again whose answer was lost, or which FinSpace refused.
#[server(endpoint = "requests/send-again")]
pub async fn send_again(id: EnvironmentRequestId) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().send_request_again(&context::actor()?, &id).await;
    let told = |_: &_| "FinSpace is read once more. If the environment is not there, one more call goes out.".into();
    context::decided(&id, done, told, None).await
}

/// Gives an approved request up whose call was lost.
#[server(endpoint = "requests/close")]
pub async fn close(id: EnvironmentRequestId) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().close_request(&context::actor()?, &id).await;
    context::decided(&id, done, |_| "The request is closed without an environment.".into(), None).await
}
