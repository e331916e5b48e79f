//! What was done to one environment through the portal, also after it is gone.

use domain::{
    Error,
    id::{ConnectionName, EnvironmentId},
};
use leptos::prelude::*;

use crate::{
    api::environments::{history as events, show},
    components::{EnvironmentHead, EnvironmentTabs, Events, Live, Tab, pages},
    error::ApiError,
    page::{Content, asked, environment_in_path, page},
    paths,
    ui::{Crumb, PageHeader},
};

pub fn history() -> impl IntoView {
    let place = environment_in_path();
    let number = asked("page").parse().unwrap_or(1);
    page(move |visit| async move {
        let (connection, id) = place?;
        let events = events(connection.clone(), id.clone(), number).await?;
        let path = paths::history(&connection, &id);
        let links = pages(&events, "events", |number| paths::found(&path, "", number));
        let is_known = events.matching > 0;
        let body = view! { <Events events=events.rows/> {links} };
        match show(connection.clone(), id.clone()).await {
            Ok(mut shown) => {
                shown.take_document();
                let title = format!("History of {}", shown.detail.environment.name);
                let head = view! {
                    <EnvironmentHead detail=shown.detail tab=Tab::History rights=visit.rights() here=visit.here now=shown.now/>
                    <Live version=shown.version/>
                };
                Ok(Content::new(title, view! { {head} <div id="history" class="stack" data-live>{body}</div> }))
            }
            // What was deleted has a past that can still be asked for.
            Err(ApiError(Error::NotFound(_))) if is_known => {
                let head = view! { <Gone connection id/> };
                Ok(Content::new("History of an environment that is gone", view! { {head} {body} }))
            }
            Err(error) => Err(error),
        }
    })
}

#[component]
fn Gone(connection: ConnectionName, id: EnvironmentId) -> impl IntoView {
    view! {
        <PageHeader title=format!("Environment {id}") crumbs=vec![Crumb::new("Environments", paths::ENVIRONMENTS)]
            description="FinSpace does not know this environment any more. What was done to it through the portal is kept."/>
        <EnvironmentTabs connection id tab=Tab::History/>
    }
}
