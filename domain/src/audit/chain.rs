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
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Kept {
        position: i64,
        at: i64,
        person: Option<String>,
        words: [String; 7],
        request: Option<String>,
        hash: String,
    }

    impl Kept {
        fn row(&self) -> Row<'_> {
            let [id, who, action, object, outcome, detail, changes] = self.words.each_ref().map(String::as_str);
            let (person, request) = (self.person.as_deref(), self.request.as_deref());
            let (position, at) = (self.position, self.at);
            Row { position, id, at, person, who, action, object, outcome, detail, changes, request }
        }
    }

    fn write(rows: &mut [Kept]) -> Head {
        let mut head = Head::START;
        for row in rows {
            row.position = head.position + 1;
            head = Head { position: row.position, hash: row.row().hash(head.hash) };
            row.hash = head.hash.to_string();
        }
        head
    }

    fn follow(rows: &[Kept]) -> Result<Head, Break> {
        let mut head = Head::START;
        rows.iter().try_for_each(|row| head.follow(&row.row(), &row.hash))?;
        Ok(head)
    }

    prop_compose! {
        fn kept()(
            at: i64,
            person in proptest::option::of("[ab]{0,2}"),
            // Few letters, so that values often are the same or run into each other.
            words in proptest::array::uniform7("[ab]{0,3}"),
            request in proptest::option::of("[ab]{0,2}"),
        ) -> Kept {
            Kept { position: 0, at, person, words, request, hash: String::new() }
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_followed_to_its_end(mut rows in proptest::collection::vec(kept(), 0..20)) {
            let head = write(&mut rows);
            prop_assert_eq!(follow(&rows), Ok(head));
        }

        #[test]
        fn any_other_rows_are_found(
            mut rows in proptest::collection::vec(kept(), 2..12),
            other in kept(),
            (at, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
            kind in 0..6,
            field in 0..11_usize,
        ) {
            let head = write(&mut rows);
            let good = rows.clone();
            let (at, to) = (at.index(rows.len()), to.index(rows.len()));
            match kind {
                0 => match field {
                    0 => rows[at].at = other.at,
                    1 => rows[at].person.clone_from(&other.person),
                    2 => rows[at].request.clone_from(&other.request),
                    3 => rows[at].position += 1,
                    n => rows[at].words[n - 4].clone_from(&other.words[n - 4]),
                },
                1 => { rows.remove(at); }
                2 => rows.swap(at, to),
                // Rows change places and keep their positions.
                3 => {
                    let (one, two) = (rows[at].position, rows[to].position);
                    rows.swap(at, to);
                    (rows[at].position, rows[to].position) = (one, two);
                }
                4 => rows.insert(at, Kept { position: rows[at].position, hash: rows[at].hash.clone(), ..other }),
                // The row is taken out and all later ones move up.
                _ => {
                    rows.remove(at);
                    for (n, row) in (1..).zip(&mut rows) { row.position = n; }
                }
            }
            // A cut tail is still a chain, but another head than the one that a checkpoint tells of.
            prop_assert_eq!(follow(&rows) == Ok(head), rows == good, "{:?}", rows);
        }
    }

    #[test]
    fn the_first_row_that_is_wrong_is_named() {
        let row = |word: &str| Kept {
            position: 0,
            at: 0,
            person: None,
            words: [word; 7].map(str::to_owned),
            request: None,
            hash: String::new(),
        };
        let mut rows: Vec<Kept> = ["a", "b", "c", "d"].map(row).to_vec();
        write(&mut rows);
        let mut changed = rows.clone();
        changed[2].words[5] = "other".into();
        assert_eq!(follow(&changed), Err(Break::Changed(3)));
        let mut gone = rows.clone();
        gone.remove(1);
        assert_eq!(follow(&gone), Err(Break::Missing(2)));
        let mut early = rows.clone();
        early[0].position = -4;
        assert_eq!(follow(&early), Err(Break::Stray(-4)));
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let row = |who, action, person| Row {
            position: 1,
            id: "",
            at: 0,
            person,
            who,
            action,
            object: "",
            outcome: "",
            detail: "",
            changes: "[]",
            request: None,
        };
        assert_ne!(row("ab", "c", None).hash(Hash::START), row("a", "bc", None).hash(Hash::START));
        assert_ne!(row("a", "b", None).hash(Hash::START), row("a", "b", Some("")).hash(Hash::START));
    }

    #[test]
    fn the_canonical_bytes_stay_as_they_are_documented() {
        let row = Row {
            position: 1,
            id: "id",
            at: -1,
            person: Some("p"),
            who: "ada@example.com",
            action: "sign_in",
            object: "person/ada@example.com",
            outcome: "done",
            detail: "“é”",
            changes: "[]",
            request: None,
        };
        let mut bytes = vec![0; 32];
        let number = |n: i64| n.to_be_bytes().to_vec();
        let parts = [
            KIND.into(),
            number(1),
            "id".into(),
            number(-1),
            "p".into(),
            "ada@example.com".into(),
            "sign_in".into(),
            "person/ada@example.com".into(),
            "done".into(),
            "“é”".into(),
            b"[]".to_vec(),
        ];
        for part in parts {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part);
        }
        bytes.extend([0xff; 8]);
        assert_eq!(row.hash(Hash::START).0[..], Sha256::digest(&bytes)[..]);
    }

    #[test]
    fn a_hash_survives_its_own_text_and_nothing_else_is_one() {
        let hash = Hash(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        for bad in ["", "0", &"0".repeat(63), &"0".repeat(66), &"A".repeat(64), &"é".repeat(32)] {
            assert_eq!(Hash::parse(bad), None, "{bad}");
        }
    }
}
