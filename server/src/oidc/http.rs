//! The one client with which providers are asked: encrypted or on this machine, no redirects, no proxy, and neither
//! slow nor large answers.

use std::{pin::Pin, time::Duration};

use axum::body::Bytes;
use domain::provider::is_safe;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use tokio::{sync::OnceCell, time::timeout};

/// The largest answer that is read. Discovery documents and key sets have a few kilobytes.
const LARGEST: usize = 256 * 1024;

type Inner = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The client. What it trusts is read when it is asked first: most portals never ask.
pub struct Http {
    inner: OnceCell<Inner>,
    patience: Duration,
}

/// Why there is no answer. It never holds anything of a request or an answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    #[error("the address is neither https nor on this machine")]
    Unsafe,
    #[error("no certificates to trust: {0}")]
    Trust(std::io::Error),
    #[error("nobody answers: {0}")]
    Silence(String),
    #[error("no answer in time")]
    Slow,
    #[error("the answer is larger than {LARGEST} bytes")]
    Large,
    #[error("the answer broke off")]
    Broken,
}

impl Http {
    pub fn new(patience: Duration) -> Self {
        Self { inner: OnceCell::new(), patience }
    }

    async fn inner(&self) -> Result<&Inner, HttpError> {
        let made = self.inner.get_or_try_init(|| async {
            let provider = rustls::crypto::aws_lc_rs::default_provider();
            let trusting = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider)?;
            let connector = trusting.https_or_http().enable_http1().build();
            Ok(Client::builder(TokioExecutor::new()).build(connector))
        });
        made.await.map_err(HttpError::Trust)
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        if !is_safe(&request.uri().to_string()) {
            return Err(HttpError::Unsafe);
        }
        let inner = self.inner().await?;
        let answered = async {
            let response = inner.request(request.map(|body| Full::new(Bytes::from(body)))).await;
            // The kind of failure, such as a refused connection: the words for it hold no more than the address.
            let (parts, body) = response.map_err(|cause| HttpError::Silence(root(&cause)))?.into_parts();
            let body = Limited::new(body, LARGEST)
                .collect()
                .await
                .map_err(|cause| if cause.is::<LengthLimitError>() { HttpError::Large } else { HttpError::Broken })?;
            Ok(http::Response::from_parts(parts, body.to_bytes().to_vec()))
        };
        timeout(self.patience, answered).await.unwrap_or(Err(HttpError::Slow))
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// What lies at the bottom of an error.
fn root(error: &dyn std::error::Error) -> String {
    let mut deepest = error;
    while let Some(cause) = deepest.source() {
        deepest = cause;
    }
    deepest.to_string()
}
