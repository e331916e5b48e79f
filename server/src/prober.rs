//! The way to a sign-in page, gone as a browser goes it: name, connection, encryption, page. Nothing but the first line of
//! an answer is read, nobody is followed elsewhere, no proxy is asked, and five seconds are enough for each step.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    body::Bytes,
    http::{Request, StatusCode, header},
};
use domain::{
    check::{Seen, Way},
    ports::Prober,
    saml::ends_at,
    webhook::is_public,
};
use futures::future::{Either, select};
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper_rustls::ConfigBuilderExt;
use hyper_util::rt::TokioIo;
use rustls::{CertificateError, ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    sync::OnceCell,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::{Host, Position, Url};

use crate::finspace::is_on_this_machine;

/// So long a step may take.
const PATIENCE: Duration = Duration::from_secs(5);
const UNTRUSTED: &str = "It was not asked, because its certificate is not one to trust.";

/// [`Prober`] on sockets.
pub struct Visitor {
    patience: Duration,
    /// What it trusts is read when it goes to an encrypted page first.
    trusted: OnceCell<Arc<ClientConfig>>,
}

impl Default for Visitor {
    fn default() -> Self {
        Self { patience: PATIENCE, trusted: OnceCell::new() }
    }
}

#[async_trait]
impl Prober for Visitor {
    async fn probe(&self, page: &str, endpoint: Option<&str>) -> Way {
        let Ok(url) = Url::parse(page) else { return lost(format!("“{page}” is no address.")) };
        match self.look_up(&url, endpoint.is_some_and(is_on_this_machine)).await {
            Ok((name, found)) => {
                let (tls, page) = self.visit(&url, &found).await;
                Way { name, tls, page }
            }
            Err(words) => lost(words),
        }
    }
}

/// A way that ends at its name.
fn lost(words: String) -> Way {
    let unseen = || Seen::Unseen("It was not looked at, because its name leads nowhere.".into());
    Way { name: Seen::Bad(words), tls: unseen(), page: unseen() }
}

fn fine() -> Seen {
    Seen::Fine { until: None }
}

impl Visitor {
    /// One that trusts what it is told to, and waits as long as it is told to.
    #[must_use]
    pub fn trusting(config: ClientConfig, patience: Duration) -> Self {
        Self { patience, trusted: OnceCell::from(Arc::new(config)) }
    }

    async fn trusted(&self) -> io::Result<&Arc<ClientConfig>> {
        let read = self.trusted.get_or_try_init(|| async {
            let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
            let builder = builder.map_err(io::Error::other)?.with_native_roots()?;
            Ok(Arc::new(builder.with_no_client_auth()))
        });
        read.await
    }

    /// What is to be said of the name, and the addresses that may be called; or why there is none.
    async fn look_up(&self, url: &Url, may_be_inside: bool) -> Result<(Seen, Vec<SocketAddr>), String> {
        let port = url.port_or_known_default().unwrap_or_default();
        let number = || Seen::Nothing("Its address is a number, so there is no name to look up.".into());
        let (name, mut found) = match url.host() {
            Some(Host::Domain(name)) => (fine(), self.resolve(name, port).await?),
            Some(Host::Ipv4(ip)) => (number(), vec![SocketAddr::new(ip.into(), port)]),
            Some(Host::Ipv6(ip)) => (number(), vec![SocketAddr::new(ip.into(), port)]),
            None => return Err(format!("“{url}” names no host.")),
        };
        found.retain(|at| is_public(at.ip()) || (may_be_inside && at.ip().is_loopback()));
        if found.is_empty() {
            return Err("Its name leads to a private network, which this portal does not call.".into());
        }
        Ok((name, found))
    }

    async fn resolve(&self, name: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
        // What is under this name is this machine, whatever a resolver makes of it (RFC 6761).
        if name == "localhost" || name.ends_with(".localhost") {
            let both: [IpAddr; 2] = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
            return Ok(both.map(|ip| SocketAddr::new(ip, port)).to_vec());
        }
        let unknown = || format!("“{name}” does not resolve.");
        match timeout(self.patience, lookup_host((name, port))).await {
            Ok(Ok(found)) => Some(found.collect::<Vec<_>>()).filter(|found| !found.is_empty()).ok_or_else(unknown),
            Ok(Err(_)) => Err(unknown()),
            Err(_) => Err(format!("Nobody said within {} seconds where “{name}” is.", self.patience.as_secs())),
        }
    }

    /// What is to be said of the encryption and of the page.
    async fn visit(&self, url: &Url, found: &[SocketAddr]) -> (Seen, Seen) {
        let is_plain = url.scheme() == "http";
        let plain = || Seen::Nothing("The page is not encrypted: its address begins with http.".into());
        let stream = match timeout(self.patience, TcpStream::connect(found)).await {
            Ok(Ok(stream)) => stream,
            failed => {
                let words: String = match failed {
                    Ok(Err(cause)) if cause.kind() == ErrorKind::ConnectionRefused => {
                        "The connection was refused.".into()
                    }
                    Ok(_) => "No connection could be made.".into(),
                    Err(_) => format!("There was no connection within {} seconds.", self.patience.as_secs()),
                };
                let unseen = || Seen::Unseen("It was not looked at, because there was no connection.".into());
                return (if is_plain { plain() } else { unseen() }, Seen::Bad(words));
            }
        };
        if is_plain {
            return (plain(), self.ask(stream, url).await);
        }
        let Ok(trusted) = self.trusted().await else {
            return (
                Seen::Unseen("This server knows no certificates to trust.".into()),
                Seen::Unseen(UNTRUSTED.into()),
            );
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let Ok(name) = ServerName::try_from(host) else {
            return (Seen::Bad("No certificate can be of this name.".into()), Seen::Unseen(UNTRUSTED.into()));
        };
        match timeout(self.patience, TlsConnector::from(Arc::clone(trusted)).connect(name, stream)).await {
            Ok(Ok(stream)) => {
                let shown = stream.get_ref().1.peer_certificates().and_then(|all| all.first());
                let until = shown.and_then(|certificate| ends_at(certificate));
                (Seen::Fine { until }, self.ask(stream, url).await)
            }
            Ok(Err(cause)) => (Seen::Bad(untrusted(&cause).into()), Seen::Unseen(UNTRUSTED.into())),
            Err(_) => {
                let words = format!("There was no encrypted connection within {} seconds.", self.patience.as_secs());
                (Seen::Bad(words), Seen::Unseen("It was not asked, because there was no encrypted connection.".into()))
            }
        }
    }

    /// What is to be said of the page: any answer that is no failure of its server will do.
    async fn ask(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send, url: &Url) -> Seen {
        match timeout(self.patience, answer(stream, url)).await {
            Ok(Ok(status)) if status.as_u16() < 500 => fine(),
            Ok(Ok(status)) => Seen::Bad(format!("It answered {status}.")),
            Ok(Err(_)) => Seen::Bad("It broke the connection off instead of answering.".into()),
            Err(_) => Seen::Bad(format!("It did not answer within {} seconds.", self.patience.as_secs())),
        }
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin + Send, url: &Url) -> io::Result<StatusCode> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let request = Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(header::USER_AGENT, "FinSpace-Portal")
        .header(header::ACCEPT, "text/html")
        .body(Empty::<Bytes>::new())
        .map_err(io::Error::other)?;
    let answered = match select(pin!(sender.send_request(request)), pin!(connection)).await {
        Either::Left((answered, _)) => answered,
        // The connection may end with the very answer.
        Either::Right((_, asked)) => asked.await,
    };
    Ok(answered.map_err(io::Error::other)?.status())
}

/// Why a page's encryption is not to be trusted.
fn untrusted(cause: &io::Error) -> &'static str {
    use CertificateError as Why;
    let known = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let Some(rustls::Error::InvalidCertificate(why)) = known else {
        return "No encrypted connection could be made.";
    };
    match why {
        Why::Expired | Why::ExpiredContext { .. } => "Its certificate has expired.",
        Why::NotValidYet | Why::NotValidYetContext { .. } => "Its certificate is not valid yet.",
        Why::NotValidForName | Why::NotValidForNameContext { .. } => "Its certificate is of another name.",
        Why::UnknownIssuer => "Its certificate is signed by nobody whom this server trusts.",
        Why::Revoked => "Its certificate was revoked.",
        _ => "Its certificate is not valid.",
    }
}
