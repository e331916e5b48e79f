//! The tags of several environments, set and removed in one save: those of the list that are ticked.

use domain::{
    Field, Problems,
    inventory::Entry,
    may::{Deed, Facts},
    portal::{MOST_AT_ONCE, TaggingForm},
    tag::ROOM,
};
use leptos::prelude::*;

use crate::{
    api::tagging::{Choosing, TaggingTyped, show},
    components::{
        EnvironmentPages, FilterChips, ProblemSummary, StatusBadge, TagEnds, TagRows, environment_tags, error_at,
        list_address, read_query,
    },
    islands::LiveForm,
    page::{Content, page},
    paths,
    ui::{
        Alert, Button, ButtonGroup, ButtonLook, Crumb, EmptyState, Face, Need, PageHeader, Section, Table, TableLayout,
        TextArea, TextField, Tone, VisuallyHidden, field_id,
    },
};

/// Empty rows below the tags, when nobody asked for more.
const SPARE: usize = 3;
/// So many tags of an environment are written out beside its box.
const TAGS: usize = 6;

pub fn tagging() -> impl IntoView {
    page(|visit| async move {
        let choosing = show(read_query(&visit.here)).await?;
        let typed: TaggingTyped = visit.flash.typed().unwrap_or_default();
        let (problems, ends) = (visit.problems(), typed.ends.clone());
        let refused = visit.rights().reason(Deed::TagEnvironment, Facts::default());
        let list = list_address(&choosing.query);
        let query = choosing.query.clone();
        let body = match refused {
            _ if choosing.page.matching == 0 => view! {
                <EmptyState title="No environment to choose from" text="The list has none, or its filters let none through. Change them there."
                    action=view! { <Button label="Back to the list" href=list.clone()/> }/>
            }
            .into_any(),
            Some(why) => view! {
                <Alert tone=Tone::Info title="You can read tags, not change them">{why}</Alert>
            }
            .into_any(),
            None => view! { <Inputs choosing typed=typed.clone() problems back=visit.here.clone()/> }.into_any(),
        };
        Ok(Content::new(
            "Tags of several environments",
            view! {
                <PageHeader title="Tags of several environments"
                    description="What you set, remove or rename here changes in each environment that you tick. All its other tags stay."
                    crumbs=vec![Crumb::new("Environments", list)]/>
                <TagEnds ends form=typed.form room=typed.room back=visit.here/>
                <FilterChips query path=paths::TAGGING/>
                {body}
            },
        ))
    })
}

#[component]
fn Inputs(choosing: Choosing, typed: TaggingTyped, problems: Problems, back: String) -> impl IntoView {
    let Choosing { page, tags_denied, query } = choosing;
    let list = list_address(&query);
    let TaggingTyped { form, room, all, .. } = typed;
    let places: Vec<_> = page.entries.iter().map(|entry| place_of(entry)).collect();
    let elsewhere: Vec<_> = form.chosen.iter().filter(|place| !places.contains(place)).cloned().collect();
    let chosen_elsewhere = (!elsewhere.is_empty()).then(|| view! { <Elsewhere from=places.len() places=elsewhere/> });
    let rows = page.entries.iter().zip(tags_denied).zip(places).enumerate().map(|(i, ((entry, denied), place))| {
        let ticked = all || form.chosen.contains(&place);
        view! { <Row i entry=(**entry).clone() denied place ticked/> }
    });
    let rows = rows.collect_view();
    let (removed, chosen) = (Field::RemovedTags, Field::Chosen);
    let (old, new) = (Field::OldKey, Field::NewKey);
    let (wrong_old, wrong_new) = (error_at(&problems, old), error_at(&problems, new));
    let told = |field| error_at(&problems, field).0.map(|words| view! { <p class="field-error">{words}</p> });
    let (wrong_tags, wrong_removed, wrong_chosen) = (told(Field::Tags), error_at(&problems, removed), told(chosen));
    let everything = match page.entries.len() {
        1 => "Tick it".to_owned(),
        many => format!("Tick all {many}"),
    };
    view! {
        <form class="form" id="tagging-form" data-live-form method="post" action=paths::action::TAG_MANY novalidate>
            <ProblemSummary problems=problems.clone()/>
            <input type="hidden" name="back" value=back/>
            <input type="hidden" name="room" value=room.to_string()/>
            // Enter in a field means the first button of the form: saving.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true" name="go" value="save"></button>
            <Section title="Tags to set" id="field-form-tags-"
                description="An environment that has the key gets the new value, one that lacks it gets both.">
                {wrong_tags}
                <TagRows rows=form.tags.without_spare().rows required=Vec::new() problems=problems.clone()
                    spare=SPARE + room.min(ROOM) most=ROOM/>
                <div data-more="tags"><Button label="More rows" name="go" value="more"/></div>
            </Section>
            <Section title="Tags to remove">
                <TextArea name=removed.input() label=removed.label() need=Need::Optional face=Face::Code rows=2 value=form.removed
                    hint="Their keys, one on each line. Where there is no such tag, nothing happens."
                    error=wrong_removed/>
            </Section>
            <Section title="Key to rename" description="An environment that has the key gets the new one, with the value that it has. Where there is no such tag, nothing happens.">
                <TextField name=old.input() label=old.label() need=Need::Optional face=Face::Code value=form.old_key
                    error=wrong_old/>
                <TextField name=new.input() label=new.label() need=Need::Optional face=Face::Code value=form.new_key
                    error=wrong_new/>
            </Section>
            <Section title="Environments" id=field_id(&chosen.input()) count=page.matching as u64
                description=format!("Tick those whose tags change, up to {MOST_AT_ONCE} in one save.")
                actions=view! {
                    <Button label=everything name="go" value="all"/>
                    <Button label="Untick all" look=ButtonLook::Link name="go" value="none"/>
                }>
                {wrong_chosen}
                <Table name="chosen" caption="Environments to choose from" layout=TableLayout::Stack>
                    <thead>
                        <tr>
                            <th scope="col" class="select"><VisuallyHidden text="Chosen"/></th>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col">"Tags"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                {chosen_elsewhere}
                <EnvironmentPages path=paths::TAGGING page query button="turn"/>
            </Section>
            <ButtonGroup>
                <Button label="Save tags" look=ButtonLook::Primary name="go" value="save"/>
                <Button label="Back to the list" look=ButtonLook::Link href=list/>
            </ButtonGroup>
        </form>
        <LiveForm/>
    }
}

/// What is ticked on other pages of the list, or has left it meanwhile, goes along.
#[component]
fn Elsewhere(from: usize, places: Vec<String>) -> impl IntoView {
    let words = match places.len() {
        1 => "1 more is ticked on another page.".to_owned(),
        many => format!("{many} more are ticked on other pages."),
    };
    let inputs = places.into_iter().enumerate().map(|(i, place)| {
        view! { <input type="hidden" name=chosen_at(from + i) value=place/> }
    });
    view! { <p>{words}{inputs.collect_view()}</p> }
}

fn place_of(entry: &Entry) -> String {
    TaggingForm::place(&entry.environment.connection, &entry.environment.id)
}

fn chosen_at(i: usize) -> String {
    format!("{}[{i}]", Field::Chosen.input())
}

#[component]
fn Row(i: usize, entry: Entry, denied: Option<String>, place: String, ticked: bool) -> impl IntoView {
    let tags = environment_tags(&entry, denied.as_deref(), TAGS);
    let environment = entry.environment;
    let name = chosen_at(i);
    let id = field_id(&name);
    view! {
        <tr>
            <td class="select"><input type="checkbox" id=id.clone() name=name value=place.clone() checked=ticked autocomplete="off"/></td>
            <th scope="row" class="wrap" data-label="Name">
                <div><label for=id>{environment.name}</label><div class="row-id">{place}</div></div>
            </th>
            <td data-label="Status"><StatusBadge status=environment.status/></td>
            <td data-label="Tags" inner_html=tags></td>
        </tr>
    }
}
