//! The list of environments in its five states, with its order and its pages.

use domain::{
    inventory::{Page, Query, Sort},
    may::Deed,
};
use leptos::prelude::*;

use super::{Rights, environment_rows, list_at, list_export, list_with, parameters, unfiltered};
use crate::{
    api::environments::Listing,
    paths,
    ui::{
        Blocked, Button, ButtonLook, EmptyState, PageLinks, PageSize, Pagination, SortHeader, Sorted, Spinner, Table,
        TableLayout, Text, VisuallyHidden, grouped,
    },
};

/// The page of the list, or what it says when there is nothing to show.
#[component]
pub fn EnvironmentTable(listing: Listing, rights: Rights) -> impl IntoView {
    let Listing { page, connections, query, .. } = &listing;
    if connections.is_empty() {
        return view! {
            <EmptyState title="No connection is set up"
                text="A connection names the account and the region whose environments the portal shows. Add one under [[connections]] in portal.toml, with a name and a region, then start the portal again."/>
        }
        .into_any();
    }
    if page.all == 0 {
        return nothing(&listing, &rights);
    }
    if page.matching == 0 {
        let clear = unfiltered(query);
        let text = match &query.team {
            Some(team) if page.unknown_team => {
                format!("There is no team “{team}”. It may have another name by now, or was deleted.")
            }
            _ => format!("None of the {} environments passes all filters.", page.all),
        };
        return view! {
            <EmptyState title="No environment matches" text
                action=view! { <Button label="Clear filters" href=clear/> }/>
        }
        .into_any();
    }
    view! { <Rows listing=listing.clone()/> <EnvironmentPages path=paths::ENVIRONMENTS page=listing.page.clone() query=listing.query.clone()/> <Files listing/> }.into_any()
}

/// There is no environment at all: because none was read yet, or because there is none.
fn nothing(listing: &Listing, rights: &Rights) -> AnyView {
    let waiting = |trouble: bool| {
        listing.connections.iter().find(|(_, health)| health.synced_at.is_none() && health.trouble.is_some() == trouble)
    };
    if let Some((connection, _)) = waiting(false) {
        let words = format!("The portal is reading “{}” for the first time", connection.name);
        return view! {
            <EmptyState title=words text="This page shows the environments as soon as they are there." action=view! { <Spinner label="Reading"/> }/>
        }
        .into_any();
    }
    if waiting(true).is_some() {
        return view! {
            <EmptyState title="Nothing is known yet" text="No environment could be read so far; what is in the way stands above. Mend it, then refresh."/>
        }
        .into_any();
    }
    let blocked = rights.blocked("create-first", Deed::CreateEnvironment);
    view! {
        <EmptyState title="No environments yet" text="Create the first one: the portal asks for what FinSpace needs, step by step, and keeps it until you are done."
            action=view! { <CreateEnvironment blocked/> }/>
    }
    .into_any()
}

/// Begins a wizard.
#[component]
pub fn CreateEnvironment(blocked: Option<Blocked>) -> impl IntoView {
    view! {
        <form method="post" action=paths::action::START_DRAFT>
            <Button label="Create environment" look=ButtonLook::Primary blocked/>
        </form>
    }
}

#[component]
fn Rows(listing: Listing) -> impl IntoView {
    let Listing { page, tags_denied, connections, query, now, .. } = listing;
    let region = |entry: &domain::inventory::Entry| {
        let known = connections.iter().find(|(connection, _)| connection.name == entry.environment.connection);
        known.map_or("", |(connection, _)| connection.region.as_str())
    };
    let denied = tags_denied.iter().map(Option::as_deref);
    let entries = page.entries.iter().zip(denied).map(|(entry, denied)| (&**entry, region(entry), denied));
    let rows = environment_rows(entries, now);
    view! {
        <Table name="environments" caption="Environments" layout=TableLayout::Stack>
            <thead>
                <tr>
                    {header(&query, Sort::Name, "Name")}
                    {header(&query, Sort::Status, "Status")}
                    {header(&query, Sort::Mode, "Sign-in mode")}
                    {header(&query, Sort::Connection, "Connection")}
                    <th scope="col">"Tags"</th>
                    {header(&query, Sort::Changed, "Changed")}
                    <th scope="col"><VisuallyHidden text="Actions"/></th>
                </tr>
            </thead>
            <tbody inner_html=rows></tbody>
        </Table>
    }
}

/// A header that sorts; the one that is sorted by turns the order around.
fn header(query: &Query, sort: Sort, label: &'static str) -> impl IntoView + use<> {
    let current = query.sort == sort;
    let descending = current && !query.descending;
    let href = list_with(query, |query| (query.sort, query.descending) = (sort, descending));
    // The newest comes first unless it is turned around: times then descend.
    let falls = query.descending != (sort == Sort::Changed);
    let sorted = match (current, falls) {
        (false, _) => Sorted::No,
        (true, false) => Sorted::Ascending,
        (true, true) => Sorted::Descending,
    };
    view! { <SortHeader label href sorted/> }
}

/// The way to the other pages of a query, at whichever path; with `button` by buttons of this name in the form around it.
#[component]
pub fn EnvironmentPages(
    path: &'static str,
    page: Page,
    query: Query,
    #[prop(optional)] button: Option<&'static str>,
) -> impl IntoView {
    let first = (page.number - 1) * page.size;
    let link =
        |there: bool, number: usize| there.then(|| list_at(path, &Query { page: number, ..query.clone() })).into();
    let links = PageLinks {
        first: link(page.number > 1, 1),
        previous: link(page.number > 1, page.number.saturating_sub(1)),
        next: link(page.number < page.pages, page.number + 1),
        last: link(page.number < page.pages, page.pages),
    };
    let kept = parameters(&query).into_iter().filter(|(name, _)| !matches!(*name, "page" | "size"));
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let size = || PageSize {
        action: path.into(),
        name: "size".into(),
        sizes: domain::inventory::SIZES.map(number).to_vec(),
        size: number(page.size),
        keep: kept.map(|(name, value)| (Text::from(name), Text::from(value))).collect(),
    };
    view! {
        <Pagination from=first as u64 + 1 to=(first + page.entries.len()) as u64 of=page.matching as u64 noun="environments" links
            button size=button.is_none().then(size)/>
    }
}

/// So many environments, in words.
#[must_use]
pub fn environments_counted(count: usize) -> String {
    if count == 1 { "1 environment".into() } else { format!("{} environments", grouped(count as u64)) }
}

/// All that matches, on every page of the list, to take away.
#[component]
fn Files(listing: Listing) -> impl IntoView {
    let Listing { page, query, .. } = listing;
    let all = format!("Export {}:", environments_counted(page.matching));
    view! {
        <p class="small soft">
            {all}" "<a href=list_export(paths::ENVIRONMENTS_CSV, &query) aria-label="Export CSV">"CSV"</a>", "
            <a href=list_export(paths::ENVIRONMENTS_JSON, &query) aria-label="Export JSON">"JSON"</a>
        </p>
    }
}
