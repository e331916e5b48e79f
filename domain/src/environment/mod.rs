//! A FinSpace environment: what the API tells of one, and what may be asked for.

mod bundle;
mod description;
mod edit;
mod federation;
mod form;
mod key;
mod name;
mod offer;
mod recorded;
mod shown;
mod status;
mod superuser;

pub use bundle::DataBundle;
pub use description::{DESCRIPTION_MOST, Description};
pub use edit::{Difference, EditForm, EnvironmentChange, Row};
pub use federation::{
    AttributeRow, CLAIMS, CallbackUrl, DOCUMENT_LEAST, DOCUMENT_MOST, Federation, FederationForm, MetadataDocument,
    MetadataUrl, Mode, PROVIDER_NAME_MOST, ProviderName, Urn,
};
pub use form::{EnvironmentForm, NewEnvironment, Step};
pub use key::KmsKey;
pub use name::{NAME_MOST, Name};
pub use offer::Offer;
pub use shown::TypedEdit;
pub use status::Status;
pub use superuser::{EmailAddress, PERSON_NAME_MOST, PersonName, Superuser};

use serde::{Deserialize, Serialize};

use crate::id::{ConnectionName, EnvironmentId};

/// An environment as FinSpace describes it: the twelve members of the API's shape, and the connection it was read over.
///
/// The texts are FinSpace's own and are not checked again: what exists, exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub connection: ConnectionName,
    pub id: EnvironmentId,
    pub name: String,
    pub arn: String,
    pub status: Status,
    pub account: Option<String>,
    /// A bare host, as the API gives it: see [`Environment::sign_in_url`].
    pub url: Option<String>,
    pub description: Option<String>,
    /// SageMaker Studio's address, with its scheme.
    pub notebook_url: Option<String>,
    pub kms_key: Option<String>,
    /// The account that AWS keeps for the environment's infrastructure.
    pub service_account: Option<String>,
    pub mode: Mode,
    pub federation: Federation,
}

impl Environment {
    /// The address where people sign in: `https://`, or `http://` for hosts under `.localhost`.
    #[must_use]
    pub fn sign_in_url(&self) -> Option<String> {
        address(self.url.as_deref()?)
    }

    /// The address of its notebooks, in the same way.
    #[must_use]
    pub fn notebook_address(&self) -> Option<String> {
        address(self.notebook_url.as_deref()?)
    }
}

/// What FinSpace tells of a host or an address, as one that can be opened.
fn address(host: &str) -> Option<String> {
    if host.is_empty() {
        return None;
    }
    if host.starts_with("https://") || host.starts_with("http://") {
        return Some(host.to_owned());
    }
    let name = host.split(['/', ':']).next().unwrap_or(host);
    let scheme = if name.ends_with(".localhost") { "http" } else { "https" };
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_url(url: &str) -> Environment {
        Environment {
            connection: ConnectionName::parse("local").unwrap(),
            id: EnvironmentId::parse("abc").unwrap(),
            name: "risk".into(),
            arn: String::new(),
            status: Status::Created,
            account: None,
            url: Some(url.into()),
            description: None,
            notebook_url: None,
            kms_key: None,
            service_account: None,
            mode: Mode::Local,
            federation: Federation::default(),
        }
    }

    #[test]
    fn a_bare_host_gets_its_scheme() {
        let url = |host| with_url(host).sign_in_url().unwrap();
        assert_eq!(url("a.us-east-1.amazonfinspace.com"), "https://a.us-east-1.amazonfinspace.com");
        assert_eq!(url("a.x.amazonfinspace.localhost:4567"), "http://a.x.amazonfinspace.localhost:4567");
        assert_eq!(url("a.localhost.example.com"), "https://a.localhost.example.com");
    }

    #[test]
    fn notebooks_have_an_address_of_their_own() {
        let notebook = |url: Option<&str>| {
            Environment { notebook_url: url.map(Into::into), ..with_url("a.example.com") }.notebook_address()
        };
        assert_eq!(notebook(Some("b.studio.localhost:4567/x")).as_deref(), Some("http://b.studio.localhost:4567/x"));
        assert_eq!(notebook(Some("javascript:alert(1)")).as_deref(), Some("https://javascript:alert(1)"));
        assert_eq!((notebook(Some("")), notebook(None)), (None, None));
    }
}
