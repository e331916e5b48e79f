//! The names that things are addressed by.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Flaw, text::checked_text};

checked_text!(
    /// What an administrator calls a (region, credentials, endpoint) triple in the settings: 1 to 40 lower-case
    /// letters, digits and hyphens, so that it can stand in a path.
    ConnectionName,
    connection_name
);

checked_text!(
    /// FinSpace's own id of an environment: 1 to 26 letters and digits (`IdType` of the API).
    EnvironmentId,
    environment_id
);

fn connection_name(text: &str) -> Result<(), Flaw> {
    let legal = (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if legal {
        return Ok(());
    }
    Err(Flaw::new("A connection's name has 1 to 40 lower-case letters, digits and hyphens."))
}

fn environment_id(text: &str) -> Result<(), Flaw> {
    if (1..=26).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(());
    }
    Err(Flaw::new("An environment's id has 1 to 26 letters and digits."))
}

/// Defines an id of our own: 26 characters of the environment id's alphabet, 130 random bits, unless it says fewer.
macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident) => {
        own_id!($(#[$doc])* $name, 26);
    };
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// A new id out of random bytes, at most 26 of them.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 26]) -> Self {
                Self(bytes.iter().take($length).map(|byte| letter(*byte)).collect())
            }

            /// `None` when the text cannot be an id of ours.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                let legal = text.len() == $length
                    && text.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
                legal.then(|| Self(text.to_owned()))
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("not an id of this portal")
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    };
}

own_id!(
    /// A half-filled wizard or edit.
    DraftId
);
own_id!(
    /// One intended change at FinSpace; the value of the tag `portal:operation`.
    OperationId
);
own_id!(
    /// Somebody who can sign in.
    PersonId
);
own_id!(
    /// Somebody who may come in.
    InvitationId
);
own_id!(
    /// People who use the same environments.
    TeamId
);
own_id!(
    /// What may be asked for.
    BlueprintId
);
own_id!(
    /// What somebody asks for; its letters are those of the draft of its operation.
    EnvironmentRequestId
);
own_id!(
    /// What somebody said of a request.
    CommentId
);
own_id!(
    /// Something that somebody was told in the portal.
    NoticeId
);
own_id!(
    /// A message on its way by mail or to a webhook. The other side knows it by this id, too.
    DeliveryId
);
own_id!(
    /// An address of another program that is told what happens.
    WebhookId
);
own_id!(
    /// A permanent link to an environment. It stands in addresses that people print and type, so it is short: 60 random
    /// bits, which nobody guesses and which open nothing by themselves.
    LinkId,
    12
);
own_id!(
    /// A browser in which somebody is signed in, as pages address it. It is no secret.
    SessionKey
);
own_id!(
    /// A way in which a person signs in at a provider, as pages address it. It is no secret.
    IdentityId
);
own_id!(
    /// A rule by which a group at a provider puts people into a team.
    TeamRuleId
);
own_id!(
    /// A token by which a program acts for somebody. It is no secret: the token's other half is.
    TokenId
);
own_id!(
    /// A passkey of somebody, as pages address it. It is no secret.
    PasskeyId
);
own_id!(
    /// One passkey being added or shown: it ends once.
    CeremonyId
);
own_id!(
    /// One line of the audit log.
    EventId
);
own_id!(
    /// A failure that was logged; people quote it. Within a request it is the request's own id.
    FailureId
);
own_id!(
    /// One request of a browser or a program, as the server's log and the header of its answer name it.
    RequestId
);

impl EnvironmentRequestId {
    /// The draft in whose place the request stands: the table of operations knows one operation per draft, so that a
    /// request has one at most.
    #[must_use]
    pub fn draft(&self) -> DraftId {
        DraftId(self.0.clone())
    }
}

impl From<RequestId> for FailureId {
    fn from(request: RequestId) -> Self {
        Self(request.0)
    }
}

fn letter(byte: u8) -> char {
    char::from(b"abcdefghijklmnopqrstuvwxyz234567"[usize::from(byte & 31)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_own_text() {
        let id = DraftId::from_bytes(std::array::from_fn(|i| u8::try_from(i * 9).unwrap()));
        assert_eq!(DraftId::parse(id.as_str()), Some(id));
    }

    #[test]
    fn a_link_is_short_and_no_other_id() {
        let link = LinkId::from_bytes([7; 26]);
        assert_eq!((link.as_str().len(), LinkId::parse(link.as_str())), (12, Some(link.clone())));
        assert_eq!(TeamId::parse(link.as_str()), None);
        assert_eq!(LinkId::parse(TeamId::from_bytes([7; 26]).as_str()), None);
    }

    #[test]
    fn a_path_cannot_be_smuggled_into_a_connection_name() {
        for bad in ["", "..", "a/b", "A", "a b", &"x".repeat(41)] {
            assert!(ConnectionName::parse(bad).is_err(), "{bad}");
        }
    }
}
