//! Where the forms of requests lead, and what is said there.

use domain::{
    Error,
    id::EnvironmentRequestId,
    request::{Kind, Request, Stage},
};

use super::{Back, Then, answer};
use crate::{
    api::{lifetimes::EndTyped, requests::RequestTyped},
    error::ApiError,
    flash::Notice,
    paths,
};

/// Where somebody goes who asked, or kept what they typed.
#[must_use]
pub fn after_asking(request: &Request) -> Then {
    let words = match request.stage {
        Stage::Draft => "The draft is saved. Only you see it. Go on with it whenever you like.",
        Stage::Approved => {
            "The blueprint approved your request by itself, within its limits. The portal creates the environment now."
        }
        _ => "Your request is sent. Those who decide see it now, and this page shows what becomes of it.",
    };
    Then::go(paths::request(&request.id)).telling(Notice::done(words))
}

/// What an approval means.
#[must_use]
pub fn approved(request: &Request) -> String {
    match request.stage {
        Stage::Approved => match request.kind {
            Kind::Create => format!("“{}” is approved. The portal creates it now; this page follows it.", request.name),
            Kind::Delete => format!("The deletion of “{}” is settled. This page says when it begins.", request.name),
            Kind::Extend => format!("“{}” has more time. This page says until when.", request.name),
            Kind::Change => {
                format!(
                    "The change of “{}” is approved. The portal applies it now; this page follows it.",
                    request.name
                )
            }
        },
        _ => "Your approval counts. Somebody else has to approve, too.".into(),
    }
}

/// Answers a form of a request's page: with words on the same page, or with what is wrong and what was typed.
pub async fn decided<T>(
    id: &EnvironmentRequestId,
    done: Result<T, Error>,
    told: impl FnOnce(&T) -> String,
    typed: Option<RequestTyped>,
) -> Result<(), ApiError> {
    let page = paths::request(id);
    let then = |value: &T| Then::go(&page).telling(Notice::done(told(value)));
    let back = || match &typed {
        Some(typed) => Back::to(&page).with(typed),
        None => Back::to(&page),
    };
    answer(done, then, back).await.map(|_| ())
}

/// Answers a form about the life of an environment, which stands on several pages: `back` says on which.
pub async fn ended<T>(
    done: Result<T, Error>,
    back: &str,
    told: impl FnOnce(&T) -> String,
    typed: Option<EndTyped>,
) -> Result<(), ApiError> {
    let page = paths::own(back).unwrap_or(paths::HOME);
    let then = |value: &T| Then::go(page).telling(Notice::done(told(value)));
    let back = || match &typed {
        Some(typed) => Back::to(page).with(typed),
        None => Back::to(page),
    };
    answer(done, then, back).await.map(|_| ())
}
