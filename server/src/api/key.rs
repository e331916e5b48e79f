//! `Idempotency-Key`: what is sent again with the same one happens once.

use axum::http::{HeaderMap, HeaderName};

use super::problem::Problem;

/// The header.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The most characters of a key.
const KEY_MOST: usize = 255;

/// The one key that a call carries.
pub fn key(headers: &HeaderMap) -> Result<&str, Problem> {
    let wrong = || {
        Problem::unreadable(format!(
            "Send one header Idempotency-Key: a key of your own choice, 1 to {KEY_MOST} letters, digits and signs."
        ))
    };
    let mut keys = headers.get_all(KEY).iter();
    let (Some(key), None) = (keys.next(), keys.next()) else { return Err(wrong()) };
    let key = key.to_str().map_err(|_| wrong())?;
    let legal = (1..=KEY_MOST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if legal { Ok(key) } else { Err(wrong()) }
}
