//! How long an environment lives, as its pages say it: a mark for lists, and the section with what can be done.

use domain::{
    Field, Problems,
    deletion::{Cause, Deletion, State},
    environment::Environment,
    lifetime::{Lifetime, REMINDERS, date, days_left},
    may::{Deed, Facts},
    request::Part,
};
use jiff::Timestamp;
use leptos::prelude::*;

use super::{Exactly, ProblemSummary, Rights, error_at};
use crate::{
    api::lifetimes::EndTyped,
    paths,
    ui::{
        Alert, Badge, Blocked, Button, ButtonGroup, ButtonLook, Details, DetailsState, InputType, Need, TextField, Tone,
    },
};

/// Who wanted it, as a sentence ends.
fn because(deletion: &Deletion) -> String {
    match deletion.cause {
        Cause::Asked => format!("as {} asked", deletion.who),
        Cause::Over => "because its lifetime is over".into(),
    }
}

/// What there is to say in a few words: the tone, and the words; nothing of an environment that may stay.
#[must_use]
pub fn in_short(lifetime: &Lifetime, now: Timestamp) -> Option<(Tone, String)> {
    let Some(deletion) = &lifetime.deletion else {
        let end = lifetime.ends_at?;
        let left = days_left(end, now);
        let is_near = left <= i64::from(REMINDERS[0]);
        let tone = if is_near { Tone::Warning } else { Tone::Neutral };
        return Some((tone, format!("Ends on {}, {}", date(end), in_days(left))));
    };
    Some(match &deletion.state {
        State::Cooling => (Tone::Warning, format!("Deletes on {}", date(deletion.begins_at))),
        State::Waiting { .. } | State::Armed | State::Leaving => (Tone::Progress, "Is being deleted".into()),
        State::Gone { at } => (Tone::Neutral, format!("Deleted on {}", date(*at))),
        State::Stopped { .. } => (Tone::Warning, "Its deletion needs a decision".into()),
        State::Stuck => (Tone::Danger, "Could not be deleted".into()),
    })
}

/// `in 12 days`.
#[must_use]
pub fn in_days(left: i64) -> String {
    match left {
        0 => "now".into(),
        1 => "in 1 day".into(),
        left => format!("in {left} days"),
    }
}

/// The few words as a badge.
#[component]
pub fn LifetimeMark(lifetime: Option<Lifetime>, now: Timestamp) -> impl IntoView {
    let (tone, label) = in_short(lifetime.as_ref()?, now)?;
    Some(view! { <Badge tone label/> })
}

/// What is decided, in full, and what to do about it.
#[component]
pub fn LifetimeNews(lifetime: Lifetime, now: Timestamp) -> impl IntoView {
    let Some(deletion) = lifetime.deletion else {
        return match lifetime.ends_at {
            Some(end) => view! {
                <p>"It ends on "<Exactly at=end/>", "{in_days(days_left(end, now))}". Then it is deleted, after some days in which more time can still be asked for."</p>
            }
            .into_any(),
            None => view! { <p>"It has no end. It stays until somebody deletes it."</p> }.into_any(),
        };
    };
    let why = because(&deletion);
    let next = match deletion.cause {
        Cause::Asked => {
            "If it is needed still, press “Keep it”: owners and approvers of the team can, whoever asked, operators and administrators."
        }
        Cause::Over => "If it is needed still, ask for more time now. Whatever is in it is lost when it is deleted.",
    };
    let (tone, title, words) = match deletion.state {
        State::Cooling => (Tone::Warning, format!("Deletes on {}, {why}", date(deletion.begins_at)), next.to_owned()),
        State::Waiting { words: Some(words) } => (Tone::Info, format!("It is to be deleted, {why}"), words),
        State::Waiting { words: None } | State::Armed => (
            Tone::Info,
            format!("It is being deleted, {why}"),
            "The portal sends the call to FinSpace. This takes seconds.".into(),
        ),
        State::Leaving => (
            Tone::Info,
            format!("It is being deleted, {why}"),
            "FinSpace takes it down. There is nothing for you to do.".into(),
        ),
        State::Gone { at } => (
            Tone::Neutral,
            format!("It was deleted on {}, {why}", date(at)),
            "What was decided about it stays in its requests and in the log.".into(),
        ),
        State::Stopped { words } => (
            Tone::Warning,
            "Its deletion needs a decision".into(),
            format!(
                "{words} Nothing was deleted. An operator looks at the environment, then tries again, keeps it, or deletes it by hand."
            ),
        ),
        State::Stuck => (
            Tone::Danger,
            "FinSpace could not take it down".into(),
            "Nobody can use it any more. An operator tries again, and asks AWS when that fails too.".into(),
        ),
    };
    view! { <Alert tone title>{words}</Alert> }.into_any()
}

/// What the buttons beside a lifetime depend on.
#[derive(Clone, Debug)]
pub struct Ground {
    pub rights: Rights,
    /// What the reader is to the request of its deletion.
    pub part: Option<Part>,
    /// The page to come back to.
    pub back: String,
}

/// The buttons that call a deletion off, or let it go on.
#[component]
pub fn LifetimeButtons(lifetime: Lifetime, ground: Ground) -> impl IntoView {
    let deletion = lifetime.deletion?;
    let Ground { rights, part, back } = ground;
    let is_asked = deletion.cause == Cause::Asked;
    let (connection, id) = (lifetime.connection.to_string(), lifetime.environment.to_string());
    let hidden = move || {
        let (connection, id, back) = (connection.clone(), id.clone(), back.clone());
        view! {
            <input type="hidden" name="connection" value=connection/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="back" value=back/>
        }
    };
    let keep = (is_asked && deletion.can_be_kept()).then(|| {
        let why = rights.reason(Deed::KeepEnvironment, Facts::in_request(part));
        let blocked = why.map(|why| Blocked::new("keep", why));
        view! {
            <form method="post" action=paths::action::KEEP_ENVIRONMENT>
                {hidden()}
                <Button label="Keep it" look=ButtonLook::Primary blocked/>
            </form>
        }
    });
    let again = matches!(deletion.state, State::Stopped { .. } | State::Stuck).then(|| {
        let blocked = rights.blocked("delete-again", Deed::DeleteEnvironment);
        view! {
            <form method="post" action=paths::action::DELETE_AGAIN>
                {hidden()}
                <Button label="Try the deletion again" look=ButtonLook::Danger blocked/>
            </form>
        }
    });
    Some(view! { <ButtonGroup>{keep}{again}</ButtonGroup> })
}

/// Where administrators say when an environment ends.
#[component]
pub fn EndInput(
    environment: Environment,
    lifetime: Option<Lifetime>,
    typed: Option<EndTyped>,
    problems: Problems,
    ground: Ground,
) -> impl IntoView {
    let known = lifetime.and_then(|one| one.ends_at).map(|end| end.strftime("%Y-%m-%d").to_string());
    let (is_typed, value) = match typed {
        Some(EndTyped::Date(date)) => (true, date),
        _ => (false, known.unwrap_or_default()),
    };
    let problems = if is_typed { problems } else { Problems::default() };
    let error = error_at(&problems, Field::EndsOn);
    let blocked = ground.rights.blocked("set-end", Deed::SetEnd);
    let state = if is_typed { DetailsState::Open } else { DetailsState::Closed };
    view! {
        <Details summary="Set its end" state>
            <form class="form" method="post" action=paths::action::SET_END novalidate>
                <ProblemSummary problems=problems/>
                <input type="hidden" name="connection" value=environment.connection.to_string()/>
                <input type="hidden" name="id" value=environment.id.to_string()/>
                <input type="hidden" name="back" value=ground.back/>
                <TextField name=Field::EndsOn.input() label=Field::EndsOn.label() value need=Need::Optional
                    r#type=InputType::Text error
                    hint="A day like 2026-12-31, at whose beginning it ends. Empty: it stays until somebody deletes it."/>
                <div><Button label="Set the end" blocked/></div>
            </form>
        </Details>
    }
}
