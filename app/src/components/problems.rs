//! What is wrong with a form: a summary that links to the fields, and the words for each field.

use domain::{Field, Problems};
use leptos::prelude::*;

use crate::ui::{FieldError, FieldErrorSummary, MaybeText};

/// The summary on top of a form; nothing when nothing is wrong.
#[component]
pub fn ProblemSummary(problems: Problems) -> impl IntoView {
    let errors = problems.0.into_iter().map(|problem| {
        let words = format!("{}: {}", problem.field.label(), problem.words);
        FieldError::new(problem.field.input(), words)
    });
    view! { <FieldErrorSummary errors=errors.collect()/> }
}

/// What to say at a field.
#[must_use]
pub fn error_at(problems: &Problems, field: Field) -> MaybeText {
    MaybeText::from(problems.of(field).map(|problem| problem.words.clone()))
}

/// The legal value to offer at a field.
#[must_use]
pub fn offer_at(problems: &Problems, field: Field) -> MaybeText {
    MaybeText::from(problems.of(field).and_then(|problem| problem.suggestion.clone()))
}
