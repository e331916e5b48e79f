//! The blueprints that there are.

use domain::{
    blueprint::BlueprintRow,
    may::{Deed, Facts},
    portal::Paged,
};
use leptos::prelude::*;

use crate::{
    api::blueprints::list,
    components::pages,
    page::{Content, asked, page},
    paths,
    ui::{Badge, Blocked, Button, ButtonLook, Crumb, EmptyState, PageHeader, Table, TableLayout, Tone},
};

pub fn blueprints() -> impl IntoView {
    let number = asked("page").parse().unwrap_or(1);
    page(move |visit| async move {
        let why = visit.rights().reason(Deed::ChangeBlueprints, Facts::default());
        let blueprints = list(number).await?;
        Ok(Content::new("Blueprints", view! { <All blueprints why/> }))
    })
}

#[component]
fn All(blueprints: Paged<BlueprintRow>, why: Option<String>) -> impl IntoView {
    let count = blueprints.matching as u64;
    let make = |id: &'static str| {
        let blocked = why.clone().map(|why| Blocked::new(id, why));
        view! { <Button label="Make a blueprint" look=ButtonLook::Primary href=paths::NEW_BLUEPRINT blocked/> }
    };
    let body = if blueprints.matching == 0 {
        view! {
            <EmptyState title="No blueprints yet"
                text="A blueprint says what members of teams may ask for, within which limits, and who decides. Without one nobody can ask."
                action=make("first-blueprint")/>
        }
        .into_any()
    } else {
        rows(blueprints)
    };
    view! {
        <PageHeader title="Blueprints" count crumbs=vec![Crumb::new("Requests", paths::REQUESTS)]
            description="What members of teams may ask for, within which limits, and who decides." actions=make("make-blueprint")/>
        {body}
    }
}

fn rows(blueprints: Paged<BlueprintRow>) -> AnyView {
    let links = pages(&blueprints, "blueprints", |number| paths::found(paths::BLUEPRINTS, "", number));
    let rows = blueprints.rows.into_iter().map(|one| {
        let (tone, word) = if one.is_retired { (Tone::Neutral, "Retired") } else { (Tone::Success, "In use") };
        let teams = if one.teams == 0 { "Every team".to_owned() } else { one.teams.to_string() };
        let words = one.words.lines().next().unwrap_or_default().to_owned();
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Name">
                    <div><a href=paths::blueprint(&one.id)>{one.name}</a><div class="small soft">{words}</div></div>
                </th>
                <td data-label="Connection">{one.connection}</td>
                <td data-label="Teams">{teams}</td>
                <td data-label="State"><Badge tone label=word/></td>
            </tr>
        }
    });
    view! {
        <Table name="blueprints" caption="Blueprints, by name" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Connection"</th>
                    <th scope="col">"Teams"</th>
                    <th scope="col">"State"</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </Table>
        {links}
    }
    .into_any()
}
