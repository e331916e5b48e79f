//! Where an identity provider is reached, and by which binding.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::limits::strip_prefix_of_any_case;

/// An address at the identity provider, and how messages travel to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The binding the address expects.
    pub binding: Binding,
    /// The address: always `http` or `https` with a host.
    pub location: String,
}

/// How a SAML message travels. Source: "Bindings for SAML V2.0", section 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Binding {
    /// In the query of a redirect.
    Redirect,
    /// In a form that the browser posts.
    Post,
    /// From server to server.
    Soap,
    /// Any other, named by the end of its URI: `HTTP-Artifact`, `HTTP-POST-SimpleSign`.
    Other(String),
}

impl Binding {
    /// Reads the URI of a binding.
    pub(super) fn read(uri: &str) -> Self {
        match uri.trim() {
            "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" => Self::Redirect,
            "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" => Self::Post,
            "urn:oasis:names:tc:SAML:2.0:bindings:SOAP" => Self::Soap,
            other => Self::Other(other.rsplit(':').next().unwrap_or(other).to_owned()),
        }
    }

    /// The binding's own name, as identity providers show it.
    pub fn label(&self) -> &str {
        match self {
            Self::Redirect => "HTTP-Redirect",
            Self::Post => "HTTP-POST",
            Self::Soap => "SOAP",
            Self::Other(label) if label.is_empty() => "no binding",
            Self::Other(label) => label,
        }
    }

    /// Whether a browser can carry a sign-in request this way.
    pub fn suits_browsers(&self) -> bool {
        matches!(self, Self::Redirect | Self::Post)
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.label())
    }
}

/// What an endpoint is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Service {
    /// `SingleSignOnService`.
    SignIn,
    /// `SingleLogoutService`.
    SignOut,
}

impl Service {
    /// The service in words: “sign-in”, “sign-out”.
    pub fn label(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignOut => "sign-out",
        }
    }

    /// The name of its element in metadata.
    pub(super) fn element(self) -> &'static str {
        match self {
            Self::SignIn => "SingleSignOnService",
            Self::SignOut => "SingleLogoutService",
        }
    }
}

/// Whether a browser would open this as a page of some host.
///
/// Refused: every other scheme (`javascript:`, `data:`), an empty host, a name or password before the host (which serves
/// to make an address look like another's), and the characters that RFC 3986 allows nowhere in an address, since browsers
/// read `\` as `/` and templates leave `{…}` behind.
pub(super) fn is_web_address(location: &str) -> bool {
    let Some(rest) =
        strip_prefix_of_any_case(location, "https://").or_else(|| strip_prefix_of_any_case(location, "http://"))
    else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let forbidden = |sign: char| sign.is_control() || sign.is_whitespace() || r#""<>\^`{|}"#.contains(sign);
    !host.is_empty() && !host.starts_with(':') && !host.contains('@') && !location.contains(forbidden)
}

/// Whether the address is reached without encryption.
pub(super) fn is_plain(location: &str) -> bool {
    strip_prefix_of_any_case(location, "http://").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_count() {
        for good in [
            "https://idp.example.com/sso",
            "HTTP://localhost:8080/a?b=c#d",
            "https://[2001:db8::1]/",
            "https://bücher.example/",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "/sso",
            "https:",
            "https://",
            "https:///sso",
            "https://:443/",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)//https://",
            "data:text/html,x",
            "ftp://idp.example.com",
            "https://idp.example.com@evil.example/",
            "https:\\\\evil.example",
            "https://a b/",
            "https://idp.example.com/{tenant}",
            "https://idp.example.com/\u{0}",
            "file:///etc/passwd",
            "http:/x",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_binding_is_named_by_the_end_of_its_uri() {
        assert_eq!(Binding::read("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact").label(), "HTTP-Artifact");
        assert_eq!(Binding::read(" urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\n"), Binding::Post);
        assert_eq!(Binding::read("").label(), "no binding");
    }
}
