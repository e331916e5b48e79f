//! The way in: the dashboard for those who see all environments, the launchpad for everybody else.

use domain::may::Deed;
use leptos::prelude::*;

use super::{
    dashboard::Dashboard,
    launchpad::{own, place},
};
use crate::{
    api::dashboard::show,
    page::{Content, page},
    paths,
};

pub fn home() -> impl IntoView {
    let (sought, number) = place();
    page(move |visit| async move {
        if !visit.rights().may(Deed::SeeEnvironments) {
            return own(visit, sought, number, paths::HOME).await;
        }
        let (shown, rights) = (show().await?, visit.rights());
        Ok(Content::new("Dashboard", view! { <Dashboard shown rights/> }))
    })
}
