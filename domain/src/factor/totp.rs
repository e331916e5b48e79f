//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits and 30 seconds, which is what every app can do.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// Digits of a code.
pub const DIGITS: usize = 6;
/// Seconds for which a code is the newest.
pub const PERIOD: i64 = 30;
/// Bytes of a secret: as many as the hash has (RFC 4226, 4).
const SECRET_BYTES: usize = 20;

/// What an app and the portal have in common. No `Debug`: it is a secret.
pub struct Secret(Vec<u8>);

impl Secret {
    /// A new one out of random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes[..SECRET_BYTES].to_vec())
    }

    /// As apps take it, in base 32.
    #[must_use]
    pub fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The secret of such a text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        BASE32_NOPAD.decode(text.as_bytes()).ok().map(Self)
    }

    /// The code of a step.
    #[must_use]
    pub fn code(&self, step: i64) -> String {
        // A key of any length will do; an error cannot arise.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let from = usize::from(hash[hash.len() - 1] & 15);
        let four: [u8; 4] = std::array::from_fn(|i| hash[from + i]);
        let number = (u32::from_be_bytes(four) & 0x7fff_ffff) % 10_u32.pow(6);
        format!("{number:06}")
    }

    /// The step of a code that an app shows about now: clocks differ, so the steps before and after count too.
    #[must_use]
    pub fn step_of_code(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let code = plain(typed)?;
        let newest = step(now);
        [newest, newest - 1, newest + 1].into_iter().find(|step| self.code(*step) == code)
    }
}

/// The step of a time.
#[must_use]
pub fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(PERIOD)
}

/// Six digits, whatever blanks an app shows between them; `None` when it cannot be a code.
#[must_use]
pub fn plain(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    (code.len() == DIGITS && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret(b"12345678901234567890".to_vec())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B: eight digits there, of which six are the last.
    #[test]
    fn the_examples_of_the_rfc_hold() {
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret().code(step(at(second))), code, "{second}");
        }
    }

    /// RFC 4226, appendix D.
    #[test]
    fn the_examples_of_the_counter_hold() {
        let codes = (0..10).map(|count| secret().code(count)).collect::<Vec<_>>();
        let wanted =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        assert_eq!(codes, wanted);
    }

    #[test]
    fn a_code_counts_one_step_before_and_after_and_no_longer() {
        let now = at(1_234_567_890);
        let newest = step(now);
        for (off, counts) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = secret().code(newest + off);
            assert_eq!(secret().step_of_code(&code, now), counts.then_some(newest + off), "{off}");
        }
    }

    #[test]
    fn blanks_do_not_matter_and_anything_else_is_no_code() {
        let now = at(59);
        assert_eq!(secret().step_of_code(" 287 082", now), Some(1));
        for odd in ["", "28708", "2870820", "28708a", "٢٨٧٠٨٢", "-87082"] {
            assert_eq!(secret().step_of_code(odd, now), None, "{odd}");
        }
    }

    #[test]
    fn a_secret_survives_its_text() {
        let secret = Secret::new([7; 32]);
        assert_eq!(secret.text().len(), 32);
        assert_eq!(Secret::parse(&secret.text()).unwrap().code(1), secret.code(1));
        assert!(Secret::parse("not base 32").is_none());
    }
}
