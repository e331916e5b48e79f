//! An identity provider's SAML 2.0 metadata, read into facts and findings.
//!
//! [`read`] turns the document into [`Metadata`], or says in words why it cannot; [`findings`] says what an administrator
//! should know about it on a given day. Nothing here is fetched and no signature is verified: the document is what
//! somebody uploaded or pasted, and it is passed on as it is.
//!
//! The document comes from strangers. Its size and shape are bounded before it is parsed (see [`limits`]), every document
//! is answered in time linear in its length, and nothing recurses.
//!
//! Sources: OASIS "Metadata for the OASIS Security Assertion Markup Language (SAML) V2.0" with its errata, and the length
//! of `SamlMetadataDocument` in the API model.

mod certificate;
mod endpoint;
mod entity;
mod finding;
mod findings;
pub mod limits;

mod metadata;
mod noticed;
mod unreadable;
mod words;

pub use certificate::{Certificate, CertificateFlaw, Purpose, ends_at};
pub use endpoint::{Binding, Endpoint, Service};
pub use finding::{Finding, Severity};
pub use findings::findings;
pub use metadata::{Metadata, Role, read};
pub use unreadable::Unreadable;
pub(crate) use words::quoted;

/// The least and the most characters that the API takes as `samlMetadataDocument`.
///
/// Source: shape `SamlMetadataDocument` of the API model (min 1000, max 10000000), counted in characters.
pub const CHARACTERS: std::ops::RangeInclusive<usize> = 1_000..=10_000_000;
