//! The stand-in for an environment's web application: a page that names the environment and shows how people would sign in.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::error::Error;
use crate::finspace::FinSpace;
use crate::identity;
use crate::model::environment::{SIGN_IN_DOMAIN, answered_federation, sign_in_host};
use crate::model::federation::FederationMode;
use crate::status::Status;
use crate::store::environment;
use crate::store::record::Record;

/// The environment that a host name belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SignInHost {
    id: String,
    region: String,
}

impl SignInHost {
    /// Reads the `Host` of a request; `None` when it is not a sign-in host.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let host = headers.get(header::HOST)?.to_str().ok()?.to_ascii_lowercase();
        let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
        let place = name.strip_suffix(SIGN_IN_DOMAIN)?.strip_suffix('.')?;
        let (id, region) = place.split_once('.').unwrap_or((place, ""));
        Some(Self { id: id.to_owned(), region: region.to_owned() })
    }
}

/// The page for `host`, whatever the path: it only tells the way back from an identity provider apart.
pub(crate) async fn page(finspace: &FinSpace, host: SignInHost, path: &str) -> Result<Response, Error> {
    let now = finspace.now();
    let mut tx = finspace.store.read().await?;
    let found = environment::find_anywhere(&mut tx, &host.id).await?;
    tx.commit().await?;
    let here = found.filter(|record| record.scope.region == host.region && !record.course.is_gone(now));
    let Some(record) = here else {
        let text = "<p>No environment has this address. It may have been deleted, or the link may be incomplete.</p>";
        return Ok(document(StatusCode::NOT_FOUND, "Environment not found", text));
    };
    let status = record.status(now);
    let (code, inside) = if status == Status::Created {
        (StatusCode::OK, sign_in(&record, path, finspace.port))
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, not_ready(status))
    };
    let facts = format!(
        "{inside}<dl><dt>Environment</dt><dd>{}</dd><dt>Region</dt><dd>{}</dd><dt>Status</dt><dd>{}</dd><dt>Sign-in</dt><dd>{}</dd></dl>",
        escaped(&record.id),
        escaped(&record.scope.region),
        status.name(),
        record.federation_mode.name(),
    );
    Ok(document(code, &record.name, &facts))
}

fn not_ready(status: Status) -> String {
    let why = match status {
        Status::CreateRequested | Status::Creating => "It is still being created. Come back when it is ready.",
        Status::FailedCreation => "Its creation failed.",
        Status::DeleteRequested | Status::Deleting | Status::RetryDeletion | Status::FailedDeletion => {
            "It is being deleted."
        }
        Status::Deleted => "It was deleted.",
        Status::Suspended => "It is suspended.",
        _ => "Its network is being changed.",
    };
    format!("<p class=\"soft\">Nobody can sign in to this environment now.</p><p>{why}</p>")
}

const STAND_IN: &str = "<p class=\"note\" role=\"note\">This is a stand-in for a FinSpace sign-in page. \
     Nobody is signed in here, and nothing that you type leaves this page.</p>";

/// The fields have no names, so a browser sends none of what is typed.
const LOCAL: &str = "<form><label for=\"email\">Email</label><input id=\"email\" type=\"email\" autocomplete=\"off\">\
     <label for=\"password\">Password</label><input id=\"password\" type=\"password\" autocomplete=\"off\">\
     <button>Sign in (stand-in)</button></form>";

fn sign_in(record: &Record, path: &str, port: u16) -> String {
    let intro = "<p class=\"soft\">Sign in to this FinSpace environment</p>";
    if record.federation_mode == FederationMode::Local {
        return format!("{intro}{STAND_IN}{LOCAL}");
    }
    let federation = answered_federation(record, true, &sign_in_host(record, port));
    let shown = |value: &Option<String>| escaped(value.as_deref().unwrap_or_default());
    let provider = federation.federation_provider_name.as_deref().unwrap_or("your identity provider");
    let returned = if path == "/saml2/idpresponse" {
        "<p>The identity provider sent you back here. A real environment would check its answer and let you in.</p>"
    } else {
        ""
    };
    format!(
        "{intro}{STAND_IN}{returned}<form action=\"/saml2/idpresponse\"><button>Continue with {}</button></form>\
         <dl><dt>URN</dt><dd>{}</dd><dt>Callback URL</dt><dd>{}</dd></dl>",
        escaped(provider),
        shown(&federation.federation_urn),
        shown(&federation.application_call_back_url),
    )
}

/// A whole page, which loads nothing and runs nothing.
fn document(status: StatusCode, title: &str, inside: &str) -> Response {
    let nonce = identity::request_id();
    let style = include_str!("sign_in_page.css");
    let title = escaped(title);
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} · FinSpace (stand-in)</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <style nonce=\"{nonce}\">{style}</style></head><body><main><h1>{title}</h1>{inside}</main></body></html>"
    );
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `text` where HTML is written.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &'static str) -> Option<SignInHost> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(text));
        SignInHost::of(&headers)
    }

    #[test]
    fn a_sign_in_host_names_its_environment() {
        let found = host("ABC.us-east-1.amazonfinspace.localhost:4567").unwrap();
        assert_eq!((found.id.as_str(), found.region.as_str()), ("abc", "us-east-1"));
        assert!(host("abc.us-east-1.amazonfinspace.localhost").is_some());
    }

    #[test]
    fn other_hosts_are_the_api() {
        for text in ["127.0.0.1:4567", "localhost", "amazonfinspace.localhost", "xamazonfinspace.localhost"] {
            assert_eq!(host(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_caller_named_is_not_markup() {
        assert_eq!(escaped("<b>\"&"), "&lt;b&gt;&quot;&amp;");
    }
}
