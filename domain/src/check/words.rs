//! Checks in words: what each is called, what it found, whose job it is, and what to do next.

use jiff::Timestamp;

use super::{Checks, Finding, Kind, State, Trouble};
use crate::{
    environment::{Environment, Status},
    lifetime::date,
};

/// Who can mend something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Operators,
    Aws,
    /// Whoever runs the identity provider.
    Provider,
}

impl Whose {
    /// Who that is.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Operators => "The portal's operators",
            Self::Aws => "AWS",
            Self::Provider => "Whoever runs the identity provider",
        }
    }
}

impl Whose {
    /// The same to somebody who can only wait: whose job it is, and who sees to it that they do it.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Operators => "It is for the portal's operators, who know of it.",
            Self::Aws => "It is for AWS. The portal's operators know of it and ask there.",
            Self::Provider => {
                "It is for whoever runs the identity provider. The portal's operators know of it and wait for new metadata."
            }
        }
    }
}

impl Kind {
    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name resolves",
            Self::Tls => "TLS certificate",
            Self::Page => "Sign-in page answers",
            Self::Metadata => "Metadata certificate",
        }
    }

    /// Whose job it is when something is wrong.
    #[must_use]
    pub fn whose(self) -> Whose {
        match self {
            Self::Name | Self::Page => Whose::Operators,
            Self::Tls => Whose::Aws,
            Self::Metadata => Whose::Provider,
        }
    }

    /// What to do when something is wrong.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Name | Self::Page => {
                "An operator looks at the environment's status first, then whether this server reaches other sites, then asks AWS support."
            }
            Self::Tls => {
                "AWS renews this certificate by itself. An operator opens a case with AWS support. Until then nobody should sign in past a browser's warning."
            }
            Self::Metadata => {
                "They renew the certificate and give the new metadata to an operator, who enters it under Edit, Identity provider."
            }
        }
    }
}

impl State {
    /// What it is called.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unchecked => "Not checked yet",
            Self::Good => "Good",
            Self::Soon => "Expires soon",
            Self::Wrong => "Wrong",
            Self::Inapplicable => "Not applicable",
        }
    }
}

impl Finding {
    /// What there is to say beside the state; may be empty.
    #[must_use]
    pub fn said(&self) -> String {
        match (self.state, self.until) {
            (State::Good | State::Soon, _) if !self.words.is_empty() => self.words.clone(),
            (State::Good, Some(until)) if is_forever(until) => "It does not expire.".into(),
            (State::Good, Some(until)) => format!("Valid until {}.", date(until)),
            (State::Soon, Some(until)) => format!("Expires on {}.", date(until)),
            _ => self.words.clone(),
        }
    }
}

/// Certificates without an end end with the year 9999.
fn is_forever(until: Timestamp) -> bool {
    until.strftime("%Y").to_string() == "9999"
}

impl Trouble {
    /// What it means to somebody who wants to sign in, as the beginning of a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match (self.kind, self.until) {
            (Kind::Metadata, Some(until)) if self.state == State::Soon => format!(
                "Sign-in through the identity provider ends on {}, unless its certificate is renewed",
                date(until)
            ),
            (Kind::Name, _) => "Its name does not resolve".into(),
            (Kind::Tls, _) => "Its sign-in page has no certificate to trust: do not sign in there".into(),
            (Kind::Page, _) => "Its sign-in page does not answer".into(),
            (Kind::Metadata, _) => "Sign-in through the identity provider does not work".into(),
        }
    }
}

impl Checks {
    /// One line for the log.
    #[must_use]
    pub fn in_words(&self) -> String {
        let word = |kind: Kind| {
            let finding = self.finding(kind);
            let ended = if finding.is_doubtful() { "failed once".into() } else { finding.state.label().to_lowercase() };
            format!("{}: {ended}", kind.label())
        };
        Kind::ALL.map(word).join(", ")
    }
}

/// Why an environment is not checked; `None` when it is.
#[must_use]
pub fn obstacle(environment: Option<&Environment>, is_linked: bool) -> Option<&'static str> {
    match environment {
        None => Some("The portal does not know this environment any more, so there is nothing to check."),
        Some(_) if !is_linked => Some("It is checked once a team has it. Open a team and link it there."),
        Some(one) if one.status != Status::Created => {
            Some("It is checked while it is up. Its status says what is going on now.")
        }
        Some(_) => None,
    }
}
