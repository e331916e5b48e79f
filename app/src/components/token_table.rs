//! API tokens in a table, each with the button that withdraws it.

use domain::token::Token;
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Ago, Exactly};
use crate::{
    paths,
    ui::{Badge, Blocked, Button, ButtonLook, Table, TableLayout, Tone, VisuallyHidden},
};

/// The tokens of one person. `back` is the page that this stands on.
#[component]
pub fn TokenTable(
    tokens: Vec<Token>,
    now: Timestamp,
    #[prop(into)] back: String,
    /// Why the reader may not withdraw them.
    #[prop(optional_no_strip)]
    why: Option<String>,
) -> impl IntoView {
    let rows = tokens.into_iter().map(|token| row(token, now, back.clone(), why.clone()));
    let rows = rows.collect_view();
    view! {
        <Table name="tokens" caption="API tokens, newest first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Scopes"</th>
                    <th scope="col">"Made"</th>
                    <th scope="col">"Last used"</th>
                    <th scope="col">"Works until"</th>
                    <th scope="col"><VisuallyHidden text="What to do with it"/></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(token: Token, now: Timestamp, back: String, why: Option<String>) -> impl IntoView {
    let used = match token.used_at {
        Some(at) => view! { <Ago at now/> }.into_any(),
        None => "Never".into_any(),
    };
    let until = if token.is_open(now) {
        view! { <Exactly at=token.expires_at/> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warning label="Expired"/> }.into_any()
    };
    let blocked = why.map(|why| Blocked::new(format!("withdraw-{}", token.id), why));
    let (name, scopes, id) = (token.name.to_string(), token.scopes.labels(), token.id.to_string());
    view! {
        <tr>
            <th scope="row" class="wrap">{name}</th>
            <td data-label="Scopes">{scopes}</td>
            <td class="nowrap" data-label="Made"><Ago at=token.made_at now/></td>
            <td class="nowrap" data-label="Last used">{used}</td>
            <td class="nowrap" data-label="Works until">{until}</td>
            <td class="actions">
                <form method="post" action=paths::action::WITHDRAW_TOKEN>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="back" value=back/>
                    <Button label="Withdraw" look=ButtonLook::Link blocked/>
                </form>
            </td>
        </tr>
    }
}
