//! The way in: to the environments for whoever runs them, to the launchpad for everybody else.

use domain::may::Deed;
use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::launchpad::{own, place};
use crate::{
    page::{Content, page},
    paths,
};

pub fn home() -> impl IntoView {
    let (text, number) = place();
    page(move |visit| async move {
        if visit.rights().may(Deed::SeeEnvironments) {
            return Ok(Content::new("Environments", view! { <Redirect path=paths::ENVIRONMENTS/> }));
        }
        own(visit, text, number, paths::HOME).await
    })
}
