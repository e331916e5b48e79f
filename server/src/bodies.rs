//! How much a request may carry, and how slowly.

use std::{
    io,
    sync::{Arc, OnceLock},
    time::Duration,
};

use app::paths::{self, action};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use futures::{StreamExt, stream};

use crate::plain::Plain;

/// What a request may carry where nothing else is said.
pub const USUAL: usize = 1024 * 1024;
/// A metadata document of 10,000,000 characters of up to four bytes, and some form around it.
pub const DOCUMENT: usize = 45 * 1024 * 1024;
/// Paths that take documents as forms in parts, by their beginning.
pub const LARGE: [&str; 5] =
    [action::SAVE_SIGN_IN, action::PLAN_EDIT, action::READ_METADATA, action::ASK_CHANGE, action::AMEND_CHANGE];
/// The longest pause within a body.
const PAUSE: Duration = Duration::from_secs(15);

fn takes_document(path: &str) -> bool {
    LARGE.iter().any(|large| path.starts_with(large))
}

/// Bytes that a request to this path may carry.
#[must_use]
pub fn most(path: &str) -> usize {
    if takes_document(path) || path.starts_with(paths::API_ENVIRONMENTS) { DOCUMENT } else { USUAL }
}

/// Why a body ended early.
#[derive(Clone, Copy, Debug)]
enum Cut {
    TooLarge,
    TooSlow,
}

/// The layer. A body that says its size is refused unread; one that does not is cut where it becomes too large.
pub async fn bound(State(plain): State<Plain>, request: Request, next: Next) -> Response {
    let most = most(request.uri().path());
    let headers = request.headers().clone();
    let said: Option<u64> = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if said.is_some_and(|said| said > most as u64) {
        return refuse(&plain, &headers, Cut::TooLarge, most);
    }
    let cut = Arc::new(OnceLock::new());
    let noted = Arc::clone(&cut);
    let request = request.map(|body| bounded(body, most, noted));
    let response = next.run(request).await;
    match cut.get() {
        Some(cut) => refuse(&plain, &headers, *cut, most),
        None => response,
    }
}

/// The layer, within the one that refuses strangers. A form in parts is only let through if its reader can read it.
pub async fn in_parts(State(plain): State<Plain>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST && takes_document(request.uri().path()) && !has_boundary(request.headers()) {
        let words = "This takes a form in parts, as multipart/form-data with a boundary. Send it again as one.";
        return plain.answer(request.headers(), StatusCode::BAD_REQUEST, "Unreadable form", words);
    }
    next.run(request).await
}

fn refuse(plain: &Plain, asked: &HeaderMap, cut: Cut, most: usize) -> Response {
    match cut {
        Cut::TooLarge => {
            let words = format!("This is more than {} MiB, the most that can be sent here.", most / USUAL);
            plain.answer(asked, StatusCode::PAYLOAD_TOO_LARGE, "Too large", &words)
        }
        Cut::TooSlow => {
            let words = "The rest of what you sent did not arrive. Check the connection and send it again.";
            plain.answer(asked, StatusCode::REQUEST_TIMEOUT, "Too slow", words)
        }
    }
}

/// The same body, until it is too much or too slow.
fn bounded(body: Body, most: usize, cut: Arc<OnceLock<Cut>>) -> Body {
    let pieces = body.into_data_stream();
    Body::from_stream(stream::try_unfold((pieces, most), move |(mut pieces, left)| {
        let cut = Arc::clone(&cut);
        async move {
            let end = |why| {
                // Only the first reason counts.
                let _known = cut.set(why);
                io::Error::other("the body was cut")
            };
            let Ok(piece) = tokio::time::timeout(PAUSE, pieces.next()).await else { return Err(end(Cut::TooSlow)) };
            let Some(piece) = piece else { return Ok(None) };
            let piece: Bytes = piece.map_err(io::Error::other)?;
            let Some(left) = left.checked_sub(piece.len()) else { return Err(end(Cut::TooLarge)) };
            Ok(Some((piece, (pieces, left))))
        }
    }))
}

/// Whether the reader of forms in parts can read this one; it panics on what it cannot.
fn has_boundary(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    multer::parse_boundary(kind).is_ok_and(|boundary| !boundary.is_empty())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sent_as(kind: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(kind))])
    }

    #[test]
    fn a_form_in_parts_needs_a_boundary() {
        for bad in [
            "multipart/form-data",
            "Multipart/Form-Data; boundary=",
            "multipart/mixed; charset=utf-8",
            "multipart/form-data; boundary=\"\"",
            "application/json",
            "",
        ] {
            assert!(!has_boundary(&sent_as(bad)), "{bad}");
        }
        for good in ["multipart/form-data; boundary=x", "multipart/form-data; charset=utf-8; Boundary=\"x\""] {
            assert!(has_boundary(&sent_as(good)), "{good}");
        }
        assert!(!has_boundary(&HeaderMap::new()));
    }

    #[test]
    fn only_the_paths_of_documents_take_more() {
        assert_eq!(most("/api/drafts/sign-in"), DOCUMENT);
        assert_eq!(most("/api/v1/environments/local/abc"), DOCUMENT);
        assert_eq!(most("/api/session/sign-in"), USUAL);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_is_cut() {
        let cut = Arc::new(OnceLock::new());
        let endless = stream::once(async { Ok::<_, io::Error>(Bytes::from("a")) }).chain(stream::pending());
        let read = axum::body::to_bytes(bounded(Body::from_stream(endless), 10, Arc::clone(&cut)), 100).await;
        assert!(read.is_err() && matches!(cut.get(), Some(Cut::TooSlow)));
    }

    #[tokio::test]
    async fn a_body_of_just_the_limit_passes() {
        let cut = Arc::new(OnceLock::new());
        let read = axum::body::to_bytes(bounded(Body::from("12345"), 5, Arc::clone(&cut)), 100).await.unwrap();
        assert_eq!(read, "12345");
        assert!(axum::body::to_bytes(bounded(Body::from("123456"), 5, Arc::clone(&cut)), 100).await.is_err());
        assert!(matches!(cut.get(), Some(Cut::TooLarge)));
    }
}
