//! Requests in a list.

use domain::{
    id::{ConnectionName, EnvironmentId},
    portal::Few,
    request::{Filter, Request, Whose},
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, RequestBadge};
use crate::{
    paths,
    ui::{Button, Section, Table, TableLayout},
};

/// The requests, newest first.
#[component]
pub fn RequestTable(requests: Vec<Request>, now: Timestamp) -> impl IntoView {
    let rows = requests.into_iter().map(move |request| {
        let name = if request.name.is_empty() { "Without a name".to_owned() } else { request.name };
        let at = request.asked_at.unwrap_or(request.made_at);
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Name"><a href=paths::request(&request.id)>{name}</a></th>
                <td class="wrap" data-label="Kind">{request.kind.label()}</td>
                <td data-label="State"><RequestBadge stage=request.stage progress=request.progress/></td>
                <td class="wrap" data-label="Team">{request.team_name}</td>
                <td class="wrap" data-label="Asked by">{request.who}</td>
                <td class="nowrap" data-label="When"><Ago at now/></td>
            </tr>
        }
    });
    view! {
        <Table name="requests" caption="Requests, newest first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Kind"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"Team"</th>
                    <th scope="col">"Asked by"</th>
                    <th scope="col">"When"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
    }
}

/// What was asked about an environment, with the way to all of it.
#[component]
pub fn RequestsAbout(
    about: Few<Request>,
    connection: ConnectionName,
    id: EnvironmentId,
    now: Timestamp,
) -> impl IntoView {
    let Few { first, all } = about;
    let filter = Filter { environment: Some(format!("{connection}/{id}")), ..Filter::default() };
    let actions =
        (all > first.len()).then(|| view! { <Button label="See all of them" href=paths::requests(&filter, 1)/> });
    let body = if first.is_empty() {
        view! { <p class="none">"Nobody asked for it, or for anything about it, that you may see."</p> }.into_any()
    } else {
        view! { <RequestTable requests=first now/> }.into_any()
    };
    view! { <Section title="Requests" id="requests" count=all as u64 actions>{body}</Section> }
}

/// The requests that wait for the reader.
#[component]
pub fn WaitingForYou(waiting: Few<Request>, now: Timestamp) -> impl IntoView {
    let Few { first, all } = waiting;
    let href = paths::requests(&Filter { whose: Whose::ToDecide, ..Filter::default() }, 1);
    view! {
        <Section title="Waiting for you" count=all as u64 description="Open a request to approve, amend or decline it."
            actions=view! { <Button label="See all of them" href/> }>
            <RequestTable requests=first now/>
        </Section>
    }
}
