//! Everything that happened to a request, page after page.

use domain::{Error, id::EnvironmentRequestId};
use leptos::prelude::*;

use crate::{
    api::requests::history,
    components::{Events, pages},
    error::ApiError,
    page::{Content, asked, page, segment},
    paths,
    ui::{Crumb, PageHeader},
};

pub fn request_history() -> impl IntoView {
    let id = EnvironmentRequestId::parse(&segment("id"));
    let number = asked("page").parse().unwrap_or(1);
    page(move |_| async move {
        let id = id.ok_or_else(|| ApiError(Error::NotFound("This request".into())))?;
        let (request, events) = history(id, number).await?;
        let name = request.shown_name().to_owned();
        let title = format!("History of {name}");
        let crumbs = vec![Crumb::new("Requests", paths::REQUESTS), Crumb::new(name, paths::request(&request.id))];
        let count = events.matching as u64;
        let path = paths::request_history(&request.id);
        let links = pages(&events, "events", |number| paths::found(&path, "", number));
        let view = view! {
            <PageHeader title=title.clone() count crumbs
                description="What was done to the request, and to its environment while the request was carried out. It is kept for good."/>
            <Events events=events.rows/>
            {links}
        };
        Ok(Content::new(title, view))
    })
}
