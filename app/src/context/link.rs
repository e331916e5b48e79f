//! A secret on its way to the one page that shows it.
//!
//! It travels in a cookie of that page and not in the session: a session is a row of the database, where no secret
//! stands as it is, and an address would leave it in the browser's history.

use axum::http::header;
use leptos::prelude::use_context;

use super::{flash::is_only_a_look, header_of, set_header};
use crate::paths;

/// Seconds that the browser has to come for its page.
const PATIENCE: u32 = 60;

/// What is shown once, and where.
#[derive(Clone, Copy, Debug)]
pub struct Once {
    cookie: &'static str,
    page: &'static str,
}

impl Once {
    /// An invitation's link, as its id and its secret.
    pub const INVITATION: Self = Self { cookie: "invitation-link", page: paths::PEOPLE };
    /// Recovery codes, with dots between them.
    pub const CODES: Self = Self { cookie: "recovery-codes", page: paths::SECOND_FACTOR };
    /// What the messages to a webhook are signed with.
    pub const WEBHOOK: Self = Self { cookie: "webhook-secret", page: paths::WEBHOOKS };
    /// An API token as a whole.
    pub const TOKEN: Self = Self { cookie: "api-token", page: paths::TOKENS };

    /// Leaves a secret for its page.
    pub fn leave(self, secret: &str) {
        self.set(secret, PATIENCE);
    }

    /// The secret that was left. It is gone from the browser then.
    #[must_use]
    pub fn take(self) -> Option<String> {
        if is_only_a_look() {
            return None;
        }
        let cookies = header_of(header::COOKIE)?;
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == self.cookie)?;
        self.set("", 0);
        Some(value.to_owned())
    }

    fn set(self, value: &str, seconds: u32) {
        let Self { cookie, page } = self;
        let secure = if absolute("").starts_with("https:") { "; Secure" } else { "" };
        let cookie = format!("{cookie}={value}; Path={page}; Max-Age={seconds}; SameSite=Strict; HttpOnly{secure}");
        set_header(header::SET_COOKIE, &cookie);
    }
}

/// Where people find the portal: scheme and host, as links in other people's hands need it.
#[derive(Clone, Debug)]
pub struct PublicAddress(pub String);

/// An address of this portal that works from anywhere.
#[must_use]
pub fn absolute(path: &str) -> String {
    let address = use_context::<PublicAddress>().map(|PublicAddress(address)| address).unwrap_or_default();
    format!("{address}{path}")
}
