//! What only the reading of a document can see: addresses and certificates that do not make it into the facts.

use super::endpoint::{is_plain, is_web_address};
use super::{Binding, Endpoint, Finding, Service};

/// The endpoints of a service as they are written, sorted into those that count and what is to be said about the others.
pub(super) fn endpoints<'a>(
    service: Service,
    written: impl Iterator<Item = (&'a str, &'a str)>,
    noticed: &mut Vec<Finding>,
) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    let mut foreign = Tally::default();
    let mut plain = Tally::default();
    for (binding, location) in written {
        let location = location.trim();
        if !is_web_address(location) {
            foreign.count(location);
            continue;
        }
        if is_plain(location) {
            plain.count(location);
        }
        endpoints.push(Endpoint { binding: Binding::read(binding), location: location.to_owned() });
    }
    noticed.extend(foreign.first.map(|location| Finding::NotAWebAddress { service, location, others: foreign.others }));
    noticed.extend(plain.first.map(|location| Finding::PlainHttp { service, location, others: plain.others }));
    endpoints
}

/// The first of several addresses, and how many different ones there are beside it.
///
/// An address is often listed once per binding; those that repeat the first are not counted again.
#[derive(Default)]
struct Tally {
    first: Option<String>,
    others: usize,
}

impl Tally {
    fn count(&mut self, location: &str) {
        match &self.first {
            None => self.first = Some(location.to_owned()),
            Some(first) if first == location => {}
            Some(_) => self.others += 1,
        }
    }
}
