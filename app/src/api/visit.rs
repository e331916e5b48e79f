//! Who looks at a page, and what was left for them to see.

use domain::{Actor, Error, Problems, house::Appearance, ports::Numbers};
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
    pub numbers: Numbers,
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
    let numbers = match &actor {
        // A page is not worth less without the numbers; what failed was logged where it arose.
        Some(actor) => portal.numbers(actor).await.unwrap_or_default(),
        None => Numbers::default(),
    };
    Ok(Visit {
        actor,
        numbers,
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
