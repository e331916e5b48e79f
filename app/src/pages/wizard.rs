//! The create wizard: one page per step, all of one draft.

mod basics;
mod extras;
mod review;
mod sign_in;
mod superuser;

use domain::{
    Error, Problems,
    draft::Work,
    environment::{EnvironmentForm, Step},
    id::{ConnectionName, DraftId},
    operation::State,
};
use leptos::prelude::*;
use leptos_router::components::Redirect;

use self::{basics::Basics, extras::Extras, review::Review, sign_in::SignIn, superuser::SuperuserStep};
use crate::{
    api::drafts::{Unkept, Wizard, show},
    components::ProblemSummary,
    error::ApiError,
    islands::LiveForm,
    page::{Content, page, segment},
    paths,
    ui::{self, Button, ButtonGroup, ButtonLook, Crumb, PageHeader, StepState, StepWay, Steps},
};

/// The id of a step's form.
const FORM: &str = "wizard-form";

pub fn wizard() -> impl IntoView {
    let place = DraftId::parse(&segment("draft")).zip(Step::parse(&segment("step")));
    page(|visit| async move {
        let (draft, step) = place.ok_or_else(|| ApiError(Error::NotFound("This draft".into())))?;
        let wizard = show(draft.clone()).await?;
        let Work::Create { mut form, seen } = wizard.draft.work.clone() else {
            return Err(ApiError(Error::NotFound("This draft".into())));
        };
        // Once a call went out, there is nothing to fill in any more, unless FinSpace refused it.
        let elsewhere = match wizard.operation.as_ref().map(|operation| (&operation.state, &operation.plan)) {
            Some((State::Created { environment }, plan)) => Some(paths::environment(&plan.connection, environment)),
            Some((State::Armed | State::Unknown { .. }, _)) => Some(paths::outcome(&draft)),
            _ => None,
        };
        if let Some(path) = elsewhere {
            return Ok(Content::new("Create environment", view! { <Redirect path/> }));
        }
        // The draft does not have what could not be kept: its sender finds it here, and sends it again.
        let unkept = visit.flash.typed::<Unkept>().filter(|unkept| unkept.draft == draft && unkept.step == step);
        if let Some(unkept) = unkept {
            form.take(step, unkept.form);
        }
        let title = format!("Create environment: {}", step.label());
        Ok(Content::new(title, view! { <StepPage wizard form seen step file=visit.problems()/> }))
    })
}

impl Wizard {
    fn problems_of(&self, form: &EnvironmentForm, step: Step) -> Problems {
        let connections: Vec<ConnectionName> = self.connections.iter().map(|c| c.name.clone()).collect();
        form.problems_of(step, &connections, &self.required_tags)
    }
}

#[component]
fn StepPage(
    wizard: Wizard,
    form: EnvironmentForm,
    seen: Vec<Step>,
    step: Step,
    /// What was wrong with the file that was just sent, which is not kept.
    #[prop(optional)]
    file: Problems,
) -> impl IntoView {
    let draft = wizard.draft.id.clone();
    // A step shows what is wrong with it once it was sent: nobody is scolded for what they have not filled in yet.
    let problems = if seen.contains(&step) { wizard.problems_of(&form, step) } else { Problems::default() };
    let problems = if step == Step::SignIn { file.and_others(problems) } else { problems };
    let progress = Step::ALL.into_iter().map(|other| {
        let state = match (other == step, seen.contains(&other)) {
            (true, _) => StepState::Current,
            (false, true) if !wizard.problems_of(&form, other).is_empty() => StepState::Invalid,
            (false, true) => StepState::Complete,
            (false, false) => StepState::Ahead,
        };
        // The last step has nothing to fill in.
        let way = if other == step || step == Step::Review {
            StepWay::Link(paths::step(&draft, other).into())
        } else {
            StepWay::Button { form: FORM, name: "go", value: other.as_str() }
        };
        ui::Step { label: other.label().into(), state, way }
    });
    let progress = progress.collect::<Vec<_>>();
    let inputs = match step {
        Step::Basics => view! { <Basics wizard form problems=problems.clone()/> }.into_any(),
        Step::SignIn => view! { <SignIn wizard form problems=problems.clone()/> }.into_any(),
        Step::Superuser => view! { <SuperuserStep form problems=problems.clone()/> }.into_any(),
        Step::Extras => view! { <Extras wizard form problems=problems.clone()/> }.into_any(),
        Step::Review => view! { <Review wizard form/> }.into_any(),
    };
    let crumbs =
        vec![Crumb::new("Environments", paths::ENVIRONMENTS), Crumb::new("Create environment", paths::NEW_ENVIRONMENT)];
    view! {
        <PageHeader title=format!("Create environment: {}", step.label()) crumbs/>
        <div class="with-aside">
            // Enter in a field means the first button of the form, wherever that stands: going on.
            {(step != Step::Review).then(|| view! {
                <button form=FORM class="visually-hidden" tabindex="-1" aria-hidden="true" name="go" value="next"></button>
            })}
            <Steps label="Steps" steps=progress/>
            <div class="stack">
                {if step == Step::Review {
                    inputs
                } else {
                    let (action, encoding) = match step {
                        Step::SignIn => (paths::action::SAVE_SIGN_IN, "multipart/form-data"),
                        _ => (paths::action::SAVE_DRAFT, "application/x-www-form-urlencoded"),
                    };
                    view! {
                        <form class="form" id=FORM data-live-form method="post" action=action enctype=encoding novalidate>
                            <ProblemSummary problems/>
                            <input type="hidden" name="draft" value=draft.to_string()/>
                            <input type="hidden" name="step" value=step.as_str()/>
                            {inputs}
                            <Buttons step/>
                        </form>
                        <LiveForm/>
                    }.into_any()
                }}
            </div>
        </div>
    }
}

#[component]
fn Buttons(step: Step) -> impl IntoView {
    let next = step.next().map(|next| format!("Next: {}", next.label().to_lowercase()));
    view! {
        <ButtonGroup>
            {step.previous().map(|_| view! { <Button label="Back" name="go" value="back"/> })}
            {next.map(|label| view! { <Button label look=ButtonLook::Primary name="go" value="next"/> })}
            <Button label="Save and leave" look=ButtonLook::Link name="go" value="leave"/>
        </ButtonGroup>
    }
}

#[cfg(test)]
mod tests;
