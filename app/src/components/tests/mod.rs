//! What the pieces say, seen as the HTML that they become.

mod checks;
mod clicks;
mod detail;
mod federation;
mod list;
mod log;
mod metadata;
mod passkeys;
mod provider;
mod requests;
mod rows;

use std::sync::Arc;

use domain::{
    Actor,
    connection::{Connection, Health, Trouble},
    environment::{Environment, Federation, Mode, Status},
    id::{ConnectionName, EnvironmentId, PersonId},
    inventory::{Entry, Inventory, Query, Ties},
    role::Role,
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::Rights;
use crate::api::environments::Listing;

/// What would do harm if it stood in a page as it is.
const HOSTILE: &str = r#"</td><script>alert(1)</script>"' onclick=x &amp;"#;

/// The HTML of a view.
fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html().replace("<!>", ""))
}

/// The rights of somebody with one role.
fn rights(role: Role) -> Rights {
    let (name, email) = ("Somebody".into(), "somebody@example.com".into());
    Rights(Some(Actor { person: PersonId::from_bytes([1; 26]), name, email, roles: role.into(), token: None }))
}

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// So many seconds before `now`.
fn before(seconds: i64) -> Timestamp {
    Timestamp::from_second(now().as_second() - seconds).unwrap()
}

fn connection(name: &str) -> Connection {
    Connection { name: ConnectionName::parse(name).unwrap(), region: "eu-west-1".into(), endpoint_url: None }
}

fn environment(name: &str) -> Environment {
    Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abcdefghij").unwrap(),
        name: name.into(),
        arn: "arn:aws:finspace:eu-west-1:123456789012:environment/abcdefghij".into(),
        status: Status::Created,
        account: Some("123456789012".into()),
        url: Some("abcdefghij.eu-west-1.amazonfinspace.com".into()),
        description: Some("Rates and credit".into()),
        notebook_url: Some("https://notebook.example.com".into()),
        kms_key: Some("alias/risk".into()),
        service_account: Some("210987654321".into()),
        mode: Mode::Local,
        federation: Federation::default(),
    }
}

fn entry(environment: Environment, tags: &[(&str, &str)]) -> Entry {
    Entry {
        environment,
        tags: Some(tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()),
        first_seen: before(86_400),
        changed_at: before(180),
        tags_read_at: Some(before(60)),
    }
}

fn well() -> Health {
    Health { synced_at: Some(before(7)), trouble: None }
}

fn troubled(synced_at: Option<Timestamp>) -> Health {
    Health {
        synced_at,
        trouble: Some(Trouble { since: before(300), words: "FinSpace cannot be reached: <refused>".into() }),
    }
}

fn inventory(entries: Vec<Entry>, health: &[(&str, Health)]) -> Inventory {
    let known = health.iter().map(|(name, _)| connection(name)).collect();
    let health = health.iter().map(|(name, health)| (connection(name).name, health.clone())).collect();
    Inventory::new(entries.into_iter().map(Arc::new).collect(), known, health, 3)
}

/// The list as a query finds it.
fn listing(entries: Vec<Entry>, health: &[(&str, Health)], query: Query) -> Listing {
    let inventory = inventory(entries, health);
    let page = inventory.page(&query, &Ties::default());
    Listing {
        tags_denied: vec![None; page.entries.len()],
        page,
        query,
        statuses: inventory.statuses().to_vec(),
        teams: Some(vec!["Market Risk".into()]),
        tag_keys: inventory.tag_keys().iter().cloned().collect(),
        connections: health.iter().map(|(name, health)| (connection(name), health.clone())).collect(),
        changing: inventory.is_changing(),
        version: inventory.version,
        now: now(),
    }
}
