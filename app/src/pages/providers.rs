//! The sign-in providers that there are.

use domain::{
    may::{Deed, Facts},
    portal::ProviderSeen,
};
use leptos::prelude::*;

use crate::{
    api::providers::list,
    components::{Rights, SettingsTab, SettingsTabs},
    page::{Content, page},
    paths,
    ui::{Badge, Blocked, Button, ButtonLook, EmptyState, PageHeader, Table, TableLayout, Tone},
};

pub fn providers() -> impl IntoView {
    page(|visit| async move {
        let rights = visit.rights();
        let why = rights.reason(Deed::ChangeSettings, Facts::default());
        let providers = list().await?;
        Ok(Content::new("Sign-in providers", view! { <All providers why rights/> }))
    })
}

#[component]
fn All(providers: Vec<ProviderSeen>, why: Option<String>, rights: Rights) -> impl IntoView {
    let count = providers.len() as u64;
    let add = || {
        let blocked = why.clone().map(|why| Blocked::new("add", why));
        view! { <Button label="Add provider" look=ButtonLook::Primary href=paths::NEW_PROVIDER blocked/> }
    };
    let body = if providers.is_empty() {
        view! {
            <EmptyState title="Nobody signs in with another service yet"
                text="Add your company's OpenID Connect provider, such as Okta, Entra ID, Keycloak or Google: people then sign in with the account that they have there, and its groups can give them roles here."/>
        }
        .into_any()
    } else {
        let rows = providers.into_iter().map(row).collect_view();
        view! {
            <Table name="providers" caption="Sign-in providers" layout=TableLayout::Stack>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"On the button"</th>
                        <th scope="col">"Issuer"</th>
                        <th scope="col">"Rules"</th>
                        <th scope="col">"State"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <PageHeader title="Sign-in providers" count actions=add()
            description="Services that people can sign in with instead of a password of this portal (OpenID Connect)."/>
        <SettingsTabs tab=SettingsTab::Providers rights/>
        {body}
    }
}

fn row(provider: ProviderSeen) -> impl IntoView {
    let (tone, word) =
        if provider.form.enabled { (Tone::Success, "On the sign-in page") } else { (Tone::Neutral, "Off") };
    let rules = provider.form.rules.lines().count();
    view! {
        <tr>
            <th scope="row"><a href=paths::provider(provider.name.as_str())>{provider.name.to_string()}</a></th>
            <td class="wrap" data-label="On the button">{provider.form.label}</td>
            <td class="wrap" data-label="Issuer">{provider.form.issuer}</td>
            <td data-label="Rules">{rules}</td>
            <td data-label="State"><Badge tone label=word/></td>
        </tr>
    }
}
