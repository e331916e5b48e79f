//! What every response says to browsers, whoever made it: pages, files, errors.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// For what has no nonce: nothing runs.
pub const POLICY: &str = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every response, with their values.
pub const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// Two years, as the preload lists ask for.
pub const HSTS: &str = "max-age=63072000; includeSubDomains";

/// The layer; `secure` is whether people come over https.
pub async fn secure(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    complete(response.headers_mut(), status, secure);
    response
}

fn complete(headers: &mut HeaderMap, status: StatusCode, secure: bool) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    // Files with their hash in the name say for themselves how long they last.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    // What a browser kept came with a policy and its nonce; another policy would take its place and stop its script.
    if status != StatusCode::NOT_MODIFIED {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_keeps_its_own_policy_and_anything_else_gets_the_strict_one() {
        let mut page = HeaderMap::new();
        page.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("script-src 'nonce-x'"));
        complete(&mut page, StatusCode::OK, true);
        assert_eq!(page[header::CONTENT_SECURITY_POLICY], "script-src 'nonce-x'");
        assert_eq!(page[header::STRICT_TRANSPORT_SECURITY], HSTS);
        let mut other = HeaderMap::new();
        complete(&mut other, StatusCode::NOT_FOUND, false);
        assert_eq!(other[header::CONTENT_SECURITY_POLICY], POLICY);
        assert!(!other.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn an_unchanged_page_keeps_the_policy_it_came_with() {
        let mut headers = HeaderMap::new();
        complete(&mut headers, StatusCode::NOT_MODIFIED, false);
        assert!(!headers.contains_key(header::CONTENT_SECURITY_POLICY));
    }
}
