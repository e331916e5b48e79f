//! Signing in at a provider: what goes out with a browser, what comes back, and what can be wrong with it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Actor, provider::ProviderName};

/// How long somebody may take at the provider.
pub const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// A sign-in that is under way. It travels in a cookie of the browser that began it, sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub provider: ProviderName,
    /// Comes back with the browser: whoever does not know it did not begin here.
    pub state: String,
    /// Comes back in the ID token: a token of another sign-in has another one.
    pub nonce: String,
    /// Whoever has the code needs this to use it (PKCE).
    pub verifier: String,
    /// Where on this site the person wanted to go.
    pub next: String,
    pub at: Timestamp,
}

/// What a browser brings back from a provider.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CameBack {
    pub state: Option<String>,
    pub code: Option<String>,
    pub error: Option<String>,
    /// Who the provider says that it is (RFC 9207).
    pub issuer: Option<String>,
}

/// Where to send a browser, and what it has to bring back.
#[derive(Clone, PartialEq, Eq)]
pub struct Departure {
    /// An address of the provider.
    pub url: String,
    /// The sealed attempt.
    pub attempt: String,
}

/// Somebody who is proved to be who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub actor: Actor,
    pub next: String,
}

/// What a provider's token proves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    pub subject: String,
    pub email: Option<String>,
    /// The provider says so in as many words.
    pub email_verified: bool,
    pub name: Option<String>,
    pub groups: Vec<String>,
}

/// What a provider says of itself in its discovery document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discovered {
    /// The algorithms that it signs with and the portal takes.
    pub algorithms: Vec<String>,
    pub keys: usize,
    /// Whether it names PKCE with SHA-256.
    pub pkce: bool,
    /// Whether it says who it is when it sends a browser back.
    pub names_itself: bool,
    /// `None` when it lists no claims.
    pub claims: Option<Vec<String>>,
    pub scopes: Option<Vec<String>>,
}

/// Why nobody is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    #[error("did not answer, or not in time")]
    Unreachable,
    #[error("answered with something that cannot be read")]
    Unreadable,
    #[error("answered for another issuer")]
    OtherIssuer,
    #[error("leads to an address that is not encrypted")]
    Unsafe,
    #[error("signs with no algorithm that the portal takes")]
    NoAlgorithm,
    #[error("refused the code")]
    CodeRefused,
    #[error("sent no ID token")]
    NoToken,
    #[error("sent a token without a signature, or signed in a way that the portal does not take")]
    Algorithm,
    #[error("sent a token that is signed with an unknown key")]
    UnknownKey,
    #[error("sent a token whose signature is wrong")]
    Signature,
    #[error("sent a token of another issuer")]
    Issuer,
    #[error("sent a token that is meant for another application")]
    Audience,
    #[error("sent a token of another sign-in")]
    Nonce,
    #[error("sent a token that has expired")]
    Expired,
    #[error("sent a token from the future; compare the clocks")]
    Future,
    #[error("sent a token and an access token that do not belong together")]
    AccessToken,
    #[error("tells of another person than its token")]
    Subject,
    #[error("cannot be asked: its client secret was saved by a portal with another key and has to be entered again")]
    Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_goes_on_after_the_name_of_the_provider() {
        for why in [Unproved::Unreachable, Unproved::Future, Unproved::Secret] {
            let words = why.to_string();
            assert!(words.starts_with(char::is_lowercase) && !words.ends_with('.'), "{words}");
        }
    }
}
