//! What went wrong, in words, with what to do next.

use domain::Error;
use leptos::prelude::*;

use crate::{
    paths,
    ui::{Alert, Button, Flash, PageHeader, Tone},
};

/// Title, text and the id to quote.
struct Words {
    title: String,
    text: String,
    id: Option<String>,
}

fn words(error: &Error) -> Words {
    let say = |title: &str, text: &str| Words { title: title.into(), text: text.into(), id: None };
    match error {
        Error::SignedOut => say("Sign in first", "Your session has ended. Sign in, then come back to this page."),
        Error::Denied(why) => say("This was refused", why),
        Error::NotFound(what) => Words {
            title: format!("{what} is not there"),
            text: "It may have been deleted, or the address is wrong. Go back to the list to look for it.".into(),
            id: None,
        },
        Error::Invalid(problems) => {
            let count = problems.0.len();
            let title = if count == 1 {
                "One input is to be corrected".into()
            } else {
                format!("{count} inputs are to be corrected")
            };
            let text =
                problems.0.iter().map(|p| format!("{}: {}", p.field.label(), p.words)).collect::<Vec<_>>().join(" ");
            Words { title, text, id: None }
        }
        Error::Conflict(what) => say("This did not work", what),
        Error::FinSpace(refusal) => Words {
            title: refusal.kind.title().into(),
            text: format!("{} FinSpace says: {}", refusal.kind.advice(), refusal.said),
            id: refusal.request_id.clone(),
        },
        Error::Unanswered(what) => Words {
            title: "No answer came from FinSpace".into(),
            text: format!("It may or may not have happened ({what}). Look at the environment before you try again."),
            id: None,
        },
        Error::TooMany { wait_seconds } => Words {
            title: "Too many tries".into(),
            text: format!("Wait {}, then try again.", seconds(*wait_seconds)),
            id: None,
        },
        Error::Unavailable(id) => Words {
            title: "The portal cannot do this right now".into(),
            text: "Its database does not answer. Nothing was changed. Wait a minute, then try again.".into(),
            id: Some(id.to_string()),
        },
        Error::Failed(id) => Words {
            title: "The portal failed".into(),
            text: "This is a fault of ours; its cause is in the server's log under the id below.".into(),
            id: Some(id.to_string()),
        },
        Error::Unreadable(_) => say(
            "The portal could not read this form",
            "The page may be of an older version of the portal. Go back, reload the page and send it again.",
        ),
        Error::Offline => say("The portal cannot be reached", "Check your connection, then try again."),
    }
}

fn seconds(wait: u32) -> String {
    match wait {
        0..=1 => "1 second".into(),
        2..120 => format!("{wait} seconds"),
        120..7200 => format!("{} minutes", wait.div_ceil(60)),
        _ => format!("{} hours", wait.div_ceil(3600)),
    }
}

/// The error at the top of the next page. Field errors are shown by the form itself.
#[must_use]
pub fn problem_flash(error: &Error) -> Option<Flash> {
    if matches!(error, Error::Invalid(_)) {
        return None;
    }
    let Words { title, text, id } = words(error);
    let flash = Flash::new(Tone::Danger, title).body(text);
    Some(match id {
        Some(id) => flash.error_id(id),
        None => flash,
    })
}

/// What went wrong with one of many, in one line.
#[must_use]
pub fn error_line(error: &Error) -> String {
    match (error, words(error)) {
        // What does not fit is known to be about the tags: how many inputs that makes is no news.
        (Error::Invalid(_), Words { text, .. }) => text,
        (_, Words { title, text, id: None }) => format!("{title}. {text}"),
        (_, Words { title, text, id: Some(id) }) => format!("{title}. {text} Quote this id: {id}."),
    }
}

/// A page of its own for what could not be shown.
#[component]
pub fn Problem(error: Error) -> impl IntoView {
    let (next, label) = match error {
        Error::SignedOut => (paths::SIGN_IN, "Sign in"),
        _ => (paths::HOME, "Go to the start page"),
    };
    let Words { title, text, id } = words(&error);
    view! {
        <PageHeader title=title.clone()/>
        <Alert tone=Tone::Danger title error_id=id>{text}</Alert>
        <p><Button href=next label/></p>
    }
}
