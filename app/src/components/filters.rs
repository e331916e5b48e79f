//! Narrowing the list: the form, and the filters in force.

use domain::{
    connection::{Connection, Health},
    environment::{Mode, Status},
    inventory::{Concern, Query},
};
use leptos::prelude::*;

use super::{list_at, parameters, unfiltered};
use crate::{
    paths,
    ui::{Chip, Chips, Choice, FilterBar, InputType, Need, Select, TextField},
};

/// The form; its address keeps the order and the number of rows.
#[component]
pub fn Filters(
    query: Query,
    statuses: Vec<(Status, usize)>,
    /// Of some teams; `None` for those who may not see them.
    teams: Option<Vec<String>>,
    /// The team that is asked for is not there.
    unknown_team: bool,
    tag_keys: Vec<String>,
    connections: Vec<(Connection, Health)>,
) -> impl IntoView {
    let unfolded = query.connection.is_some()
        || query.mode.is_some()
        || query.team.is_some()
        || query.tag_key.is_some()
        || query.tag_value.is_some()
        || query.lacks.is_some();
    let clear = query.filters().then(|| unfiltered(&query));
    let kept = parameters(&query).into_iter().filter(|(name, _)| matches!(*name, "sort" | "order" | "size"));
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let offered =
        |words: Vec<String>| words.into_iter().map(|word| view! { <option value=word></option> }).collect_view();
    let keys = offered(tag_keys);
    let team = teams.map(|names| {
        let error = unknown_team.then_some("There is no such team.");
        view! {
            <TextField name="team" label="Team" need=Need::Optional value=query.team.clone() list="team-names" error/>
            <datalist id="team-names">{offered(names)}</datalist>
        }
    });
    let more = view! {
        <Select name="connection" label="Connection" need=Need::Optional choices=connections_on_offer(connections)
            value=query.connection.clone().unwrap_or_default()/>
        <Select name="mode" label="Sign-in mode" need=Need::Optional choices=modes()
            value=query.mode.map_or("", Mode::as_str)/>
        {team}
        <TextField name="tag_key" label="Tag key" need=Need::Optional value=query.tag_key.clone() list="tag-keys"/>
        <TextField name="tag_value" label="Tag value" need=Need::Optional value=query.tag_value.clone()/>
        <TextField name="lacks" label="Lacks tag key" need=Need::Optional value=query.lacks.clone() list="tag-keys"/>
        <datalist id="tag-keys">{keys}</datalist>
    };
    view! {
        <FilterBar action=paths::ENVIRONMENTS label="Filter environments" clear more open=unfolded>
            <TextField name="text" label="Find in name, id, ARN and tags" r#type=InputType::Search need=Need::Optional
                value=query.text.clone()/>
            <Select name="status" label="Status" need=Need::Optional choices=statuses_on_offer(&query, statuses)
                value=query.status.as_ref().map_or(String::new(), |status| status.as_str().to_owned())/>
            <Select name="only" label="Show only" need=Need::Optional choices=concerns()
                value=query.concern.map_or("", Concern::as_str)/>
            {kept}
        </FilterBar>
    }
}

/// The statuses in use, and the one that is asked for although nothing has it now.
fn statuses_on_offer(query: &Query, statuses: Vec<(Status, usize)>) -> Vec<Choice> {
    let missing = query.status.iter().filter(|asked| !statuses.iter().any(|(status, _)| status == *asked));
    let missing: Vec<_> = missing.map(|status| (status.clone(), 0)).collect();
    let all = statuses.into_iter().chain(missing);
    let choices =
        all.map(|(status, count)| Choice::new(status.as_str().to_owned(), format!("{} ({count})", status.label())));
    std::iter::once(Choice::new("", "Any status")).chain(choices).collect()
}

fn connections_on_offer(connections: Vec<(Connection, Health)>) -> Vec<Choice> {
    let choices = connections.into_iter().map(|(connection, _)| {
        Choice::new(connection.name.to_string(), format!("{} ({})", connection.name, connection.region))
    });
    std::iter::once(Choice::new("", "Any connection")).chain(choices).collect()
}

fn concerns() -> Vec<Choice> {
    let choices = Concern::ALL.into_iter().map(|concern| Choice::new(concern.as_str(), concern.label()));
    std::iter::once(Choice::new("", "All")).chain(choices).collect()
}

fn modes() -> Vec<Choice> {
    let choice = |mode: Mode| Choice::new(mode.as_str(), mode.label());
    vec![Choice::new("", "Any mode"), choice(Mode::Local), choice(Mode::Federated)]
}

/// The filters in force, each with a link to the list without it.
#[component]
pub fn FilterChips(query: Query, #[prop(default = paths::ENVIRONMENTS)] path: &'static str) -> impl IntoView {
    if !query.filters() {
        return None;
    }
    let without = |take: fn(&mut Query)| {
        let mut other = Query { page: 1, ..query.clone() };
        take(&mut other);
        list_at(path, &other)
    };
    let text = query.text.trim();
    let chips = [
        ("Find", (!text.is_empty()).then(|| text.to_owned()), without(|q| q.text.clear())),
        ("Status", query.status.as_ref().map(|status| status.label().to_owned()), without(|q| q.status = None)),
        ("Show only", query.concern.map(|concern| concern.label().to_owned()), without(|q| q.concern = None)),
        ("Connection", query.connection.clone(), without(|q| q.connection = None)),
        ("Sign-in mode", query.mode.map(|mode| mode.label().to_owned()), without(|q| q.mode = None)),
        ("Team", query.team.clone(), without(|q| q.team = None)),
        ("Tag key", query.tag_key.clone(), without(|q| q.tag_key = None)),
        ("Tag value", query.tag_value.clone(), without(|q| q.tag_value = None)),
        ("Lacks tag key", query.lacks.clone(), without(|q| q.lacks = None)),
    ];
    let chips = chips
        .into_iter()
        .filter_map(|(label, value, remove)| Some(view! { <Chip label value=value? remove/> }))
        .collect_view();
    Some(view! { <Chips label="Filters in force">{chips}</Chips> })
}
