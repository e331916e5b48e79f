//! Where the outcome of a call leads, and what it is called.

use domain::{
    Problems,
    environment::{EnvironmentForm, Step},
    id::DraftId,
    operation::{Operation, State},
    tag::TagChange,
};

use super::{Back, Then, actor, answer, portal};
use crate::{api::drafts::Go, error::ApiError, flash::Notice, paths};

/// Keeps a step and goes where its button says: on only when the step has no problems.
pub async fn save_step(draft: DraftId, step: Step, go: Go, form: EnvironmentForm) -> Result<(), ApiError> {
    let saved = portal().save_step(&actor()?, &draft, step, form).await;
    let next = |problems: &Problems| match go {
        Go::Next if problems.is_empty() => Then::go(paths::step(&draft, step.next().unwrap_or(step))),
        Go::Next | Go::Stay => Then::go(paths::step(&draft, step)),
        Go::Back => Then::go(paths::step(&draft, step.previous().unwrap_or(step))),
        Go::Leave => {
            Then::go(paths::NEW_ENVIRONMENT).telling(Notice::done("The draft is saved. Resume it whenever you like."))
        }
    };
    answer(saved, next, || Back::to(paths::step(&draft, step))).await.map(|_| ())
}

/// Where a create call leads: to the environment, to what FinSpace said, or to the search for a lost answer.
#[must_use]
pub fn after_create(operation: &Operation) -> Then {
    let plan = &operation.plan;
    match &operation.state {
        State::Created { environment } => Then::go(paths::environment(&plan.connection, environment))
            .telling(Notice::done(format!("“{}” is being created. This page follows its status.", plan.name))),
        State::Refused { .. } => Then::go(paths::step(&operation.draft, Step::Review)),
        State::Armed | State::Unknown { .. } => Then::go(paths::outcome(&operation.draft)),
    }
}

/// What a save of tags did, in words.
#[must_use]
pub fn tags_saved(change: &TagChange) -> String {
    match (change.set.len(), change.removed.len()) {
        (0, 0) => "The tags were as you wanted them. Nothing had to change.".into(),
        (set, 0) => format!("{set} {} saved.", if set == 1 { "tag is" } else { "tags are" }),
        (0, removed) => format!("{removed} {} removed.", if removed == 1 { "tag is" } else { "tags are" }),
        (set, removed) => format!("{set} saved, {removed} removed."),
    }
}
