//! The log in its states, with its pages.

use std::collections::BTreeMap;

use domain::audit::{Count, Line, LogForm, SIZES};
use leptos::prelude::*;

use super::{
    Exactly,
    events::{EventWords, action_words, environment_of, outcome_words},
    log_address,
    log_filters::unfiltered,
    log_query::log_filter_parameters,
    log_with,
};
use crate::{
    api::log::LogShown,
    paths,
    ui::{Badge, Button, EmptyState, PageLinks, PageSize, PageTurns, Table, TableLayout, Text, grouped},
};

/// A page of the log, or what it says when there is nothing to show.
#[component]
pub fn LogTable(shown: LogShown, form: LogForm) -> impl IntoView {
    if shown.page.matching.is_none() {
        return nothing(&form);
    }
    if shown.page.lines.is_empty() {
        let newest = log_with(&form, |_| {});
        return view! {
            <EmptyState title="Nothing is that old" text="The log begins later than this page."
                action=view! { <Button label="Go to the newest events" href=newest/> }/>
        }
        .into_any();
    }
    let rows = shown.page.lines.iter().map(|line| row(line.clone(), &shown.names, &form)).collect_view();
    view! {
        <Table name="log" caption="Events, newest first" layout=TableLayout::Stack>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"What"</th>
                    <th scope="col">"Outcome"</th>
                    <th scope="col">"Object"</th>
                    <th scope="col">"In words"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <Pages shown form/>
    }
    .into_any()
}

fn nothing(form: &LogForm) -> AnyView {
    if form.filters() {
        let clear = unfiltered(form);
        return view! {
            <EmptyState title="No event matches" text="None of the events in the log passes all filters."
                action=view! { <Button label="Clear filters" href=clear/> }/>
        }
        .into_any();
    }
    view! {
        <EmptyState title="Nothing has happened yet"
            text="What people do here is recorded with who, when and how it ended, as soon as somebody does something."/>
    }
    .into_any()
}

fn row(line: Line, names: &BTreeMap<String, String>, form: &LogForm) -> impl IntoView + use<> {
    let Line { position, event, .. } = line;
    let (tone, word) = outcome_words(event.outcome);
    let who = event.who.clone();
    let by = log_with(form, |form| form.who.clone_from(&who));
    let object = object(&event.object, names, form);
    view! {
        <tr>
            <td class="nowrap" data-label="When"><Exactly at=event.at/></td>
            <td class="wrap" data-label="Who"><a href=by>{who}</a></td>
            <td data-label="What">{action_words(event.action)}</td>
            <td data-label="Outcome"><Badge tone label=word/></td>
            <td class="wrap" data-label="Object">{object}</td>
            <td class="wrap" data-label="In words"><div><EventWords event position=Some(position)/></div></td>
        </tr>
    }
}

/// What it was done to: an environment leads to its page, or to its history once it is gone; anything else to what
/// else was done to it.
fn object(object: &str, names: &BTreeMap<String, String>, form: &LogForm) -> impl IntoView + use<> {
    let (href, label) = match (environment_of(object), names.get(object)) {
        (Some((connection, id)), Some(name)) => (paths::environment(&connection, &id), name.clone()),
        (Some((connection, id)), None) => (paths::history(&connection, &id), object.to_owned()),
        (None, _) => (log_with(form, |form| object.clone_into(&mut form.object)), object.to_owned()),
    };
    let below = (label != object).then(|| {
        let object = object.to_owned();
        view! { <div class="row-id">{object}</div> }
    });
    view! { <div><a href=href>{label}</a>{below}</div> }
}

#[component]
fn Pages(shown: LogShown, form: LogForm) -> impl IntoView {
    let LogShown { page, size, .. } = shown;
    let at = |before: Option<i64>, after: Option<i64>| {
        let word = |position: Option<i64>| position.map_or(String::new(), |position| position.to_string());
        log_address(&LogForm { before: word(before), after: word(after), ..form.clone() })
    };
    let (first, last) = (page.lines.first().map(|line| line.position), page.lines.last().map(|line| line.position));
    let links = PageLinks {
        first: page.newer.then(|| at(None, None)).into(),
        previous: page.newer.then(|| at(None, first)).into(),
        next: page.older.then(|| at(last, None)).into(),
        last: page.older.then(|| at(None, Some(0))).into(),
    };
    let range = match page.matching {
        Count::Exactly(1) => "1 event".to_owned(),
        Count::Exactly(count) => format!("{} events", grouped(count.unsigned_abs())),
        Count::MoreThan(count) => format!("More than {} events", grouped(count.unsigned_abs())),
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let kept = log_filter_parameters(&form).into_iter();
    let size = PageSize {
        action: paths::LOG.into(),
        name: "size".into(),
        sizes: SIZES.map(number).to_vec(),
        size: number(size),
        keep: kept.map(|(name, value)| (Text::from(name), Text::from(value))).collect(),
    };
    view! { <PageTurns range noun="events" links size=Some(size)/> }
}
