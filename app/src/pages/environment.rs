//! One environment: everything that FinSpace tells of it.

use domain::{link::Link, may::Deed, team::Team};
use leptos::prelude::*;

use crate::{
    api::{
        environments::{Shown, watch},
        links::links_to,
    },
    components::{
        Commands, CopyButtons, EnvironmentFacts, EnvironmentHead, Following, Live, Rights, Tab, TagFacts,
        TeamsOfEnvironment, WhatCanChange,
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
        let teams = links_to(connection, id).await?;
        let title = shown.detail.environment.name.clone();
        Ok(Content::new(title, view! { <Overview shown teams rights=visit.rights() here=visit.here/> }))
    })
}

#[component]
fn Overview(shown: Shown, teams: Vec<(Team, Link)>, rights: Rights, here: String) -> impl IntoView {
    let Shown { detail, connection, required_tags, version, now, .. } = shown;
    let environment = detail.environment.clone();
    let id = environment.id.clone();
    let edit = paths::tags(&environment.connection, &id);
    let changing = environment.status.is_changing();
    let (tags, first_seen) = (detail.tags.clone(), detail.first_seen);
    let commands = view! { <Commands connection=connection.clone() id/> };
    let (not_tagged, not_added) =
        (rights.blocked("change-tags", Deed::TagEnvironment), rights.blocked("add-tags", Deed::TagEnvironment));
    view! {
        <EnvironmentHead detail tab=Tab::Overview rights now/>
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
        <TeamsOfEnvironment teams/>
        <Section title="What can change">
            <WhatCanChange/>
        </Section>
        <Details summary="The same look from a terminal">
            {commands}
        </Details>
    }
}
