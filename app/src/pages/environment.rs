//! One environment: everything that FinSpace tells of it.

use leptos::prelude::*;

use crate::{
    api::environments::{Shown, watch},
    components::{
        Commands, CopyButtons, EnvironmentFacts, EnvironmentHead, Following, Live, Tab, TagFacts, WhatCanChange,
    },
    page::{Content, environment_in_path, page},
    paths,
    ui::{Button, Details, Section},
};

pub fn environment() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let mut shown = watch(connection, id).await?;
        shown.take_document();
        let title = shown.detail.environment.name.clone();
        Ok(Content::new(title, view! { <Overview shown here=visit.here/> }))
    })
}

#[component]
fn Overview(shown: Shown, here: String) -> impl IntoView {
    let Shown { detail, connection, required_tags, version, now, .. } = shown;
    let environment = detail.environment.clone();
    let id = environment.id.clone();
    let edit = paths::tags(&environment.connection, &id);
    let changing = environment.status.is_changing();
    let (tags, first_seen) = (detail.tags.clone(), detail.first_seen);
    let commands = view! { <Commands connection=connection.clone() id/> };
    view! {
        <EnvironmentHead detail tab=Tab::Overview now/>
        <Live version/>
        <CopyButtons/>
        {changing.then(|| view! { <Following here/> })}
        <div id="environment-facts" class="stack" data-live>
            <Section title="Facts">
                <EnvironmentFacts environment connection first_seen now/>
            </Section>
            <Section title="Tags" id="tags" actions=view! { <Button label="Change tags" href=edit.clone()/> }>
                <TagFacts tags required=required_tags edit/>
            </Section>
        </div>
        <Section title="What can change">
            <WhatCanChange/>
        </Section>
        <Details summary="The same look from a terminal">
            {commands}
        </Details>
    }
}
