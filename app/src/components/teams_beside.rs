//! The teams of something else: of an environment, of a person.

use domain::{
    link::Link,
    team::{Standing, Team},
};
use leptos::prelude::*;

use crate::{
    paths,
    ui::{Blocked, Button, Section},
};

/// Which teams use an environment, and what they call it.
#[component]
pub fn TeamsOfEnvironment(teams: Vec<(Team, Link)>) -> impl IntoView {
    let body = if teams.is_empty() {
        view! {
            <p class="none">"No team has this environment, so nobody finds it on a launchpad. Open a team and link it there."</p>
        }
        .into_any()
    } else {
        let items = teams.into_iter().map(|(team, link)| {
            let called = (!link.label.is_empty()).then(|| format!("as “{}”", link.label));
            let under = (!link.section.is_empty()).then(|| format!("under “{}”", link.section));
            let how = [called, under].into_iter().flatten().collect::<Vec<_>>().join(", ");
            view! {
                <li>
                    <a href=paths::team(&team.id)>{team.name}</a>" "{how}" "
                    <a class="small" href=paths::link(&link.id)>"Link and clicks"</a>
                </li>
            }
        });
        view! { <ul class="apart">{items.collect_view()}</ul> }.into_any()
    };
    let actions = view! { <Button label="See the teams" href=paths::TEAMS/> };
    view! { <Section title="Teams" id="teams" actions>{body}</Section> }
}

/// Which teams somebody is in, with the way to what they see there.
#[component]
pub fn TeamsOfPerson(
    teams: Vec<(Team, Standing)>,
    /// Where a team is chosen for them, for those who may add people.
    add: Option<String>,
    /// Where what they see is looked at.
    launchpad: String,
    /// Why the reader may not.
    blocked: Option<Blocked>,
) -> impl IntoView {
    let body = if teams.is_empty() {
        view! { <p class="none">"In no team, so their launchpad is empty."</p> }.into_any()
    } else {
        let items = teams.into_iter().map(|(team, standing)| {
            view! { <li><a href=paths::team(&team.id)>{team.name}</a>", "{standing.label()}</li> }
        });
        view! { <ul class="apart">{items.collect_view()}</ul> }.into_any()
    };
    let add = add.map(|href| view! { <Button label="Add to a team" href/> });
    let actions = view! { {add}<Button label="See their launchpad" href=launchpad blocked/> };
    view! { <Section title="Teams" id="teams" actions>{body}</Section> }
}
