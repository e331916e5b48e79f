//! The inputs that people fill in, and what can be wrong with them.

mod flaw;

use serde::{Deserialize, Serialize};

pub use flaw::{Flaw, Problem, Problems};

use crate::{blueprint::BlueprintField, house::HouseField, provider::ProviderField, webhook::WebhookField};

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
    /// Keys of tags that several environments are to lose.
    RemovedTags,
    OldKey,
    NewKey,
    /// The environments that something is done to at once.
    Chosen,
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
    Provider(ProviderField),
    House(HouseField),
    Webhook(WebhookField),
    TokenName,
    TokenScopes,
    TokenLifetime,
    Code,
    RecoveryCode,
    /// What an authenticator says, by the browser.
    Passkey,
    PasskeyName,
    Blueprint(BlueprintField),
    /// Why somebody asks for an environment.
    Why,
    /// What somebody says of a request.
    Words,
    /// How many days more.
    Days,
    /// The day on which an environment ends.
    EndsOn,
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
            Self::RemovedTags => "Keys to remove",
            Self::OldKey => "Key to rename",
            Self::NewKey => "New key",
            Self::Chosen => "Environments",
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
            Self::Provider(field) => field.label(),
            Self::House(field) => field.label(),
            Self::Webhook(field) => field.label(),
            Self::TokenName => "Name of the token",
            Self::TokenScopes => "What it may do",
            Self::TokenLifetime => "Works for",
            Self::Code => "Code",
            Self::RecoveryCode => "Recovery code",
            Self::Passkey => "Passkey",
            Self::PasskeyName => "Name of the passkey",
            Self::Blueprint(field) => field.label(),
            Self::Why => "What it is for",
            Self::Words => "Words",
            Self::Days => "Days more",
            Self::EndsOn => "Ends on (UTC)",
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
            Self::RemovedTags => "form[removed]".into(),
            Self::OldKey => "form[old_key]".into(),
            Self::NewKey => "form[new_key]".into(),
            Self::Chosen => "form[chosen]".into(),
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
            Self::Provider(field) => field.input(),
            Self::House(field) => field.input(),
            Self::Webhook(field) => field.input(),
            Self::TokenName => "form[token_name]".into(),
            Self::TokenScopes => "form[scopes]".into(),
            Self::TokenLifetime => "form[days]".into(),
            Self::Code => "form[code]".into(),
            Self::RecoveryCode => "form[recovery_code]".into(),
            Self::Passkey => "form[passkey]".into(),
            Self::PasskeyName => "form[passkey_name]".into(),
            Self::Blueprint(field) => field.input(),
            Self::Why => "why".into(),
            Self::Words => "words".into(),
            Self::Days => "days".into(),
            Self::EndsOn => "date".into(),
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
    const SINGLE: [Self; 23] = [
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
        Self::TokenName,
        Self::TokenScopes,
        Self::TokenLifetime,
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

#[cfg(test)]
mod tests;
