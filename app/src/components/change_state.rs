//! A change by request: what is to become different, how far it is, and what to do about it.

use domain::{
    audit,
    change::{Change, State},
    may::Deed,
};
use leptos::prelude::*;

use super::{Exactly, Rights};
use crate::{
    paths,
    ui::{self, Alert, Button, ButtonGroup, Difference, Section, Tone},
};

/// Lines of the log's own kind, as a difference shows them.
#[must_use]
pub fn difference_lines(changes: Vec<audit::Change>) -> Vec<ui::Change> {
    changes.into_iter().map(|line| ui::Change::of(line.field, line.before, line.after)).collect()
}

/// What is to become different, and what others changed since that was asked for.
#[component]
pub fn WantedChange(wanted: Vec<audit::Change>, moved: Vec<audit::Change>) -> impl IntoView {
    let wanted = difference_lines(wanted);
    let moved = (!moved.is_empty()).then(|| {
        view! {
            <Alert tone=Tone::Warning title="The environment changed since this was asked for">
                "What is to be changed is not as it was, so nobody can approve this. Decline it, or have it asked for anew."
            </Alert>
            <Difference name="moved" caption="What changed meanwhile" before="When it was asked for" after="Now"
                changes=difference_lines(moved)/>
        }
    });
    view! {
        <Section title="What is to change" description="Exactly this is changed, and nothing else.">
            {moved}
            <Difference name="wanted" caption="What is to change" before="When it was asked for"
                changes=wanted/>
        </Section>
    }
}

/// How far it is, once it was approved.
#[component]
pub fn ChangeNews(change: Change, rights: Rights) -> impl IntoView {
    let told = |tone, title: &'static str, words: String| view! { <Alert tone title>{words}</Alert> }.into_any();
    match change.state {
        State::Waiting { words: None } | State::Armed => told(
            Tone::Info,
            "The environment is being changed",
            "The portal sends the change to FinSpace. This takes seconds.".into(),
        ),
        State::Waiting { words: Some(words) } => {
            told(Tone::Info, "The change waits", format!("{words} The portal tries again by itself."))
        }
        State::Applied { at } => view! {
            <Alert tone=Tone::Success title="The environment is changed">
                "It is as it was asked for, since "<Exactly at/>"."
            </Alert>
        }
        .into_any(),
        State::Stopped { words } => {
            let blocked = rights.blocked("apply-again", Deed::EditEnvironment);
            let id = change.request.to_string();
            view! {
                <Alert tone=Tone::Warning title="The change needs a decision">
                    <p>{words}</p>
                    <p>"An operator looks at the environment and tries again, or edits it by hand. If it is to become something else by now, ask anew."</p>
                </Alert>
                <form method="post" action=paths::action::APPLY_AGAIN>
                    <input type="hidden" name="id" value=id/>
                    <ButtonGroup><Button label="Try the change again" blocked/></ButtonGroup>
                </form>
            }
            .into_any()
        }
    }
}
