//! One tag key: its values, who has it and who lacks it.

use domain::{
    may::Deed,
    portal::{Paged, TagValuesSeen},
};
use leptos::prelude::*;

use super::tag_keys::Unknown;
use crate::{
    api::tag_use::values,
    components::{Rights, environments_counted, pages},
    page::{Content, asked, page},
    paths,
    ui::{Badge, Button, Crumb, EmptyState, Fact, KeyValue, PageHeader, Section, Table, TableLayout, Tone, grouped},
};

pub fn tag_values() -> impl IntoView {
    let (key, number) = (asked("key"), asked("page").parse().unwrap_or(1));
    page(move |visit| async move {
        let seen = values(key, number).await?;
        Ok(Content::new(format!("Tag {}", seen.key), view! { <Values seen rights=visit.rights()/> }))
    })
}

#[component]
fn Values(seen: TagValuesSeen, rights: Rights) -> impl IntoView {
    let TagValuesSeen { key, having, lacking, is_required, values, unknown } = seen;
    let not_changed = rights.blocked("change-tagged", Deed::TagEnvironment);
    let not_added = rights.blocked("add-tag", Deed::TagEnvironment);
    let (change, add) = (paths::change_tagged(&key, None), paths::add_tag(&key));
    let actions = view! {
        {(having > 0).then(|| view! { <Button label="Change or rename it" href=change blocked=not_changed/> })}
        {(lacking > 0).then(|| view! { <Button label="Add it where it is missing" href=add blocked=not_added/> })}
    };
    let status = is_required.then(|| view! { <Badge tone=Tone::Info label="Required"/> });
    let counted = |count: usize, href: String| match count {
        0 => view! { <span class="none">"None"</span> }.into_any(),
        count => view! { <a href=href>{environments_counted(count)}</a> }.into_any(),
    };
    let (have, lack) = (counted(having, paths::tagged(&key, None)), counted(lacking, paths::lacking(&key)));
    let may_change = rights.may(Deed::TagEnvironment);
    let count = values.matching as u64;
    let body = match count {
        0 => view! { <EmptyState title="No environment has it yet" text="It is required of every environment. Add it where it is missing."/> }
            .into_any(),
        _ => rows(values, &key, may_change),
    };
    view! {
        <PageHeader title=format!("Tag {key}") crumbs=vec![Crumb::new("Tags", paths::TAG_KEYS)] actions status/>
        <KeyValue>
            <Fact label="Have it">{have}</Fact>
            <Fact label="Lack it">{lack}</Fact>
        </KeyValue>
        <Section title="Values" count>{body}</Section>
        {(unknown > 0).then(|| view! { <Unknown count=unknown/> })}
    }
}

fn rows(values: Paged<(String, usize)>, key: &str, may_change: bool) -> AnyView {
    let links = pages(&values, "values", |number| paths::tag_values(key, number));
    let rows = values.rows.into_iter().map(|(value, count)| {
        let change = may_change.then(|| {
            let label = format!("Change {key} where it is {value}");
            view! { <td class="actions"><a href=paths::change_tagged(key, Some(&value)) aria-label=label>"Change"</a></td> }
        });
        view! {
            <tr>
                <th scope="row" class="wrap" data-label="Value">
                    <div><a href=paths::tagged(key, Some(&value))>{value.clone()}</a></div>
                </th>
                <td class="number" data-label="Environments">{grouped(count as u64)}</td>
                {change}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let change = may_change.then(|| view! { <th scope="col"><span class="visually-hidden">"Actions"</span></th> });
    view! {
        <Table name="values" caption="Values, the most frequent first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"Value"</th>
                    <th scope="col" class="number">"Environments"</th>
                    {change}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {links}
    }
    .into_any()
}
