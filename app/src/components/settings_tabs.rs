//! The pages of settings, as far as somebody sees them.

use domain::may::Deed;
use leptos::prelude::*;

use super::Rights;
use crate::{
    paths,
    ui::{Current, NavLink, Tabs},
};

/// Which page of settings it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsTab {
    Connections,
    Providers,
    General,
    Mail,
    Webhooks,
}

#[component]
pub fn SettingsTabs(tab: SettingsTab, rights: Rights) -> impl IntoView {
    let all = [
        (Deed::SeeConnections, SettingsTab::Connections, "Connections", paths::CONNECTIONS),
        (Deed::SeeSettings, SettingsTab::Providers, "Sign-in providers", paths::PROVIDERS),
        (Deed::SeeSettings, SettingsTab::General, "General", paths::GENERAL),
        (Deed::SeeSettings, SettingsTab::Mail, "Mail", paths::MAIL),
        (Deed::SeeSettings, SettingsTab::Webhooks, "Webhooks", paths::WEBHOOKS),
    ];
    let seen = all.into_iter().filter(|(deed, ..)| rights.may(*deed));
    let link =
        |(_, this, label, href)| NavLink::new(label, href, if this == tab { Current::Page } else { Current::No });
    let links = seen.map(link).collect::<Vec<_>>();
    view! { <Tabs label="Settings" links/> }
}
