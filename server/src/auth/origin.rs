//! Lets nothing be changed by a request that another site made the browser send.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{plain::Plain, settings::PublicUrl};

/// What the check knows.
#[derive(Clone)]
pub struct OriginCheck {
    pub public: PublicUrl,
    /// The name of the session cookie.
    pub cookie: &'static str,
    pub plain: Plain,
}

/// The layer. Reading is always fine, since nothing is changed by GET.
pub async fn check(State(check): State<OriginCheck>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || is_own(request.headers(), check.public.origin(), check.cookie)
    {
        return next.run(request).await;
    }
    let words = format!(
        "This came from another site, or from a browser that does not say where it comes from. Open {} and try again there.",
        check.public
    );
    check.plain.answer(request.headers(), StatusCode::FORBIDDEN, "Sent from elsewhere", &words)
}

/// Browsers say what kind of site made a request; older ones at least which. Programs say neither, and have no cookie.
fn is_own(headers: &HeaderMap, origin: &str, cookie: &str) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN) {
        Some(from) => from == origin,
        None => !has_cookie(headers, cookie),
    }
}

/// Whether a cookie of this name came along.
pub fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    headers
        .get_all(header::COOKIE)
        .iter()
        // A header that is no text could hide anything.
        .any(|value| {
            value
                .to_str()
                .map_or(true, |pairs| pairs.split(';').any(|pair| pair.trim().split('=').next() == Some(name)))
        })
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_own(&pairs.collect(), "https://portal.example", "portal")
    }

    #[test]
    fn what_browsers_say_counts_first() {
        assert!(own(&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        for site in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(!own(&[("sec-fetch-site", site), ("origin", "https://portal.example")]), "{site:?}");
        }
    }

    #[test]
    fn an_older_browser_has_to_name_this_origin() {
        assert!(own(&[("origin", "https://portal.example"), ("cookie", "portal=x")]));
        for origin in
            ["http://portal.example", "https://portal.example:8443", "https://portal.example.evil", "null", ""]
        {
            assert!(!own(&[("origin", origin)]), "{origin:?}");
        }
    }

    #[test]
    fn only_a_program_without_a_session_may_say_nothing() {
        assert!(own(&[]));
        assert!(own(&[("cookie", "theme=dark; portals=1")]));
        assert!(!own(&[("cookie", "theme=dark; portal=1")]));
        assert!(!own(&[("cookie", "portal")]));
    }
}
