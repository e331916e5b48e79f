//! A portal in memory, and a browser that visits it without a socket.

use std::ffi::OsString;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::role::Role;
use server::{
    Application,
    auth::PasswordCost,
    settings::{Refused, Settings},
};
use tower::ServiceExt;

pub const EMAIL: &str = "ada@example.com";
pub const PASSWORD: &str = "green lamp over seven rivers";

/// Settings of a portal that forgets everything, with more flags.
pub fn settings(flags: &[&str]) -> Settings {
    let usual = [
        ("--database-url", "sqlite::memory:"),
        ("--listen", "127.0.0.1:0"),
        ("--local-listen", "127.0.0.1:0"),
        ("--site", "no-such-folder"),
        ("--local-create-time", "0s"),
    ];
    let usual = usual.into_iter().filter(|(flag, _)| !flags.contains(flag));
    let mut all: Vec<&str> = usual.flat_map(|(flag, value)| [flag, value]).collect();
    all.extend(flags);
    let mut settings = read(&all, &[]).unwrap_or_else(|refused| panic!("{refused}"));
    settings.passwords = PasswordCost::Least;
    settings
}

/// Settings as the program reads them.
pub fn read(flags: &[&str], environment: &[(&str, &str)]) -> Result<Settings, Refused> {
    let arguments = std::iter::once("portal").chain(flags.iter().copied()).map(OsString::from);
    let environment = environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    Settings::read(arguments, environment).map(|(settings, _)| settings)
}

pub async fn portal(flags: &[&str]) -> Application {
    Application::build(settings(flags)).await.unwrap()
}

/// A portal with its first administrator.
pub async fn set_up(flags: &[&str]) -> Application {
    let application = portal(flags).await;
    application.portal().add_person(EMAIL, "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();
    application
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// Without the empty comments that mark where views of Leptos begin and end.
    pub text: String,
    /// How long it was as it came.
    pub length: usize,
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }
}

/// Keeps cookies, and says where its requests come from.
pub struct Browser {
    router: Router,
    /// As `name=value`.
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(application: &Application) -> Self {
        Self { router: application.router(), cookie: None }
    }

    /// A browser in which the first administrator is signed in.
    pub async fn signed_in(application: &Application) -> Self {
        let mut browser = Self::new(application);
        let answer = browser.sign_in(PASSWORD).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{answer:?}");
        browser
    }

    pub async fn sign_in(&mut self, password: &str) -> Answer {
        let form = format!("form[email_address]={EMAIL}&form[password]={}", password.replace(' ', "+"));
        self.post("/api/session/sign-in", &form).await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::ACCEPT, "text/html"), Body::empty()).await
    }

    /// Sends a form as a page without scripts does.
    pub async fn post(&mut self, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(form.to_owned())).await
    }

    /// Sends a form that can carry a file: pairs as in an address, but as they are.
    pub async fn post_in_parts(&mut self, path: &str, form: &str, file: Option<&[u8]>) -> Answer {
        let mut body = Vec::new();
        for (name, value) in form.split('&').filter_map(|pair| pair.split_once('=')) {
            let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        if let Some(file) = file {
            body.extend(b"--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"idp\"\r\n\r\n");
            body.extend([file, b"\r\n"].concat());
        }
        body.extend(b"--cut--\r\n");
        let request = Request::post(path)
            .header(header::ACCEPT, "text/html")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body)).await
    }

    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let answer = answer(&self.router, request.body(body).unwrap()).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            if pair.contains("portal=") {
                self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
            }
        }
        answer
    }
}

/// One request without a browser around it.
pub async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Answer { status, headers, text: String::from_utf8_lossy(&body).replace("<!>", ""), length: body.len() }
}

/// A bare request of a program.
pub fn bare(method: Method, path: &str) -> Request<Body> {
    Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
}

/// A path of the table of routes with something in the place of each parameter.
pub fn filled(path: &str) -> String {
    let fill = |segment: &str| if segment.starts_with('{') { "x".to_owned() } else { segment.to_owned() };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

/// All server functions.
pub fn calls() -> Vec<(&'static str, Method)> {
    server_fn::axum::server_fn_paths().collect()
}
