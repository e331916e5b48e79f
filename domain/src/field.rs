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
    LogAction,
    LogOutcome,
    LogFrom,
    LogUntil,
    Roles,
    PasswordNow,
    Members,
    Environment,
    Label,
    Section,
    ConfirmTeam,
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
            Self::LogAction => "What",
            Self::LogOutcome => "Outcome",
            Self::LogFrom => "From (UTC)",
            Self::LogUntil => "Until (UTC)",
            Self::Roles => "Roles",
            Self::PasswordNow => "Current password",
            Self::Members => "Email addresses",
            Self::Environment => "Environment",
            Self::Label => "Label",
            Self::Section => "Section",
            Self::ConfirmTeam => "Name of the team",
        }
    }

    /// The `name` of the input in a form: its path in the form's structure, which also is the root of its element id.
    #[must_use]
    pub fn input(self) -> String {
        match self {
            Self::Connection => "form[connection]".into(),
            Self::Name => "form[name]".into(),
            Self::Description => "form[description]".into(),
            Self::KmsKey => "form[kms_key]".into(),
            Self::SignInMode => "form[mode]".into(),
            Self::ProviderName => "form[federation][provider_name]".into(),
            Self::MetadataDocument => "form[federation][metadata_document]".into(),
            Self::MetadataUrl => "form[federation][metadata_url]".into(),
            Self::FederationUrn => "form[federation][federation_urn]".into(),
            Self::CallbackUrl => "form[federation][callback_url]".into(),
            Self::AttributeKey(i) => format!("form[federation][attributes][{i}][key]"),
            Self::AttributeValue(i) => format!("form[federation][attributes][{i}][value]"),
            Self::EmailAddress => "form[email_address]".into(),
            Self::FirstName => "form[first_name]".into(),
            Self::LastName => "form[last_name]".into(),
            Self::DataBundle(i) => format!("form[data_bundles][{i}]"),
            Self::Tags => "form[tags]".into(),
            Self::TagKey(i) => format!("form[tags][rows][{i}][key]"),
            Self::TagValue(i) => format!("form[tags][rows][{i}][value]"),
            Self::ConfirmName => "form[confirm_name]".into(),
            Self::Password => "form[password]".into(),
            Self::PasswordAgain => "form[password_again]".into(),
            Self::DisplayName => "form[display_name]".into(),
            // A filter is an address: its inputs have the names of the parameters.
            Self::LogAction => "action".into(),
            Self::LogOutcome => "outcome".into(),
            Self::LogFrom => "from".into(),
            Self::LogUntil => "until".into(),
            Self::Roles => "form[roles]".into(),
            Self::PasswordNow => "form[password_now]".into(),
            Self::Members => "form[members]".into(),
            Self::Environment => "form[environment]".into(),
            Self::Label => "form[label]".into(),
            Self::Section => "form[section]".into(),
            Self::ConfirmTeam => "form[confirm_team]".into(),
        }
    }

    /// The field of an input's `name`; `None` for inputs that nobody checks.
    #[must_use]
    pub fn of_input(input: &str) -> Option<Self> {
        let numbered = |prefix: &str, suffix: &str| -> Option<usize> {
            input.strip_prefix(prefix)?.strip_suffix(suffix)?.parse().ok()
        };
        let rows = [
            numbered("form[federation][attributes][", "][key]").map(Self::AttributeKey),
            numbered("form[federation][attributes][", "][value]").map(Self::AttributeValue),
            numbered("form[data_bundles][", "]").map(Self::DataBundle),
            numbered("form[tags][rows][", "][key]").map(Self::TagKey),
            numbered("form[tags][rows][", "][value]").map(Self::TagValue),
        ];
        let single = Self::SINGLE.into_iter().find(|field| field.input() == input);
        single.or_else(|| rows.into_iter().flatten().next())
    }

    /// The fields that stand alone, in the order of the forms.
    const SINGLE: [Self; 20] = [
        Self::Connection,
        Self::Name,
        Self::Description,
        Self::KmsKey,
        Self::SignInMode,
        Self::ProviderName,
        Self::MetadataDocument,
        Self::MetadataUrl,
        Self::FederationUrn,
        Self::CallbackUrl,
        Self::EmailAddress,
        Self::FirstName,
        Self::LastName,
        Self::Tags,
        Self::ConfirmName,
        Self::Password,
        Self::PasswordAgain,
        Self::DisplayName,
        Self::Roles,
        Self::PasswordNow,
    ];

    /// What is wrong with one input by itself, as people type; what depends on other inputs is left to the server.
    #[must_use]
    pub fn flaw(self, typed: &str) -> Option<Flaw> {
        use crate::{environment as env, tag};
        let text = typed.trim();
        if text.is_empty() && !matches!(self, Self::Name) {
            return None;
        }
        match self {
            Self::Name => env::Name::parse(text).err(),
            Self::Description => env::Description::parse(text).err(),
            Self::KmsKey => env::KmsKey::parse(text).err(),
            Self::ProviderName => env::ProviderName::parse(text).err(),
            Self::MetadataDocument => env::MetadataDocument::parse(text).err(),
            Self::MetadataUrl => env::MetadataUrl::parse(text).err(),
            Self::FederationUrn => env::Urn::parse(text).err(),
            Self::CallbackUrl => env::CallbackUrl::parse(text).err(),
            Self::EmailAddress => env::EmailAddress::parse(text).err(),
            Self::FirstName | Self::LastName => env::PersonName::parse(text).err(),
            Self::DataBundle(_) => env::DataBundle::parse(text).err(),
            Self::TagKey(_) => tag::TagKey::parse(text).err(),
            Self::TagValue(_) => tag::TagValue::parse(text).err(),
            _ => None,
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

#[cfg(test)]
mod tests;
