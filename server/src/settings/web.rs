//! Where people find the portal.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use url::Url;

use super::reader::Reader;

/// The settings of the web side.
#[derive(Clone, Debug)]
pub struct Web {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What people type; `None` is `http://` and the address that it listens on.
    pub public_url: Option<PublicUrl>,
    /// The folder with `pkg` in it.
    pub site: PathBuf,
}

impl Web {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let listen = reader.read("listen", "Write an IP address and a port, such as 127.0.0.1:3000", |text| {
            text.trim().parse().map_err(|_| "it is not an address to listen on".into())
        });
        let public_url =
            reader.read("public_url", "Write scheme and host, such as https://portal.example.com", PublicUrl::parse);
        let site = reader.read("site", "Write the path of a folder", |text| Ok(PathBuf::from(text)));
        Self {
            listen: listen.unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            public_url,
            site: site.unwrap_or_else(|| PathBuf::from("target/site")),
        }
    }
}

/// The address that people type: an origin, without path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    secure: bool,
}

impl PublicUrl {
    /// Reads `https://host[:port]`; a final slash does no harm.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text.trim()).map_err(|cause| format!("it is not a URL ({cause})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("it begins with neither http:// nor https://".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("a name or password stands in it".into());
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err("the portal needs a host of its own, without a path".into());
        }
        Ok(Self { origin: url.origin().ascii_serialization(), secure: url.scheme() == "https" })
    }

    /// The address that it listens on, for a portal that was told nothing else.
    #[must_use]
    pub fn of(listen: SocketAddr) -> Self {
        let host = if listen.ip().is_unspecified() {
            "localhost".to_owned()
        } else {
            SocketAddr::new(listen.ip(), 0).to_string()
        };
        let host = host.strip_suffix(":0").unwrap_or(&host);
        let port = if listen.port() == 80 { String::new() } else { format!(":{}", listen.port()) };
        Self { origin: format!("http://{host}{port}"), secure: false }
    }

    /// As browsers write it in `Origin`: no final slash, no default port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is https: cookies and HSTS depend on it.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let url = PublicUrl::parse("HTTPS://Portal.Example.com:443/").unwrap();
        assert_eq!((url.origin(), url.is_secure()), ("https://portal.example.com", true));
        assert_eq!(PublicUrl::of("[::1]:3000".parse().unwrap()).origin(), "http://[::1]:3000");
        assert_eq!(PublicUrl::of("0.0.0.0:80".parse().unwrap()).origin(), "http://localhost");
    }

    #[test]
    fn a_path_or_a_password_is_refused() {
        for bad in ["https://a/b", "https://a/?x", "https://u:p@a", "ftp://a", "portal.example.com", ""] {
            assert!(PublicUrl::parse(bad).is_err(), "{bad}");
        }
    }
}
