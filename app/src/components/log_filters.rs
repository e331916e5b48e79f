//! Narrowing the log: the form, and the filters in force.

use domain::{
    Field, Problems,
    audit::{Action, LogForm, Outcome},
};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::{
    error_at,
    events::{action_words, outcome_words},
    log_query::log_parameters,
    log_with,
};
use crate::{
    paths,
    ui::{Chip, Chips, Choice, FilterBar, InputType, Need, Select, TextField},
};

/// The address of the same page size without any filter.
#[must_use]
pub fn unfiltered(form: &LogForm) -> String {
    log_with(&LogForm::default(), |clear| clear.size.clone_from(&form.size))
}

/// The form. What was typed stays in it, right or wrong.
#[component]
pub fn LogFilters(form: LogForm, problems: Problems, now: Option<Timestamp>) -> impl IntoView {
    let clear = form.filters().then(|| unfiltered(&form));
    let kept = log_parameters(&form).into_iter().filter(|(name, _)| *name == "size");
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let actions = Action::ALL.map(|action| (action.as_str(), action_words(action)));
    let outcomes = Outcome::ALL.map(|outcome| (outcome.as_str(), outcome_words(outcome).1));
    view! {
        <FilterBar action=paths::LOG label="Filter the audit log" clear>
            <TextField name="text" label="Find in words, changes, people and objects" r#type=InputType::Search need=Need::Optional
                value=form.text.clone()/>
            <TextField name="who" label="Who (email address)" need=Need::Optional value=form.who.clone()/>
            <Select name="action" label=Field::LogAction.label() need=Need::Optional choices=offered("Anything", &actions, &form.action)
                value=form.action.clone() error=error_at(&problems, Field::LogAction)/>
            <Select name="outcome" label=Field::LogOutcome.label() need=Need::Optional
                choices=offered("Any outcome", &outcomes, &form.outcome) value=form.outcome.clone()
                error=error_at(&problems, Field::LogOutcome)/>
            <TextField name="object" label="Object" need=Need::Optional value=form.object.clone()/>
            <TextField name="from" label=Field::LogFrom.label() need=Need::Optional value=form.from.clone() list="log-times"
                error=error_at(&problems, Field::LogFrom)/>
            <TextField name="until" label=Field::LogUntil.label() need=Need::Optional value=form.until.clone() list="log-times"
                error=error_at(&problems, Field::LogUntil)/>
            <datalist id="log-times">{now.map(times)}</datalist>
            {kept}
        </FilterBar>
    }
}

/// What can be chosen, and what was asked for although there is no such thing.
fn offered(any: &'static str, known: &[(&'static str, &'static str)], asked: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", any)];
    choices.extend(known.iter().map(|(word, label)| Choice::new(*word, *label)));
    if !asked.is_empty() && !known.iter().any(|(word, _)| *word == asked) {
        choices.push(Choice::new(asked.to_owned(), asked.to_owned()));
    }
    choices
}

/// Times that are often meant. They also show how a time is written.
fn times(now: Timestamp) -> impl IntoView + use<> {
    let past = |hours: i64| now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now).to_string();
    let day = |hours: i64| past(hours).chars().take(10).collect::<String>();
    let minute = |hours: i64| past(hours).chars().take(16).collect::<String>();
    [
        (minute(1), "An hour ago"),
        (day(0), "Today"),
        (day(24), "Yesterday"),
        (day(7 * 24), "A week ago"),
        (day(30 * 24), "30 days ago"),
    ]
    .map(|(value, label)| view! { <option value=value label=label></option> })
    .collect_view()
}

/// The filters in force, each with a link to the log without it.
#[component]
pub fn LogChips(form: LogForm) -> impl IntoView {
    if !form.filters() {
        return None;
    }
    let without = |take: fn(&mut LogForm)| log_with(&form, take);
    let action = Action::ALL.into_iter().find(|action| action.as_str() == form.action).map(action_words);
    let outcome = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == form.outcome);
    let outcome = outcome.map(|outcome| outcome_words(outcome).1);
    let chips = [
        ("Find", form.text.clone(), without(|form| form.text.clear())),
        ("Who", form.who.clone(), without(|form| form.who.clear())),
        ("What", action.unwrap_or(&form.action).to_owned(), without(|form| form.action.clear())),
        ("Outcome", outcome.unwrap_or(&form.outcome).to_owned(), without(|form| form.outcome.clear())),
        ("Object", form.object.clone(), without(|form| form.object.clear())),
        ("From", form.from.clone(), without(|form| form.from.clear())),
        ("Until", form.until.clone(), without(|form| form.until.clear())),
    ];
    let chips = chips
        .into_iter()
        .filter(|(_, value, _)| !value.trim().is_empty())
        .map(|(label, value, remove)| view! { <Chip label value remove/> })
        .collect_view();
    Some(view! { <Chips label="Filters in force">{chips}</Chips> })
}
