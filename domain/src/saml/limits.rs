//! The bounds of a metadata document, checked in one cheap pass before it is parsed.
//!
//! The parser does not recurse, but it reserves memory by the number of `<` and `=`, compares every attribute of an
//! element with every other by its full name, and copies the namespaces in scope to each element that declares one. So the
//! factors of these products are bounded here, where refusing costs nothing. The pass and the parser read the same tokens
//! up to the first fault in the document, and at that fault the parser stops.

use super::Unreadable;

/// Elements, texts, comments and processing instructions in the document.
pub const NODES: u32 = 20_000;
/// Elements inside each other, the first one included.
pub const DEPTH: usize = 64;
/// Attributes of one element, namespace declarations included.
pub const ATTRIBUTES: usize = 64;
/// Equals signs in the document, which bound its attributes.
pub const EQUALS_SIGNS: usize = 40_000;
/// Namespace declarations in force at one place of the document.
pub const NAMESPACES: usize = 32;
/// Namespace declarations in the document.
pub const DECLARATIONS: usize = 2_000;
/// The name of an element or an attribute with its prefix, in bytes.
pub const NAME: usize = 128;
/// The address of a namespace, in bytes.
pub const NAMESPACE: usize = 128;
/// Certificates that are read; those beyond are counted only.
pub const CERTIFICATES: usize = 32;
/// One certificate in base64, in bytes. Real ones have one to eight thousand.
pub const CERTIFICATE: usize = 16_384;

/// Refuses a document that is longer, deeper or wider than metadata can honestly be, or that carries a DTD.
pub(super) fn check(document: &str) -> Result<(), Unreadable> {
    let signs = document.bytes().fold((0_usize, 0_usize), |(tags, equals), byte| {
        (tags + usize::from(byte == b'<'), equals + usize::from(byte == b'='))
    });
    // An element has two tags at most, everything else one.
    if signs.0 > 2 * NODES as usize {
        return Err(Unreadable::TooManyNodes);
    }
    if signs.1 > EQUALS_SIGNS {
        return Err(Unreadable::TooManyAttributes);
    }
    let mut nesting = Nesting::default();
    let mut rest = document;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let after = if let Some(comment) = rest.strip_prefix("!--") {
            behind(comment, "-->")
        } else if let Some(text) = rest.strip_prefix("![CDATA[") {
            behind(text, "]]>")
        } else if let Some(doctype) = strip_prefix_of_any_case(rest, "!doctype") {
            let html = strip_prefix_of_any_case(doctype.trim_start(), "html").is_some();
            return Err(if html { Unreadable::WebPage } else { Unreadable::DoctypeRefused });
        } else if rest.starts_with('?') {
            behind(rest, "?>")
        } else if rest.starts_with('/') {
            nesting.close();
            behind(rest, ">")
        } else {
            nesting.open(rest)?
        };
        // An unfinished tag ends the pass; the parser says where and what.
        let Some(after) = after else { break };
        rest = after;
    }
    Ok(())
}

/// The namespace declarations of each element that is open.
#[derive(Default)]
struct Nesting {
    open: Vec<usize>,
    /// Declarations in force here.
    namespaces: usize,
    /// Declarations so far.
    declarations: usize,
}

impl Nesting {
    /// Reads a start tag from behind its `<` and answers with what follows the tag.
    fn open<'a>(&mut self, rest: &'a str) -> Result<Option<&'a str>, Unreadable> {
        let (name, mut rest) = rest.split_at(end_of_name(rest));
        let mut attributes = 0;
        let mut namespaces = 0;
        check_name(name)?;
        if self.open.len() == DEPTH {
            return Err(Unreadable::TooDeep);
        }
        loop {
            rest = rest.trim_start_matches(SPACE);
            if let Some(after) = rest.strip_prefix("/>") {
                return Ok(Some(after));
            }
            if let Some(after) = rest.strip_prefix('>') {
                self.open.push(namespaces);
                self.namespaces += namespaces;
                return Ok(Some(after));
            }
            let (name, after) = rest.split_at(end_of_name(rest));
            let Some((value, after)) = value(after) else {
                return Ok(None);
            };
            check_name(name)?;
            attributes += 1;
            if attributes > ATTRIBUTES {
                return Err(Unreadable::TooManyAttributes);
            }
            if name == "xmlns" || name.starts_with("xmlns:") {
                namespaces += 1;
                self.declarations += 1;
                if self.namespaces + namespaces > NAMESPACES || self.declarations > DECLARATIONS {
                    return Err(Unreadable::TooManyNamespaces);
                }
                if value.len() > NAMESPACE {
                    return Err(Unreadable::NameTooLong);
                }
            }
            rest = after;
        }
    }

    fn close(&mut self) {
        self.namespaces -= self.open.pop().unwrap_or(0);
    }
}

const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Where a name stops, in bytes.
fn end_of_name(rest: &str) -> usize {
    let stops = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'/' | b'>');
    rest.bytes().position(stops).unwrap_or(rest.len())
}

fn check_name(name: &str) -> Result<(), Unreadable> {
    if name.len() > NAME { Err(Unreadable::NameTooLong) } else { Ok(()) }
}

/// The value of an attribute and what follows it, or nothing where the tag is not well-formed.
fn value(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start_matches(SPACE).strip_prefix('=')?.trim_start_matches(SPACE);
    let quote = rest.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    rest[1..].split_once(quote)
}

fn behind<'a>(rest: &'a str, end: &str) -> Option<&'a str> {
    rest.split_once(end).map(|(_, after)| after)
}

/// Like `strip_prefix`, for prefixes in ASCII whose case does not matter.
pub(super) fn strip_prefix_of_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}
