//! Webhooks over HTTP: to addresses that everybody can reach, no redirects, no proxy, ten seconds, and of the answer no
//! more than its beginning.

use std::{
    net::{IpAddr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    body::Bytes,
    http::{Request, StatusCode, header},
};
use domain::{
    delivery::Tried,
    id::DeliveryId,
    notice::News,
    ports::Hooks,
    webhook::{Webhook, is_public, payload, signed},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{HttpConnector, dns::Name},
    },
    rt::TokioExecutor,
};
use jiff::Timestamp;
use tokio::{sync::OnceCell, time::timeout};
use tower::Service;
use url::{Host, Url};

use crate::settings::PublicUrl;

/// So long a webhook may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// More of an answer is not read.
const READ: usize = 1024;
const INSIDE: &str = "The address is one of a private network, which this portal does not call.";

type Inner = Client<HttpsConnector<HttpConnector<Checked>>, Full<Bytes>>;

/// [`Hooks`] on hyper.
pub struct Caller {
    allows_private: bool,
    public: PublicUrl,
    patience: Duration,
    /// What it trusts is read when it is asked first: most portals have no webhook.
    inner: OnceCell<Inner>,
}

impl Caller {
    #[must_use]
    pub fn new(allows_private: bool, public: PublicUrl) -> Self {
        Self { allows_private, public, patience: PATIENCE, inner: OnceCell::new() }
    }

    async fn inner(&self) -> std::io::Result<&Inner> {
        let made = self.inner.get_or_try_init(|| async {
            let provider = rustls::crypto::aws_lc_rs::default_provider();
            let mut http = HttpConnector::new_with_resolver(Checked { allows_private: self.allows_private });
            http.enforce_http(false);
            let trusting = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
            let connector = trusting.https_or_http().enable_http1().wrap_connector(http);
            // A connection that stays open would be one to an address that was checked long ago.
            Ok(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector))
        });
        made.await
    }

    /// Whether the address may be called, as far as it says so itself: names are checked when they are looked up.
    fn allowed(&self, address: &str) -> Result<Url, &'static str> {
        let url = Url::parse(address).map_err(|_| "This is no address.")?;
        if self.allows_private {
            return Ok(url);
        }
        if url.scheme() != "https" {
            return Err("The address does not begin with https://.");
        }
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain(_)) => None,
            None => return Err("This is no address."),
        };
        if ip.is_some_and(|ip| !is_public(ip)) { Err(INSIDE) } else { Ok(url) }
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<StatusCode, String> {
        let inner = self.inner().await.map_err(|cause| format!("There are no certificates to trust: {cause}"))?;
        let answered = async {
            let answer = inner.request(request).await.map_err(|cause| said(&cause))?;
            let status = answer.status();
            // Some receivers take it amiss when nobody reads; what they say does not matter.
            let _ = Limited::new(answer.into_body(), READ).collect().await;
            Ok(status)
        };
        timeout(self.patience, answered).await.unwrap_or_else(|_| Err("It did not answer in time.".into()))
    }
}

#[async_trait]
impl Hooks for Caller {
    fn allows_private(&self) -> bool {
        self.allows_private
    }

    async fn call(&self, id: &DeliveryId, hook: &Webhook, secret: &str, news: &News, now: Timestamp) -> Tried {
        let url = match self.allowed(hook.address.as_str()) {
            Ok(url) => url,
            Err(words) => return Tried::GivenUp(words.into()),
        };
        let body = payload(hook.shape, news, &format!("{}{}", self.public, app::paths::target(&news.target)));
        let Some(signed) = signed(secret, id, now, &body) else {
            return Tried::GivenUp("Its secret is damaged. Make a new one.".into());
        };
        let request = Request::post(url.as_str())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "FinSpace-Portal")
            .header("webhook-id", signed.id)
            .header("webhook-timestamp", signed.timestamp)
            .header("webhook-signature", signed.signature)
            .body(Full::new(Bytes::from(body)));
        let Ok(request) = request else { return Tried::GivenUp("This is no address that can be called.".into()) };
        match self.send(request).await {
            Ok(status) if status.is_success() => Tried::Arrived(format!("It answered {status}.")),
            Ok(StatusCode::GONE) => Tried::GivenUp("It answered 410 Gone: it wants nothing any more.".into()),
            Ok(status) if status.is_redirection() => Tried::Failed(format!(
                "It answered {status}. The portal follows nobody elsewhere: enter the new address."
            )),
            Ok(status) => Tried::Failed(format!("It answered {status}.")),
            Err(words) => Tried::Failed(words),
        }
    }
}

/// What went wrong on the way.
fn said(cause: &(dyn std::error::Error + 'static)) -> String {
    let mut deepest = cause;
    while let Some(deeper) = deepest.source() {
        deepest = deeper;
    }
    format!("It cannot be reached: {deepest}")
}

/// Looks names up, and gives only addresses that may be called: what is connected to is what was checked.
#[derive(Clone)]
struct Checked {
    allows_private: bool,
}

impl Service<Name> for Checked {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let allows_private = self.allows_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let usable: Vec<SocketAddr> = found.filter(|at| allows_private || is_public(at.ip())).collect();
            if usable.is_empty() { Err(std::io::Error::other(INSIDE)) } else { Ok(usable.into_iter()) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_inside_is_refused_however_it_is_written() {
        let caller = Caller::new(false, PublicUrl::parse("https://portal.example.com").unwrap());
        for inside in [
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest",
            "http://hooks.example.com/",
        ] {
            assert!(caller.allowed(inside).is_err(), "{inside}");
        }
        assert!(caller.allowed("https://hooks.example.com/x").is_ok());
        assert!(Caller::new(true, caller.public.clone()).allowed("http://127.0.0.1:9/").is_ok());
    }

    #[tokio::test]
    async fn who_does_not_answer_is_not_waited_for() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public = PublicUrl::parse("https://portal.example.com").unwrap();
        let caller = Caller { patience: Duration::from_millis(50), ..Caller::new(true, public) };
        let request = Request::post(format!("http://{}/", silent.local_addr().unwrap())).body(Full::default()).unwrap();
        assert_eq!(caller.send(request).await, Err("It did not answer in time.".into()));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_called() {
        let look_up = |allows_private| async move {
            Checked { allows_private }.call("localhost".parse().unwrap()).await.map(Iterator::count)
        };
        assert!(look_up(false).await.is_err());
        assert!(look_up(true).await.is_ok_and(|count| count > 0));
    }
}
