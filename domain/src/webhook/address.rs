//! Where a webhook is, and which addresses of the network are everybody's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::{Flaw, text::checked_text};

/// The most characters of an address.
const LONGEST: usize = 1000;

checked_text!(
    /// The address of a webhook: https, or http where the settings of the server allow private addresses.
    HookAddress,
    address
);

impl HookAddress {
    /// The host of an address, for the eye.
    #[must_use]
    pub fn host_of(address: &str) -> &str {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        rest.split(['/', '?', '#']).next().unwrap_or_default()
    }

    /// Whether it can be used where private addresses are not allowed, as far as can be told without a look-up.
    pub fn check_public(&self) -> Result<(), Flaw> {
        if !self.as_str().starts_with("https://") {
            return Err(Flaw::new("Use an address that begins with https://."));
        }
        let host = Self::host_of(self.as_str());
        let bare = if let Some(rest) = host.strip_prefix('[') {
            rest.split(']').next().unwrap_or_default()
        } else {
            host.split(':').next().unwrap_or_default()
        };
        let is_inside = bare.parse::<IpAddr>().is_ok_and(|ip| !is_public(ip));
        if is_inside || bare == "localhost" || bare.ends_with(".localhost") {
            return Err(Flaw::new(
                "This is an address of a private network. The portal calls those only when its server is started with \
                 webhooks_private = true.",
            ));
        }
        Ok(())
    }
}

fn address(text: &str) -> Result<(), Flaw> {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return Err(Flaw::new("Enter the whole address, which begins with https://."));
    };
    let host = HookAddress::host_of(text);
    if host.is_empty() || host.contains(['@', '\\']) {
        return Err(Flaw::new("After https:// a host has to come, without a name or password."));
    }
    if text.len() > LONGEST || rest.contains('#') || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Flaw::new(
            "An address has at most 1,000 letters, digits and signs, without spaces and without a #.",
        ));
    }
    Ok(())
}

/// Whether an address of the network is one that everybody can reach, and not one of this machine or of a network inside.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let reserved = a == 0
        || a >= 240
        // Shared by providers (RFC 6598), for protocols, for measurements.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !(reserved
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || ip.is_broadcast())
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    if let Some(inside) = ip.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    // Only 2000::/3 is given out. Of it, 6to4, Teredo and the documentation lead elsewhere or nowhere; and 64:ff9b::/96,
    // which wraps IPv4, is not of it.
    (first & 0xe000) == 0x2000
        && first != 0x2002
        && !(first == 0x2001 && (second == 0 || second == 0x0db8 || (second & 0xfff0) == 0x0010))
        && !(first == 0x3fff && second < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_whole_and_has_no_secrets_before_its_host() {
        for good in ["https://hooks.example.com/a?b=c", "http://127.0.0.1:9/x", "https://[2606:4700::1]/"] {
            assert!(HookAddress::parse(good).is_ok(), "{good}");
        }
        let long = format!("https://a/{}", "x".repeat(LONGEST));
        for bad in
            ["", "hooks.example.com", "ftp://a", "https://", "https://a@b/", "https://a\\b", "https://a/ b", &long]
        {
            assert!(HookAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_inside_is_not_public_however_it_is_written() {
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "93.184.216.34", "2606:4700::1", "::ffff:1.1.1.1"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
        for address in ["http://hooks.example.com/", "https://10.0.0.1/", "https://[::1]:8/", "https://localhost/"] {
            assert!(HookAddress::parse(address).unwrap().check_public().is_err(), "{address}");
        }
        assert!(HookAddress::parse("https://hooks.example.com/").unwrap().check_public().is_ok());
    }
}
