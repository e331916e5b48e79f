//! The way to sign-in pages, really gone; and where a test says so, to another page than the environment's own.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use domain::{check::Way, ports::Prober};
use rustls::{ClientConfig, RootCertStore, pki_types::CertificateDer};
use server::prober::Visitor;

use super::postbox::Postbox;

pub struct Lookout {
    visitor: Visitor,
    /// Where it goes instead.
    instead: Mutex<Option<String>>,
    /// The pages that it was sent to, by address.
    asked: Mutex<Vec<String>>,
}

impl Default for Lookout {
    fn default() -> Self {
        Self { visitor: trusting(&[]), instead: Mutex::default(), asked: Mutex::default() }
    }
}

impl Lookout {
    pub fn goes_to(&self, page: Option<String>) {
        *self.instead.lock().unwrap() = page;
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Prober for Postbox {
    async fn probe(&self, page: &str, endpoint: Option<&str>) -> Way {
        self.lookout.asked.lock().unwrap().push(page.to_owned());
        let instead = self.lookout.instead.lock().unwrap().clone();
        self.lookout.visitor.probe(instead.as_deref().unwrap_or(page), endpoint).await
    }
}

/// Somebody who trusts these certificates and no others.
pub fn trusting(certificates: &[CertificateDer<'static>]) -> Visitor {
    waiting(certificates, Duration::from_mins(1))
}

/// Somebody who waits so long for each part of the way.
pub fn waiting(certificates: &[CertificateDer<'static>], patience: Duration) -> Visitor {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates.iter().cloned());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    Visitor::trusting(config.with_root_certificates(roots).with_no_client_auth(), patience)
}

/// A page on this machine at which nobody listens.
pub async fn nobody() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}
