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
        let (path, flash) = match &result {
            Ok(value) => {
                let Then { path, notice } = then(value);
                // What was kept for the page by other means stays.
                (path, notice.map(|notice| Flash { notices: vec![notice], ..Flash::default() }))
            }
            Err(Error::SignedOut) => (paths::SIGN_IN.to_owned(), None),
            Err(error) => {
                let Back { path, typed } = back();
                (path, Some(Flash { error: Some(error.clone()), typed, ..Flash::default() }))
            }
        };
        lead(&path, flash).await;
    }
    result.map_err(ApiError)
}

/// Apart, since it is the same for every form, and so compiled once.
async fn lead(path: &str, flash: Option<Flash>) {
    if let Some(flash) = flash {
        leave_flash(flash).await;
    }
    see_other(path);
}
