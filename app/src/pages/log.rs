//! The audit log: who did what, and when.

use domain::{Error, Problems, audit::LogForm};
use leptos::prelude::*;

use crate::{
    api::log::{LogShown, list},
    components::{LogChips, LogFilters, LogTable, ProblemSummary, log_export, read_log},
    error::ApiError,
    page::{Content, page},
    paths,
    ui::{Blocked, Button, EmptyState, Glyph, PageHeader},
};

/// What a page says of itself.
const ABOUT: &str = "Who did what, when, and how it ended. Lines are written once: nobody can change or delete them here. \
                     Times are UTC (offset +00:00).";

pub fn log() -> impl IntoView {
    page(|visit| async move {
        let form = read_log(&visit.here);
        match list(form.clone()).await {
            Ok(shown) => Ok(Content::new("Audit log", view! { <Log form shown/> })),
            // The filters are shown again with what is wrong; without them the page would show what nobody asked for.
            Err(ApiError(Error::Invalid(problems))) => {
                ApiError(Error::Invalid(problems.clone())).mark_response();
                Ok(Content::new("Audit log", view! { <WrongFilters form problems/> }))
            }
            Err(error) => Err(error),
        }
    })
}

#[component]
fn Log(form: LogForm, shown: LogShown) -> impl IntoView {
    let actions = view! {
        <Button label="Export CSV" icon=Glyph::Download href=log_export(paths::LOG_CSV, &form)/>
        <Button label="Export JSON" icon=Glyph::Download href=log_export(paths::LOG_JSON, &form)/>
    };
    view! {
        <PageHeader title="Audit log" description=ABOUT actions/>
        <LogFilters form=form.clone() problems=Problems::default() now=Some(shown.now)/>
        <LogChips form=form.clone()/>
        <LogTable shown form/>
    }
}

#[component]
fn WrongFilters(form: LogForm, problems: Problems) -> impl IntoView {
    let why = || "Correct the filters first: they also say what is exported.";
    let actions = view! {
        <Button label="Export CSV" icon=Glyph::Download blocked=Some(Blocked::new("csv", why()))/>
        <Button label="Export JSON" icon=Glyph::Download blocked=Some(Blocked::new("json", why()))/>
    };
    view! {
        <PageHeader title="Audit log" description=ABOUT actions/>
        <ProblemSummary problems=problems.clone()/>
        <LogFilters form=form.clone() problems now=None/>
        <LogChips form/>
        <EmptyState title="No events are shown" text="A filter cannot be read. Correct it and apply, or clear the filters."/>
    }
}
