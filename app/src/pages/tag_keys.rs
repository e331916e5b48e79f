//! Every tag key in use over all environments.

use domain::{
    may::{Deed, Facts},
    portal::{Paged, TagKeySeen, TagKeysSeen},
};
use leptos::prelude::*;

use crate::{
    api::tag_use::keys,
    components::{Rights, environments_counted, pages},
    page::{Content, asked, page},
    paths,
    ui::{
        Alert, Badge, Button, EmptyState, FilterBar, InputType, Need, PageHeader, Table, TableLayout, TextField, Tone,
        grouped,
    },
};

/// A list as short as this needs no search.
const SHORT: usize = 10;

pub fn tag_keys() -> impl IntoView {
    let (text, number) = (asked("text").trim().to_owned(), asked("page").parse().unwrap_or(1));
    page(move |visit| async move {
        let seen = keys(text.clone(), number).await?;
        Ok(Content::new("Tags", view! { <Keys seen text rights=visit.rights()/> }))
    })
}

#[component]
fn Keys(seen: TagKeysSeen, text: String, rights: Rights) -> impl IntoView {
    let TagKeysSeen { keys, required, unknown } = seen;
    let may_change = rights.reason(Deed::TagEnvironment, Facts::default()).is_none();
    let is_required = |key: &str| required.iter().any(|(required, _)| required == key);
    let lacking = required.iter().filter(|(_, lacking)| *lacking > 0).cloned();
    let lacking = lacking.map(|(key, count)| view! { <Lacking key count may_change/> }).collect_view();
    let clear = (!text.is_empty()).then_some(paths::TAG_KEYS);
    let sought = text.clone();
    let search = (!text.is_empty() || keys.matching > SHORT).then(|| {
        view! {
            <FilterBar action=paths::TAG_KEYS label="Filter tags" clear>
                <TextField name="text" label="Find in keys and values" r#type=InputType::Search need=Need::Optional
                    value=sought/>
            </FilterBar>
        }
    });
    let body = match (keys.matching, text.is_empty()) {
        (0, false) => view! {
            <EmptyState title="No tag matches" text="No key, and no value of a key, has this text in it."
                action=view! { <Button label="Clear filters" href=paths::TAG_KEYS/> }/>
        }
        .into_any(),
        (0, true) => view! {
            <EmptyState title="No tags yet" text="No environment has a tag, besides those that the portal keeps for itself."
                action=view! { <Button label="To the environments" href=paths::ENVIRONMENTS/> }/>
        }
        .into_any(),
        _ => rows(keys.clone(), &text, is_required),
    };
    view! {
        <PageHeader title="Tags" count=keys.matching as u64
            description="Every key that an environment has, with its most frequent values. Those that the portal keeps for itself are not among them."/>
        {lacking}
        {search}
        {body}
        {(unknown > 0).then(|| view! { <Unknown count=unknown/> })}
    }
}

/// A required key that some environments are without.
#[component]
fn Lacking(key: String, count: usize, may_change: bool) -> impl IntoView {
    let title = match count {
        1 => format!("1 environment lacks the required tag “{key}”"),
        many => format!("{} environments lack the required tag “{key}”", grouped(many as u64)),
    };
    let (show, add) = (format!("Show those without {key}"), format!("Add {key} to them"));
    let add = may_change.then(|| view! { <Button label=add href=paths::add_tag(&key)/> });
    view! {
        <Alert tone=Tone::Warning title actions=view! { {add} <Button label=show href=paths::lacking(&key)/> }/>
    }
}

/// What is not counted.
#[component]
pub fn Unknown(count: usize) -> impl IntoView {
    let words = match count {
        1 => "1 environment is not counted: its tags are not read yet, or FinSpace denies them.".to_owned(),
        many => {
            let many = grouped(many as u64);
            format!("{many} environments are not counted: their tags are not read yet, or FinSpace denies them.")
        }
    };
    view! { <p class="small soft">{words}</p> }
}

fn rows(keys: Paged<TagKeySeen>, text: &str, is_required: impl Fn(&str) -> bool) -> AnyView {
    let links = pages(&keys, "tags", |number| paths::found(paths::TAG_KEYS, text, number));
    let rows = keys.rows.into_iter().map(|seen| {
        let TagKeySeen { key, environments, first, values } = seen;
        let more = values - first.len();
        let more = (more > 0).then(|| {
            view! { <li><a href=paths::tag_values(&key, 1)>{format!("and {} more", grouped(more as u64))}</a></li> }
        });
        let first = first.into_iter().map(|(value, count)| {
            let href = paths::tagged(&key, Some(&value));
            let label = format!("{key} is {value}: {}", environments_counted(count));
            view! { <li><a href=href aria-label=label>{value}</a>" "<span class="soft">{grouped(count as u64)}</span></li> }
        });
        let first = first.collect_view();
        let (having, said) = (paths::tagged(&key, None), format!("{} with {key}", environments_counted(environments)));
        let required = is_required(&key).then(|| view! { " " <Badge tone=Tone::Info label="Required"/> });
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Key">
                    <div><a href=paths::tag_values(&key, 1)>{key.clone()}</a>{required}</div>
                </th>
                <td class="number" data-label="Environments"><a href=having aria-label=said>{grouped(environments as u64)}</a></td>
                <td data-label="Values"><ul class="tag-values">{first}{more}</ul></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table name="tags" caption="Tag keys, by the alphabet" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Key"</th>
                    <th scope="col" class="number">"Environments"</th>
                    <th scope="col">"Values, and how many environments have them"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {links}
    }
    .into_any()
}
