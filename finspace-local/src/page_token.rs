//! The `nextToken`: where a page ended, sealed so that only the same account and region can go on from there.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, ErrorKind};
use crate::hex;
use crate::scope::Scope;

/// The key that seals tokens; it lives in the database, so tokens outlive a restart and never expire.
#[derive(Clone, Debug)]
pub(crate) struct PageKey(Vec<u8>);

impl PageKey {
    /// A key of these bytes.
    pub fn new(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The token for the page after the place `seq`: 16 digits for the place and 64 for its seal.
    pub fn token(&self, scope: &Scope, seq: i64) -> String {
        let seal = self.seal(scope, seq).finalize().into_bytes();
        format!("{seq:016x}{}", hex::spelled(&seal))
    }

    /// The place in `token`, unless it was not given out here, for this scope.
    pub fn place(&self, scope: &Scope, token: &str) -> Result<i64, Error> {
        self.opened(scope, token)
            .ok_or_else(|| ErrorKind::Validation.because("The nextToken is not valid. List again from the first page."))
    }

    fn opened(&self, scope: &Scope, token: &str) -> Option<i64> {
        let (place, seal) = token.split_at_checked(16)?;
        let seq = i64::from_str_radix(place, 16).ok()?;
        let seal = hex::bytes(seal)?;
        self.seal(scope, seq).verify_slice(&seal).ok()?;
        (format!("{seq:016x}") == place).then_some(seq)
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    fn seal(&self, scope: &Scope, seq: i64) -> Hmac<Sha256> {
        let mut seal = Hmac::new_from_slice(&self.0).expect("a key");
        seal.update(format!("{} {} {seq}", scope.account, scope.region).as_bytes());
        seal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(region: &str) -> Scope {
        Scope { account: "123456789012".to_owned(), region: region.to_owned() }
    }

    #[test]
    fn a_token_leads_back_to_its_place() {
        let key = PageKey::new(vec![1; 32]);
        let token = key.token(&scope("us-east-1"), 4711);
        assert_eq!(token.len(), 80);
        assert_eq!(key.place(&scope("us-east-1"), &token), Ok(4711));
    }

    #[test]
    fn a_foreign_or_forged_token_leads_nowhere() {
        let key = PageKey::new(vec![1; 32]);
        let token = key.token(&scope("us-east-1"), 4711);
        assert!(key.place(&scope("us-east-2"), &token).is_err());
        assert!(PageKey::new(vec![2; 32]).place(&scope("us-east-1"), &token).is_err());
        for forged in ["", "x", "ééééééééé", &token.replace('0', "1"), &token[..79], &token.to_uppercase()] {
            assert!(key.place(&scope("us-east-1"), forged).is_err(), "{forged:?}");
        }
    }
}
