//! Personal API tokens: with one, a program acts for its owner, within the token's scopes and for a limited time.

mod scope;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub use scope::{Scope, Scopes};

use crate::{
    Flaw,
    id::{PersonId, TokenId},
    text::{called, checked_text, hex},
};

/// The most tokens that one person can have.
pub const TOKENS_MOST: i64 = 20;
/// The most characters of a token's name.
pub const TOKEN_NAME_MOST: usize = 60;
/// What every token begins with: programs that look for secrets in the wrong places know it by this.
pub const TOKEN_PREFIX: &str = "fsp_";
/// The use of a token is written down at most so often, so that a read is no write.
const USED_EVERY: SignedDuration = SignedDuration::from_mins(1);

checked_text!(
    /// What somebody calls a token: 1 to 60 characters of any kind but controls.
    TokenName,
    name
);

fn name(text: &str) -> Result<(), Flaw> {
    called(text, TOKEN_NAME_MOST, "Enter a name that tells what the token is for, at most 60 characters.")
}

/// A token as its owner sees it. Its secret is known to whoever copied it; the database keeps a hash of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub id: TokenId,
    /// For whom it acts.
    pub person: PersonId,
    pub name: TokenName,
    pub scopes: Scopes,
    pub made_at: Timestamp,
    /// From then on it is refused.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute; `None` is never.
    pub used_at: Option<Timestamp>,
}

impl Token {
    /// Whether it still works, as far as its time is concerned.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }

    /// Whether a use now is worth writing down.
    #[must_use]
    pub fn is_used_anew(&self, now: Timestamp) -> bool {
        self.used_at.is_none_or(|used| now.duration_since(used) >= USED_EVERY)
    }
}

/// How long a token works: one of four times, so that none works for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    days: i64,
}

impl Lifetime {
    /// The times on offer, the shortest first.
    pub const ALL: [Self; 4] = [Self { days: 7 }, Self { days: 30 }, Self { days: 90 }, Self { days: 365 }];

    /// Reads a number of days, with or without a `d` behind it.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        let days = text.strip_suffix('d').unwrap_or(text);
        let known = Self::ALL.into_iter().find(|lifetime| lifetime.days.to_string() == days);
        known.ok_or_else(|| Flaw::new("Choose how long the token works: 7, 30, 90 or 365 days."))
    }

    #[must_use]
    pub fn days(self) -> i64 {
        self.days
    }

    /// When a token that is made now expires.
    #[must_use]
    pub fn from(self, now: Timestamp) -> Timestamp {
        // Only a clock at the end of time could make this fail, and then the token is dead at once.
        now.checked_add(SignedDuration::from_hours(24 * self.days)).unwrap_or(now)
    }
}

/// A token with its secret, as it stands in a program's settings: `fsp_<id>_<secret>`. It has no `Debug`, so that it
/// cannot get into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer {
    pub id: TokenId,
    /// 256 random bits as 64 lower-case hexadecimal digits.
    secret: String,
}

impl Bearer {
    /// A new one out of random bytes.
    #[must_use]
    pub fn new(id: TokenId, bytes: [u8; 32]) -> Self {
        Self { id, secret: hex(&bytes) }
    }

    /// `None` when the text cannot be a token of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(TOKEN_PREFIX)?.split_once('_')?;
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let legal = secret.len() == 64 && secret.bytes().all(digit);
        Some(Self { id: TokenId::parse(id)?, secret: legal.then(|| secret.to_owned())? })
    }

    /// The secret part, to be hashed.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// The whole text, to be shown once.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{TOKEN_PREFIX}{}_{}", self.id, self.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(used_at: Option<Timestamp>) -> Token {
        Token {
            id: TokenId::from_bytes([1; 26]),
            person: PersonId::from_bytes([1; 26]),
            name: TokenName::parse("nightly report").unwrap(),
            scopes: Scope::Read.into(),
            made_at: Timestamp::UNIX_EPOCH,
            expires_at: Lifetime::parse("7").unwrap().from(Timestamp::UNIX_EPOCH),
            used_at,
        }
    }

    #[test]
    fn a_token_survives_its_own_text_and_nothing_else_is_one() {
        let bearer = Bearer::new(TokenId::from_bytes([7; 26]), [0xab; 32]);
        let text = bearer.reveal();
        assert_eq!(text.len(), 4 + 26 + 1 + 64);
        assert!(Bearer::parse(&text) == Some(bearer));
        let id = "h".repeat(26);
        for bad in [
            String::new(),
            "fsp_".into(),
            text.to_uppercase(),
            format!("{text} "),
            format!(" {text}"),
            format!("{text}0"),
            text.replace("fsp_", "ghp_"),
            text.replace('a', "g"),
            format!("fsp_{id}{}", "a".repeat(64)),
            format!("fsp_{id}__{}", "a".repeat(64)),
            format!("fsp_{id}_{}", "é".repeat(32)),
        ] {
            assert!(Bearer::parse(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_token_works_for_one_of_four_times() {
        let days = |text: &str| Lifetime::parse(text).map(Lifetime::days).ok();
        assert_eq!(["7", "30d", " 90 ", "365d"].map(days), [Some(7), Some(30), Some(90), Some(365)]);
        for bad in ["", "d", "0", "-7", "8", "366", "7dd", "07", "7 days", "9999999999999999999999"] {
            assert_eq!(days(bad), None, "{bad}");
        }
        assert!(!Lifetime::ALL[3].from(Timestamp::MAX).gt(&Timestamp::MAX));
    }

    #[test]
    fn a_token_ends_at_its_time_and_not_before() {
        let week = token(None);
        let end = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(7 * 24);
        assert!(week.is_open(end - SignedDuration::from_millis(1)));
        assert!(!week.is_open(end));
    }

    #[test]
    fn a_use_is_written_down_once_a_minute() {
        let begin = Timestamp::UNIX_EPOCH;
        assert!(token(None).is_used_anew(begin));
        let used = token(Some(begin));
        assert!(!used.is_used_anew(begin + SignedDuration::from_secs(59)));
        assert!(used.is_used_anew(begin + SignedDuration::from_secs(60)));
    }

    #[test]
    fn a_name_says_something_on_one_line() {
        for good in ["x", "Nightly report “rates”", &"é".repeat(60)] {
            assert!(TokenName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", " ", " x", "a\nb", "a\0b", &"é".repeat(61)] {
            assert!(TokenName::parse(bad).is_err(), "{bad:?}");
        }
    }
}
