//! How people of an environment sign in: with its own passwords, or through an identity provider by SAML 2.0.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Field, Flaw, Problems,
    text::{checked_text, length, only},
};

/// The fewest and the most characters of a metadata document.
pub const DOCUMENT_LEAST: usize = 1000;
pub const DOCUMENT_MOST: usize = 10_000_000;
/// The most characters of a provider's name.
pub const PROVIDER_NAME_MOST: usize = 32;

/// Claims in which identity providers usually carry the email address.
pub const CLAIMS: [&str; 4] = [
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "http://schemas.xmlsoap.org/claims/EmailAddress",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "email",
];

/// Who checks that people are who they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// FinSpace itself, by email address and password.
    #[default]
    #[serde(rename = "LOCAL")]
    Local,
    /// An identity provider.
    #[serde(rename = "FEDERATED")]
    Federated,
}

impl Mode {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "LOCAL",
            Self::Federated => "FEDERATED",
        }
    }

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::Federated => "Federated",
        }
    }

    /// Anything but the API's word for federation is local, which is the API's default.
    #[must_use]
    pub fn of(word: &str) -> Self {
        if word == "FEDERATED" { Self::Federated } else { Self::Local }
    }
}

/// The six federation parameters of the API. All may be absent; URN and callback URL are given by FinSpace once the
/// environment is created.
///
/// Plain texts, because FinSpace's own answers are taken as they are; what people type gets here through
/// [`FederationForm::parse`] only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Federation {
    pub metadata_document: Option<String>,
    pub metadata_url: Option<String>,
    pub callback_url: Option<String>,
    pub urn: Option<String>,
    pub provider_name: Option<String>,
    /// FinSpace's attribute (`Email`) to the claim that carries it.
    pub attributes: BTreeMap<String, String>,
}

checked_text!(
    /// 1,000 to 10,000,000 characters of SAML metadata. What it says is read by [`crate::saml`].
    MetadataDocument,
    document
);
checked_text!(
    /// An http or https address, 1 to 1,000 characters, passed on as it is: the portal fetches nothing.
    MetadataUrl,
    address
);
checked_text!(
    /// Where the identity provider sends people back to: an address like [`MetadataUrl`].
    CallbackUrl,
    address
);
checked_text!(
    /// FinSpace's name as a service provider: 1 to 255 of `A-Z a-z 0-9 . _ - : / # +`.
    Urn,
    urn
);
checked_text!(
    /// 1 to 32 characters, three in a row of which are letters, digits or signs, without `_` and space at both ends of the three.
    ///
    /// Source: `[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+`, taken as a search, so that `IAM Identity Center` passes.
    ProviderName,
    provider_name
);

fn document(text: &str) -> Result<(), Flaw> {
    length(text, DOCUMENT_LEAST, DOCUMENT_MOST, "the metadata document")
}

fn address(text: &str) -> Result<(), Flaw> {
    length(text, 1, 1000, "an address")?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Err(Flaw::new("An address begins with https:// or http://"));
    };
    let legal = |c: char| c.is_ascii_alphanumeric() || "-+&@#/%?=~_|!:,.;".contains(c);
    only(rest, legal, "An address takes letters, digits and - + & @ # / % ? = ~ _ | ! : , . ;", None)?;
    if rest.is_empty() || rest.ends_with(['?', '!', ':', ',', '.', ';']) && rest.len() == 1 {
        return Err(Flaw::new("The address has no host."));
    }
    Ok(())
}

fn urn(text: &str) -> Result<(), Flaw> {
    length(text, 1, 255, "a URN")?;
    let legal = |c: char| c.is_ascii_alphanumeric() || "._-:/#+".contains(c);
    only(text, legal, "A URN takes letters, digits and . _ - : / # +", None)
}

fn provider_name(text: &str) -> Result<(), Flaw> {
    length(text, 1, PROVIDER_NAME_MOST, "a name")?;
    let edge = |c: &char| *c != '_' && !c.is_whitespace();
    let inner = |c: &char| !c.is_whitespace() && !c.is_control();
    let characters: Vec<char> = text.chars().collect();
    let found = characters.windows(3).any(|three| edge(&three[0]) && inner(&three[1]) && edge(&three[2]));
    if found {
        return Ok(());
    }
    Err(Flaw::new(
        "FinSpace wants three or more characters in a row without a space, the outer ones not “_”, like “Okta”.",
    ))
}

impl Federation {
    /// Federated sign-in needs the identity provider's metadata in one of its two forms.
    pub(crate) fn check_source(&self, problems: &mut Problems) {
        let given = self.metadata_document.is_some() || self.metadata_url.is_some();
        let said = [Field::MetadataDocument, Field::MetadataUrl].iter().any(|field| problems.of(*field).is_some());
        if !given && !said {
            problems.push(
                Flaw::new(
                    "Give the metadata document or the metadata URL: FinSpace needs one of them for federated sign-in.",
                )
                .at(Field::MetadataDocument),
            );
        }
    }
}

/// A row of the attribute map, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeRow {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub value: String,
}

/// The federation inputs, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FederationForm {
    pub metadata_document: String,
    /// Asks to take away the document that is there. An empty box alone means "as before".
    pub without_document: bool,
    pub metadata_url: String,
    pub callback_url: String,
    pub federation_urn: String,
    pub provider_name: String,
    pub attributes: Vec<AttributeRow>,
}

impl FederationForm {
    /// Reads the inputs; each may stay empty, as in the API.
    pub fn parse(&self, problems: &mut Problems) -> Federation {
        let mut attributes = BTreeMap::new();
        for (i, row) in self.attributes.iter().enumerate() {
            let (key, value) = (row.key.trim(), row.value.trim());
            // The page offers the key `Email` in an open row: without a claim beside it nothing was asked for.
            if value.is_empty() && (key.is_empty() || key == "Email") {
                continue;
            }
            let fits = |text: &str, most, what| length(text, 1, most, what).map(|()| text.to_owned());
            let key = problems.keep(Field::AttributeKey(i), fits(key, 32, "an attribute, usually “Email”"));
            let value = problems.keep(Field::AttributeValue(i), fits(value, 1000, "the claim that carries it"));
            if let (Some(key), Some(value)) = (key, value)
                && attributes.insert(key.clone(), value).is_some()
            {
                problems
                    .push(Flaw::new(format!("“{key}” is there twice. Keep one of them.")).at(Field::AttributeKey(i)));
            }
        }
        Federation {
            metadata_document: problems
                .keep_optional(Field::MetadataDocument, &self.metadata_document, MetadataDocument::parse)
                .map(Into::into),
            metadata_url: problems
                .keep_optional(Field::MetadataUrl, &self.metadata_url, MetadataUrl::parse)
                .map(Into::into),
            callback_url: problems
                .keep_optional(Field::CallbackUrl, &self.callback_url, CallbackUrl::parse)
                .map(Into::into),
            urn: problems.keep_optional(Field::FederationUrn, &self.federation_urn, Urn::parse).map(Into::into),
            provider_name: problems
                .keep_optional(Field::ProviderName, &self.provider_name, ProviderName::parse)
                .map(Into::into),
            attributes,
        }
    }

    /// The form that would have given these parameters, without the document: it is kept unless another one is given.
    #[must_use]
    pub fn of(federation: &Federation) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            metadata_document: String::new(),
            without_document: false,
            metadata_url: text(&federation.metadata_url),
            callback_url: text(&federation.callback_url),
            federation_urn: text(&federation.urn),
            provider_name: text(&federation.provider_name),
            attributes: federation
                .attributes
                .iter()
                .map(|(key, value)| AttributeRow { key: key.clone(), value: value.clone() })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_provider_names_of_the_tutorials_pass() {
        for good in ["Okta", "IAM Identity Center", "AD FS x.y", "Entra ID"] {
            assert!(ProviderName::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "a b c", "___", &"x".repeat(33)] {
            assert!(ProviderName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        assert!(MetadataUrl::parse("https://idp.example.com/metadata?x=1").is_ok());
        for bad in ["idp.example.com", "ftp://x", "https://", "https://a b"] {
            assert!(MetadataUrl::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_open_email_row_asks_for_nothing() {
        let row = |key: &str, value: &str| AttributeRow { key: key.into(), value: value.into() };
        let form = FederationForm { attributes: vec![row("Email", ""), row("", "")], ..Default::default() };
        let mut problems = Problems::default();
        assert!(form.parse(&mut problems).attributes.is_empty());
        assert!(problems.is_empty());
    }

    #[test]
    fn a_document_of_999_characters_is_too_short() {
        let flaw = MetadataDocument::parse(&"é".repeat(999)).unwrap_err();
        assert!(flaw.words.contains("999"), "{}", flaw.words);
        assert!(MetadataDocument::parse(&"é".repeat(1000)).is_ok());
    }
}
