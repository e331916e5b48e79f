//! Every path of the site.

pub mod action;
mod factor;
mod lists;
mod notices;
mod requests;
mod tag_use;

use domain::{
    environment::Step,
    id::{ConnectionName, DraftId, EnvironmentId, LinkId, PersonId, TeamId},
    provider::ProviderName,
};

pub use factor::{
    PASSKEYS, SECOND_FACTOR, SECOND_FACTOR_QR, SIGN_IN_CODE, authenticator, remove_passkey, sign_in_code,
};
pub use lists::{WITHOUT_ENVIRONMENT, WITHOUT_TEAM, found, people, teams, teams_to_add, tiles};
pub use notices::{MAIL, NEW_WEBHOOK, NOTICE_CHOICES, NOTICES, WEBHOOKS, notice, target, webhook};
pub use requests::{ask, ask_change, ask_for, blueprint, request, request_history, request_metadata, requests};
pub use tag_use::{TAG_KEYS, TAG_VALUES, add_tag, change_tagged, lacking, tag_values, tagged};

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const SETUP: &str = "/setup";
pub const ACCOUNT: &str = "/account";
pub const TOKENS: &str = "/account/tokens";
/// How programs call the portal.
pub const API_GUIDE: &str = "/api";
/// Where they call it.
pub const API: &str = "/api/v1";
pub const API_ENVIRONMENTS: &str = "/api/v1/environments";
pub const API_REQUESTS: &str = "/api/v1/requests";
/// The description of what they can call, as OpenAPI.
pub const API_DOCUMENT: &str = "/api/v1/openapi.json";
pub const INVITATION: &str = "/invitation";
pub const PEOPLE: &str = "/admin/people";
pub const INVITE: &str = "/admin/people/invite";
pub const UNREADABLE: &str = "/unreadable";
pub const ENVIRONMENTS: &str = "/environments";
/// What the filters of the list let through, as files.
pub const ENVIRONMENTS_CSV: &str = "/environments.csv";
pub const ENVIRONMENTS_JSON: &str = "/environments.json";
/// The tags of several environments at once; the address of the list says of which.
pub const TAGGING: &str = "/environments/tags";
pub const NEW_ENVIRONMENT: &str = "/environments/new";
/// What all settings are under.
pub const SETTINGS: &str = "/admin/settings";
pub const GENERAL: &str = "/admin/settings/general";
pub const CONNECTIONS: &str = "/admin/settings/connections";
/// Those of them that cannot be read.
pub const CONNECTIONS_DOWN: &str = "/admin/settings/connections?only=down";
pub const LAUNCHPAD: &str = "/launchpad";
pub const TEAMS: &str = "/teams";
pub const NEW_TEAM: &str = "/teams/new";
pub const LOG: &str = "/admin/log";
pub const PROVIDERS: &str = "/admin/settings/providers";
pub const NEW_PROVIDER: &str = "/admin/settings/providers/new";
pub const REQUESTS: &str = "/requests";
pub const NEW_REQUEST: &str = "/requests/new";
pub const BLUEPRINTS: &str = "/admin/blueprints";
pub const NEW_BLUEPRINT: &str = "/admin/blueprints/new";
/// What the log's filters let through, as files.
pub const LOG_CSV: &str = "/admin/log.csv";
pub const LOG_JSON: &str = "/admin/log.json";
/// The stream of changes that open pages listen to.
pub const EVENTS: &str = "/events";
/// What an address says that is not to be loaded again by itself.
pub const STAY: &str = "follow=no";
/// What the address of the sign-in page says when a form was not taken.
pub const UNSENT: &str = "unsent=form";
/// The header by which an open page fetches itself again.
pub const LIVE_HEADER: &str = "x-live";

/// The sign-in page, with where to go afterwards.
#[must_use]
pub fn sign_in_to(next: &str) -> String {
    going_on(SIGN_IN, next)
}

/// The sign-in page for somebody whose session ended before a form was sent, with the page that the form stood on.
#[must_use]
pub fn sign_in_unsent(page: Option<&str>) -> String {
    let way = format!("{SIGN_IN}?{UNSENT}");
    page.map_or_else(|| way.clone(), |page| format!("{way}&next={}", escaped(page)))
}

fn going_on(path: &str, next: &str) -> String {
    if next == HOME { path.to_owned() } else { format!("{path}?next={}", escaped(next)) }
}

/// A text as it can stand in a query.
#[must_use]
pub fn escaped(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A step of a create wizard.
#[must_use]
pub fn step(draft: &DraftId, step: Step) -> String {
    format!("{NEW_ENVIRONMENT}/{draft}/{}", step.as_str())
}

/// What became of a create call.
#[must_use]
pub fn outcome(draft: &DraftId) -> String {
    format!("{NEW_ENVIRONMENT}/{draft}/outcome")
}

/// The metadata document of a draft, as a file.
#[must_use]
pub fn draft_metadata(draft: &DraftId) -> String {
    format!("{NEW_ENVIRONMENT}/{draft}/metadata.xml")
}

#[must_use]
pub fn environment(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}")
}

#[must_use]
pub fn edit(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/edit")
}

/// The difference that an edit makes, before it applies.
#[must_use]
pub fn edit_review(connection: &ConnectionName, id: &EnvironmentId, draft: &DraftId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/edit/{draft}/review")
}

/// The form of an edit that was begun.
#[must_use]
pub fn edit_again(connection: &ConnectionName, id: &EnvironmentId, draft: &DraftId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/edit/{draft}")
}

#[must_use]
pub fn federation(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/federation")
}

#[must_use]
pub fn history(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/history")
}

/// The identity provider's metadata document of an environment, as a file.
#[must_use]
pub fn metadata(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/metadata.xml")
}

/// FinSpace's own metadata for the identity provider of an environment, as a file.
#[must_use]
pub fn service_provider(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/service-provider.xml")
}

#[must_use]
pub fn tags(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/tags")
}

#[must_use]
pub fn delete(connection: &ConnectionName, id: &EnvironmentId) -> String {
    format!("{ENVIRONMENTS}/{connection}/{id}/delete")
}

#[must_use]
pub fn person(id: &PersonId) -> String {
    format!("{PEOPLE}/{id}")
}

/// The launchpad of somebody, as they see it.
#[must_use]
pub fn launchpad_of(id: &PersonId) -> String {
    format!("{PEOPLE}/{id}/launchpad")
}

#[must_use]
pub fn team(id: &TeamId) -> String {
    format!("{TEAMS}/{id}")
}

#[must_use]
pub fn edit_team(id: &TeamId) -> String {
    format!("{TEAMS}/{id}/edit")
}

/// Where environments are linked to a team.
#[must_use]
pub fn add_link(team: &TeamId) -> String {
    format!("{TEAMS}/{team}/link")
}

/// All about one link of a team.
#[must_use]
pub fn link(id: &LinkId) -> String {
    format!("/links/{id}")
}

/// What is decided about the life of a link's environment, and where a team asks for something else.
#[must_use]
pub fn ending(id: &LinkId) -> String {
    format!("/links/{id}#lifetime")
}

/// The permanent address of an environment.
#[must_use]
pub fn go(link: &LinkId) -> String {
    format!("/go/{link}")
}

/// The same as an image to be scanned.
#[must_use]
pub fn qr(link: &LinkId) -> String {
    format!("/go/{link}/qr.svg")
}

/// What the log has of a team.
#[must_use]
pub fn log_of_team(id: &TeamId) -> String {
    format!("{LOG}?object=team/{id}")
}

/// Where an invited person comes in. The secret is hexadecimal digits, whoever typed it.
#[must_use]
pub fn invitation(secret: &str) -> String {
    format!("{INVITATION}?secret={}", escaped(secret))
}

/// The settings of a sign-in provider.
#[must_use]
pub fn provider(name: &str) -> String {
    format!("{PROVIDERS}/{name}")
}

/// What the rules of a provider give a person.
#[must_use]
pub fn provider_for(name: &ProviderName, person: &PersonId) -> String {
    format!("{PROVIDERS}/{name}?person={person}#try")
}

/// The way to a sign-in provider, and where to go in the end.
#[must_use]
pub fn sign_in_with(name: &ProviderName, next: &str) -> String {
    let way = format!("{SIGN_IN}/with/{name}");
    if next.is_empty() || next == HOME { way } else { format!("{way}?next={}", escaped(next)) }
}

/// The way back, which the provider has to know.
#[must_use]
pub fn sign_in_back(name: &ProviderName) -> String {
    format!("{SIGN_IN}/back/{name}")
}

/// A path to come back to that somebody else wrote down: only ever a path of this site.
#[must_use]
pub fn own(path: &str) -> Option<&str> {
    let plain =
        path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    plain.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_come_back_to() {
        assert_eq!(own("/environments?page=2"), Some("/environments?page=2"));
        let odd = found(PEOPLE, "a&b é", 2);
        assert_eq!((odd.as_str(), own(&odd)), ("/admin/people?text=a%26b%20%C3%A9&page=2", Some(odd.as_str())));
        for bad in ["", "x", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/a b", "/é"] {
            assert_eq!(own(bad), None, "{bad}");
        }
    }
}
