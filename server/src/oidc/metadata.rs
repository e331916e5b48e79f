//! What providers say of themselves: read when it is needed, kept for an hour, and asked for no more often than is good.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError},
};

use domain::{
    ports::Clock,
    provider::{Issuer, is_safe},
    single_sign_on::Unproved,
};
use jiff::{SignedDuration, Timestamp};
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, IssuerUrl, JsonWebKeySet, ProviderMetadata,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::http::{Http, HttpError};

/// A document is read again after so long.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// A provider that did not answer is left in peace for so long.
const REST: SignedDuration = SignedDuration::from_secs(5);
/// Tokens with unknown keys make the portal look for newer keys at most so often.
const KEYS_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What the crate leaves out of the document.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct More {
    /// RFC 9207.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    /// RFC 7636.
    #[serde(default)]
    pub code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

/// A discovery document together with the keys that it leads to.
pub type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// The documents, by issuer.
pub struct Documents {
    clock: Arc<dyn Clock>,
    known: std::sync::Mutex<BTreeMap<Issuer, Arc<Mutex<Known>>>>,
}

/// What is known of one issuer. Whoever waits for a reading under way finds what it brought.
#[derive(Default)]
struct Known {
    document: Option<(Arc<Metadata>, Timestamp)>,
    failed: Option<(Unproved, Timestamp)>,
    looked_for_keys: Option<Timestamp>,
}

impl Documents {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, known: std::sync::Mutex::default() }
    }

    fn known(&self, issuer: &Issuer) -> Arc<Mutex<Known>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(issuer.clone()).or_default())
    }

    /// The document, from memory as long as it is fresh.
    pub async fn get(&self, http: &Http, issuer: &Issuer) -> Result<Arc<Metadata>, Unproved> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        let now = self.clock.now();
        let is_within = |at: Timestamp, time: SignedDuration| now.duration_since(at) < time;
        match (&known.document, known.failed) {
            (Some((document, read)), _) if is_within(*read, KEPT) => Ok(Arc::clone(document)),
            (_, Some((why, at))) if is_within(at, REST) => Err(why),
            _ => known.read(http, issuer, now).await,
        }
    }

    /// The document as it is now.
    pub async fn read(&self, http: &Http, issuer: &Issuer) -> Result<Arc<Metadata>, Unproved> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        known.read(http, issuer, self.clock.now()).await
    }

    /// The document with the keys of now, for a token whose key is unknown. `None` when they were looked for just now:
    /// whoever sends wrong tokens must not make the portal ask and ask.
    pub async fn with_newer_keys(&self, http: &Http, issuer: &Issuer) -> Result<Option<Arc<Metadata>>, Unproved> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        let now = self.clock.now();
        let too_soon = known.looked_for_keys.is_some_and(|at| now.duration_since(at) < KEYS_EVERY);
        let Some((document, read)) = known.document.clone().filter(|_| !too_soon) else { return Ok(None) };
        known.looked_for_keys = Some(now);
        let keys = JsonWebKeySet::fetch_async(document.jwks_uri(), http).await;
        let keys = keys.map_err(|cause| unread(issuer, &cause))?;
        let newer = Arc::new(document.as_ref().clone().set_jwks(keys));
        known.document = Some((Arc::clone(&newer), read));
        Ok(Some(newer))
    }
}

impl Known {
    async fn read(&mut self, http: &Http, issuer: &Issuer, now: Timestamp) -> Result<Arc<Metadata>, Unproved> {
        match discover(http, issuer).await {
            Ok(document) => {
                let document = Arc::new(document);
                self.document = Some((Arc::clone(&document), now));
                self.failed = None;
                Ok(document)
            }
            Err(why) => {
                self.failed = Some((why, now));
                Err(why)
            }
        }
    }
}

async fn discover(http: &Http, issuer: &Issuer) -> Result<Metadata, Unproved> {
    let url = IssuerUrl::new(issuer.to_string()).map_err(|_| Unproved::Unreadable)?;
    let document = Metadata::discover_async(url, http).await.map_err(|cause| unread(issuer, &cause))?;
    // Browsers are sent there with what only the provider may see.
    if !is_safe(document.authorization_endpoint().as_str()) {
        return Err(Unproved::Unsafe);
    }
    Ok(document)
}

fn unread(issuer: &Issuer, cause: &DiscoveryError<HttpError>) -> Unproved {
    let (why, detail) = match cause {
        DiscoveryError::Request(cause) => (of_http(cause), cause.to_string()),
        // The crate validates one thing: that the document is of the issuer that was asked for.
        DiscoveryError::Validation(_) => (Unproved::OtherIssuer, "it names another issuer".to_owned()),
        DiscoveryError::Response(status, _, _) => (Unproved::Unreadable, format!("status {status}, or no JSON")),
        _ => (Unproved::Unreadable, "not a discovery document or key set".to_owned()),
    };
    tracing::warn!(%issuer, detail, "a sign-in provider could not be read");
    why
}

/// What a failed request means.
pub fn of_http(cause: &HttpError) -> Unproved {
    match cause {
        HttpError::Unsafe => Unproved::Unsafe,
        HttpError::Large | HttpError::Broken => Unproved::Unreadable,
        HttpError::Trust(_) | HttpError::Silence(_) | HttpError::Slow => Unproved::Unreachable,
    }
}
