//! Why a document cannot be read as SAML metadata, in words that say what to do next.

use serde::{Deserialize, Serialize};

use super::limits;
use super::words::{grouped, quoted};

/// The document is not SAML metadata, or not one that can be read safely.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Unreadable {
    /// Nothing but white space.
    #[error("The document is empty. Download the metadata from the identity provider and choose the file again.")]
    Empty,
    /// More characters than the API takes.
    #[error(
        "The document has {} characters; FinSpace takes at most {}. Export the metadata of this one application, not of a whole federation.",
        grouped(*characters), grouped(*super::CHARACTERS.end())
    )]
    TooLong {
        /// The document's length, in characters.
        characters: usize,
    },
    /// A page for people: HTML.
    #[error(
        "This is a web page, not metadata. Sign in to the identity provider first, then save what its metadata link downloads, not the page that carries the link."
    )]
    WebPage,
    /// JSON, often the discovery document of the other sign-in standard.
    #[error(
        "This is JSON, not XML. FinSpace needs SAML 2.0 metadata; a configuration of OpenID Connect does not serve."
    )]
    Json,
    /// An address alone.
    #[error(
        "This is an address, not the document it leads to. Put it into SAML metadata URL, or open it and save the document."
    )]
    Address,
    /// A certificate or key in PEM form alone.
    #[error(
        "This is a certificate or a key alone. Choose the metadata document: an XML file that contains the certificate among other things."
    )]
    Pem,
    /// Not well-formed XML.
    #[error("The document is not well-formed XML: line {line}, column {column}: {reason}.")]
    NotXml {
        /// Line of the fault, counted from 1.
        line: u32,
        /// Column of the fault in characters, counted from 1.
        column: u32,
        /// What is wrong there, without a full stop.
        reason: String,
    },
    /// A document type declaration, which metadata never needs and attacks do.
    #[error(
        "The document has a document type declaration (<!DOCTYPE …>). SAML metadata has none, and it can be used for attacks: download the metadata again from the identity provider."
    )]
    DoctypeRefused,
    /// More than [`limits::NODES`] elements and texts.
    #[error(
        "The document has more than {} elements and texts. Export the metadata of this one application, not of a whole federation.",
        grouped(limits::NODES as usize)
    )]
    TooManyNodes,
    /// Elements nested more than [`limits::DEPTH`] levels deep.
    #[error("Elements are nested more than {} levels deep. SAML metadata never is: download it again.", limits::DEPTH)]
    TooDeep,
    /// More than [`limits::ATTRIBUTES`] attributes on one element, or [`limits::EQUALS_SIGNS`] equals signs in all.
    #[error(
        "An element has more than {} attributes, or the document more than {}. SAML metadata never has: download it again.",
        limits::ATTRIBUTES,
        grouped(limits::EQUALS_SIGNS)
    )]
    TooManyAttributes,
    /// More than [`limits::NAMESPACES`] namespace declarations in force at one place, or [`limits::DECLARATIONS`] in all.
    #[error(
        "More than {} namespaces are declared in one place, or more than {} in all. SAML metadata never needs so many: download it again.",
        limits::NAMESPACES,
        grouped(limits::DECLARATIONS)
    )]
    TooManyNamespaces,
    /// A name longer than [`limits::NAME`] or a namespace longer than [`limits::NAMESPACE`].
    #[error(
        "A name in the document is longer than {} characters, or a namespace longer than {}. SAML metadata has none so long: download it again.",
        limits::NAME,
        limits::NAMESPACE
    )]
    NameTooLong,
    /// Well-formed XML of another kind.
    #[error("{}", not_metadata(root, namespace))]
    NotMetadata {
        /// Local name of the first element.
        root: String,
        /// Its namespace; empty without one.
        namespace: String,
    },
    /// `EntitiesDescriptor` without any `EntityDescriptor` in it.
    #[error(
        "The document lists no entity: its EntitiesDescriptor has no EntityDescriptor in it. Download the metadata of the identity provider again."
    )]
    NoEntity,
}

impl Unreadable {
    /// What is wrong and what to do next, in whole sentences.
    pub fn words(&self) -> String {
        self.to_string()
    }
}

fn not_metadata(root: &str, namespace: &str) -> String {
    let what = match root {
        "EntityDescriptor" | "EntitiesDescriptor" => format!(
            "The first element is {root}, but in the namespace {} and not in that of SAML 2.0 metadata.",
            quoted(namespace)
        ),
        "Response" | "Assertion" | "AuthnRequest" => {
            format!("This is a SAML message ({root}) from a sign-in, not metadata.")
        }
        _ => {
            format!("This is XML, but not SAML metadata: its first element is {}, not EntityDescriptor.", quoted(root))
        }
    };
    format!(
        "{what} Download the identity provider's SAML 2.0 metadata; it is often called “federation metadata” or “IdP metadata”."
    )
}

/// What the parser says, in an administrator's terms.
pub(super) fn from_xml(error: &roxmltree::Error, document: &str) -> Unreadable {
    use roxmltree::Error;
    let reason = match error {
        Error::DtdDetected => return Unreadable::DoctypeRefused,
        Error::NodesLimitReached => return Unreadable::TooManyNodes,
        Error::AttributesLimitReached => return Unreadable::TooManyAttributes,
        Error::NamespacesLimitReached => return Unreadable::TooManyNamespaces,
        Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            let (line, column) = end(document);
            let reason = "the document ends before its elements are closed; it was probably cut off in copying".into();
            return Unreadable::NotXml { line, column, reason };
        }
        Error::UnexpectedDeclaration(_) => {
            "the XML declaration must be the very first thing; remove what stands before it".into()
        }
        Error::UnexpectedCloseTag(expected, found, _) => {
            format!("{} is closed where {} should be", quoted(found), quoted(expected))
        }
        Error::UnknownNamespace(prefix, _) => {
            format!("the prefix {} is not declared", quoted(prefix))
        }
        Error::DuplicatedAttribute(name, _) => {
            format!("the attribute {} is given twice", quoted(name))
        }
        Error::DuplicatedNamespace(name, _) => {
            format!("the namespace prefix {} is declared twice", quoted(name))
        }
        Error::UnknownEntityReference(name, _) => {
            format!("the entity {} is not known", quoted(name))
        }
        Error::MalformedEntityReference(_) => "an & does not start an entity; it has to be written &amp;".into(),
        Error::InvalidAttributeValue(_) | Error::InvalidChar(b'"' | b'\'', b'<', _) => {
            "a < inside a value has to be written &lt;".into()
        }
        Error::NonXmlChar(..) => "a character is not allowed in XML".into(),
        Error::NoRootNode => "there is no element".into(),
        Error::InvalidComment(_) => "a comment contains two hyphens".into(),
        _ => "a tag or text is not written as XML demands".into(),
    };
    let position = error.pos();
    Unreadable::NotXml { line: position.row, column: position.col, reason }
}

/// Line and column of the document's end.
fn end(document: &str) -> (u32, u32) {
    let lines = document.bytes().filter(|byte| *byte == b'\n').count();
    let last = document.rsplit('\n').next().unwrap_or_default().chars().count();
    (u32::try_from(lines + 1).unwrap_or(u32::MAX), u32::try_from(last + 1).unwrap_or(u32::MAX))
}
