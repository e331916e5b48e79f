//! Whether people will be believed who come from the identity provider: whether a certificate of it is valid.

use jiff::Timestamp;

use super::Seen;
use crate::{
    environment::{Environment, Mode},
    lifetime::date,
    saml,
};

/// What the metadata of an environment says, which has to be there whole.
#[must_use]
pub fn metadata(environment: &Environment, now: Timestamp) -> Seen {
    if environment.mode == Mode::Local {
        return Seen::Nothing("People sign in with passwords of FinSpace: there is no identity provider.".into());
    }
    match (&environment.federation.metadata_document, &environment.federation.metadata_url) {
        (Some(document), _) => of_document(document, now),
        (None, Some(_)) => Seen::Nothing(
            "FinSpace reads the metadata at the identity provider's address, certificates included.".into(),
        ),
        (None, None) => Seen::Nothing("No metadata of the identity provider is entered yet.".into()),
    }
}

fn of_document(document: &str, now: Timestamp) -> Seen {
    let Ok(read) = saml::read(document) else {
        return Seen::Bad("The metadata of the identity provider cannot be read.".into());
    };
    let signing = || read.certificates.iter().filter(|certificate| certificate.purpose.signs());
    let valid = signing().filter(|certificate| certificate.not_before <= now && now < certificate.not_after);
    if let Some(until) = valid.map(|certificate| certificate.not_after).max() {
        return Seen::Fine { until: Some(until) };
    }
    let begins = signing().map(|certificate| certificate.not_before).filter(|begin| *begin > now).min();
    let ended = signing().map(|certificate| certificate.not_after).max();
    Seen::Bad(match (begins, ended) {
        (Some(begin), _) => {
            format!("The certificate of the identity provider is valid from {} on, and not yet.", date(begin))
        }
        (None, Some(end)) => format!("The certificate of the identity provider expired on {}.", date(end)),
        (None, None) => "The metadata has no certificate of the identity provider that can be read.".into(),
    })
}
