//! The inputs that people fill in, and what can be wrong with them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One input of a form. Lists carry the index of their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    Connection,
    Name,
    Description,
    KmsKey,
    SignInMode,
    ProviderName,
    MetadataDocument,
    MetadataUrl,
    FederationUrn,
    CallbackUrl,
    AttributeKey(usize),
    AttributeValue(usize),
    EmailAddress,
    FirstName,
    LastName,
    DataBundle(usize),
    Tags,
    TagKey(usize),
    TagValue(usize),
    ConfirmName,
    Password,
    PasswordAgain,
    DisplayName,
}

impl Field {
    /// The label, in the API's own notion put into plain words.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Connection => "Connection",
            Self::Name => "Name",
            Self::Description => "Description",
            Self::KmsKey => "KMS key",
            Self::SignInMode => "Sign-in mode",
            Self::ProviderName => "Identity provider name",
            Self::MetadataDocument => "SAML metadata document",
            Self::MetadataUrl => "SAML metadata URL",
            Self::FederationUrn => "Federation URN",
            Self::CallbackUrl => "Application callback URL",
            Self::AttributeKey(_) => "Attribute",
            Self::AttributeValue(_) => "Claim",
            Self::EmailAddress => "Email address",
            Self::FirstName => "First name",
            Self::LastName => "Last name",
            Self::DataBundle(_) => "Data bundles",
            Self::Tags => "Tags",
            Self::TagKey(_) => "Key",
            Self::TagValue(_) => "Value",
            Self::ConfirmName => "Name of the environment",
            Self::Password => "Password",
            Self::PasswordAgain => "Password again",
            Self::DisplayName => "Your name",
        }
    }

    /// The `name` of the input in a form, which is also the root of its element id.
    #[must_use]
    pub fn input(self) -> String {
        match self {
            Self::Connection => "connection".into(),
            Self::Name => "name".into(),
            Self::Description => "description".into(),
            Self::KmsKey => "kms_key".into(),
            Self::SignInMode => "mode".into(),
            Self::ProviderName => "provider_name".into(),
            Self::MetadataDocument => "metadata_document".into(),
            Self::MetadataUrl => "metadata_url".into(),
            Self::FederationUrn => "federation_urn".into(),
            Self::CallbackUrl => "callback_url".into(),
            Self::AttributeKey(i) => format!("attributes[{i}][key]"),
            Self::AttributeValue(i) => format!("attributes[{i}][value]"),
            Self::EmailAddress => "email_address".into(),
            Self::FirstName => "first_name".into(),
            Self::LastName => "last_name".into(),
            Self::DataBundle(i) => format!("data_bundles[{i}]"),
            Self::Tags => "tags".into(),
            Self::TagKey(i) => format!("tags[{i}][key]"),
            Self::TagValue(i) => format!("tags[{i}][value]"),
            Self::ConfirmName => "confirm_name".into(),
            Self::Password => "password".into(),
            Self::PasswordAgain => "password_again".into(),
            Self::DisplayName => "display_name".into(),
        }
    }
}

/// What is wrong with one text, and a legal one near to it where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub words: String,
    pub suggestion: Option<String>,
}

impl Flaw {
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), suggestion: None }
    }

    /// The same flaw with a legal value to offer.
    #[must_use]
    pub fn suggesting(mut self, legal: impl Into<String>) -> Self {
        self.suggestion = Some(legal.into()).filter(|legal| !legal.is_empty());
        self
    }

    /// The flaw, at the field that it was found in.
    #[must_use]
    pub fn at(self, field: Field) -> Problem {
        Problem { field, words: self.words, suggestion: self.suggestion }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.words)
    }
}

/// A flaw at its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub field: Field,
    pub words: String,
    pub suggestion: Option<String>,
}

/// Everything that is wrong with a form, all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem of a field.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<&Problem> {
        self.0.iter().find(|problem| problem.field == field)
    }

    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Keeps the value of a check, or its flaw at the field that was checked.
    pub fn keep<T>(&mut self, field: Field, checked: Result<T, Flaw>) -> Option<T> {
        match checked {
            Ok(value) => Some(value),
            Err(flaw) => {
                self.push(flaw.at(field));
                None
            }
        }
    }

    /// The same for an input that may stay empty.
    pub fn keep_optional<T>(
        &mut self,
        field: Field,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Flaw>,
    ) -> Option<T> {
        let text = text.trim();
        if text.is_empty() { None } else { self.keep(field, parse(text)) }
    }
}
