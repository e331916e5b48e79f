//! Who looks at a page, and what was left for them to see.

use domain::{Actor, Error, Problems, house::Appearance};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{components::Rights, error::ApiError, flash::Flash};

/// What every page knows of the person in front of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    pub actor: Option<Actor>,
    pub flash: Flash,
    pub appearance: Appearance,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// Path and query of the page.
    pub here: String,
    /// How many requests wait for their decision.
    pub waiting: i64,
    /// How many notices they have not read.
    pub unread: i64,
}

impl Visit {
    /// What the person in front of the page may do.
    #[must_use]
    pub fn rights(&self) -> Rights {
        Rights(self.actor.clone())
    }

    /// What is wrong with the form that was sent last: by field, or nothing.
    #[must_use]
    pub fn problems(&self) -> Problems {
        match &self.flash.error {
            Some(Error::Invalid(problems)) => problems.clone(),
            _ => Problems::default(),
        }
    }
}

/// Reads the visit, with what was left for one page only.
#[server(endpoint = "visit")]
pub async fn read_visit() -> Result<Visit, ApiError> {
    use crate::context;
    let actor = context::visitor();
    let portal = context::portal();
    // A page is not worth less without the numbers; what failed was logged where it arose.
    let (waiting, unread) = match &actor {
        Some(actor) => (
            portal.requests_waiting(actor).await.unwrap_or_default(),
            portal.unread_notices(actor).await.unwrap_or_default(),
        ),
        None => (0, 0),
    };
    Ok(Visit {
        actor,
        waiting,
        unread,
        flash: context::left_flash().await,
        appearance: portal.house().appearance.clone(),
        theme: context::theme().word().to_owned(),
        here: context::here(),
    })
}

/// Remembers a theme in this browser.
#[server(endpoint = "theme")]
pub async fn choose_theme(theme: String, #[server(default)] back: String) -> Result<(), ApiError> {
    use crate::{context, paths};
    context::remember_theme(&theme);
    context::see_other(paths::own(&back).unwrap_or(paths::HOME));
    Ok(())
}
