//! Signature Version 4, computed again from what arrived.

use axum::http::HeaderMap;
use axum::http::request::Parts;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};

use crate::authorization::{ALGORITHM, Authorization};
use crate::hex;

/// What stays as it is in a canonical query.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stays as it is in a canonical path. A percent sign does not: paths arrive encoded and are encoded again.
const PATH: &AsciiSet = &UNRESERVED.remove(b'/');

/// Whether the signature in `authorization` is the one that `secret` makes for this request.
pub(crate) fn is_right(
    authorization: &Authorization,
    secret: &str,
    time: &str,
    head: &Parts,
    payload_hash: &str,
) -> bool {
    let Some(request) = canonical_request(authorization, head, payload_hash) else {
        return false;
    };
    let Some(signature) = hex::bytes(&authorization.signature) else {
        return false;
    };
    let Authorization { date, region, service, .. } = authorization;
    let digest = hash(request.as_bytes());
    let text = format!("{ALGORITHM}\n{time}\n{date}/{region}/{service}/aws4_request\n{digest}");
    let key = [date.as_str(), region, service, "aws4_request"]
        .into_iter()
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| keyed(&key, part).finalize().into_bytes().to_vec());
    keyed(&key, &text).verify_slice(&signature).is_ok()
}

/// The SHA-256 of `bytes` in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    hex::spelled(&Sha256::digest(bytes))
}

/// The canonical request over the headers that the client names; `None` when one of them is not there.
fn canonical_request(authorization: &Authorization, head: &Parts, payload_hash: &str) -> Option<String> {
    let path = percent_encode(head.uri.path().as_bytes(), PATH);
    let query = canonical_query(head.uri.query().unwrap_or_default());
    let names = &authorization.signed_headers;
    let headers: Option<Vec<String>> = names.iter().map(|name| canonical_header(&head.headers, name)).collect();
    Some(format!("{}\n{path}\n{query}\n{}\n{}\n{payload_hash}", head.method, headers?.concat(), names.join(";")))
}

/// The parameters decoded, encoded in AWS's way and sorted.
fn canonical_query(query: &str) -> String {
    let again = |text: &str| {
        let bytes: Vec<u8> = percent_decode_str(text).collect();
        percent_encode(&bytes, UNRESERVED).to_string()
    };
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    let mut pairs: Vec<(String, String)> = parameters
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (again(name), again(value))
        })
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// One line: the values trimmed, runs of spaces made one, several values with commas between them.
fn canonical_header(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        let text = std::str::from_utf8(value.as_bytes()).ok()?;
        values.push(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    }
    (!values.is_empty()).then(|| format!("{name}:{}\n", values.join(",")))
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn keyed(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("a key");
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Parts {
        let request = axum::http::Request::get("/tags/arn%3Aaws%2Fx?b=%20&a=%2B&a=~")
            .header("host", "h")
            .header("x-amz-date", " 20261122T000000Z  x ");
        request.body(()).unwrap().into_parts().0
    }

    fn authorization(signed: &[&str]) -> Authorization {
        Authorization {
            access_key_id: "AKID".to_owned(),
            date: "20261122".to_owned(),
            region: "us-east-1".to_owned(),
            service: "finspace".to_owned(),
            signed_headers: signed.iter().map(|&name| name.to_owned()).collect(),
            signature: String::new(),
        }
    }

    #[test]
    fn the_path_is_encoded_twice_and_the_query_sorted() {
        let request = canonical_request(&authorization(&["host", "x-amz-date"]), &head(), "hash");
        assert_eq!(
            request.unwrap(),
            "GET\n/tags/arn%253Aaws%252Fx\na=%2B&a=~&b=%20\nhost:h\nx-amz-date:20261122T000000Z x\n\nhost;x-amz-date\nhash"
        );
    }

    #[test]
    fn a_signed_header_that_is_not_there_is_no_signature() {
        assert_eq!(canonical_request(&authorization(&["host", "x-stranger"]), &head(), ""), None);
    }

    #[test]
    fn an_empty_signature_is_wrong() {
        let time = "20261122T000000Z";
        assert!(!is_right(&authorization(&["host"]), "secret", time, &head(), ""));
    }
}
