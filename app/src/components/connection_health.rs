//! How the connections are: what cannot be read, since when, and how old what is shown is.

use domain::connection::{Connection, Health, Trouble};
use jiff::Timestamp;
use leptos::prelude::*;

use super::Ago;
use crate::ui::{Alert, Spinner, Tone};

/// Nothing while every connection answers.
#[component]
pub fn ConnectionHealth(connections: Vec<(Connection, Health)>, now: Timestamp) -> impl IntoView {
    connections
        .into_iter()
        .filter_map(|(connection, health)| match health {
            Health { trouble: Some(trouble), synced_at } => {
                Some(alert(&connection, trouble, synced_at, now).into_any())
            }
            Health { synced_at: None, trouble: None } => Some(first_reading(&connection).into_any()),
            Health { .. } => None,
        })
        .collect_view()
}

fn alert(connection: &Connection, trouble: Trouble, synced_at: Option<Timestamp>, now: Timestamp) -> impl IntoView {
    let age = match synced_at {
        Some(at) => view! { "What is shown of it was read "<Ago at now/>"." }.into_any(),
        None => "Nothing of it has been read yet.".into_any(),
    };
    view! {
        <Alert tone=Tone::Danger title=format!("The connection “{}” cannot be read", connection.name)>
            <p>{trouble.words}</p>
            <p>"It began "<Ago at=trouble.since now/>". "{age}" The portal keeps trying."</p>
        </Alert>
    }
}

fn first_reading(connection: &Connection) -> impl IntoView {
    view! { <Spinner label=format!("The portal is reading “{}” for the first time.", connection.name)/> }
}

/// When the list was last read whole: the oldest of the connections' readings.
#[component]
pub fn Updated(connections: Vec<(Connection, Health)>, now: Timestamp) -> impl IntoView {
    let oldest = connections.iter().map(|(_, health)| health.synced_at).min().flatten();
    oldest.map(|at| view! { <p class="soft small">"Updated "<Ago at now/></p> })
}
