//! The teams that somebody may see.

use domain::{
    may::{Deed, Facts},
    portal::Paged,
    team::{Filter, TeamCounted},
};
use leptos::prelude::*;

use crate::{
    api::teams::list,
    components::{Rights, pages},
    page::{Content, asked, page},
    paths,
    ui::{
        Alert, Badge, Blocked, Button, ButtonLook, Choice, EmptyState, FilterBar, InputType, Need, PageHeader, Select,
        Table, TableLayout, TextField, Tone,
    },
};

/// A list as short as this needs no search.
const SHORT: usize = 10;

pub fn teams() -> impl IntoView {
    let text = asked("text").trim().to_owned();
    let filter = Filter { text, without_environment: asked("only") == paths::WITHOUT_ENVIRONMENT };
    let (number, add) = (asked("page").parse().unwrap_or(1), asked("add").trim().to_owned());
    page(move |visit| async move {
        let teams = list(filter.clone(), number).await?;
        Ok(Content::new("Teams", view! { <All teams filter add rights=visit.rights()/> }))
    })
}

/// The address of a page of them, also while a team is chosen to which somebody is to be added.
fn address(filter: &Filter, add: &str, page: usize) -> String {
    let address = paths::teams(filter, page);
    if add.is_empty() {
        return address;
    }
    let and = if address.contains('?') { '&' } else { '?' };
    format!("{address}{and}add={}", paths::escaped(add))
}

#[component]
fn All(teams: Paged<TeamCounted>, filter: Filter, add: String, rights: Rights) -> impl IntoView {
    let (sees_all, why) = (rights.may(Deed::SeeTeam), rights.reason(Deed::MakeTeam, Facts::default()));
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
    let is_filtered = filter != Filter::default();
    let clear = is_filtered.then(|| address(&Filter::default(), &add, 1));
    let search = (is_filtered || teams.matching > SHORT)
        .then(|| view! { <Search filter=filter.clone() add=add.clone() clear=clear.clone()/> });
    let choosing = (!add.is_empty()).then(|| {
        view! {
            <Alert tone=Tone::Info title=format!("Choose the team for {add}")>
                "Open it: the form that adds people has the address in it already."
            </Alert>
        }
    });
    let body = match (teams.matching, is_filtered, sees_all) {
        (0, true, _) => view! {
            <EmptyState title="No team matches" text=nothing(&filter)
                action=view! { <Button label="Clear filters" href=clear.unwrap_or_default()/> }/>
        }
        .into_any(),
        (0, false, true) => view! {
            <EmptyState title="No teams yet"
                text="A team brings people and environments together: whoever is in it finds its environments on their launchpad."
                action=make("first-team")/>
        }
        .into_any(),
        (0, false, false) => view! {
            <EmptyState title="You are in no team"
                text="Ask the owner of a team, or an administrator, to add you by the address that you sign in with."/>
        }
        .into_any(),
        _ => rows(teams, &filter, &add, rights.may(Deed::ManageTeam)),
    };
    view! { <PageHeader title="Teams" count description actions=make("make-team")/> {choosing} {search} {body} }
}

fn nothing(filter: &Filter) -> &'static str {
    match (filter.without_environment, filter.text.is_empty()) {
        (true, true) => "Every team has an environment.",
        (true, false) => "No team without an environment has a name with this text in it.",
        (false, _) => "No team has a name with this text in it.",
    }
}

#[component]
fn Search(filter: Filter, add: String, clear: Option<String>) -> impl IntoView {
    let choices = vec![Choice::new("", "All teams"), Choice::new(paths::WITHOUT_ENVIRONMENT, "Without an environment")];
    let only = if filter.without_environment { paths::WITHOUT_ENVIRONMENT } else { "" };
    let add = (!add.is_empty()).then(|| view! { <input type="hidden" name="add" value=add/> });
    view! {
        <FilterBar action=paths::TEAMS label="Filter teams" clear>
            <TextField name="text" label="Find in the name" r#type=InputType::Search need=Need::Optional value=filter.text/>
            <Select name="only" label="Show only" need=Need::Optional choices value=only/>
            {add}
        </FilterBar>
    }
}

/// Of teams without an environment, each has the way to what it needs for those who may do it.
fn rows(teams: Paged<TeamCounted>, filter: &Filter, add: &str, may_manage: bool) -> AnyView {
    let links = pages(&teams, "teams", |number| address(filter, add, number));
    let mends = filter.without_environment && may_manage;
    let add = if add.is_empty() { String::new() } else { format!("?add={}#people", paths::escaped(add)) };
    let rows = teams.rows.into_iter().map(move |counted| {
        let TeamCounted { team, members, owners, links } = counted;
        let owners = if owners == 0 {
            view! { <Badge tone=Tone::Warning label="No owner"/> }.into_any()
        } else {
            owners.into_any()
        };
        let description = team.description.lines().next().unwrap_or_default().to_owned();
        let next = mends.then(|| {
            let label = format!("Link an environment: {}", team.name);
            view! { <td data-label="Next step"><a href=paths::add_link(&team.id) aria-label=label>"Link an environment"</a></td> }
        });
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Name">
                    <div>
                        <a href=format!("{}{add}", paths::team(&team.id))>{team.name}</a>
                        <div class="small soft">{description}</div>
                    </div>
                </th>
                <td class="number" data-label="People">{members}</td>
                <td class="number" data-label="Owners">{owners}</td>
                <td class="number" data-label="Environments">{links}</td>
                {next}
            </tr>
        }
    });
    let next = mends.then(|| view! { <th scope="col">"Next step"</th> });
    view! {
        <Table name="teams" caption="Teams, by name" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col" class="number">"People"</th>
                    <th scope="col" class="number">"Owners"</th>
                    <th scope="col" class="number">"Environments"</th>
                    {next}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
        {links}
    }
    .into_any()
}
