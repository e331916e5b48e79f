//! What those who run environments see first.

use std::sync::Arc;

use domain::{
    inventory::{Concern, Entry, Query},
    may::Deed,
    person,
    portal::{Dashboard as Found, Few, Oversight, Sought},
    request::{Filter, Request, Whose},
    team,
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    api::dashboard::DashboardShown,
    components::{
        Ago, ConnectionHealth, CreateEnvironment, Live, RequestTable, Rights, StatusBadge, WaitingForYou, list_address,
    },
    paths,
    ui::{Button, EmptyState, Number, Numbers, PageHeader, Section, Table, TableLayout},
};

/// Numbers that lead to the lists they count, and the first of each list that has any.
#[component]
pub fn Dashboard(shown: DashboardShown, rights: Rights) -> impl IntoView {
    let DashboardShown { found, version, now } = shown;
    let Found { waiting, stuck, concerns, down, bare_teams, lonely_people, environments } = found;
    let of_requests = [
        (Whose::ToDecide.label(), waiting.all, requests(Whose::ToDecide)),
        (Whose::Stuck.label(), stuck.all, requests(Whose::Stuck)),
    ];
    let of_concern = concerns.iter().map(|(concern, few)| (concern.label(), few.all, of(*concern)));
    let of_connections = [("Connections down", down.len(), paths::CONNECTIONS_DOWN.to_owned())];
    let bare = team::Filter { without_environment: true, ..team::Filter::default() };
    let lonely = person::Filter { without_team: true, ..person::Filter::default() };
    let of_teams = [("Teams without an environment", bare_teams, paths::teams(&bare, 1))];
    let of_people = lonely_people.map(|all| ("People without a team", all, paths::people(&lonely, 1)));
    let of_people = of_teams.into_iter().chain(of_people);
    let numbers = of_requests.into_iter().chain(of_concern).chain(of_connections).chain(of_people).collect::<Vec<_>>();
    let is_quiet = numbers.iter().all(|(_, all, _)| *all == 0);
    let numbers = numbers.into_iter().map(|(label, all, href)| view! { <Number label value=all as u64 href/> });
    let numbers = numbers.collect_view();
    let quiet = is_quiet.then(|| view! { <Quiet environments rights/> });
    let waiting = (waiting.all > 0).then(|| view! { <WaitingForYou waiting now/> });
    let stuck = (stuck.all > 0).then(|| view! { <Stuck stuck now/> });
    let concerns = concerns.into_iter().filter(|(_, few)| few.all > 0);
    let concerns = concerns.map(|(concern, few)| view! { <OfConcern concern few now/> }).collect_view();
    view! {
        <PageHeader title="Dashboard" description="What needs you, and what goes on. Each number leads to its list."/>
        <Live version/>
        <div id="dashboard" class="stack" data-live>
            <Numbers label="What there is">{numbers}</Numbers>
            <ConnectionHealth connections=down now/>
            {quiet}
            {waiting}
            {stuck}
            {concerns}
        </div>
    }
}

fn requests(whose: Whose) -> String {
    paths::requests(&Filter { whose, ..Filter::default() }, 1)
}

/// The same for those who look after teams: of the requests that they see, and of the environments of their teams, which
/// are the tiles at `path`.
#[component]
pub fn Overseen(oversight: Oversight, path: &'static str, now: Timestamp) -> impl IntoView {
    let Oversight { waiting, stuck, concerns } = oversight;
    let of_requests = [
        (Whose::ToDecide.label(), waiting, requests(Whose::ToDecide)),
        (Whose::Stuck.label(), stuck.all, requests(Whose::Stuck)),
    ];
    let tiles = |concern| paths::tiles(path, &Sought { concern: Some(concern), ..Sought::default() }, 1);
    let of_concern = concerns.into_iter().map(|(concern, all)| (concern.label(), all, tiles(concern)));
    let numbers = of_requests.into_iter().chain(of_concern);
    let numbers = numbers.map(|(label, all, href)| view! { <Number label value=all as u64 href/> }).collect_view();
    let stuck = (stuck.all > 0).then(|| view! { <Stuck stuck now/> });
    view! {
        <Numbers label="What there is in your teams">{numbers}</Numbers>
        {stuck}
    }
}

fn of(concern: Concern) -> String {
    list_address(&Query { concern: Some(concern), ..Query::default() })
}

#[component]
fn Quiet(environments: usize, rights: Rights) -> impl IntoView {
    if environments == 0 {
        let blocked = rights.blocked("create-first", Deed::CreateEnvironment);
        return view! {
            <EmptyState title="No environments yet" text="Create the first one, or make a blueprint by which teams ask for theirs."
                action=view! { <CreateEnvironment blocked/><Button label="Blueprints" href=paths::BLUEPRINTS/> }/>
        }
        .into_any();
    }
    view! {
        <EmptyState title="Nothing needs you" text="No request waits, no environment changes, and every connection answers."
            action=view! { <Button label="See the environments" href=paths::ENVIRONMENTS/> }/>
    }
    .into_any()
}

#[component]
fn Stuck(stuck: Few<Request>, now: Timestamp) -> impl IntoView {
    let Few { first, all } = stuck;
    view! {
        <Section title="Stuck requests" count=all as u64
            description="They were approved and do not go on by themselves. Each one's page shows what is known, and what to decide."
            actions=view! { <Button label="See all stuck requests" href=requests(Whose::Stuck)/> }>
            <RequestTable requests=first now/>
        </Section>
    }
}

#[component]
fn OfConcern(concern: Concern, few: Few<Arc<Entry>>, now: Timestamp) -> impl IntoView {
    let name = concern.as_str();
    let rows = few.first.iter().map(|entry| {
        let environment = &entry.environment;
        let (connection, id) = (environment.connection.to_string(), environment.id.to_string());
        let href = paths::environment(&environment.connection, &environment.id);
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Name">
                    <div><a href=href>{environment.name.clone()}</a><div class="row-id">{id}</div></div>
                </th>
                <td data-label="Status"><StatusBadge status=environment.status.clone()/></td>
                <td data-label="Connection">{connection}</td>
                <td class="nowrap" data-label="Changed"><Ago at=entry.changed_at now/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Section title=concern.label() count=few.all as u64 description=concern.meaning()
            actions=view! { <Button label=format!("See all: {}", concern.label()) href=of(concern)/> }>
            <Table name=name caption=concern.label() layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Status"</th>
                        <th scope="col">"Connection"</th>
                        <th scope="col">"Changed"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </Section>
    }
}
