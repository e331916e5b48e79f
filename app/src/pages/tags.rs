//! The tags of one environment: added, changed and removed in one save.

use domain::{Error, Field, Problems, tag};
use leptos::prelude::*;

use crate::{
    api::tags::{TagsForm, show},
    components::{ProblemSummary, TagRows, error_at},
    page::{Content, environment_in_path, page},
    paths,
    ui::{Alert, Button, ButtonGroup, ButtonLook, Chip, Chips, Crumb, PageHeader, Section, Tone},
};

/// Empty rows below the tags, when nobody asked for more.
const SPARE: usize = 3;

pub fn tags() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let shown = show(connection.clone(), id.clone()).await?;
        let typed: Option<TagsForm> = visit.flash.typed();
        let problems = match visit.flash.error {
            Some(Error::Invalid(problems)) => problems,
            _ => Problems::default(),
        };
        let name = shown.now.environment.name.clone();
        let detail = paths::environment(&connection, &id);
        let room = tag::MOST - shown.now.own.len();
        // After a refusal the page goes on from what it showed before, so that what others changed is still found.
        let (rows, base, spare) = match typed {
            Some(form) => (filled(form.tags.rows), form.shown.rows, SPARE + form.room),
            None => (shown.now.rows.clone(), shown.now.rows.clone(), SPARE),
        };
        let own = shown.now.own.iter().map(|row| format!("{}: {}", row.key, row.value)).collect::<Vec<_>>();
        Ok(Content::new(
            format!("Tags of {name}"),
            view! {
                <PageHeader title=format!("Tags of {name}") description="Labels for people, for cost reports and for access rules."
                    crumbs=vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new(name.clone(), detail.clone())]/>
                <form class="form" id="tags-form" method="post" action=paths::action::SAVE_TAGS novalidate>
                    <ProblemSummary problems=problems.clone()/>
                    <input type="hidden" name="connection" value=connection.to_string()/>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="form[room]" value=(spare - SPARE).to_string()/>
                    {base.into_iter().enumerate().map(|(i, row)| view! {
                        <input type="hidden" name=format!("form[shown][rows][{i}][key]") value=row.key/>
                        <input type="hidden" name=format!("form[shown][rows][{i}][value]") value=row.value/>
                    }).collect_view()}
                    <Section title="Tags" id="field-form-tags-"
                        description=format!("Up to {room}. Empty a row to remove its tag. A key has up to {} characters, a value up to {}.", tag::KEY_MOST, tag::VALUE_MOST)>
                        {problems.of(Field::Tags).map(|_| view! { <p class="field-error">{error_at(&problems, Field::Tags).0}</p> })}
                        <TagRows rows required=shown.required problems=problems.clone() spare/>
                        <Button label="More rows" name="go" value="more"/>
                    </Section>
                    <ButtonGroup>
                        <Button label="Save tags" look=ButtonLook::Primary name="go" value="save"/>
                        <Button label="Cancel" look=ButtonLook::Link href=detail/>
                    </ButtonGroup>
                </form>
                {(!own.is_empty()).then(|| view! {
                    <Alert tone=Tone::Info title="Kept by the portal">
                        <p>"The portal finds its environments again by these tags. They cannot be changed here."</p>
                        <Chips label="Tags kept by the portal">
                            {own.into_iter().map(|tag| view! { <Chip label=tag/> }).collect_view()}
                        </Chips>
                    </Alert>
                })}
            },
        ))
    })
}

/// The rows that somebody typed into: empty ones are offered anew. Problems keep their places, because only rows at the
/// end are taken away.
fn filled(mut rows: Vec<tag::TagRow>) -> Vec<tag::TagRow> {
    while rows.last().is_some_and(|row| row.key.trim().is_empty() && row.value.trim().is_empty()) {
        rows.pop();
    }
    rows
}
