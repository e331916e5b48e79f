//! Editing an environment: the form, and the difference that it makes before it applies.

mod review;
mod shown;

use domain::{
    Error, Field, Problems,
    environment::{DESCRIPTION_MOST, EditForm, Environment, NAME_MOST},
    id::DraftId,
    may::{Deed, Facts},
    portal::Live,
    text::grouped,
};
use leptos::prelude::*;
pub use review::edit_review;
use shown::ShownEdit;

use crate::{
    api::{edits, environments},
    components::{FederationInputs, ModeCards, ProblemSummary, error_at, offer_at},
    error::ApiError,
    islands::{CopyButtons, LiveForm},
    page::{Content, environment_in_path, page, segment},
    paths,
    ui::{Alert, Button, ButtonGroup, ButtonLook, Crumb, Need, PageHeader, Section, Slot, TextArea, TextField, Tone},
};

/// The form, filled with what is there now.
pub fn edit() -> impl IntoView {
    let place = environment_in_path();
    page(|visit| async move {
        let (connection, id) = place?;
        let shown = environments::show(connection, id).await?;
        let environment = shown.detail.environment;
        let blocked = match (&shown.detail.live, environment.status.editable()) {
            (Live::Known { refusal, .. }, _) => Some(refusal.in_words()),
            (Live::Now, Err(why)) => Some(why.to_owned()),
            (Live::Now, Ok(())) => None,
        };
        let denied = visit.rights().reason(Deed::EditEnvironment, Facts::default());
        let blocked = denied.or(blocked);
        let form = EditForm::of(&environment);
        Ok(content(&environment, form, Problems::default(), None, blocked))
    })
}

/// The form as it was typed, with what is wrong with it.
pub fn edit_again() -> impl IntoView {
    let place = environment_in_path();
    let draft = DraftId::parse(&segment("draft"));
    page(|visit| async move {
        place?;
        let draft = draft.ok_or_else(|| ApiError(Error::NotFound("This edit".into())))?;
        let plan = edits::show(draft.clone()).await?;
        // A file that cannot be read is not part of what is kept; what was wrong with it is told this once.
        let problems = visit.problems().and_others(plan.outcome.err().unwrap_or_default());
        Ok(content(&plan.base, plan.form, problems, Some(draft), None))
    })
}

fn content(
    environment: &Environment,
    form: EditForm,
    problems: Problems,
    draft: Option<DraftId>,
    blocked: Option<String>,
) -> Content {
    let title = format!("Edit {}", environment.name);
    let detail = paths::environment(&environment.connection, &environment.id);
    let crumbs =
        vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new(environment.name.clone(), detail.clone())];
    let description = "You see the difference before anything changes. The KMS key, the superuser and the data bundles are fixed since creation; tags have a page of their own.";
    let environment = environment.clone();
    Content::new(
        title.clone(),
        view! {
            <PageHeader title=title crumbs description=description/>
            {match blocked {
                Some(why) => view! {
                    <Alert tone=Tone::Warning title="It cannot be edited now">{why}</Alert>
                    <p><Button label="Back to the environment" href=detail/></p>
                }.into_any(),
                None => view! { <Inputs environment form problems draft detail/> }.into_any(),
            }}
        },
    )
}

#[component]
fn Inputs(
    environment: Environment,
    form: EditForm,
    problems: Problems,
    draft: Option<DraftId>,
    detail: String,
) -> impl IntoView {
    let most = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let kept = environment.federation.metadata_document.as_deref().map(|document| {
        let size = grouped(document.chars().count());
        let file = paths::metadata(&environment.connection, &environment.id);
        view! {
            <p class="note">{format!("The environment has a SAML metadata document of {size} characters. It stays unless you give another one. ")}
                <a href=file download>"Download it"</a>
            </p>
        }
        .into_any()
    });
    let of_federation = problems.clone();
    let summary = problems.clone();
    view! {
        <CopyButtons/>
        <form class="form" id="edit-form" data-live-form method="post" action=paths::action::PLAN_EDIT enctype="multipart/form-data" novalidate>
            <ProblemSummary problems=summary/>
            <input type="hidden" name="connection" value=environment.connection.to_string()/>
            <input type="hidden" name="id" value=environment.id.to_string()/>
            {draft.map(|draft| view! { <input type="hidden" name="draft" value=draft.to_string()/> })}
            <ShownEdit shown=EditForm::shown(&environment)/>
            <Section title="Basics">
                <TextField name=Field::Name.input() label=Field::Name.label() value=form.name limit=most(NAME_MOST)
                    hint="Letters, digits and hyphens; begins and ends with a letter or digit."
                    error=error_at(&problems, Field::Name) suggestion=offer_at(&problems, Field::Name)/>
                <TextArea name=Field::Description.input() label=Field::Description.label() value=form.description
                    limit=most(DESCRIPTION_MOST) need=Need::Optional
                    hint="Letters, digits, dots and spaces. Once given it can be changed and not taken away."
                    error=error_at(&problems, Field::Description) suggestion=offer_at(&problems, Field::Description)/>
            </Section>
            <Section title="Sign-in mode" description="AWS documents contradict each other on whether this can be changed after creation; FinSpace itself decides.">
                <ModeCards mode=form.mode/>
            </Section>
            <div class="federated-only">
                <Section title="Identity provider">
                    <FederationInputs form=form.federation problems=of_federation kept=Slot(kept)/>
                </Section>
            </div>
            <ButtonGroup>
                <Button label="Review changes" look=ButtonLook::Primary/>
                <Button label="Cancel" look=ButtonLook::Link href=detail/>
            </ButtonGroup>
        </form>
        <LiveForm/>
    }
}

#[cfg(test)]
mod tests;
