//! Ties every line of the log to all lines before it, so that none can be changed, taken out, put in or moved unnoticed.
//!
//! ```text
//! hash(0) = 32 zero bytes
//! hash(n) = SHA-256(hash(n - 1) ‖ canonical(n))
//! canonical(n) = "portal event 1", position, id, at, person, who, action, object, outcome, detail, changes, request
//! ```
//!
//! Each part of `canonical` is its length in bytes (8 bytes, big-endian) and then the bytes: texts in UTF-8 as the
//! database holds them, `position` and `at` (milliseconds since 1970) as 8 bytes, big-endian, two's complement. A value
//! that is absent (`person`, `request`) has the length 2⁶⁴ - 1 and no bytes. So no two rows have the same canonical bytes.
//!
//! There is no secret in this: whoever can write to the database can also compute a whole new chain. That, and a tail cut
//! off, is found by comparing with a signed [`Checkpoint`](super::Checkpoint).

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::text::{hex, unhex};

const KIND: &str = "portal event 1";

/// What a line and all lines before it amount to. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What stands before the first line.
    pub const START: Self = Self([0; 32]);

    /// Reads 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Hash({self})")
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not 64 lower-case hexadecimal digits")
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

/// A row as the database holds it. Nothing of it is parsed: also what makes no sense has its hash.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    pub position: i64,
    pub id: &'r str,
    /// Milliseconds since 1970.
    pub at: i64,
    pub person: Option<&'r str>,
    pub who: &'r str,
    pub action: &'r str,
    pub object: &'r str,
    pub outcome: &'r str,
    pub detail: &'r str,
    /// JSON.
    pub changes: &'r str,
    pub request: Option<&'r str>,
}

impl Row<'_> {
    /// The row's hash, after the one before it.
    #[must_use]
    pub fn hash(&self, before: Hash) -> Hash {
        let mut sha = Sha256::new();
        sha.update(before.0);
        let (position, at) = (self.position.to_be_bytes(), self.at.to_be_bytes());
        let parts: [Option<&[u8]>; 12] = [
            Some(KIND.as_bytes()),
            Some(&position),
            Some(self.id.as_bytes()),
            Some(&at),
            self.person.map(str::as_bytes),
            Some(self.who.as_bytes()),
            Some(self.action.as_bytes()),
            Some(self.object.as_bytes()),
            Some(self.outcome.as_bytes()),
            Some(self.detail.as_bytes()),
            Some(self.changes.as_bytes()),
            self.request.map(str::as_bytes),
        ];
        for part in parts {
            sha.update(part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
            sha.update(part.unwrap_or_default());
        }
        Hash(sha.finalize().into())
    }
}

/// How far a chain was followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The position of the last row; 0 when there is none.
    pub position: i64,
    pub hash: Hash,
}

impl Head {
    /// Before the first row.
    pub const START: Self = Self { position: 0, hash: Hash::START };

    /// Goes on to the next row, as it was found with its hash.
    pub fn follow(&mut self, row: &Row<'_>, found: &str) -> Result<(), Break> {
        let next = self.position + 1;
        if row.position != next {
            return Err(if row.position > next { Break::Missing(next) } else { Break::Stray(row.position) });
        }
        let hash = row.hash(self.hash);
        if Hash::parse(found) != Some(hash) {
            return Err(Break::Changed(next));
        }
        *self = Self { position: next, hash };
        Ok(())
    }
}

/// Where a chain does not hold, by the first position that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    #[error("position {0}: there is no row. It was deleted, or moved to another position")]
    Missing(i64),
    #[error("position {0}: there is a row that the portal did not write there")]
    Stray(i64),
    #[error(
        "position {0}: the row is not as it was written. Something in it was changed, or another row took its place"
    )]
    Changed(i64),
}

#[cfg(test)]
mod tests;
