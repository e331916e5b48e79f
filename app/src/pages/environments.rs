//! All environments, over all connections.

use leptos::prelude::*;

use crate::{
    api::environments::{Listing, list},
    components::{ConnectionHealth, CreateEnvironment, EnvironmentTable, FilterChips, Filters, Following, Live, Updated, read_query},
    page::{Content, page},
    paths,
    ui::{Button, ButtonLook, Glyph, PageHeader},
};

pub fn environments() -> impl IntoView {
    page(|visit| async move {
        let listing = list(read_query(&visit.here)).await?;
        Ok(Content::new("Environments", view! { <Environments listing here=visit.here/> }))
    })
}

#[component]
fn Environments(listing: Listing, here: String) -> impl IntoView {
    let back = here.clone();
    let actions = view! {
        <form method="post" action=paths::action::REFRESH>
            <input type="hidden" name="back" value=back/>
            <Button label="Refresh" icon=Glyph::Refresh/>
        </form>
        <Button label="Drafts" look=ButtonLook::Link href=paths::NEW_ENVIRONMENT/>
        <CreateEnvironment/>
    };
    let Listing { query, connections, now, .. } = listing.clone();
    view! {
        <div id="environments-head" data-live>
            <PageHeader title="Environments" count=listing.page.matching as u64 actions/>
        </div>
        <Live version=listing.version/>
        <div id="connections-health" class="stack" data-live>
            <ConnectionHealth connections=connections.clone() now/>
        </div>
        {(listing.page.all > 0).then(|| view! {
            <Filters query=query.clone() statuses=listing.statuses.clone() tag_keys=listing.tag_keys.clone() connections=connections.clone()/>
            <FilterChips query/>
        })}
        <div id="environments" class="stack" data-live>
            {listing.changing.then(|| view! { <Following here/> })}
            <EnvironmentTable listing/>
            <Updated connections now/>
        </div>
    }
}
