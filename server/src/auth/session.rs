//! Sessions: what their cookie looks like, and how long they last.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore, cookie::SameSite};

/// A session ends after so long without a page or a call.
pub const IDLE: Duration = Duration::minutes(30);
/// …and so long after signing in, whatever happens.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// Looking at pages keeps a session alive; it is written down at most so often.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The cookie's name. Browsers take a `__Host-` cookie only over https, for this host and all of its paths.
#[must_use]
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-portal" } else { "portal" }
}

/// The layer that finds and keeps sessions.
pub fn layer<S: SessionStore>(store: S, secure: bool) -> SessionManagerLayer<S> {
    SessionManagerLayer::new(store)
        .with_name(cookie_name(secure))
        .with_secure(secure)
        .with_http_only(true)
        // A link from elsewhere opens the page one is signed in to; a form from elsewhere does not come in.
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(IDLE))
}

/// Makes the cookie that takes a session back as strict as the one that gave it: browsers ignore a `__Host-` cookie
/// without `Secure`, and would keep the old one.
pub async fn strict_removal(State(name): State<&'static str>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let cookies: Vec<HeaderValue> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
    if cookies.iter().any(|cookie| removes(cookie, name)) {
        response.headers_mut().remove(header::SET_COOKIE);
        for cookie in cookies {
            let stricter = removes(&cookie, name).then(|| strict(&cookie)).flatten();
            response.headers_mut().append(header::SET_COOKIE, stricter.unwrap_or(cookie));
        }
    }
    response
}

fn removes(cookie: &HeaderValue, name: &str) -> bool {
    let text = cookie.to_str().unwrap_or_default();
    text.strip_prefix(name).is_some_and(|rest| rest.starts_with("=;"))
}

fn strict(cookie: &HeaderValue) -> Option<HeaderValue> {
    let text = cookie.to_str().ok()?;
    let secure = if text.starts_with("__Host-") { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{text}; HttpOnly; SameSite=Lax{secure}")).ok()
}

/// Where a session keeps its [`Times`].
pub const TIMES: &str = "times";

/// What the session of somebody who signed in knows of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Times {
    pub signed_in: Timestamp,
    pub seen: Timestamp,
}

impl Times {
    #[must_use]
    pub fn begin(now: Timestamp) -> Self {
        Self { signed_in: now, seen: now }
    }

    /// Whether the session is too old, however busy it is.
    #[must_use]
    pub fn is_over(self, now: Timestamp) -> bool {
        now.duration_since(self.signed_in) >= ABSOLUTE
    }

    /// The times to write down, if it is worth a write.
    #[must_use]
    pub fn seen_again(self, now: Timestamp) -> Option<Self> {
        (now.duration_since(self.seen) >= SEEN_EVERY).then_some(Self { seen: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_twelve_hours_however_busy_it_is() {
        let begin = Timestamp::UNIX_EPOCH;
        let mut times = Times::begin(begin);
        for minute in 1..720 {
            let now = begin + SignedDuration::from_mins(minute);
            assert!(!times.is_over(now), "{minute}");
            times = times.seen_again(now).unwrap();
        }
        assert!(times.is_over(begin + SignedDuration::from_hours(12)));
    }

    #[test]
    fn a_minute_is_written_down_once() {
        let begin = Timestamp::UNIX_EPOCH;
        assert_eq!(Times::begin(begin).seen_again(begin + SignedDuration::from_secs(59)), None);
    }

    #[test]
    fn a_cookie_is_taken_back_as_strictly_as_it_was_given() {
        let gone = HeaderValue::from_static("__Host-portal=; Path=/; Max-Age=0");
        assert!(removes(&gone, "__Host-portal"));
        assert_eq!(strict(&gone).unwrap(), "__Host-portal=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
        assert!(!removes(&HeaderValue::from_static("__Host-portal=abc; Path=/"), "__Host-portal"));
    }
}
