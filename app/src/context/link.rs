//! A link with a secret, on its way to the one page that shows it.
//!
//! It travels in a cookie of that page and not in the session: a session is a row of the database, where no secret
//! stands as it is, and an address would leave it in the browser's history.

use axum::http::header;
use domain::id::InvitationId;
use leptos::prelude::use_context;

use super::{flash::is_only_a_look, header_of, set_header};
use crate::paths;

const COOKIE: &str = "invitation-link";
/// Seconds that the browser has to come for its page.
const PATIENCE: u32 = 60;

/// Where people find the portal: scheme and host, as links in other people's hands need it.
#[derive(Clone, Debug)]
pub struct PublicAddress(pub String);

/// An address of this portal that works from anywhere.
#[must_use]
pub fn absolute(path: &str) -> String {
    let address = use_context::<PublicAddress>().map(|PublicAddress(address)| address).unwrap_or_default();
    format!("{address}{path}")
}

/// Leaves a secret for the list of people, which shows it once.
pub fn leave_secret(invitation: &InvitationId, secret: &str) {
    set_cookie(&format!("{invitation}.{secret}"), PATIENCE);
}

/// The secret that was left, and the invitation that it is of. It is gone from the browser then.
#[must_use]
pub fn take_secret() -> Option<(InvitationId, String)> {
    if is_only_a_look() {
        return None;
    }
    let cookies = header_of(header::COOKIE)?;
    let value = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE)?.1;
    set_cookie("", 0);
    let (id, secret) = value.split_once('.')?;
    let plain = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then_some(())?;
    Some((InvitationId::parse(id)?, secret.to_owned()))
}

fn set_cookie(value: &str, seconds: u32) {
    let secure = if absolute("").starts_with("https:") { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={value}; Path={}; Max-Age={seconds}; SameSite=Strict; HttpOnly{secure}", paths::PEOPLE);
    set_header(header::SET_COOKIE, &cookie);
}
