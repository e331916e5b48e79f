//! Checks passkeys, after the Web Authentication standard: [`Authenticators`] on the library `webauthn-rs`.
//!
//! The challenge comes from the library's own chance. How long a question is open, and that it is answered once, is the
//! rules' business.

use domain::{
    factor::PATIENCE,
    id::{PasskeyId, PersonId},
    passkey::{Key, Passkey, Unshown},
    ports::{Authenticators, Begun, StoreError},
    text::hex,
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use url::{Host, Url};
use webauthn_rs::prelude::{
    self as library, Credential, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::settings::PublicUrl;

/// What browsers call the portal when they ask for a passkey.
const NAME: &str = "FinSpace Portal";

/// [`Authenticators`] for the address of a portal.
pub struct WebAuthn(Option<(String, Webauthn)>);

impl WebAuthn {
    #[must_use]
    pub fn new(public: &PublicUrl) -> Self {
        Self(place(public).and_then(|origin| {
            let checker = WebauthnBuilder::new(origin.domain()?, &origin).ok()?;
            let checker = checker.rp_name(NAME).timeout(PATIENCE.unsigned_abs()).build().ok()?;
            Some((origin.origin().ascii_serialization(), checker))
        }))
    }

    fn checker(&self) -> Option<&Webauthn> {
        self.0.as_ref().map(|(_, checker)| checker)
    }
}

/// Where browsers have passkeys for a portal: at a name, over https or on this machine. A portal at an address of this
/// machine is found as localhost, too.
fn place(public: &PublicUrl) -> Option<Url> {
    let mut origin = Url::parse(public.origin()).ok()?;
    let here = match origin.host()? {
        Host::Domain(name) if name == "localhost" || name.ends_with(".localhost") || public.is_secure() => {
            return Some(origin);
        }
        Host::Domain(_) => false,
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    (here && origin.set_host(Some("localhost")).is_ok()).then_some(origin)
}

impl Authenticators for WebAuthn {
    fn address(&self) -> Option<&str> {
        self.0.as_ref().map(|(origin, _)| origin.as_str())
    }

    fn begin_adding(&self, person: &PersonId, email: &str, name: &str, there: &[Passkey]) -> Result<Begun, StoreError> {
        let there = parsed(there)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let begun =
            self.checker().ok_or_else(nowhere)?.start_passkey_registration(owner(person), email, name, Some(there));
        let (options, state) = begun.map_err(|cause| failed(&cause))?;
        Ok(Begun { options: written(&options)?, state: written(&state)? })
    }

    fn finish_adding(&self, state: &str, answer: &str) -> Result<Key, Unshown> {
        let answer: RegisterPublicKeyCredential = read(answer, Unshown::Unreadable)?;
        let state: PasskeyRegistration = read(state, Unshown::Stale)?;
        let checker = self.checker().ok_or(Unshown::Elsewhere)?;
        let made = checker.finish_passkey_registration(&answer, &state).map_err(|cause| why(&cause))?;
        key(&made).map_err(|_| Unshown::Unreadable)
    }

    fn begin_showing(&self, passkeys: &[Passkey]) -> Result<Begun, StoreError> {
        let begun = self.checker().ok_or_else(nowhere)?.start_passkey_authentication(&parsed(passkeys)?);
        let (options, state) = begun.map_err(|cause| failed(&cause))?;
        Ok(Begun { options: written(&options)?, state: written(&state)? })
    }

    fn finish_showing(&self, state: &str, passkeys: &[Passkey], answer: &str) -> Result<(PasskeyId, Key), Unshown> {
        let answer: PublicKeyCredential = read(answer, Unshown::Unreadable)?;
        let state: PasskeyAuthentication = read(state, Unshown::Stale)?;
        let checker = self.checker().ok_or(Unshown::Elsewhere)?;
        let shown = checker.finish_passkey_authentication(&answer, &state).map_err(|cause| why(&cause))?;
        let credential = hex(shown.cred_id());
        let passkey = passkeys.iter().find(|passkey| passkey.key.credential == credential).ok_or(Unshown::Unknown)?;
        // The question was asked with the counters of then; those of now count.
        let (before, now) = (passkey.key.counter, i64::from(shown.counter()));
        if now <= before && (now, before) != (0, 0) {
            return Err(Unshown::Copied);
        }
        let mut known: library::Passkey = read(&passkey.key.public, Unshown::Unknown)?;
        known.update_credential(&shown);
        Ok((passkey.id.clone(), key(&known).map_err(|_| Unshown::Unreadable)?))
    }
}

/// What an authenticator knows a person by: nothing that tells who it is.
fn owner(person: &PersonId) -> Uuid {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(format!("passkeys of {person}").as_bytes())[..16]);
    Uuid::from_bytes(bytes)
}

fn key(passkey: &library::Passkey) -> Result<Key, StoreError> {
    let Credential { cred_id, counter, .. } = passkey.clone().into();
    Ok(Key { credential: hex(&cred_id), public: written(passkey)?, counter: counter.into() })
}

fn parsed(passkeys: &[Passkey]) -> Result<Vec<library::Passkey>, StoreError> {
    let unreadable = |passkey: &Passkey| StoreError::InconsistentRow {
        table: "passkey",
        column: "public",
        id: passkey.id.to_string(),
    };
    passkeys.iter().map(|one| serde_json::from_str(&one.key.public).map_err(|_| unreadable(one))).collect()
}

fn read<T: DeserializeOwned>(text: &str, otherwise: Unshown) -> Result<T, Unshown> {
    serde_json::from_str(text).map_err(|_| otherwise)
}

fn written(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|cause| StoreError::Other(format!("writing a passkey down: {cause}")))
}

fn failed(cause: &WebauthnError) -> StoreError {
    StoreError::Other(format!("asking for a passkey: {cause}"))
}

fn nowhere() -> StoreError {
    StoreError::Other("there are no passkeys at this address".into())
}

/// What is wrong with an answer. The library knows many causes, of which people need few.
fn why(cause: &WebauthnError) -> Unshown {
    tracing::debug!(%cause, "a passkey was refused");
    match cause {
        WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash | WebauthnError::CredentialCrossOrigin => {
            Unshown::Elsewhere
        }
        WebauthnError::MismatchedChallenge => Unshown::Stale,
        WebauthnError::UserNotPresent => Unshown::NotPresent,
        WebauthnError::UserNotVerified => Unshown::NotVerified,
        WebauthnError::CredentialNotFound => Unshown::Unknown,
        WebauthnError::CredentialPossibleCompromise => Unshown::Copied,
        WebauthnError::ParseJSONFailure(_)
        | WebauthnError::ParseCBORFailure(_)
        | WebauthnError::ParseBase64Failure(_)
        | WebauthnError::ParseNOMFailure => Unshown::Unreadable,
        _ => Unshown::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_of_a_name_over_https_or_of_this_machine() {
        let at = |public: &str| WebAuthn::new(&PublicUrl::parse(public).unwrap()).address().map(str::to_owned);
        for (public, address) in [
            ("https://portal.example.com", Some("https://portal.example.com")),
            ("https://portal.example.com:8443", Some("https://portal.example.com:8443")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://portal.localhost:3000", Some("http://portal.localhost:3000")),
            ("http://127.0.0.1:3000", Some("http://localhost:3000")),
            ("http://[::1]:3000", Some("http://localhost:3000")),
            ("http://portal.example.com", None),
            ("https://192.0.2.1", None),
            ("https://[2001:db8::1]", None),
        ] {
            assert_eq!(at(public).as_deref(), address, "{public}");
        }
    }

    #[test]
    fn nobody_is_known_by_their_name() {
        let (one, other) = (PersonId::from_bytes([1; 26]), PersonId::from_bytes([2; 26]));
        assert_eq!(owner(&one), owner(&one));
        assert_ne!(owner(&one), owner(&other));
    }
}
