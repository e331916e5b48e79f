//! The connections: where the portal finds environments, how each is, and what it can do.

use domain::{
    connection::{Attempt, Check, Connection, Health, Overview, Tried},
    inventory::Query,
    may::{Deed, Facts},
};
use jiff::Timestamp;
use leptos::prelude::*;

use crate::{
    api::connections::{ConnectionsShown, list},
    components::{Ago, Exactly, SettingsTab, SettingsTabs, list_address},
    page::{Content, asked, page},
    paths,
    ui::{Badge, Blocked, Button, Fact, FactWidth, Glyph, KeyValue, PageHeader, Section, Tone},
};

const ABOUT: &str = "The accounts and regions in which the portal finds environments. They are named in the settings of \
                     the server: change portal.toml and start the portal again.";

pub fn connections() -> impl IntoView {
    let only_down = asked("only") == "down";
    page(move |visit| async move {
        let ConnectionsShown { mut connections, now } = list().await?;
        let all = connections.len();
        connections.retain(|shown| !only_down || shown.health.trouble.is_some());
        let kept = connections.len();
        let narrowed = only_down.then(|| {
            let words = match kept {
                0 => "Every connection can be read.".to_owned(),
                _ => format!("{kept} of {all} connections cannot be read. The others are not shown."),
            };
            view! { <p>{words}" "<a href=paths::CONNECTIONS>"Show all connections"</a></p> }
        });
        let checked: Option<Check> = visit.flash.typed();
        let rights = visit.rights();
        let sections = connections.into_iter().zip(0..).map(|(shown, n): (_, usize)| {
            let check = checked.clone().filter(|check| check.connection == shown.connection.name);
            let blocked = rights
                .reason(Deed::CheckConnection, Facts::default())
                .map(|why| Blocked::new(format!("check-{n}"), why));
            view! { <OneConnection shown check blocked now/> }
        });
        let sections = sections.collect_view();
        Ok(Content::new(
            "Connections",
            view! {
                <PageHeader title="Connections" description=ABOUT/>
                <SettingsTabs tab=SettingsTab::Connections rights/>
                {narrowed}
                {sections}
            },
        ))
    })
}

#[component]
fn OneConnection(shown: Overview, check: Option<Check>, blocked: Option<Blocked>, now: Timestamp) -> impl IntoView {
    let Overview { connection: Connection { name, region, endpoint_url }, health, environments } = shown;
    let query = Query { connection: Some(name.to_string()), ..Query::default() };
    let endpoint = endpoint_url.unwrap_or_else(|| "The AWS SDK’s own for this region".into());
    let Health { synced_at, trouble } = health.clone();
    let actions = view! {
        <form method="post" action=paths::action::CHECK_CONNECTION>
            <input type="hidden" name="name" value=name.to_string()/>
            <Button label="Check connection" icon=Glyph::Check blocked/>
        </form>
    };
    view! {
        <Section title=name.to_string() actions>
            <KeyValue>
                <Fact label="State"><State health now/></Fact>
                <Fact label="Region">{region}</Fact>
                <Fact label="Environments"><a href=list_address(&query)>{environments}</a></Fact>
                <Fact label="Last read">
                    {synced_at.map_or_else(|| "Never".into_any(), |at| view! { <Ago at now/> }.into_any())}
                </Fact>
                <Fact label="Endpoint" width=FactWidth::Full>{endpoint}</Fact>
                {trouble.map(|trouble| view! {
                    <Fact label="What is wrong" width=FactWidth::Full>{trouble.words}</Fact>
                })}
            </KeyValue>
            {check.map(|check| view! { <Checked check/> })}
        </Section>
    }
}

#[component]
fn State(health: Health, now: Timestamp) -> impl IntoView {
    match health {
        Health { trouble: Some(trouble), .. } => view! {
            <Badge tone=Tone::Danger label="Cannot be read"/>" since "<Ago at=trouble.since now/>
        }
        .into_any(),
        Health { synced_at: None, .. } => view! { <Badge tone=Tone::Progress label="First reading"/> }.into_any(),
        Health { .. } => view! { <Badge tone=Tone::Success label="Answers"/> }.into_any(),
    }
}

/// What a check found, with who the calls were made as.
#[component]
fn Checked(check: Check) -> impl IntoView {
    let identity = match check.identity {
        Ok(words) => words.into_any(),
        Err(words) => view! { <Badge tone=Tone::Danger label="Fails"/><p>{words}</p> }.into_any(),
    };
    let attempts = check.attempts.into_iter().map(|attempt| view! { <Tries attempt/> }).collect_view();
    view! {
        <h3>"Checked "<Exactly at=check.at/></h3>
        <KeyValue>
            <Fact label="Identity in use" width=FactWidth::Full>{identity}</Fact>
            {attempts}
        </KeyValue>
    }
}

#[component]
fn Tries(attempt: Attempt) -> impl IntoView {
    let Attempt { ability, outcome, milliseconds } = attempt;
    let (tone, word, words) = match outcome {
        Tried::Works => (Tone::Success, "Works", None),
        Tried::Fails(words) => (Tone::Danger, "Fails", Some(words)),
        Tried::Untried(words) => (Tone::Neutral, "Not tried", Some(words)),
    };
    let took = (milliseconds > 0 || words.is_none()).then(|| format!(" in {milliseconds} ms"));
    view! {
        <Fact label=ability.label()><Badge tone label=word/>{took}{words.map(|words| view! { <p>{words}</p> })}</Fact>
    }
}
