//! The teams that somebody may see.

use domain::{
    may::{Deed, Facts},
    portal::Paged,
    team::TeamCounted,
};
use leptos::prelude::*;

use crate::{
    api::teams::list,
    components::pages,
    page::{Content, asked, page},
    paths,
    ui::{
        Badge, Blocked, Button, ButtonLook, EmptyState, FilterBar, InputType, Need, PageHeader, Table, TableLayout,
        TextField, Tone,
    },
};

/// A list as short as this needs no search.
const SHORT: usize = 10;

pub fn teams() -> impl IntoView {
    let (text, number) = (asked("text").trim().to_owned(), asked("page").parse().unwrap_or(1));
    page(move |visit| async move {
        let rights = visit.rights();
        let (sees_all, why) = (rights.may(Deed::SeeTeam), rights.reason(Deed::MakeTeam, Facts::default()));
        let teams = list(text.clone(), number).await?;
        Ok(Content::new("Teams", view! { <All teams text sees_all why/> }))
    })
}

#[component]
fn All(teams: Paged<TeamCounted>, text: String, sees_all: bool, why: Option<String>) -> impl IntoView {
    let count = teams.matching as u64;
    let description = if sees_all {
        "People who use the same environments. Their owners say who is in them."
    } else {
        "The teams that you are in."
    };
    let blocked = |id: &'static str| why.clone().map(|why| Blocked::new(id, why));
    let make = |id: &'static str| {
        let blocked = blocked(id);
        view! { <Button label="Make a team" look=ButtonLook::Primary href=paths::NEW_TEAM blocked/> }
    };
    let search = (!text.is_empty() || teams.matching > SHORT).then(|| {
        let clear = (!text.is_empty()).then(|| paths::TEAMS.to_owned());
        let sought = text.clone();
        view! {
            <FilterBar action=paths::TEAMS label="Filter teams" clear>
                <TextField name="text" label="Find in the name" r#type=InputType::Search need=Need::Optional value=sought/>
            </FilterBar>
        }
    });
    let body = match (teams.matching, text.is_empty(), sees_all) {
        (0, false, _) => view! {
            <EmptyState title="No team matches" text="No team has a name with this text in it."
                action=view! { <Button label="Clear filters" href=paths::TEAMS/> }/>
        }
        .into_any(),
        (0, true, true) => view! {
            <EmptyState title="No teams yet"
                text="A team brings people and environments together: whoever is in it finds its environments on their launchpad."
                action=make("first-team")/>
        }
        .into_any(),
        (0, true, false) => view! {
            <EmptyState title="You are in no team"
                text="Ask the owner of a team, or an administrator, to add you by the address that you sign in with."/>
        }
        .into_any(),
        _ => rows(teams, &text),
    };
    view! { <PageHeader title="Teams" count description actions=make("make-team")/> {search} {body} }
}

fn rows(teams: Paged<TeamCounted>, text: &str) -> AnyView {
    let links = pages(&teams, "teams", |number| paths::found(paths::TEAMS, text, number));
    let rows = teams.rows.into_iter().map(|counted| {
        let TeamCounted { team, members, owners, links } = counted;
        let owners = if owners == 0 {
            view! { <Badge tone=Tone::Warning label="No owner"/> }.into_any()
        } else {
            owners.into_any()
        };
        let description = team.description.lines().next().unwrap_or_default().to_owned();
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Name">
                    <div><a href=paths::team(&team.id)>{team.name}</a><div class="small soft">{description}</div></div>
                </th>
                <td class="number" data-label="People">{members}</td>
                <td class="number" data-label="Owners">{owners}</td>
                <td class="number" data-label="Environments">{links}</td>
            </tr>
        }
    });
    view! {
        <Table name="teams" caption="Teams, by name" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col" class="number">"People"</th>
                    <th scope="col" class="number">"Owners"</th>
                    <th scope="col" class="number">"Environments"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
        {links}
    }
    .into_any()
}
