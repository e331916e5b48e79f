//! Changes of environments by request: asking for one, and having it tried again.

use domain::{
    environment::{EnvironmentForm, Offer},
    id::{EnvironmentRequestId, LinkId},
    portal::{ChangeOpening, Filled},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What was typed by somebody who asks for a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeTyped {
    pub filled: Filled,
    /// The form as the page showed it: inputs that nobody touched are found against it.
    pub shown: EnvironmentForm,
}

/// The environment of a link as it is now, for those who can ask that it becomes another.
#[server(endpoint = "changes/opening")]
pub async fn opening(link: LinkId) -> Result<ChangeOpening, ApiError> {
    use crate::context;
    Ok(context::portal().change_opening(&context::actor()?, &link).await?)
}

/// Asks that the environment of a link is changed.
#[server(endpoint = "requests/ask-change")]
pub async fn ask(
    link: LinkId,
    #[server(default)] why: String,
    #[server(default)] form: EnvironmentForm,
    #[server(default)] shown: EnvironmentForm,
    #[server(default)] offer: Offer,
) -> Result<EnvironmentRequestId, ApiError> {
    use crate::{
        context::{self, Back},
        paths,
    };
    let mut form = form;
    form.accept(offer);
    let filled = Filled { why, form };
    let asked = context::portal().ask_change(&context::actor()?, &link, &shown, &filled).await;
    let back = || Back::to(paths::ask_change(&link)).with(&ChangeTyped { filled, shown });
    context::answer(asked, context::after_asking, back).await.map(|request| request.id)
}

/// Has a change tried again that stopped.
#[server(endpoint = "requests/apply-again")]
pub async fn apply_again(id: EnvironmentRequestId) -> Result<(), ApiError> {
    use crate::context;
    let done = context::portal().apply_change_again(&context::actor()?, &id).await;
    let told = |_: &_| "The environment is read once more, and what is left of the change is sent.".into();
    context::decided(&id, done, told, None).await
}
