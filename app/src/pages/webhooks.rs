//! The webhooks that there are.

use domain::{
    may::Deed,
    portal::WebhookSeen,
    webhook::{HookAddress, Shape},
    words::Word,
};
use leptos::prelude::*;

use crate::{
    api::webhooks::list,
    components::{Rights, SettingsTab, SettingsTabs},
    page::{Content, page},
    paths,
    ui::{Badge, Button, ButtonLook, EmptyState, PageHeader, Table, TableLayout, Tone},
};

pub fn webhooks() -> impl IntoView {
    page(|visit| async move {
        let hooks = list().await?;
        Ok(Content::new("Webhooks", view! { <All hooks rights=visit.rights()/> }))
    })
}

#[component]
fn All(hooks: Vec<WebhookSeen>, rights: Rights) -> impl IntoView {
    let count = hooks.len() as u64;
    let blocked = rights.blocked("add", Deed::ChangeSettings);
    let add = view! { <Button label="Add webhook" look=ButtonLook::Primary href=paths::NEW_WEBHOOK blocked/> };
    let body = if hooks.is_empty() {
        view! {
            <EmptyState title="No other program is told anything yet"
                text="Add the address of a chat channel or of a program of your own: it is then told what people ask for and what becomes of it."/>
        }
        .into_any()
    } else {
        let rows = hooks.into_iter().map(row).collect_view();
        view! {
            <Table name="webhooks" caption="Webhooks, by name" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Host"</th>
                        <th scope="col">"Shape"</th>
                        <th scope="col">"State"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <PageHeader title="Webhooks" count actions=add
            description="Other programs that are told what happens: chat channels, or programs of your own."/>
        <SettingsTabs tab=SettingsTab::Webhooks rights/>
        {body}
    }
}

fn row(hook: WebhookSeen) -> impl IntoView {
    let (tone, word) = if hook.form.enabled { (Tone::Success, "On") } else { (Tone::Neutral, "Off") };
    let shape = Shape::of(&hook.form.shape).unwrap_or_default().label();
    let host = HookAddress::host_of(&hook.form.address).to_owned();
    view! {
        <tr>
            <th scope="row" class="wrap"><a href=paths::webhook(&hook.id)>{hook.form.name}</a></th>
            <td class="wrap" data-label="Host">{host}</td>
            <td data-label="Shape">{shape}</td>
            <td data-label="State"><Badge tone label=word/></td>
        </tr>
    }
}
