//! The tags of one environment: added, changed and removed in one save.

use std::collections::BTreeMap;

use domain::{
    Error, Field, Problems,
    id::{ConnectionName, EnvironmentId},
    may::{Deed, Facts},
    portal::TagsNow,
    tag::{self, Clash, TagRow},
};
use leptos::prelude::*;

use crate::{
    api::{
        environments,
        tags::{TagsForm, TagsShown, show},
    },
    components::{ProblemSummary, TagFacts, TagRows, error_at},
    error::ApiError,
    islands::LiveForm,
    page::{Content, environment_in_path, page},
    paths,
    ui::{Alert, Blocked, Button, ButtonGroup, ButtonLook, Chip, Chips, Crumb, PageHeader, Section, Tone},
};

/// Empty rows below the tags, when nobody asked for more.
const SPARE: usize = 3;

pub fn tags() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let typed: Option<TagsForm> = visit.flash.typed();
        let (shown, refusal) = match show(connection.clone(), id.clone(), typed.clone()).await {
            // What was typed is here and nowhere else: it is shown again, although it cannot be saved yet.
            Err(ApiError(Error::FinSpace(refusal))) if typed.is_some() => {
                (known(connection, id).await?, visit.flash.error.is_none().then_some(refusal))
            }
            shown => (shown?, None),
        };
        let problems = visit.problems();
        let name = shown.now.environment.name.clone();
        let environment = &shown.now.environment;
        let detail = paths::environment(&environment.connection, &environment.id);
        let body = match visit.rights().reason(Deed::TagEnvironment, Facts::default()) {
            Some(why) => view! { <OnlyToRead shown why/> }.into_any(),
            None => view! { <Inputs shown typed problems/> }.into_any(),
        };
        Ok(Content::new(
            format!("Tags of {name}"),
            view! {
                <PageHeader title=format!("Tags of {name}") description="Labels for people, for cost reports and for access rules."
                    crumbs=vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new(name, detail)]/>
                {refusal.map(|refusal| view! {
                    <Alert tone=Tone::Warning title="The tags cannot be saved now">{refusal.in_words()}</Alert>
                })}
                {body}
            },
        ))
    })
}

/// The tags as they were known last, for when FinSpace cannot be asked.
async fn known(connection: ConnectionName, id: EnvironmentId) -> Result<TagsShown, ApiError> {
    let environments::Shown { detail, required_tags, .. } = environments::show(connection, id).await?;
    let tags = detail.tags.unwrap_or_default().into_iter().map(|(key, value)| TagRow { key, value });
    let (own, rows) = tags.partition(|row| row.key.starts_with(tag::OWN_PREFIX));
    Ok(TagsShown {
        now: TagsNow { environment: detail.environment, rows, own },
        required: required_tags,
        clashes: Vec::new(),
    })
}

/// The tags for somebody who may not change them.
#[component]
fn OnlyToRead(shown: TagsShown, why: String) -> impl IntoView {
    let rows = shown.now.rows.into_iter().chain(shown.now.own);
    let tags: BTreeMap<String, String> = rows.map(|row| (row.key, row.value)).collect();
    let blocked = Some(Blocked::new("add-tags", why.clone()));
    view! {
        <Alert tone=Tone::Info title="You can read the tags, not change them">{why}</Alert>
        <Section title="Tags">
            <TagFacts tags=Some(tags) required=shown.required edit="" blocked/>
        </Section>
    }
}

#[component]
fn Inputs(shown: TagsShown, typed: Option<TagsForm>, problems: Problems) -> impl IntoView {
    let environment = shown.now.environment;
    let detail = paths::environment(&environment.connection, &environment.id);
    let room = tag::MOST.saturating_sub(shown.now.own.len());
    // After a refusal the page goes on from what it showed before, and from what it shows now of tags that others changed,
    // too: what they change from here on is still found.
    let (rows, base, more) = match typed {
        Some(form) => {
            let base = form.shown.knowing(&shown.clashes).rows;
            (form.tags.without_spare().rows, base, form.room.min(tag::MOST))
        }
        None => (shown.now.rows.clone(), shown.now.rows, 0),
    };
    let own = shown.now.own.iter().map(|row| format!("{}: {}", row.key, row.value)).collect::<Vec<_>>();
    let base = base.into_iter().enumerate().map(|(i, row)| {
        view! {
            <input type="hidden" name=format!("form[shown][rows][{i}][key]") value=row.key/>
            <input type="hidden" name=format!("form[shown][rows][{i}][value]") value=row.value/>
        }
    });
    view! {
        <form class="form" id="tags-form" data-live-form method="post" action=paths::action::SAVE_TAGS novalidate>
            <ProblemSummary problems=problems.clone()/>
            <Changed clashes=shown.clashes/>
            <input type="hidden" name="connection" value=environment.connection.to_string()/>
            <input type="hidden" name="id" value=environment.id.to_string()/>
            <input type="hidden" name="form[room]" value=more.to_string()/>
            {base.collect_view()}
            // Enter in a field means the first button of the form: saving.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true" name="go" value="save"></button>
            <Section title="Tags" id="field-form-tags-"
                description=format!("Up to {room}. Empty a row to remove its tag. A key has up to {} characters, a value up to {}.", tag::KEY_MOST, tag::VALUE_MOST)>
                {problems.of(Field::Tags).map(|_| view! { <p class="field-error">{error_at(&problems, Field::Tags).0}</p> })}
                <TagRows rows required=shown.required problems=problems.clone() spare=SPARE + more most=room/>
                <div data-more="tags"><Button label="More rows" name="go" value="more"/></div>
            </Section>
            <ButtonGroup>
                <Button label="Save tags" look=ButtonLook::Primary name="go" value="save"/>
                <Button label="Cancel" look=ButtonLook::Link href=detail/>
            </ButtonGroup>
        </form>
        <LiveForm/>
        {(!own.is_empty()).then(|| view! {
            <Alert tone=Tone::Info title="Kept by the portal">
                <p>"The portal finds its environments again by these tags. They cannot be changed here."</p>
                <Chips label="Tags kept by the portal">
                    {own.into_iter().map(|tag| view! { <Chip label=tag/> }).collect_view()}
                </Chips>
            </Alert>
        })}
    }
}

/// What others made of the tags that are being changed here.
#[component]
fn Changed(clashes: Vec<Clash>) -> impl IntoView {
    if clashes.is_empty() {
        return None;
    }
    let lines = clashes.iter().map(|clash| view! { <li>{clash.in_words()}</li> }).collect_view();
    Some(view! {
        <Alert tone=Tone::Warning title="Others changed the same tags meanwhile">
            <ul>{lines}</ul>
            <p>"Your rows are as you typed them, and nothing is saved yet. “Save tags” puts them in the place of what is there now. To leave a tag as it is now, give it that value, or empty its row if it is gone."</p>
        </Alert>
    })
}

#[cfg(test)]
mod tests;
