//! Where one is in a wizard.

use leptos::prelude::*;

use super::text::{Text, VisuallyHidden};

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
    pub way: StepWay,
}

/// How one gets to a step.
#[derive(Clone, Debug)]
pub enum StepWay {
    Link(Text),
    /// By sending a form, so that what was typed on this step comes along.
    Button {
        form: &'static str,
        name: &'static str,
        value: &'static str,
    },
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
            let entry = match step.way {
                StepWay::Link(href) => view! { <a href=href aria-current=current>{step.label}{said}</a> }.into_any(),
                StepWay::Button { form, name, value } => {
                    view! { <button form=form name=name value=value>{step.label}{said}</button> }.into_any()
                }
            };
            view! { <li data-state=word>{entry}</li> }
        })
        .collect();
    view! { <nav class="steps" aria-label=label><ol>{items}</ol></nav> }
}
