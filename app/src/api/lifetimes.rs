//! How long environments live: asking for another end, keeping them, setting an end.

use domain::{
    id::{ConnectionName, EnvironmentId, EnvironmentRequestId, LinkId},
    lifetime::Lifetime,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// What was typed by somebody who asks for another end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndTyped {
    Deletion { why: String },
    Time { days: String, why: String },
    Date(String),
}

/// What is decided about the life of an environment.
#[server(endpoint = "lifetimes/show")]
pub async fn show(connection: ConnectionName, id: EnvironmentId) -> Result<Option<Lifetime>, ApiError> {
    use crate::context;
    Ok(context::portal().lifetime(&context::actor()?, &connection, &id).await?)
}

/// Asks that the environment of a link is deleted.
#[server(endpoint = "requests/ask-deletion")]
pub async fn ask_deletion(link: LinkId, #[server(default)] why: String) -> Result<EnvironmentRequestId, ApiError> {
    use crate::{
        context::{self, Back},
        paths,
    };
    let asked = context::portal().ask_deletion(&context::actor()?, &link, &why).await;
    let back = || Back::to(paths::ending(&link)).with(&EndTyped::Deletion { why });
    context::answer(asked, context::after_asking, back).await.map(|request| request.id)
}

/// Asks for more time for the environment of a link.
#[server(endpoint = "requests/ask-time")]
pub async fn ask_time(
    link: LinkId,
    #[server(default)] days: String,
    #[server(default)] why: String,
) -> Result<EnvironmentRequestId, ApiError> {
    use crate::{
        context::{self, Back},
        paths,
    };
    let asked = context::portal().ask_time(&context::actor()?, &link, &days, &why).await;
    let back = || Back::to(paths::ending(&link)).with(&EndTyped::Time { days, why });
    context::answer(asked, context::after_asking, back).await.map(|request| request.id)
}

/// Calls a deletion off. `back` is the page that the form was on.
#[server(endpoint = "lifetimes/keep")]
pub async fn keep(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    let kept = context::portal().keep_environment(&context::actor()?, &connection, &id).await;
    context::ended(kept, &back, |one| format!("“{}” is kept. Its deletion is called off.", one.name), None).await
}

/// Lets a deletion go on that waits for a person.
#[server(endpoint = "lifetimes/delete-again")]
pub async fn delete_again(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    let again = context::portal().delete_again(&context::actor()?, &connection, &id).await;
    context::ended(again, &back, |one| format!("The deletion of “{}” is tried again now.", one.name), None).await
}

/// Sets the day on which an environment ends; an empty one lets it stay.
#[server(endpoint = "lifetimes/set-end")]
pub async fn set_end(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] date: String,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    let set = context::portal().set_end(&context::actor()?, &connection, &id, &date).await;
    let told = |one: &Lifetime| match one.ends_at {
        Some(end) => format!("“{}” ends on {}.", one.name, domain::lifetime::date(end)),
        None => format!("“{}” has no end. It stays until somebody deletes it.", one.name),
    };
    context::ended(set, &back, told, Some(EndTyped::Date(date))).await
}
