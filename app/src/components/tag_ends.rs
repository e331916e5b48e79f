//! What became of the tags of several environments, one by one.

use domain::{
    portal::{Tagged, TaggingForm},
    tag::TagChange,
};
use leptos::prelude::*;

use super::{environments_counted, error_line};
use crate::{
    paths,
    ui::{Alert, Badge, Button, ButtonLook, Section, Table, TableLayout, Tone},
};

/// A row for each, and a button that tries those again that failed. Nothing when nothing was saved.
#[component]
pub fn TagEnds(ends: Vec<Tagged>, form: TaggingForm, room: usize, back: String) -> impl IntoView {
    if ends.is_empty() {
        return None;
    }
    let failed = ends.iter().filter(|one| one.end.is_err());
    let failed: Vec<String> = failed.map(|one| TaggingForm::place(&one.connection, &one.id)).collect();
    let changed = ends.iter().filter(|one| one.end.as_ref().is_ok_and(|change| !change.is_empty())).count();
    let (words, alike) = (said(&ends, changed, failed.len()), ends.len() - changed - failed.len());
    let tone = if failed.is_empty() { Tone::Success } else { Tone::Danger };
    let alike = (alike > 0).then(|| view! { <p>{format!("{alike} had them like this already.")}</p> });
    let again = (!failed.is_empty()).then(|| view! { <Again failed form room back/> });
    let rows = ends.iter().map(|one| view! { <Row one=one.clone()/> }).collect_view();
    Some(view! {
        <Alert tone title=words>{alike} {again}</Alert>
        <Section title="What became of each" count=ends.len() as u64>
            <Table name="ends" caption="What became of each" layout=TableLayout::Stack>
                <thead><tr><th scope="col">"Name"</th><th scope="col">"Result"</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        </Section>
    })
}

fn said(ends: &[Tagged], changed: usize, failed: usize) -> String {
    match failed {
        0 => format!("The tags of {} are changed.", environments_counted(changed)),
        failed => format!("The tags of {failed} of {} could not be changed.", environments_counted(ends.len())),
    }
}

/// The same form for those that failed, wherever in the list they stand by now.
#[component]
fn Again(failed: Vec<String>, form: TaggingForm, room: usize, back: String) -> impl IntoView {
    let label =
        format!("Try {} again", if failed.len() == 1 { "this one".into() } else { format!("these {}", failed.len()) });
    let chosen = failed.into_iter().enumerate().map(|(i, place)| {
        view! { <input type="hidden" name=format!("form[chosen][{i}]") value=place/> }
    });
    let chosen = chosen.collect_view();
    let tags = form.tags.without_spare().rows.into_iter().enumerate().map(|(i, row)| {
        view! {
            <input type="hidden" name=format!("form[tags][rows][{i}][key]") value=row.key/>
            <input type="hidden" name=format!("form[tags][rows][{i}][value]") value=row.value/>
        }
    });
    view! {
        <form id="again-form" method="post" action=paths::action::TAG_MANY>
            <input type="hidden" name="back" value=back/>
            <input type="hidden" name="room" value=room.to_string()/>
            <input type="hidden" name="form[removed]" value=form.removed/>
            <input type="hidden" name="form[old_key]" value=form.old_key/>
            <input type="hidden" name="form[new_key]" value=form.new_key/>
            {chosen}
            {tags.collect_view()}
            <Button label look=ButtonLook::Primary/>
        </form>
    }
}

#[component]
fn Row(one: Tagged) -> impl IntoView {
    let (tone, label, words) = match &one.end {
        Ok(change) if change.is_empty() => (Tone::Neutral, "Unchanged", "It was like this already.".to_owned()),
        Ok(change) => (Tone::Success, "Changed", in_words(change)),
        Err(error) => (Tone::Danger, "Not changed", error_line(error)),
    };
    let detail = paths::environment(&one.connection, &one.id);
    view! {
        <tr>
            <th scope="row" class="wrap" data-label="Name">
                <div><a href=detail>{one.name}</a><div class="row-id">{one.connection.to_string()}</div></div>
            </th>
            <td data-label="Result"><div><Badge tone label/>" "{words}</div></td>
        </tr>
    }
}

fn in_words(change: &TagChange) -> String {
    let set: Vec<_> = change.set.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let removed: Vec<_> = change.removed.iter().map(ToString::to_string).collect();
    let part = |verb: &str, what: Vec<String>| (!what.is_empty()).then(|| format!("{verb} {}.", what.join(", ")));
    [part("Set", set), part("Removed", removed)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
