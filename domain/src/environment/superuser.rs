//! The superuser that an environment can start with.

use serde::{Deserialize, Serialize};

use super::EnvironmentForm;
use crate::{
    Field, Flaw, Problems,
    text::{checked_text, length, only, unaccented},
};

/// The most characters of a first or last name.
pub const PERSON_NAME_MOST: usize = 50;

/// Who may do everything inside a new environment. All three are needed when one is given; they are fixed at creation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Superuser {
    pub email: EmailAddress,
    pub first_name: PersonName,
    pub last_name: PersonName,
}

checked_text!(
    /// 1 to 128 characters that contain an address.
    ///
    /// Source: `EmailId`, `[A-Z0-9a-z._%+-]+@[A-Za-z0-9.-]+[.]+[A-Za-z]+`, which is not anchored; we ask the whole text to match.
    EmailAddress,
    email
);

checked_text!(
    /// 1 to 50 letters and digits, without spaces, hyphens, apostrophes or accents (`NameString`).
    PersonName,
    person_name
);

impl Superuser {
    /// The nearest superuser to somebody's address and name; `None` where FinSpace takes nothing near to them.
    #[must_use]
    pub fn near(email: &str, name: &str) -> Option<Self> {
        let (first, last) = name.trim().split_once(char::is_whitespace)?;
        let email = EmailAddress::parse(email).ok()?;
        let (first_name, last_name) = (PersonName::parse(&near(first)).ok()?, PersonName::parse(&near(last)).ok()?);
        Some(Self { email, first_name, last_name })
    }
}

impl EnvironmentForm {
    /// Whether nothing was typed of a superuser.
    #[must_use]
    pub fn has_no_superuser(&self) -> bool {
        [&self.email_address, &self.first_name, &self.last_name].iter().all(|text| text.trim().is_empty())
    }

    pub(super) fn superuser(&self, problems: &mut Problems) -> Option<Superuser> {
        if self.has_no_superuser() {
            return None;
        }
        let email = problems.keep(Field::EmailAddress, EmailAddress::parse(self.email_address.trim()));
        let first_name = problems.keep(Field::FirstName, PersonName::parse(self.first_name.trim()));
        let last_name = problems.keep(Field::LastName, PersonName::parse(self.last_name.trim()));
        Some(Superuser { email: email?, first_name: first_name?, last_name: last_name? })
    }
}

fn email(text: &str) -> Result<(), Flaw> {
    length(text, 1, 128, "an email address")?;
    let in_local = |b: u8| b.is_ascii_alphanumeric() || b"._%+-".contains(&b);
    let in_host = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
    let legal = text.split_once('@').is_some_and(|(local, host)| {
        let top = host.rsplit_once('.').map(|(before, top)| (before, top.as_bytes()));
        !local.is_empty()
            && local.bytes().all(in_local)
            && host.bytes().all(in_host)
            && top.is_some_and(|(before, top)| {
                !before.is_empty() && !top.is_empty() && top.iter().all(u8::is_ascii_alphabetic)
            })
    });
    if legal {
        return Ok(());
    }
    Err(Flaw::new("FinSpace takes an address like name@example.com: letters, digits and . _ % + - before the @"))
}

fn person_name(text: &str) -> Result<(), Flaw> {
    length(text, 1, PERSON_NAME_MOST, "a name")?;
    only(
        text,
        |c| c.is_ascii_alphanumeric(),
        "FinSpace takes letters without accents and digits only in people's names.",
        Some(near(text)),
    )
}

/// What of a name FinSpace takes.
fn near(text: &str) -> String {
    unaccented(text).chars().filter(char::is_ascii_alphanumeric).take(PERSON_NAME_MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_names_are_met_with_the_nearest_legal_one() {
        let offer = |text| PersonName::parse(text).unwrap_err().suggestion.unwrap();
        assert_eq!(offer("Anne-Marie"), "AnneMarie");
        assert_eq!(offer("O’Brien"), "OBrien");
        assert_eq!(offer("Müller"), "Mueller");
    }

    #[test]
    fn somebody_is_met_with_the_nearest_superuser_or_with_none() {
        let near = Superuser::near("ada@example.com", " Ada  Byron-King of Lovelace ").unwrap();
        assert_eq!((near.first_name.as_str(), near.last_name.as_str()), ("Ada", "ByronKingofLovelace"));
        for (email, name) in [("ada@example.com", "Ada"), ("ada", "Ada Byron"), ("ada@example.com", "王 小明")] {
            assert_eq!(Superuser::near(email, name), None, "{email} {name}");
        }
    }

    #[test]
    fn an_address_needs_both_sides() {
        for good in ["a@b.co", "first.last+x@sub.example.com"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.co", "a@.co", "a b@c.de", "a@b.c1", "a@b@c.de"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }
}
