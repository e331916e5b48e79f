//! The paths of second factors.

use domain::id::PasskeyId;

use super::{escaped, going_on};

/// Where the second factor is shown.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
pub const SECOND_FACTOR: &str = "/account/second-factor";
/// What an authenticator app that is being set up scans.
pub const SECOND_FACTOR_QR: &str = "/account/second-factor/qr.svg";
/// Where on their page the passkeys are.
pub const PASSKEYS: &str = "/account/second-factor#passkeys";

/// The page for the second factor, with where to go afterwards.
#[must_use]
pub fn sign_in_code(next: &str) -> String {
    going_on(SIGN_IN_CODE, next)
}

/// The page that asks for the password before a passkey is removed.
#[must_use]
pub fn remove_passkey(id: &PasskeyId) -> String {
    format!("{SECOND_FACTOR}?remove={id}#passkeys")
}

/// What an authenticator app reads out of the image: the secret, and what to call it.
#[must_use]
pub fn authenticator(email: &str, secret: &str) -> String {
    format!("otpauth://totp/FinSpace%20Portal:{}?secret={secret}&issuer=FinSpace%20Portal", escaped(email))
}
