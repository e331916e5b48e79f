//! How a form is answered.

use domain::Error;
use serde::Serialize;

use super::{flash::leave_flash, see_other, wants_html};
use crate::{
    error::ApiError,
    flash::{Flash, Notice},
    paths,
};

/// Where a form's sender goes after a success, and what they are told there.
pub struct Then {
    pub path: String,
    pub notice: Option<Notice>,
}

impl Then {
    #[must_use]
    pub fn go(path: impl Into<String>) -> Self {
        Self { path: path.into(), notice: None }
    }

    #[must_use]
    pub fn telling(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }
}

/// Where a form's sender goes after a failure, with what they typed.
pub struct Back {
    pub path: String,
    pub typed: Option<serde_json::Value>,
}

impl Back {
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), typed: None }
    }

    /// Keeps what was typed for the page that shows the errors. Never give it a password.
    #[must_use]
    pub fn with(mut self, typed: &impl Serialize) -> Self {
        self.typed = serde_json::to_value(typed).ok();
        self
    }
}

/// The one place where the answer to a form is chosen. A browser's form gets a redirect to a page that shows the result;
/// a program gets the typed result, or the typed error with its status.
pub async fn answer<T>(
    result: Result<T, Error>,
    then: impl FnOnce(&T) -> Then,
    back: impl FnOnce() -> Back,
) -> Result<T, ApiError> {
    if wants_html() {
        match &result {
            Ok(value) => {
                let then = then(value);
                // What was kept for the page by other means stays.
                if let Some(notice) = then.notice {
                    leave_flash(Flash { notices: vec![notice], ..Flash::default() }).await;
                }
                see_other(&then.path);
            }
            Err(Error::SignedOut) => see_other(paths::SIGN_IN),
            Err(error) => {
                let back = back();
                leave_flash(Flash { error: Some(error.clone()), typed: back.typed, ..Flash::default() }).await;
                see_other(&back.path);
            }
        }
    }
    result.map_err(ApiError)
}
