//! Beginning a new environment, or going on with what was begun: a wizard, or an edit that was not applied.

use domain::{
    draft::{Draft, Work},
    environment::Step,
};
use leptos::prelude::*;

use crate::{
    api::drafts::list,
    components::Ago,
    page::{Content, page},
    paths,
    ui::{Button, ButtonGroup, ButtonLook, Crumb, Details, EmptyState, Glyph, PageHeader, Section, Slot, Table},
};

pub fn drafts() -> impl IntoView {
    page(|_| async {
        let (drafts, now) = list().await?;
        let drafts: Vec<Draft> = drafts.into_iter().filter(|d| !matches!(d.work, Work::Applied { .. })).collect();
        let count = u64::try_from(drafts.len()).unwrap_or_default();
        let start = || {
            view! {
                <form method="post" action=paths::action::START_DRAFT>
                    <Button label="Start a new environment" look=ButtonLook::Primary icon=Glyph::Plus/>
                </form>
            }
        };
        let rows = if drafts.is_empty() {
            view! {
                <EmptyState title="No drafts" text="What you type in the wizard, and what you edit, is kept here until it is created or applied."/>
            }
            .into_any()
        } else {
            let rows: Vec<_> = drafts.into_iter().map(|draft| view! { <DraftRow draft now/> }).collect();
            view! {
                <Table name="drafts" caption="Your drafts">
                    <thead><tr>
                        <th scope="col">"Name"</th><th scope="col">"What"</th><th scope="col">"Connection"</th><th scope="col">"Saved"</th>
                        <th scope="col"><span class="visually-hidden">"What to do with it"</span></th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </Table>
            }
            .into_any()
        };
        Ok(Content::new(
            "Create environment",
            view! {
                <PageHeader title="Create environment" crumbs=vec![Crumb::new("Environments", paths::ENVIRONMENTS)]
                    description="Five short steps. Nothing is created before the last one."
                    actions=Slot(Some(start().into_any()))/>
                <Section title="Your drafts" count=count>{rows}</Section>
            },
        ))
    })
}

#[component]
fn DraftRow(draft: Draft, now: jiff::Timestamp) -> impl IntoView {
    let title = draft.title().to_owned();
    let (what, connection, resume) = match &draft.work {
        Work::Create { form, seen } => {
            let next = Step::ALL.into_iter().find(|step| !seen.contains(step)).unwrap_or(Step::Review);
            ("New environment", form.connection.clone(), paths::step(&draft.id, next))
        }
        Work::Edit { base, .. } => {
            ("Edit", base.connection.to_string(), paths::edit_review(&base.connection, &base.id, &draft.id))
        }
        Work::Applied { connection, environment } => {
            ("Edit", connection.to_string(), paths::environment(connection, environment))
        }
    };
    let connection = if connection.is_empty() { "Not chosen yet".to_owned() } else { connection };
    view! {
        <tr>
            <th scope="row"><a href=resume.clone()>{title.clone()}</a></th>
            <td>{what}</td>
            <td>{connection}</td>
            <td><Ago at=draft.saved_at now/></td>
            <td>
                <ButtonGroup>
                    <Button label="Resume" href=resume/>
                    <Details summary="Discard…">
                        <form method="post" action=paths::action::DISCARD_DRAFT>
                            <input type="hidden" name="draft" value=draft.id.to_string()/>
                            <p>{format!("Everything typed for “{title}” goes away.")}</p>
                            <Button label="Discard draft" look=ButtonLook::Danger/>
                        </form>
                    </Details>
                </ButtonGroup>
            </td>
        </tr>
    }
}
