//! How the portal sends mail. Without a server it sends none, and people find their notices in the portal.

use std::fmt;

use config::Value;
use lettre::message::Mailbox;
use secrecy::SecretString;
use url::{Host, Url};

use super::reader::{Reader, text};

/// A mail server and the sender of the portal's mails.
#[derive(Clone, Debug)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub user: Option<(String, SecretString)>,
    pub from: Mailbox,
}

/// Whether what goes to the server can be read on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From the first byte on.
    Tls,
    /// The server is asked for it, and without it nothing is sent.
    StartTls,
    /// As it is: to this machine, or because somebody asked for it.
    Plain,
}

const FIX: &str = "Write smtps://user:password@mail.example.com, or smtp://mail.example.com:587 for STARTTLS";
const SENDER: &str = "Write an address, or a name and an address: FinSpace Portal <portal@example.com>";

impl Mail {
    /// The settings, when a server was named. Its URL is not repeated when it is wrong: it may hold a password.
    pub(super) fn read(reader: &mut Reader) -> Option<Self> {
        let from = reader.read("mail.from", SENDER, |text| {
            text.trim().parse::<Mailbox>().map_err(|_| "it is no mail address".to_owned())
        });
        let given = reader.take("mail.url")?;
        let hidden = Value::new(given.origin().map(str::to_owned).as_ref(), "…");
        let url = text(&given).unwrap_or_default();
        let server = reader.parse("mail.url", &hidden, FIX, |_| Server::parse(&url))?;
        let Some(from) = from else {
            reader.refuse("mail.url", &hidden, "nobody is named as the sender of the mails", "Set mail.from, too");
            return None;
        };
        let Server { host, port, security, user } = server;
        Some(Self { host, port, security, user, from })
    }
}

/// Where it is, without any secret.
impl fmt::Display for Mail {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.security {
            Security::Tls => "TLS",
            Security::StartTls => "STARTTLS",
            Security::Plain => "not encrypted",
        };
        write!(out, "{}:{} ({how})", self.host, self.port)
    }
}

struct Server {
    host: String,
    port: u16,
    security: Security,
    user: Option<(String, SecretString)>,
}

impl Server {
    fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim()).map_err(|cause| format!("it is not a URL ({cause})"))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("it names no host")?.to_owned();
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err("it has a path, which means nothing to a mail server".into());
        }
        let is_here = match Host::parse(&host) {
            Ok(Host::Ipv4(address)) => address.is_loopback(),
            Ok(Host::Ipv6(address)) => address.is_loopback(),
            _ => host == "localhost",
        };
        let user = (!url.username().is_empty()).then(|| {
            let plain = |text: &str| percent_decoded(text);
            (plain(url.username()), SecretString::from(plain(url.password().unwrap_or_default())))
        });
        let security = match (url.scheme(), url.query()) {
            ("smtps", None) => Security::Tls,
            ("smtp", None) if is_here => Security::Plain,
            ("smtp", None) => Security::StartTls,
            ("smtp", Some("tls=none")) if user.is_none() || is_here => Security::Plain,
            ("smtp", Some("tls=none")) => return Err("a password would go over the network as it is".into()),
            ("smtp" | "smtps", Some(_)) => return Err("after the question mark only tls=none has a meaning".into()),
            _ => return Err("it begins with neither smtp:// nor smtps://".into()),
        };
        let usual = match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::Plain => 25,
        };
        Ok(Self { host, port: url.port().unwrap_or(usual), security, user })
    }
}

/// A name or password as it was meant, whose special characters stand in the URL as `%40` and the like.
fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn security(url: &str) -> Result<(Security, u16), String> {
        Server::parse(url).map(|server| (server.security, server.port))
    }

    #[test]
    fn nothing_goes_over_the_network_unencrypted_unless_somebody_asks_for_it() {
        assert_eq!(security("smtps://mail.example.com"), Ok((Security::Tls, 465)));
        assert_eq!(security("smtp://mail.example.com"), Ok((Security::StartTls, 587)));
        assert_eq!(security("smtp://mail.example.com:25?tls=none"), Ok((Security::Plain, 25)));
        assert_eq!(security("smtp://127.0.0.1:2525"), Ok((Security::Plain, 2525)));
        assert!(security("smtp://user:secret@mail.example.com?tls=none").unwrap_err().contains("password"));
    }

    #[test]
    fn a_password_may_have_any_characters() {
        let (user, password) = Server::parse("smtps://a%40b:p%3A%2F@mail.example.com").unwrap().user.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("a@b", "p:/"));
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for bad in ["", "mail.example.com", "https://mail.example.com", "smtp://", "smtp://a/b", "smtp://a?tls=maybe"] {
            assert!(security(bad).is_err(), "{bad}");
        }
    }
}
