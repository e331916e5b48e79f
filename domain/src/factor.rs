//! A second factor: what somebody shows beside their password.

pub mod totp;

use std::str::FromStr;

use data_encoding::BASE32_NOPAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    Actor,
    id::PersonId,
    role::{Role, Roles},
};

/// How many recovery codes somebody gets at once.
pub const RECOVERY_CODES: usize = 10;
/// With fewer of them left, somebody is told to make new ones.
pub const RECOVERY_CODES_FEW: i64 = 3;
/// How long after the password the second factor can be shown.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(5);
/// Bytes of a recovery code: 80 bits, which nobody guesses, and 16 letters and digits, which people can type.
const RECOVERY_BYTES: usize = 10;

/// Who needs a second factor, as the settings say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Required {
    #[default]
    Nobody,
    AdminsAndApprovers,
    Everybody,
}

impl Required {
    /// Whether somebody with these roles needs one.
    #[must_use]
    pub fn concerns(self, roles: &Roles) -> bool {
        match self {
            Self::Nobody => false,
            Self::AdminsAndApprovers => roles.has(Role::Admin) || roles.has(Role::Approver),
            Self::Everybody => true,
        }
    }
}

impl FromStr for Required {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.trim() {
            "nobody" => Ok(Self::Nobody),
            "admins_and_approvers" => Ok(Self::AdminsAndApprovers),
            "everybody" => Ok(Self::Everybody),
            _ => Err("it is none of the three words".into()),
        }
    }
}

/// How somebody came in: what else is asked of them depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    #[default]
    Password,
    /// With a password that is too short to stand alone.
    ShortPassword,
    /// At a provider, which decides for itself what else it asks for.
    Provider,
}

/// The authenticator app of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticatorApp {
    /// Sealed; for whom, is part of the seal.
    pub secret: String,
    pub added_at: Timestamp,
    /// The step of the newest code that was used. It and all before it are used up.
    pub last_step: i64,
}

/// What a person has of second factors, without anything secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSeen {
    /// Since when there is one of any kind; `None` when there is no second factor.
    pub since: Option<Timestamp>,
    /// Since when there is an authenticator app.
    pub app: Option<Timestamp>,
    pub passkeys: i64,
    pub codes_left: i64,
}

/// What an authenticator app has to be told, until its first code is right. No `Debug`: it is a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppOffer {
    /// In base 32.
    pub secret: String,
    /// Whose it is.
    pub email: String,
}

/// What became of a right password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    Whole(Actor, Came),
    /// The second factor is still to be shown.
    Half(Half),
}

impl SignIn {
    /// The person, if nothing more is asked of them.
    #[must_use]
    pub fn whole(self) -> Option<Actor> {
        match self {
            Self::Whole(actor, _) => Some(actor),
            Self::Half(_) => None,
        }
    }
}

/// Somebody who knew their password and has not shown the second factor yet. It opens nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    pub person: PersonId,
    pub email: String,
    /// Tells whether the password is still the one that was typed: the hash of its hash.
    pub password: String,
    pub at: Timestamp,
}

/// What is shown as the second factor, as it was typed; one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactorForm {
    pub code: String,
    pub recovery_code: String,
}

/// A sign-in that went all the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    pub actor: Actor,
    /// How many recovery codes are left, when one was used.
    pub codes_left: Option<i64>,
}

/// A recovery code out of random bytes, in groups of four.
#[must_use]
pub fn recovery_code(bytes: [u8; 32]) -> String {
    in_fours(&BASE32_NOPAD.encode(&bytes[..RECOVERY_BYTES]).to_lowercase(), '-')
}

/// A recovery code as it is hashed, whatever somebody put between its letters; `None` when it cannot be one.
#[must_use]
pub fn plain_recovery_code(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let bytes = BASE32_NOPAD.decode(plain.as_bytes()).ok()?;
    (bytes.len() == RECOVERY_BYTES).then_some(plain)
}

/// A text in groups of four, to be typed.
#[must_use]
pub fn in_fours(text: &str, between: char) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for (place, letter) in text.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            out.push(between);
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = recovery_code(std::array::from_fn(|i| u8::try_from(i * 7).unwrap()));
        assert_eq!(code.len(), 19, "{code}");
        let plain = plain_recovery_code(&code);
        assert!(plain.is_some());
        for typed in [code.to_uppercase(), code.replace('-', " "), format!(" {} ", code.replace('-', ""))] {
            assert_eq!(plain_recovery_code(&typed), plain, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_recovery_code_is_none() {
        for odd in ["", "abcd", "123456", "abcd-efgh-ijkl-mno", "abcd-efgh-ijkl-mnop-qrst", "abcd-efgh-ijkl-mno1", "ä"]
        {
            assert_eq!(plain_recovery_code(odd), None, "{odd}");
        }
    }

    #[test]
    fn groups_of_four_end_without_a_gap() {
        assert_eq!(in_fours("ABCDEFGH", ' '), "ABCD EFGH");
        assert_eq!(in_fours("ABCDE", ' '), "ABCD E");
        assert_eq!(in_fours("", ' '), "");
    }

    #[test]
    fn the_setting_says_whom_it_concerns() {
        let of = |word: &str, role: Role| word.parse::<Required>().unwrap().concerns(&role.into());
        for role in Role::ALL {
            let leads = matches!(role, Role::Admin | Role::Approver);
            assert_eq!((of("nobody", role), of("everybody", role)), (false, true));
            assert_eq!(of("admins_and_approvers", role), leads, "{role:?}");
        }
        assert!("Admins".parse::<Required>().is_err());
    }
}
