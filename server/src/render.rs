//! Pages and calls, made by the app in tasks of their own.
//!
//! A page is made whole before its first byte leaves, and a call ends whatever becomes of the client that sent it: a
//! browser that goes away must not cut a CreateEnvironment in half, and a response that is dropped on its way would keep
//! the memory it was made with.

use std::convert::Infallible;

use app::{
    context::{PublicAddress, Shown},
    shell::Assets,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Portal, id::RequestId};
use leptos::prelude::provide_context;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tower_sessions::Session;
use tracing::Instrument;

use crate::plain::Plain;

/// What pages and calls are made with.
#[derive(Clone)]
pub struct Render {
    pub portal: Portal,
    pub assets: Assets,
    /// Scheme and host, for links that are sent to people.
    pub address: PublicAddress,
    pub plain: Plain,
    /// Held by everything that runs to its end, so that the server can wait for it.
    pub running: Running,
}

/// Closes when nothing runs any more.
pub type Running = mpsc::Sender<Infallible>;

impl Render {
    /// What the app finds while it works on a request.
    fn context(&self, request: &Request) -> impl Fn() + Clone + Send + Sync + 'static {
        let id = request.extensions().get::<RequestId>().cloned();
        let portal = id.map_or_else(|| self.portal.clone(), |id| self.portal.during(id));
        let (assets, address) = (self.assets.clone(), self.address.clone());
        move || {
            provide_context(portal.clone());
            provide_context(assets.clone());
            provide_context(address.clone());
        }
    }
}

/// Answers with a page.
pub async fn page(State(render): State<Render>, request: Request) -> Response {
    let headers = request.headers().clone();
    let session = request.extensions().get::<Session>().cloned();
    let (context, shown) = (render.context(&request), Shown::default());
    let marks = shown.clone();
    let context = move || {
        context();
        provide_context(marks.clone());
    };
    let make = leptos_axum::render_app_async_with_context(context, app::shell::document);
    let made = alone(&render.running, async move { whole(make(request).await).await }).await;
    let (parts, body) = match made {
        Ok(Ok(made)) => made,
        Ok(Err(cause)) => return render.plain.failed(&headers, &format!("collecting a page: {cause}")),
        Err(cause) => return render.plain.failed(&headers, &format!("making a page: {cause}")),
    };
    if let (Some(session), false) = (session, parts.status.is_redirection())
        && let Err(cause) = shown.settle(&session).await
    {
        return render.plain.failed(&headers, &format!("taking away what a page has shown: {cause}"));
    }
    tagged(&headers, parts, body)
}

/// The page for an address that no page has.
pub async fn missing(render: State<Render>, request: Request) -> Response {
    let mut response = page(render, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// Answers a call of a server function.
pub async fn call(State(render): State<Render>, request: Request) -> Response {
    let headers = request.headers().clone();
    let context = render.context(&request);
    let call = async move { leptos_axum::handle_server_fns_with_context(context, request).await.into_response() };
    match alone(&render.running, call).await {
        Ok(response) => response,
        Err(cause) => render.plain.failed(&headers, &format!("a call: {cause}")),
    }
}

/// Runs to the end, whoever still waits for it.
pub async fn alone<T: Send + 'static>(
    running: &Running,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, tokio::task::JoinError> {
    let running = running.clone();
    let work = async move {
        let result = work.await;
        drop(running);
        result
    };
    tokio::spawn(work.in_current_span()).await
}

type Whole = (axum::http::response::Parts, Bytes);

async fn whole(response: Response<Body>) -> Result<Whole, axum::Error> {
    let (parts, body) = response.into_parts();
    Ok((parts, to_bytes(body, usize::MAX).await?))
}

/// A page with its tag; or only the word that it is the same as the one that the browser has.
fn tagged(asked: &HeaderMap, mut parts: axum::http::response::Parts, body: Bytes) -> Response {
    if parts.status != StatusCode::OK {
        return Response::from_parts(parts, body.into());
    }
    let tag = tag(&body, nonce(&parts.headers).as_deref());
    if asked.get_all(header::IF_NONE_MATCH).iter().any(|known| has(known, &tag)) {
        parts.status = StatusCode::NOT_MODIFIED;
        // The kept page has its own nonce, in the policy that came with it.
        for gone in [header::CONTENT_SECURITY_POLICY, header::CONTENT_TYPE, header::CONTENT_LENGTH] {
            parts.headers.remove(gone);
        }
        parts.headers.insert(header::ETAG, tag);
        return Response::from_parts(parts, Body::empty());
    }
    parts.headers.insert(header::ETAG, tag);
    Response::from_parts(parts, body.into())
}

/// The nonce of a page, out of its policy.
fn nonce(headers: &HeaderMap) -> Option<String> {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY)?.to_str().ok()?;
    let (_, rest) = policy.split_once("'nonce-")?;
    rest.split_once('\'').map(|(nonce, _)| nonce.to_owned()).filter(|nonce| !nonce.is_empty())
}

/// A weak tag, since the bytes on the wire may be compressed. The nonce is new each time and does not count.
fn tag(body: &[u8], nonce: Option<&str>) -> HeaderValue {
    let mut hash = Sha256::new();
    match (std::str::from_utf8(body), nonce) {
        (Ok(text), Some(nonce)) => text.split(nonce).for_each(|piece| hash.update(piece)),
        _ => hash.update(body),
    }
    let digits = domain::text::hex(&hash.finalize()[..16]);
    HeaderValue::try_from(format!("W/\"{digits}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether one of the tags that a browser knows is this one.
fn has(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.split(',').any(|one| bare(one) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_makes_no_difference_and_a_word_does() {
        let one = tag(b"<script nonce=\"abc\">x</script>", Some("abc"));
        assert_eq!(one, tag(b"<script nonce=\"def\">x</script>", Some("def")));
        assert_ne!(one, tag(b"<script nonce=\"abc\">y</script>", Some("abc")));
    }

    #[test]
    fn a_nonce_is_found_in_its_policy() {
        let policy = HeaderValue::from_str(&app::shell::policy("a-b_1", None)).unwrap();
        let headers = HeaderMap::from_iter([(header::CONTENT_SECURITY_POLICY, policy)]);
        assert_eq!(nonce(&headers).as_deref(), Some("a-b_1"));
        assert_eq!(nonce(&HeaderMap::new()), None);
    }

    #[test]
    fn any_of_the_known_tags_will_do() {
        let tag = HeaderValue::from_static("W/\"b\"");
        assert!(has(&HeaderValue::from_static("\"a\", W/\"b\""), &tag));
        assert!(has(&HeaderValue::from_static("\"b\""), &tag));
        assert!(!has(&HeaderValue::from_static("\"a\""), &tag));
    }
}
