//! What stands on top of every page of one environment: its name and status, what can be done, and the pages about it.

use domain::{
    environment::Environment,
    may::Deed,
    portal::{Detail, Live},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Rights, SignInLink, StatusBadge};
use crate::{
    paths,
    ui::{Alert, Blocked, Button, ButtonLook, Crumb, Current, Glyph, NavLink, PageHeader, Tabs, Text, Tone},
};

/// The pages about one environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Overview,
    Federation,
    Tags,
    History,
}

/// The head of a page about an environment, with its tabs. `here` is the page's own address: FinSpace is asked whenever the
/// page is loaded, so that a link to it is all that refreshing takes, and whoever may read may do that.
#[component]
pub fn EnvironmentHead(
    detail: Detail,
    tab: Tab,
    rights: Rights,
    #[prop(into)] here: Text,
    now: Timestamp,
) -> impl IntoView {
    let environment = detail.environment;
    let (connection, id) = (environment.connection.clone(), environment.id.clone());
    let (name, status) = (environment.name.clone(), environment.status.clone());
    let said = name.clone();
    let read_at = match &detail.live {
        Live::Now => Some(now),
        Live::Known { since, .. } => *since,
    };
    let updated = read_at.map(|at| view! { <p class="soft small">"Updated "<Ago at now/></p> });
    let mut crumbs = vec![Crumb::new("Environments", paths::ENVIRONMENTS)];
    if tab != Tab::Overview {
        crumbs.push(Crumb::new(name.clone(), paths::environment(&connection, &id)));
    }
    view! {
        <div id="environment-head" class="stack" data-live>
            <PageHeader title=name crumbs description=status.meaning()
                status=view! { <span data-say=said><StatusBadge status=status/></span>{updated} }
                actions=view! { <Actions environment rights here/> }/>
            <Stale live=detail.live now/>
        </div>
        <EnvironmentTabs connection id tab/>
    }
}

#[component]
pub fn EnvironmentTabs(
    connection: domain::id::ConnectionName,
    id: domain::id::EnvironmentId,
    tab: Tab,
) -> impl IntoView {
    let link = |label: &'static str, this: Tab, href: String| {
        NavLink::new(label, href, if this == tab { Current::Page } else { Current::No })
    };
    let links = vec![
        link("Overview", Tab::Overview, paths::environment(&connection, &id)),
        link("Federation", Tab::Federation, paths::federation(&connection, &id)),
        link("Tags", Tab::Tags, paths::tags(&connection, &id)),
        link("History", Tab::History, paths::history(&connection, &id)),
    ];
    view! { <Tabs label="Pages of this environment" links/> }
}

#[component]
fn Actions(environment: Environment, rights: Rights, here: Text) -> impl IntoView {
    let (connection, id) = (&environment.connection, &environment.id);
    let (edit, delete, tags) =
        (paths::edit(connection, id), paths::delete(connection, id), paths::tags(connection, id));
    let not_edited = environment.status.editable().err().map(|why| Blocked::new("edit", why));
    let not_deleted = environment.status.deletable().err().map(|why| Blocked::new("delete", why));
    let not_edited = rights.blocked("edit", Deed::EditEnvironment).or(not_edited);
    let not_tagged = rights.blocked("tags", Deed::TagEnvironment);
    let not_deleted = rights.blocked("delete", Deed::DeleteEnvironment).or(not_deleted);
    view! {
        <Button label="Refresh" icon=Glyph::Refresh href=here/>
        <Button label="Edit" icon=Glyph::Edit href=edit blocked=not_edited/>
        <Button label="Tags" icon=Glyph::Tag href=tags blocked=not_tagged/>
        <Button label="Delete" icon=Glyph::Trash href=delete blocked=not_deleted/>
        <SignInLink environment look=ButtonLook::Primary/>
    }
}

/// Says that what is shown is not of now, and why.
#[component]
fn Stale(live: Live, now: Timestamp) -> impl IntoView {
    let Live::Known { since, refusal } = live else { return None };
    let age = match since {
        Some(at) => view! { "This page shows what was known "<Ago at now/>". " }.into_any(),
        None => "This page shows what was known last. ".into_any(),
    };
    Some(view! {
        <Alert tone=Tone::Warning title=refusal.kind.title() error_id=refusal.request_id>
            <p>{age}{refusal.kind.advice()}</p>
            <p class="soft">"FinSpace says: "{refusal.said}</p>
        </Alert>
    })
}
