//! What the shell itself answers when no page can: a plain page for people, a few words of JSON for programs.

use std::{fmt::Display, sync::Arc};

use app::error::ApiError;
use axum::{
    Json,
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use domain::{Error, id::FailureId, portal::FailureLog, ports::Chance};

use crate::auth::strangers::wants_html;

/// Makes plain answers in the looks of the site.
#[derive(Clone)]
pub struct Plain {
    /// The address of the style sheet; empty when there is none.
    css: Arc<str>,
    chance: Arc<dyn Chance>,
    failures: Arc<dyn FailureLog>,
}

impl Plain {
    pub fn new(css: &str, chance: Arc<dyn Chance>, failures: Arc<dyn FailureLog>) -> Self {
        Self { css: css.into(), chance, failures }
    }

    /// Words with a status, in the form that the asker reads.
    pub fn answer(&self, asked: &HeaderMap, status: StatusCode, title: &str, words: &str) -> Response {
        if wants_html(asked) {
            return (status, Html(self.page(title, words))).into_response();
        }
        let error = match status {
            StatusCode::FORBIDDEN => Error::Denied(words.to_owned()),
            _ => Error::Unreadable(words.to_owned()),
        };
        (status, Json(ApiError(error))).into_response()
    }

    /// What a use case says when it fails.
    pub fn error(&self, asked: &HeaderMap, error: Error) -> Response {
        let error = ApiError(error);
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if wants_html(asked) {
            return (status, Html(self.page("This did not work", &error.to_string()))).into_response();
        }
        (status, Json(error)).into_response()
    }

    /// A fault of ours: logs the cause, and tells only an id to quote.
    pub fn failed(&self, asked: &HeaderMap, cause: &dyn Display) -> Response {
        let id = self.failure_id();
        self.failures.failed(&id, cause);
        self.tell_failure(asked, &id)
    }

    /// The same for a cause that was logged where it arose.
    pub fn broken(&self, asked: &HeaderMap) -> Response {
        let id = self.failure_id();
        self.failures.failed(&id, &"see the line before");
        self.tell_failure(asked, &id)
    }

    fn tell_failure(&self, asked: &HeaderMap, id: &FailureId) -> Response {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        if wants_html(asked) {
            let words = format!(
                "This is a fault of the portal and none of yours. Try again in a moment. If it stays, tell whoever runs the portal \
                 the id {id}: its log says more under it."
            );
            return (status, Html(self.page("The portal failed", &words))).into_response();
        }
        (status, Json(ApiError(Error::Failed(id.clone())))).into_response()
    }

    fn failure_id(&self) -> FailureId {
        let mut id = [0; 26];
        id.copy_from_slice(&self.chance.bytes()[..26]);
        FailureId::from_bytes(id)
    }

    fn page(&self, title: &str, words: &str) -> String {
        let css = if self.css.is_empty() {
            String::new()
        } else {
            format!("<link rel=\"stylesheet\" href=\"{}\">", self.css)
        };
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · FinSpace Portal</title>{css}</head>\
             <body><main class=\"door\"><h1>{title}</h1><p>{}</p><p><a href=\"/\">Go to the start page</a></p></main></body></html>",
            escaped(words)
        )
    }
}

/// Text that cannot become markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
