//! One environment: everything that FinSpace tells of it.

use domain::{
    check::{Checks, obstacle},
    lifetime::Lifetime,
    link::Link,
    may::{Deed, Facts},
    portal::Few,
    request::Request,
    team::Team,
};
use leptos::prelude::*;

use crate::{
    api::{
        checks,
        environments::{Shown, watch},
        lifetimes::show,
        links::links_to,
        requests::about,
        visit::Visit,
    },
    components::{
        ChecksSection, Commands, CopyButtons, EndInput, EnvironmentFacts, EnvironmentHead, Following, Ground,
        LifetimeButtons, LifetimeNews, Live, RequestsAbout, Tab, TagFacts, TeamsOfEnvironment, WhatCanChange,
    },
    page::{Content, environment_in_path, page},
    paths,
    ui::{Button, Details, Section},
};

pub fn environment() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let mut shown = watch(connection.clone(), id.clone()).await?;
        shown.take_document();
        let teams = links_to(connection.clone(), id.clone()).await?;
        let lifetime = show(connection.clone(), id.clone()).await?;
        let asked = about(connection.clone(), id.clone()).await?;
        let checks = checks::show(connection, id).await?;
        let title = shown.detail.environment.name.clone();
        Ok(Content::new(title, view! { <Overview shown teams lifetime asked checks visit/> }))
    })
}

#[component]
fn Overview(
    shown: Shown,
    teams: Vec<(Team, Link)>,
    lifetime: Option<Lifetime>,
    asked: Few<Request>,
    checks: Option<Checks>,
    visit: Visit,
) -> impl IntoView {
    let (rights, typed, problems) = (visit.rights(), visit.flash.typed(), visit.problems());
    let here = visit.here;
    let Shown { detail, connection, required_tags, version, now, .. } = shown;
    let environment = detail.environment.clone();
    let id = environment.id.clone();
    let edit = paths::tags(&environment.connection, &id);
    let changing = environment.status.is_changing();
    let (tags, first_seen) = (detail.tags.clone(), detail.first_seen);
    let ground = Ground { rights: rights.clone(), part: None, back: paths::environment(&environment.connection, &id) };
    let of_end = environment.clone();
    let why_unchecked = obstacle(Some(&environment), !teams.is_empty());
    // Who owns a team that has it finds the button on the page of their link.
    let why = rights.reason(Deed::CheckEnvironment, Facts::default());
    let (checked, back) = (environment.clone(), ground.back.clone());
    let news = match lifetime.clone() {
        Some(one) => {
            let ground = ground.clone();
            view! { <LifetimeNews lifetime=one.clone() now/><LifetimeButtons lifetime=one ground/> }.into_any()
        }
        None => view! { <p>"It has no end. It stays until somebody deletes it."</p> }.into_any(),
    };
    let commands = view! { <Commands connection=connection.clone() id/> };
    let (not_tagged, not_added) =
        (rights.blocked("change-tags", Deed::TagEnvironment), rights.blocked("add-tags", Deed::TagEnvironment));
    view! {
        <EnvironmentHead detail tab=Tab::Overview rights here=here.clone() now/>
        <Live version/>
        <CopyButtons/>
        {changing.then(|| view! { <Following here/> })}
        <div id="environment-facts" class="stack" data-live>
            <Section title="Facts">
                <EnvironmentFacts environment connection first_seen now/>
            </Section>
            <Section title="Tags" id="tags" actions=view! { <Button label="Change tags" href=edit.clone() blocked=not_tagged/> }>
                <TagFacts tags required=required_tags edit blocked=not_added/>
            </Section>
        </div>
        <Section title="Lifetime" id="lifetime" description="Members of its teams ask for its deletion, for more time, or for a change, on the page of their link.">
            {news}
            <EndInput environment=of_end lifetime typed problems ground/>
        </Section>
        <RequestsAbout about=asked connection=checked.connection.clone() id=checked.id.clone() now/>
        <ChecksSection connection=checked.connection environment=checked.id checks obstacle=why_unchecked why back now/>
        <TeamsOfEnvironment teams/>
        <Section title="What can change">
            <WhatCanChange/>
        </Section>
        <Details summary="The same look from a terminal">
            {commands}
        </Details>
    }
}
