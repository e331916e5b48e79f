//! A signature over the log as it was at a moment: whoever rewrites or cuts the log later cannot sign that it was so.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use super::chain::Hash;
use crate::text::{hex, unhex};

/// How a signed checkpoint begins wherever it is written, so that it is found in a log of other things.
pub const MARK: &str = "portal-checkpoint-1:";

/// How far the log went, and what it amounted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub position: i64,
    pub hash: Hash,
    /// When it was signed, in milliseconds since 1970.
    pub at: i64,
}

impl Checkpoint {
    /// The bytes that are signed: its own text.
    #[must_use]
    pub fn message(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// When it was signed, for people.
    #[must_use]
    pub fn time(&self) -> String {
        Timestamp::from_millisecond(self.at).map_or_else(|_| format!("{} ms", self.at), |at| at.to_string())
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{MARK}{}:{}:{}", self.position, self.hash, self.at)
    }
}

/// A checkpoint with its Ed25519 signature. Its text is one word: `portal-checkpoint-1:position:hash:at:key:signature`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    pub checkpoint: Checkpoint,
    /// The public key, which tells portals of one database apart.
    pub key: [u8; 32],
    pub signature: [u8; 64],
}

impl Signed {
    /// The checkpoint in a line of a log, if there is one. What begins like one and is none is an error.
    pub fn in_line(line: &str) -> Option<Result<Self, NoCheckpoint>> {
        let (_, rest) = line.split_once(MARK)?;
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !":-".contains(c)).unwrap_or(rest.len());
        Some(format!("{MARK}{}", &rest[..end]).parse())
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}", self.checkpoint, hex(&self.key), hex(&self.signature))
    }
}

/// The text of no checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this begins like a checkpoint and cannot be read as one")]
pub struct NoCheckpoint;

impl FromStr for Signed {
    type Err = NoCheckpoint;

    fn from_str(text: &str) -> Result<Self, NoCheckpoint> {
        let read = || {
            let parts: Vec<&str> = text.strip_prefix(MARK)?.split(':').collect();
            let [position, hash, at, key, signature] = parts[..] else { return None };
            let checkpoint =
                Checkpoint { position: position.parse().ok()?, hash: Hash::parse(hash)?, at: at.parse().ok()? };
            let (key, signature) = (unhex(key)?.try_into().ok()?, unhex(signature)?.try_into().ok()?);
            Some(Self { checkpoint, key, signature })
        };
        read().ok_or(NoCheckpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> Signed {
        let checkpoint = Checkpoint { position: 1200, hash: Hash([0xab; 32]), at: 1_790_000_000_000 };
        Signed { checkpoint, key: [1; 32], signature: [0xfe; 64] }
    }

    #[test]
    fn a_checkpoint_survives_its_own_text() {
        let signed = signed();
        assert_eq!(signed.to_string().parse(), Ok(signed.clone()));
        assert!(signed.to_string().as_bytes().starts_with(&signed.checkpoint.message()));
        assert_eq!(signed.checkpoint.time(), "2026-09-21T14:13:20Z");
    }

    #[test]
    fn it_is_found_in_lines_of_both_formats() {
        let signed = signed();
        for line in [
            format!("2026-11-22T12:00:00Z  INFO server: the log was signed position=1200 checkpoint={signed}"),
            format!(r#"{{"fields":{{"message":"the log was signed","checkpoint":"{signed}"}},"target":"server"}}"#),
            signed.to_string(),
        ] {
            assert_eq!(Signed::in_line(&line), Some(Ok(signed.clone())), "{line}");
        }
        assert_eq!(Signed::in_line("an ordinary line"), None);
    }

    #[test]
    fn what_begins_like_one_and_is_none_is_an_error() {
        let text = signed().to_string();
        for bad in [MARK, &text[..text.len() - 1], &text.replace(":1200:", ":x:"), &format!("{text}:more")] {
            assert_eq!(Signed::in_line(bad), Some(Err(NoCheckpoint)), "{bad}");
        }
    }
}
