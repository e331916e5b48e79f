//! What every page is: an asynchronous load, a frame around it, and a page for what can go wrong.

use std::{future::Future, pin::Pin};

use domain::{
    Error,
    id::{ConnectionName, EnvironmentId},
};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    api::visit::{Visit, read_visit},
    components::{Frame, Problem},
    error::ApiError,
};

/// The content of a page, with its title.
pub struct Content {
    pub title: String,
    pub view: AnyView,
}

impl Content {
    pub fn new(title: impl Into<String>, view: impl IntoView + 'static) -> Self {
        Self { title: title.into(), view: view.into_any() }
    }
}

type Loaded = Pin<Box<dyn Future<Output = Result<Content, ApiError>> + Send>>;

/// Loads a page and puts the frame around it; an error becomes a page with its status.
pub fn page<F, L>(load: L) -> impl IntoView
where
    L: FnOnce(Visit) -> F + Send + 'static,
    F: Future<Output = Result<Content, ApiError>> + Send + 'static,
{
    framed(Box::new(move |visit| Box::pin(load(visit))))
}

/// Of one type whatever the page is: all that Leptos makes of it is compiled once, and not once for each page.
fn framed(load: Box<dyn FnOnce(Visit) -> Loaded + Send>) -> impl IntoView {
    let whole = async move {
        let visit = read_visit().await.unwrap_or_default();
        let content = load(visit.clone()).await.unwrap_or_else(|error| {
            error.mark_response();
            Content::new(error.to_string(), view! { <Problem error=error.0/> })
        });
        // Leptos writes a title as it is: a name could end it and go on as markup.
        let title = format!("{} · {}", content.title, visit.appearance.name);
        let title = html_escape::encode_text(&title).into_owned();
        view! {
            <Title text=title/>
            <Frame visit>{content.view}</Frame>
        }
    };
    view! { <Suspense>{Suspend::new(whole)}</Suspense> }
}

/// A part of the address, as the router found it.
#[must_use]
pub fn segment(name: &str) -> String {
    leptos_router::hooks::use_params_map().read_untracked().get(name).unwrap_or_default()
}

/// What the address asks for under a name.
#[must_use]
pub fn asked(name: &'static str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}

/// The environment that the address names. What cannot be one is not there.
pub fn environment_in_path() -> Result<(ConnectionName, EnvironmentId), ApiError> {
    let connection = ConnectionName::parse(&segment("connection"));
    let id = EnvironmentId::parse(&segment("id"));
    match (connection, id) {
        (Ok(connection), Ok(id)) => Ok((connection, id)),
        _ => Err(ApiError(Error::NotFound("This environment".into()))),
    }
}
