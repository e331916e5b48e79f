//! What a provider's token has to be before it proves anything.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    provider::{GroupClaim, Provider},
    single_sign_on::{Attempt, Proof, Unproved},
};
use jiff::Timestamp;
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, EmptyExtraTokenFields, IdToken,
    IdTokenClaims, IdTokenFields, Nonce, SignatureVerificationError, StandardTokenResponse, UserInfoClaims,
    core::{
        CoreGenderClaim, CoreIdTokenVerifier, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::metadata::Metadata;

/// Signatures that are taken. `none` is none, and one by a shared secret could be made by whoever has the secret.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// How far the clocks of portal and provider may be apart.
const LEEWAY: TimeDelta = TimeDelta::seconds(60);
/// OpenID Connect Core, 2: at most 255 characters.
const SUBJECT_MOST: usize = 255;
/// What is said of a token from the future, to tell it from one that has expired.
const FUTURE: &str = "future";

/// Claims that the standard does not name, groups among them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Others {
    #[serde(flatten)]
    all: BTreeMap<String, Value>,
}

impl AdditionalClaims for Others {}

pub type Token = IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub type Claims = IdTokenClaims<Others, CoreGenderClaim>;
pub type UserInfo = UserInfoClaims<Others, CoreGenderClaim>;
pub type Tokens = StandardTokenResponse<
    IdTokenFields<
        Others,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// The algorithms that a provider signs with and the portal takes.
pub fn algorithms(metadata: &Metadata) -> Vec<CoreJwsSigningAlgorithm> {
    let offered = metadata.id_token_signing_alg_values_supported();
    ALGORITHMS.into_iter().filter(|algorithm| offered.contains(algorithm)).collect()
}

/// How the standard calls an algorithm.
pub fn named(algorithm: &CoreJwsSigningAlgorithm) -> String {
    let name = serde_json::to_value(algorithm).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Checks a token: signature, issuer, audience, authorised party, times, nonce, and the access token that came with it.
pub fn check<'t>(
    token: &'t Token,
    access_token: &AccessToken,
    provider: &Provider,
    attempt: &Attempt,
    metadata: &Metadata,
    now: Timestamp,
) -> Result<&'t Claims, Unproved> {
    let now = DateTime::<Utc>::from_timestamp(now.as_second(), 0).ok_or(Unproved::Expired)?;
    let client = ClientId::new(provider.client_id.to_string());
    let verifier =
        CoreIdTokenVerifier::new_public_client(client.clone(), metadata.issuer().clone(), metadata.jwks().clone())
            .set_allowed_algs(algorithms(metadata))
            .set_time_fn(move || now - LEEWAY)
            .set_issue_time_verifier_fn(move |issued| if issued > now + LEEWAY { Err(FUTURE.into()) } else { Ok(()) });
    let claims = token.claims(&verifier, &Nonce::new(attempt.nonce.clone())).map_err(|cause| unproved(&cause))?;
    // The crate leaves this one to its users: a token that another application asked for is not for the portal.
    if claims.authorized_party().is_some_and(|party| *party != client) {
        return Err(Unproved::Audience);
    }
    if let Some(expected) = claims.access_token_hash() {
        let signature = |_: SignatureVerificationError| Unproved::Signature;
        let (algorithm, key) =
            (token.signing_alg().map_err(signature)?, token.signing_key(&verifier).map_err(signature)?);
        let found = AccessTokenHash::from_token(access_token, algorithm, key).map_err(|_| Unproved::AccessToken)?;
        if found != *expected {
            return Err(Unproved::AccessToken);
        }
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.chars().count() > SUBJECT_MOST { Err(Unproved::Unreadable) } else { Ok(claims) }
}

/// The kind of a failed check. The crate's own words can hold parts of a token, so they go nowhere.
fn unproved(cause: &ClaimsVerificationError) -> Unproved {
    use SignatureVerificationError as Signature;
    match cause {
        ClaimsVerificationError::Expired(words) if words == FUTURE => Unproved::Future,
        ClaimsVerificationError::Expired(_) => Unproved::Expired,
        ClaimsVerificationError::InvalidAudience(_) => Unproved::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Unproved::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Unproved::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Unproved::Subject,
        ClaimsVerificationError::SignatureVerification(cause) => match cause {
            Signature::NoMatchingKey | Signature::AmbiguousKeyId(_) => Unproved::UnknownKey,
            Signature::DisallowedAlg(_) | Signature::NoSignature | Signature::UnsupportedAlg(_) => Unproved::Algorithm,
            _ => Unproved::Signature,
        },
        _ => Unproved::Unreadable,
    }
}

/// What the token says of the person; `None` for groups that it does not name.
pub fn proof(claims: &Claims, groups: Option<&GroupClaim>) -> (Proof, bool) {
    let named = groups.and_then(|claim| claims.additional_claims().all.get(claim.as_str()));
    let proof = Proof {
        subject: claims.subject().to_string(),
        email: claims.email().map(|email| email.to_string()),
        email_verified: claims.email_verified() == Some(true),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        groups: named.map(list).unwrap_or_default(),
    };
    let complete = proof.email.is_some() && (groups.is_none() || named.is_some());
    (proof, complete)
}

/// Fills in what the token left out. What it did say counts.
pub fn complete(mut proof: Proof, told: &UserInfo, groups: Option<&GroupClaim>) -> Proof {
    if proof.email.is_none() {
        proof.email = told.email().map(|email| email.to_string());
        proof.email_verified = told.email_verified() == Some(true);
    }
    if proof.name.is_none() {
        proof.name = told.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    }
    if proof.groups.is_empty() {
        let named = groups.and_then(|claim| told.additional_claims().all.get(claim.as_str()));
        proof.groups = named.map(list).unwrap_or_default();
    }
    proof
}

/// Groups come as a list of texts, and from some providers as one text when there is one group.
fn list(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}
