//! The requests that somebody may see.

use domain::{
    may::Deed,
    request::{Filter, Kind, Stage, Whose},
};
use leptos::prelude::*;

use crate::{
    api::requests::{RequestsShown, list},
    components::{RequestTable, Rights, pages},
    page::{Content, asked, page},
    paths,
    ui::{
        Button, ButtonLook, Chip, Chips, Choice, EmptyState, FilterBar, InputType, Need, PageHeader, Select, TextField,
    },
};

pub fn requests() -> impl IntoView {
    let (whose, stage) = (asked("whose"), asked("stage"));
    let whose = Whose::ALL.into_iter().find(|one| one.as_str() == whose).unwrap_or_default();
    let text = asked("text").trim().chars().take(200).collect();
    let environment = Some(asked("environment").chars().take(200).collect()).filter(|place: &String| !place.is_empty());
    let filter = Filter { whose, stage: Stage::of(&stage), kind: Kind::of(&asked("kind")), text, environment };
    let number = asked("page").parse().unwrap_or(1);
    page(move |visit| async move {
        let shown = list(filter.clone(), number).await?;
        Ok(Content::new("Requests", view! { <All shown filter rights=visit.rights()/> }))
    })
}

#[component]
fn All(shown: RequestsShown, filter: Filter, rights: Rights) -> impl IntoView {
    let RequestsShown { requests, may_ask, now } = shown;
    let count = requests.matching as u64;
    let ask = || {
        may_ask.then(|| {
            view! { <Button label="Ask for an environment" look=ButtonLook::Primary href=paths::NEW_REQUEST/> }
        })
    };
    let blueprints =
        rights.may(Deed::SeeBlueprints).then(|| view! { <Button label="Blueprints" href=paths::BLUEPRINTS/> });
    let is_filtered = filter != Filter::default();
    let body = match (requests.matching, is_filtered) {
        (0, true) => view! {
            <EmptyState title="No request matches" text="Nothing that you may see fits these filters."
                action=view! { <Button label="Clear filters" href=paths::REQUESTS/> }/>
        }
        .into_any(),
        (0, false) => view! {
            <EmptyState title="No requests yet" text=nothing(may_ask) action=ask()/>
        }
        .into_any(),
        _ => {
            let links = pages(&requests, "requests", |number| paths::requests(&filter, number));
            view! { <RequestTable requests=requests.rows now/> {links} }.into_any()
        }
    };
    view! {
        <PageHeader title="Requests" count description="What people ask for about environments, and what is decided about it."
            actions=view! { {blueprints}{ask()} }/>
        <Filters filter=filter.clone()/>
        {filter.environment.clone().map(|place| {
            let remove = paths::requests(&Filter { environment: None, ..filter }, 1);
            view! { <Chips label="Filters in force"><Chip label="Environment" value=place remove/></Chips> }
        })}
        {body}
    }
}

fn nothing(may_ask: bool) -> &'static str {
    if may_ask {
        "Ask for an environment: somebody decides, and the portal creates it for your team."
    } else {
        "Nothing is open to a team of yours. An administrator can make a blueprint that says what your team may ask for."
    }
}

#[component]
fn Filters(filter: Filter) -> impl IntoView {
    let clear = (filter != Filter::default()).then(|| paths::REQUESTS.to_owned());
    let whose = Whose::ALL.map(|one| Choice::new(one.as_str(), one.label())).to_vec();
    let stages = Stage::ALL.map(|one| Choice::new(one.as_str(), one.label()));
    let stages = std::iter::once(Choice::new("", "Any state")).chain(stages).collect::<Vec<_>>();
    let stage = filter.stage.map_or("", Stage::as_str);
    let kinds = Kind::ALL.map(|one| Choice::new(one.as_str(), one.label()));
    let kinds = std::iter::once(Choice::new("", "Any kind")).chain(kinds).collect::<Vec<_>>();
    let kind = filter.kind.map_or("", Kind::as_str);
    view! {
        <FilterBar action=paths::REQUESTS label="Filter requests" clear>
            <TextField name="text" label="Find in names, teams and addresses" r#type=InputType::Search need=Need::Unmarked
                value=filter.text/>
            <Select name="whose" label="Whose" choices=whose value=filter.whose.as_str() need=Need::Unmarked/>
            <Select name="kind" label="Kind" choices=kinds value=kind need=Need::Unmarked/>
            {filter.environment.map(|place| view! { <input type="hidden" name="environment" value=place/> })}
            <Select name="stage" label="State" choices=stages value=stage need=Need::Unmarked/>
        </FilterBar>
    }
}
