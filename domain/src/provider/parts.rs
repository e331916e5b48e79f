//! The texts that a provider is described by.

use crate::{
    Flaw,
    text::{checked_text, only},
};

checked_text!(
    /// What addresses and the log call a provider: 1 to 40 lower-case letters, digits and hyphens.
    ProviderName,
    name
);
checked_text!(
    /// Who vouches for people: an https address without query, as the provider's own tokens write it. Plain http is
    /// taken from this machine only.
    Issuer,
    issuer
);
checked_text!(
    /// How a provider knows the portal: 1 to 255 visible ASCII characters.
    ClientId,
    client_id
);
checked_text!(
    /// What the button says: 1 to 40 characters.
    Label,
    label
);
checked_text!(
    /// What the provider is asked for, separated by single spaces; `openid` is always among it.
    Scopes,
    scopes
);
checked_text!(
    /// The name of a claim: 1 to 200 characters without spaces.
    GroupClaim,
    group_claim
);

/// The longest issuer that is taken.
const ISSUER_MOST: usize = 500;

fn name(text: &str) -> Result<(), Flaw> {
    let legal = (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if legal {
        return Ok(());
    }
    Err(Flaw::new("A name has 1 to 40 lower-case letters, digits and hyphens, like “okta”."))
}

fn issuer(text: &str) -> Result<(), Flaw> {
    if !is_safe(text) {
        return Err(Flaw::new(
            "An issuer is an address that begins with https://. Only one on this machine may begin with http://.",
        ));
    }
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    if text.len() > ISSUER_MOST || rest.contains(['?', '#', '@']) {
        return Err(Flaw::new(format!(
            "An issuer has no question mark, no # and no @, and at most {ISSUER_MOST} characters."
        )));
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%!$&'()*+,;=".contains(c);
    only(text, legal, "An address takes letters, digits and - . _ ~ : / % and the like.", None)
}

/// Whether what is sent to an address can be read by nobody on the way: https, or a program on this machine.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    let host = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // What stands before an @ only looks like a host, and a backslash means different things to different readers.
        if authority.contains(['@', '\\']) {
            return String::new();
        }
        let end = if authority.starts_with('[') { authority.find(']').map(|at| at + 1) } else { authority.find(':') };
        authority[..end.unwrap_or(authority.len())].to_owned()
    };
    if let Some(rest) = address.strip_prefix("https://") {
        return !host(rest).is_empty();
    }
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let host = host(rest);
    let here = |host: &str| host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    host == "localhost" || host == "[::1]" || here(&host)
}

fn client_id(text: &str) -> Result<(), Flaw> {
    if (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Flaw::new("Enter the client id that the provider shows: 1 to 255 letters, digits and signs, without spaces."))
}

fn label(text: &str) -> Result<(), Flaw> {
    let length = text.chars().count();
    if (1..=40).contains(&length) && text.trim() == text && !text.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Flaw::new("Enter what people call the provider, in 1 to 40 characters, like “Okta” or “your company account”."))
}

fn scopes(text: &str) -> Result<(), Flaw> {
    // RFC 6749, 3.3: visible ASCII without quotation mark and backslash.
    let legal = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\');
    if text.len() > 500 || !text.split(' ').all(legal) {
        return Err(Flaw::new("Enter scopes with a space between them, like “openid email profile”."));
    }
    if !text.split(' ').any(|word| word == "openid") {
        let whole = format!("openid {text}");
        return Err(Flaw::new("“openid” has to be among the scopes: without it nobody is proved.").suggesting(whole));
    }
    Ok(())
}

fn group_claim(text: &str) -> Result<(), Flaw> {
    if text.chars().count() <= 200 && !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Ok(());
    }
    Err(Flaw::new("Enter the name of the claim that lists the groups, like “groups”, without spaces."))
}
