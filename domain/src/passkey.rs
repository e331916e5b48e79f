//! Passkeys: what a device or a security key shows as the second factor.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Flaw,
    id::{CeremonyId, PasskeyId, PersonId},
    text::{called, checked_text},
};

/// The most passkeys that one person can have.
pub const PASSKEYS_MOST: usize = 20;
/// The most characters of a passkey's name.
pub const PASSKEY_NAME_MOST: usize = 60;

checked_text!(
    /// What somebody calls a passkey: 1 to 60 characters of any kind but controls.
    PasskeyName,
    name
);

fn name(text: &str) -> Result<(), Flaw> {
    called(text, PASSKEY_NAME_MOST, "Enter a name that tells where the passkey is, at most 60 characters.")
}

/// A passkey of somebody. Nothing of it is secret: that part never leaves the authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    pub name: PasskeyName,
    pub key: Key,
    pub added_at: Timestamp,
    /// When it was last used; `None` is never.
    pub used_at: Option<Timestamp>,
}

/// What a passkey is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The id that its authenticator gave it, in hexadecimal digits.
    pub credential: String,
    /// Its public part, as whoever checks it writes it down.
    pub public: String,
    /// How often it was used, as it says itself; 0 for one that does not count.
    pub counter: i64,
}

/// A passkey as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeySeen {
    pub id: PasskeyId,
    pub name: PasskeyName,
    pub added_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

impl From<Passkey> for PasskeySeen {
    fn from(passkey: Passkey) -> Self {
        let Passkey { id, name, added_at, used_at, .. } = passkey;
        Self { id, name, added_at, used_at }
    }
}

/// A passkey that is about to be added or shown. It is kept on the server: the browser is given the options alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ceremony {
    pub id: CeremonyId,
    /// For whom it was begun.
    pub person: PersonId,
    /// What the passkey is called that is being added; `None` when one is to be shown.
    pub adds: Option<PasskeyName>,
    /// What the browser is asked for, as JSON.
    pub options: String,
    /// What the answer is checked with, as whoever checks it writes it down.
    pub state: String,
    pub at: Timestamp,
}

/// Why what a browser brings of a passkey does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshown {
    /// It is no answer of an authenticator.
    Unreadable,
    /// It answers another question: one that was answered before, or asked of somebody else.
    Stale,
    /// It was made for another site.
    Elsewhere,
    /// Nobody touched the authenticator.
    NotPresent,
    /// It did not make sure of who touches it.
    NotVerified,
    /// It is none of this person's passkeys.
    Unknown,
    /// It counted backwards, so that there may be two of it.
    Copied,
    /// It is not what the passkey would have said.
    Wrong,
}

impl Unshown {
    /// Why, for the log.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "the answer could not be read",
            Self::Stale => "it answers another question than the one that was asked",
            Self::Elsewhere => "it was made for another site",
            Self::NotPresent => "nobody touched the authenticator",
            Self::NotVerified => "the authenticator did not check finger, face or PIN",
            Self::Unknown => "it is none of this person's passkeys",
            Self::Copied => "its counter went back, so there may be a copy of it",
            Self::Wrong => "its signature is wrong",
        }
    }

    /// What to do next, for whoever brought it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Unreadable => "The browser sent nothing that the portal can read. Try again, with JavaScript on.",
            Self::Stale => "This was asked too long ago, or answered already. Try again.",
            Self::Elsewhere => "It was made for another address than that of this portal. Open the portal at its own.",
            Self::NotPresent | Self::NotVerified => {
                "Your device has to ask for your finger, face or PIN. Set one up on it, or use another passkey."
            }
            Self::Unknown => "This portal does not know that passkey as yours. Use another one.",
            Self::Copied => {
                "Somebody may have a copy of this passkey, because it counted backwards. Sign in another way, remove it, and tell an administrator."
            }
            Self::Wrong => "It did not prove that it is your passkey. Try again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_visible() {
        assert_eq!(PasskeyName::parse("Phone – blue").unwrap().as_str(), "Phone – blue");
        for bad in ["", " Phone", "a\nb", &"x".repeat(61)] {
            assert!(PasskeyName::parse(bad).is_err(), "{bad:?}");
        }
    }
}
