//! Where one is in a wizard.

use leptos::prelude::*;

use super::text::{MaybeText, Text, VisuallyHidden};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Complete,
    Current,
    /// It was left with errors.
    Invalid,
    Ahead,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub label: Text,
    pub state: StepState,
    /// Where a step leads, if one may go there.
    pub href: MaybeText,
}

impl Step {
    pub fn new(label: impl Into<Text>, state: StepState, href: impl Into<MaybeText>) -> Self {
        Self { label: label.into(), state, href: href.into() }
    }
}

#[component]
pub fn Steps(#[prop(into)] label: Text, steps: Vec<Step>) -> impl IntoView {
    let items: Vec<_> = steps
        .into_iter()
        .map(|step| {
            let (word, said) = match step.state {
                StepState::Complete => ("complete", Some(" (complete)")),
                StepState::Current => ("current", None),
                StepState::Invalid => ("invalid", Some(" (needs another look)")),
                StepState::Ahead => ("ahead", None),
            };
            let current = (step.state == StepState::Current).then_some("step");
            let said = said.map(|text| view! { <VisuallyHidden text/> });
            let entry = match step.href.0 {
                Some(href) => view! { <a href=href aria-current=current>{step.label}{said}</a> }.into_any(),
                None => view! { <span aria-current=current>{step.label}{said}</span> }.into_any(),
            };
            view! { <li data-state=word>{entry}</li> }
        })
        .collect();
    view! { <nav class="steps" aria-label=label><ol>{items}</ol></nav> }
}
