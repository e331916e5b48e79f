//! What other sites make a browser send changes nothing.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};

use super::browser::{answer, calls, portal};

const OWN: &str = "https://portal.example";
const OTHER: &str = "https://evil.example";

type Headers = &'static [(&'static str, &'static str)];

/// What a browser says, and whether it is let in.
const COMBINATIONS: [(&str, Headers, bool); 8] = [
    ("this site", &[("sec-fetch-site", "same-origin"), ("cookie", "__Host-portal=x")], true),
    ("typed by the person", &[("sec-fetch-site", "none"), ("cookie", "__Host-portal=x")], true),
    ("a neighbour", &[("sec-fetch-site", "same-site"), ("origin", OWN)], false),
    ("another site", &[("sec-fetch-site", "cross-site"), ("origin", OWN)], false),
    ("an older browser here", &[("origin", OWN), ("cookie", "__Host-portal=x")], true),
    ("an older browser elsewhere", &[("origin", OTHER)], false),
    ("a silent browser with a session", &[("cookie", "theme=dark; __Host-portal=x")], false),
    ("a program without a session", &[], true),
];

#[tokio::test]
async fn every_call_is_closed_to_other_sites() {
    let application = portal(&["--public-url", OWN]).await;
    let router = application.router();
    let mut tried = 0;
    for (path, method) in calls() {
        assert_ne!(method, Method::GET, "{path} could be called by a link");
        for (who, headers, is_own) in COMBINATIONS {
            let request = Request::builder().method(method.clone()).uri(path);
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            let answer = answer(&router, request.body(Body::empty()).unwrap()).await;
            let refused = answer.status == StatusCode::FORBIDDEN && answer.text.contains("came from another site");
            assert_eq!(refused, !is_own, "{who} at {path}: {answer:?}");
            assert!(is_own || answer.header(header::SET_COOKIE).is_empty(), "{who} at {path}");
            tried += 1;
        }
    }
    assert!(tried >= 8 * 10, "the calls are not registered: {tried}");
}

#[tokio::test]
async fn other_sites_may_link_here() {
    let application = portal(&["--public-url", OWN]).await;
    let request = Request::get("/sign-in").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    assert_eq!(answer(&application.router(), request).await.status, StatusCode::OK);
}
