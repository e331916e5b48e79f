//! People who can sign in to the portal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Flaw,
    environment::EmailAddress,
    id::PersonId,
    role::{Role, Roles},
    text::grouped,
};

/// In the place of a hash: no password opens this account. Its owner comes by a sign-in provider.
pub const NO_PASSWORD: &str = "";
/// The fewest characters of a password that stands alone.
pub const PASSWORD_LEAST: usize = 15;
/// The fewest beside a second factor.
pub const PASSWORD_LEAST_OF_TWO: usize = 8;
/// The most: enough for any phrase, little enough to hash.
pub const PASSWORD_MOST: usize = 1000;

/// Somebody who can sign in, or could until they were disabled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    /// Lower-case: it is what people sign in with.
    pub email: String,
    pub name: String,
    /// All that they are, by hand and by the rules of sign-in providers: what they may do follows from these.
    pub roles: Roles,
    /// What somebody made them by hand. These stay, whatever a provider says.
    pub given_roles: Roles,
    pub added_at: Timestamp,
    /// Since when they cannot sign in.
    pub disabled_at: Option<Timestamp>,
    /// When they signed in last.
    pub signed_in_at: Option<Timestamp>,
}

/// Which people a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Looked for in names and addresses, whatever their case.
    pub text: String,
    /// Only those who can sign in and have nothing there: they are in no team, and no role of theirs sees environments.
    pub without_team: bool,
}

impl Filter {
    /// Whatever has a text in it.
    #[must_use]
    pub fn saying(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl Person {
    /// Whether they are an administrator who can sign in: there is always one.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.disabled_at.is_none() && self.roles.has(Role::Admin)
    }
}

/// An address to sign in with, in lower case.
pub fn sign_in_email(typed: &str) -> Result<String, Flaw> {
    EmailAddress::parse(typed.trim())
        .map(|email| email.as_str().to_ascii_lowercase())
        .map_err(|flaw| Flaw { words: flaw.words.replace("FinSpace takes", "Enter"), suggestion: None })
}

/// A name to be called by: 1 to 100 characters of any kind but controls.
pub fn display_name(typed: &str) -> Result<String, Flaw> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Flaw::new("Enter the name that others know you by, at most 100 characters."));
    }
    Ok(name.to_owned())
}

/// Whether a password is good enough to be set: at least so many characters and at most 1,000, not a repetition, not
/// one's own address.
pub fn check_password(password: &str, email: &str, least: usize) -> Result<(), Flaw> {
    let characters = password.chars().count();
    if characters < least {
        return Err(Flaw::new(format!(
            "Use at least {least} characters; a few words in a row are easy to remember. This has {characters}."
        )));
    }
    if characters > PASSWORD_MOST {
        return Err(Flaw::new(format!("Use at most {} characters.", grouped(PASSWORD_MOST))));
    }
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 {
        return Err(Flaw::new("This repeats too few characters. Use a few words that do not belong together."));
    }
    let plain = password.to_lowercase();
    if !email.is_empty() && plain.contains(&email.to_lowercase()) {
        return Err(Flaw::new("This contains your email address. Use words that nobody connects with you."));
    }
    if BLOCKED.iter().any(|blocked| plain.contains(blocked) && characters < blocked.len() + 8) {
        return Err(Flaw::new(
            "This is one of the first passwords that others would try. Use words that do not belong together.",
        ));
    }
    Ok(())
}

/// What guessers try first, as the bulk of a long password. Short ones cannot pass the length anyway.
const BLOCKED: [&str; 14] = [
    "password",
    "passwort",
    "passphrase",
    "correcthorsebatterystaple",
    "correct horse battery staple",
    "qwertyuiop",
    "1234567890",
    "0987654321",
    "abcdefghij",
    "administrator",
    "finspace",
    "letmein",
    "iloveyou",
    "changeme",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_unlikely_words_pass() {
        assert!(check_password("green lamp over seven rivers", "a@b.co", PASSWORD_LEAST).is_ok());
    }

    #[test]
    fn short_repeated_and_common_ones_do_not() {
        for bad in
            ["short", "aaaaaaaaaaaaaaaaaaaa", "password1234567", "correct horse battery staple", "xx a@b.co xxabcdefg"]
        {
            assert!(check_password(bad, "a@b.co", PASSWORD_LEAST).is_err(), "{bad}");
        }
    }

    #[test]
    fn beside_a_second_factor_eight_characters_do() {
        assert!(check_password("lamp fog", "a@b.co", PASSWORD_LEAST_OF_TWO).is_ok());
        assert!(check_password("lamp fo", "a@b.co", PASSWORD_LEAST_OF_TWO).is_err());
        assert!(check_password("password", "a@b.co", PASSWORD_LEAST_OF_TWO).is_err());
    }

    #[test]
    fn the_address_to_sign_in_with_is_lower_case() {
        assert_eq!(sign_in_email(" Ada@Example.COM ").unwrap(), "ada@example.com");
    }
}
