//! All environments, over all connections.

use domain::may::Deed;
use leptos::prelude::*;

use crate::{
    api::environments::{Listing, list},
    components::{
        ConnectionHealth, CreateEnvironment, EnvironmentTable, FilterChips, Filters, Following, Live, Rights, Updated,
        list_at, read_query,
    },
    page::{Content, page},
    paths,
    ui::{Button, ButtonLook, Glyph, PageHeader},
};

pub fn environments() -> impl IntoView {
    page(|visit| async move {
        let listing = list(read_query(&visit.here)).await?;
        Ok(Content::new("Environments", view! { <Environments listing rights=visit.rights() here=visit.here/> }))
    })
}

#[component]
fn Environments(listing: Listing, rights: Rights, here: String) -> impl IntoView {
    let back = here.clone();
    let (not_refreshed, no_drafts) =
        (rights.blocked("refresh", Deed::Refresh), rights.blocked("drafts", Deed::SeeDrafts));
    let not_tagged = rights.blocked("tag-many", Deed::TagEnvironment);
    let not_created = rights.blocked("create", Deed::CreateEnvironment);
    let actions = view! {
        <form method="post" action=paths::action::REFRESH>
            <input type="hidden" name="back" value=back/>
            <Button label="Refresh" icon=Glyph::Refresh blocked=not_refreshed/>
        </form>
        <Button label="Change tags" look=ButtonLook::Link href=list_at(paths::TAGGING, &listing.query) blocked=not_tagged/>
        <Button label="Drafts" look=ButtonLook::Link href=paths::NEW_ENVIRONMENT blocked=no_drafts/>
        <CreateEnvironment blocked=not_created/>
    };
    let Listing { query, connections, now, .. } = listing.clone();
    // While there is nothing to list, the list itself says that it is being read.
    let told: Vec<_> =
        connections.iter().filter(|(_, health)| listing.page.all > 0 || health.trouble.is_some()).cloned().collect();
    view! {
        <div id="environments-head" data-live>
            <PageHeader title="Environments" count=listing.page.matching as u64 actions
                status=view! { <Updated connections=connections.clone() now/> }/>
        </div>
        <Live version=listing.version/>
        <div id="connections-health" class="stack" data-live>
            <ConnectionHealth connections=told now/>
        </div>
        {(listing.page.all > 0).then(|| view! {
            <Filters query=query.clone() statuses=listing.statuses.clone() teams=listing.teams.clone()
                unknown_team=listing.page.unknown_team tag_keys=listing.tag_keys.clone() connections/>
            <FilterChips query/>
        })}
        <div id="environments" class="stack" data-live>
            {listing.changing.then(|| view! { <Following here/> })}
            <EnvironmentTable listing rights/>
        </div>
    }
}
