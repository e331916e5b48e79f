//! What a webhook was sent, and what came of it.

use domain::{delivery::Delivery, id::WebhookId, portal::Paged};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Exactly, pages};
use crate::{
    paths,
    ui::{Badge, Blocked, Button, ButtonLook, EmptyState, Section, Table, TableLayout, Tone, VisuallyHidden},
};

/// `blocked` says why the reader may send nothing again.
#[component]
pub fn DeliveryTable(
    id: WebhookId,
    sent: Paged<Delivery>,
    now: Timestamp,
    #[prop(optional_no_strip)] blocked: Option<Blocked>,
) -> impl IntoView {
    let links = pages(&sent, "messages", |number| paths::found(&paths::webhook(&id), "", number));
    let body = if sent.matching == 0 {
        view! { <EmptyState title="Nothing was sent yet" text="Send a test, to see whether it arrives."/> }.into_any()
    } else {
        let may = blocked.is_none();
        let rows = sent.rows.into_iter().map(|one| row(id.as_str(), one, now, may)).collect_view();
        view! {
            <Table name="deliveries" caption="Messages, newest first" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Message"</th>
                        <th scope="col">"State"</th>
                        <th scope="col">"Last answer"</th>
                        <th scope="col">"Tries"</th>
                        <th scope="col">"When"</th>
                        <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            {links}
        }
        .into_any()
    };
    view! {
        <Section title="What it was sent" description="Of the last 30 days. What does not arrive is tried eight times within a day.">
            {body}
        </Section>
    }
}

fn row(hook: &str, one: Delivery, now: Timestamp, may: bool) -> impl IntoView + use<> {
    let (tone, word) = match (one.arrived_at, one.next_try_at) {
        (Some(_), _) => (Tone::Success, "Arrived"),
        (None, Some(_)) => (Tone::Progress, "On its way"),
        (None, None) => (Tone::Danger, "Given up"),
    };
    let next = one.next_try_at.filter(|at| one.tries > 0 && *at > now).map(|at| {
        view! { ". Next try at "<Exactly at/> }
    });
    let again = (may && one.next_try_at.is_none()).then(|| {
        view! {
            <form method="post" action=paths::action::SEND_MESSAGE_AGAIN>
                <input type="hidden" name="id" value=hook.to_owned()/>
                <input type="hidden" name="delivery" value=one.id.to_string()/>
                <Button label="Send again" look=ButtonLook::Link/>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="wrap">{one.news.headline()}</th>
            <td data-label="State"><Badge tone label=word/></td>
            <td class="wrap" data-label="Last answer">{one.answer}{next}</td>
            <td data-label="Tries">{one.tries}</td>
            <td class="nowrap" data-label="When"><Ago at=one.news.at now/></td>
            <td class="actions">{again}</td>
        </tr>
    }
}
