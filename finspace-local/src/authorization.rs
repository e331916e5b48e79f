//! The `Authorization` header of Signature Version 4, taken apart.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use crate::error::{Error, ErrorKind};

/// The one algorithm there is.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Who signed, for where, over which headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authorization {
    pub access_key_id: String,
    /// The day of the scope, as `20261122`.
    pub date: String,
    pub region: String,
    pub service: String,
    /// The names of the signed headers, in the client's order.
    pub signed_headers: Vec<String>,
    /// Hexadecimal.
    pub signature: String,
}

impl Authorization {
    /// Reads the header of a request; none is no error here, a broken one is.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Error> {
        let Some(header) = headers.get(AUTHORIZATION) else {
            return Ok(None);
        };
        let text = header.to_str().map_err(|_| incomplete("is not readable"))?;
        Self::read(text).map(Some)
    }

    fn read(text: &str) -> Result<Self, Error> {
        let parts = text
            .trim()
            .strip_prefix(ALGORITHM)
            .filter(|rest| rest.starts_with(' '))
            .ok_or_else(|| incomplete("does not begin with AWS4-HMAC-SHA256"))?;
        let part = |name: &str| {
            let mut parts = parts.split(',').filter_map(|part| part.trim().split_once('='));
            let found = parts.find(|(own, value)| *own == name && !value.is_empty());
            found.map(|(_, value)| value).ok_or_else(|| incomplete(&format!("has no '{name}'")))
        };
        let credential: Vec<&str> = part("Credential")?.rsplitn(5, '/').collect();
        let ["aws4_request", service, region, date, key] = credential[..] else {
            return Err(incomplete("has a 'Credential' that is not KEY/DATE/REGION/SERVICE/aws4_request"));
        };
        let signed_headers = part("SignedHeaders")?.split(';').map(str::to_owned);
        Ok(Self {
            access_key_id: key.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: signed_headers.collect(),
            signature: part("Signature")?.to_owned(),
        })
    }
}

fn incomplete(what: &str) -> Error {
    ErrorKind::IncompleteSignature.because(format!("The Authorization header {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "AWS4-HMAC-SHA256 Credential=AKID/20261122/us-east-1/finspace/aws4_request, \
                        SignedHeaders=host;x-amz-date, Signature=00ff";

    #[test]
    fn a_header_is_taken_apart() {
        let read = Authorization::read(GOOD).unwrap();
        assert_eq!(read.access_key_id, "AKID");
        assert_eq!(read.region, "us-east-1");
        assert_eq!(read.signed_headers, ["host", "x-amz-date"]);
        assert_eq!(read.signature, "00ff");
        assert_eq!(Authorization::read(&GOOD.replace(", ", ",")).unwrap(), read);
    }

    #[test]
    fn a_half_header_is_an_incomplete_signature() {
        for text in [
            "Bearer x",
            "AWS4-HMAC-SHA256",
            &GOOD.replace("Signature=", "Sig="),
            &GOOD.replace("SignedHeaders=host;x-amz-date", "SignedHeaders="),
            &GOOD.replace("/finspace", ""),
        ] {
            let error = Authorization::read(text).unwrap_err();
            assert_eq!(error.kind, ErrorKind::IncompleteSignature, "{text}");
        }
    }
}
