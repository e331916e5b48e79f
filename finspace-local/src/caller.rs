//! Who calls: found in the head of a request, proven with its body.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use crate::authorization::Authorization;
use crate::error::{Error, ErrorKind};
use crate::scope::Scope;
use crate::settings::{Credential, Settings, is_region};
use crate::signature;

/// How far a client's clock may be off.
const SKEW_AT_MOST: SignedDuration = SignedDuration::from_mins(15);

/// How `x-amz-date` is written.
const TIME: &str = "%Y%m%dT%H%M%SZ";

/// A caller whose head of a request is in order.
pub(crate) struct Caller {
    scope: Scope,
    proof: Option<Proof>,
}

/// What must still be compared with the body.
struct Proof {
    authorization: Authorization,
    secret: String,
    time: String,
}

impl Caller {
    /// Looks at the head. Without credentials in the settings everybody is welcome, and a signature only tells the region.
    pub fn of(settings: &Settings, headers: &HeaderMap) -> Result<Self, Error> {
        if settings.credentials.is_empty() {
            let authorization = Authorization::of(headers).ok().flatten();
            let signed = authorization.map(|authorization| authorization.region);
            let scope = Scope {
                account: settings.account_id.clone(),
                region: signed.filter(|region| is_region(region)).unwrap_or_else(|| settings.region.clone()),
            };
            return Ok(Self { scope, proof: None });
        }
        let authorization = Authorization::of(headers)?
            .ok_or_else(|| ErrorKind::MissingAuthenticationToken.because("Missing Authentication Token"))?;
        let time = header(headers, "x-amz-date").ok_or_else(|| {
            ErrorKind::IncompleteSignature.because("The request has no X-Amz-Date header to check its signature with.")
        })?;
        let credential = known(&settings.credentials, &authorization, headers)?;
        check_scope(&authorization, &time)?;
        check_time(&time, settings.clock.now())?;
        let account = credential.account_id.as_ref().unwrap_or(&settings.account_id);
        Ok(Self {
            scope: Scope { account: account.clone(), region: authorization.region.clone() },
            proof: Some(Proof { secret: credential.secret_access_key.clone(), authorization, time }),
        })
    }

    /// Proves the caller with the whole request, and says whose environments the call is about.
    pub async fn proven(self, head: &Parts, body: &Bytes) -> Result<Scope, Error> {
        let Some(proof) = self.proof else {
            return Ok(self.scope);
        };
        let hash = payload_hash(body).await;
        let Proof { authorization, secret, time } = proof;
        if signature::is_right(&authorization, &secret, &time, head, &hash) {
            return Ok(self.scope);
        }
        Err(ErrorKind::InvalidSignature.because(
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method.",
        ))
    }
}

/// Large bodies are hashed on a thread of their own, so that one does not hold up other callers.
async fn payload_hash(body: &Bytes) -> String {
    if body.len() <= crate::operation::LARGE {
        return signature::hash(body);
    }
    let body = body.clone();
    let hash = tokio::task::spawn_blocking(move || signature::hash(&body)).await;
    // A hash that could not be computed matches nothing.
    hash.unwrap_or_default()
}

/// The credential of that key. The keys here are permanent, so a session token belongs to none of them.
fn known<'a>(
    credentials: &'a [Credential],
    authorization: &Authorization,
    headers: &HeaderMap,
) -> Result<&'a Credential, Error> {
    let mut credentials = credentials.iter();
    credentials
        .find(|credential| credential.access_key_id == authorization.access_key_id)
        .filter(|_| !headers.contains_key("x-amz-security-token"))
        .ok_or_else(|| ErrorKind::UnrecognizedClient.because("The security token included in the request is invalid."))
}

fn check_scope(authorization: &Authorization, time: &str) -> Result<(), Error> {
    let signs = |name: &str| authorization.signed_headers.iter().any(|own| own == name);
    let wrong = if authorization.service != "finspace" {
        "Credential should be scoped to correct service: 'finspace'."
    } else if !is_region(&authorization.region) {
        "Credential should be scoped to a valid region."
    } else if !time.starts_with(&authorization.date) {
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP."
    } else if !signs("host") {
        "'Host' must be a 'SignedHeader' in the AWS Authorization."
    } else if !signs("x-amz-date") {
        "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization."
    } else {
        return Ok(());
    };
    Err(ErrorKind::InvalidSignature.because(wrong))
}

fn check_time(time: &str, now: Timestamp) -> Result<(), Error> {
    let signed = DateTime::strptime(TIME, time).and_then(|moment| moment.to_zoned(TimeZone::UTC)).map_err(|_| {
        ErrorKind::IncompleteSignature.because("The X-Amz-Date header is not written as 20261122T130000Z.")
    })?;
    let age = now.duration_since(signed.timestamp());
    let shown = now.strftime(TIME);
    if age > SKEW_AT_MOST {
        return Err(ErrorKind::InvalidSignature
            .because(format!("Signature expired: {time} is more than 15 minutes before {shown}.")));
    }
    if age < -SKEW_AT_MOST {
        return Err(ErrorKind::InvalidSignature
            .because(format!("Signature not yet current: {time} is more than 15 minutes after {shown}.")));
    }
    Ok(())
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_may_be_off_by_a_quarter_of_an_hour() {
        let now: Timestamp = "2026-11-22T13:00:00Z".parse().unwrap();
        for (time, good) in [
            ("20261122T124500Z", true),
            ("20261122T131500Z", true),
            ("20261122T124459Z", false),
            ("20261122T131501Z", false),
            ("2026-11-22", false),
        ] {
            assert_eq!(check_time(time, now).is_ok(), good, "{time}");
        }
    }
}
