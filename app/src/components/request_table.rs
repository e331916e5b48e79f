//! Requests in a list.

use domain::{
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
