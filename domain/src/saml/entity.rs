//! One entity in a metadata document: its roles, and the elements that are looked for in them.

use std::borrow::Cow;
use std::collections::HashSet;

use roxmltree::Node;

use super::{Purpose, Role, Service};

/// The namespace of SAML 2.0 metadata.
pub(super) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// The namespace of SAML 2.0 assertions, where attributes are named.
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// The protocol that a role announces when it speaks SAML 2.0.
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// The namespace of XML signatures, where keys are described.
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The namespace in which WS-Federation lists the claims on offer.
const CLAIMS: &str = "http://docs.oasis-open.org/wsfed/authorization/200706";

/// An `EntityDescriptor`.
#[derive(Clone, Copy)]
pub(super) struct Entity<'a, 'input> {
    node: Node<'a, 'input>,
    /// Its `IDPSSODescriptor`: the one that speaks SAML 2.0, if there are several.
    provider: Option<Node<'a, 'input>>,
}

impl<'a, 'input> Entity<'a, 'input> {
    /// Reads an element if it is an entity.
    pub(super) fn read(node: Node<'a, 'input>) -> Option<Self> {
        if !is(node, METADATA, "EntityDescriptor") {
            return None;
        }
        let providers = || elements(node, METADATA, "IDPSSODescriptor");
        let provider = providers().find(|role| speaks_saml2(*role)).or_else(|| providers().next());
        Some(Self { node, provider })
    }

    pub(super) fn entity_id(self) -> &'a str {
        self.node.attribute("entityID").unwrap_or_default().trim()
    }

    pub(super) fn role(self) -> Role {
        if self.provider.is_some() {
            Role::IdentityProvider
        } else if elements(self.node, METADATA, "SPSSODescriptor").next().is_some() {
            Role::ServiceProvider
        } else {
            Role::Other
        }
    }

    /// Whether its identity provider announces SAML 2.0.
    pub(super) fn speaks_saml2(self) -> bool {
        self.provider.is_some_and(speaks_saml2)
    }

    pub(super) fn wants_signed_requests(self) -> bool {
        let wanted = self.provider.and_then(|role| role.attribute("WantAuthnRequestsSigned"));
        wanted.is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    /// Binding and location of every endpoint of a service.
    pub(super) fn endpoints(self, service: Service) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.of_provider(METADATA, service.element()).map(|endpoint| {
            let attribute = |name| endpoint.attribute(name).unwrap_or_default();
            (attribute("Binding"), attribute("Location"))
        })
    }

    /// Every certificate, as text, with its purpose.
    pub(super) fn certificates(self) -> impl Iterator<Item = (Cow<'a, str>, Purpose)> {
        self.of_provider(METADATA, "KeyDescriptor").flat_map(|key| {
            let purpose = match key.attribute("use").map(str::trim) {
                Some("signing") => Purpose::Signing,
                Some("encryption") => Purpose::Encryption,
                _ => Purpose::Both,
            };
            elements(key, SIGNATURE, "KeyInfo")
                .flat_map(|info| elements(info, SIGNATURE, "X509Data"))
                .flat_map(|data| elements(data, SIGNATURE, "X509Certificate"))
                .map(move |certificate| (text(certificate), purpose))
        })
    }

    /// The formats of name identifiers on offer, each once.
    pub(super) fn name_id_formats(self) -> Vec<String> {
        let formats = self.of_provider(METADATA, "NameIDFormat").map(text);
        distinct(formats.map(|format| format.trim().to_owned()))
    }

    /// The names of the claims on offer, each once.
    ///
    /// Entra ID and AD FS list theirs for WS-Federation, in a sibling of the identity provider; their SAML claims bear
    /// the same names.
    pub(super) fn attributes(self) -> Vec<String> {
        let named = self.of_provider(ASSERTION, "Attribute").filter_map(|attribute| attribute.attribute("Name"));
        let federated = elements(self.node, METADATA, "RoleDescriptor")
            .flat_map(|role| role.children())
            .filter(|child| child.tag_name().name() == "ClaimTypesOffered")
            .flat_map(|offered| elements(offered, CLAIMS, "ClaimType"))
            .filter_map(|claim| claim.attribute("Uri"));
        distinct(named.chain(federated).map(|name| name.trim().to_owned()))
    }

    /// Every `validUntil` that bounds this entity: its own, those around it and that of its role.
    pub(super) fn valid_until(self) -> impl Iterator<Item = &'a str> {
        let bounding = self.node.ancestors().chain(self.provider);
        bounding.filter_map(|node| node.attribute("validUntil")).map(str::trim)
    }

    fn of_provider(self, namespace: &'static str, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
        self.provider.into_iter().flat_map(move |role| elements(role, namespace, name))
    }
}

/// The children of a node with a name.
fn elements<'a, 'input>(
    node: Node<'a, 'input>,
    namespace: &'static str,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| is(*child, namespace, name))
}

pub(super) fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    node.has_tag_name((namespace, name))
}

fn speaks_saml2(role: Node<'_, '_>) -> bool {
    let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
    protocols.split_ascii_whitespace().any(|protocol| protocol == PROTOCOL)
}

/// All the text in an element, whole even where a comment splits it: a comment must not be able to cut a value short.
fn text<'a>(node: Node<'a, '_>) -> Cow<'a, str> {
    let mut pieces = node.children().filter(Node::is_text).filter_map(|piece| piece.text());
    let first = pieces.next().unwrap_or_default();
    match pieces.next() {
        None => Cow::Borrowed(first),
        Some(second) => Cow::Owned([first, second].into_iter().chain(pieces).collect()),
    }
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    values.filter(|value| !value.is_empty() && seen.insert(value.clone())).collect()
}
