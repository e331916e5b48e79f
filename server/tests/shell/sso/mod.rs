//! Single sign-on over HTTP, against a provider that tests drive: what a browser sees, and what a hostile provider, link
//! or browser gets.

mod hostile;
mod keys;
mod provider;
mod round_trip;

use std::{collections::BTreeMap, sync::Arc};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::{
    Actor,
    audit::{Action, Event, Outcome, Query},
    provider::{Entry, ProviderForm},
};
use server::Application;

use self::provider::Provider;
use super::browser::{Answer, EMAIL, PASSWORD, answer, set_up};

/// How the provider knows the portal.
pub const CLIENT: &str = "portal";
pub const SECRET: &str = "a quiet secret of some length";

/// A portal and a provider that know each other.
pub struct Place {
    pub application: Application,
    pub provider: Arc<Provider>,
    pub admin: Actor,
}

impl Place {
    pub async fn new(flags: &[&str]) -> Self {
        Self::with(flags, |form| form).await
    }

    pub async fn with(flags: &[&str], change: impl FnOnce(ProviderForm) -> ProviderForm) -> Self {
        let (application, provider) = (set_up(flags).await, Provider::start().await);
        let admin = application.portal().sign_in(EMAIL, PASSWORD).await.unwrap().whole().unwrap();
        let form = change(form("okta", &provider.issuer));
        application.portal().add_provider(&admin, &form).await.unwrap();
        Self { application, provider, admin }
    }

    pub fn jar(&self) -> Jar {
        Jar { router: self.application.router(), cookies: BTreeMap::new() }
    }

    /// The newest events of people who signed in or tried to.
    pub async fn sign_ins(&self) -> Vec<Event> {
        let page = self.application.portal().log(&self.admin, &Query::default()).await.unwrap();
        let events = page.lines.into_iter().map(|line| line.event);
        let kinds = [Action::SignIn, Action::AddPerson, Action::LinkSignIn];
        events.filter(|event| kinds.contains(&event.action) && event.detail.contains("single sign-on")).collect()
    }

    pub async fn refusals(&self) -> usize {
        self.sign_ins().await.iter().filter(|event| event.outcome == Outcome::Refused).count()
    }
}

/// A form of a provider that lets everybody in.
pub fn form(name: &str, issuer: &str) -> ProviderForm {
    ProviderForm {
        name: name.into(),
        label: "Okta".into(),
        issuer: issuer.into(),
        client_id: CLIENT.into(),
        client_secret: SECRET.into(),
        group_claim: "groups".into(),
        rules: "desk = operator".into(),
        entry: Entry::Create.as_str().into(),
        ..ProviderForm::fresh()
    }
}

/// A browser that keeps all its cookies.
pub struct Jar {
    router: axum::Router,
    pub cookies: BTreeMap<String, String>,
}

impl Jar {
    pub async fn get(&mut self, path: &str) -> Answer {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(path).header(header::ACCEPT, "text/html").header("sec-fetch-site", "cross-site");
        let request = if pairs.is_empty() { request } else { request.header(header::COOKIE, pairs.join("; ")) };
        let answer = answer(&self.router, request.body(Body::empty()).unwrap()).await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Begins a sign-in: what the portal asks the provider for.
    pub async fn begin(&mut self, path: &str) -> BTreeMap<String, String> {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let (_, query) = answer.location().split_once("/authorize?").unwrap_or_else(|| panic!("{answer:?}"));
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }

    /// The whole way, as a person goes it.
    pub async fn sign_in(&mut self, provider: &Provider) -> Answer {
        let asked = self.begin("/sign-in/with/okta").await;
        let code = provider.code(&asked);
        self.get(&format!("/sign-in/back/okta?code={code}&state={}", asked["state"])).await
    }

    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/account").await.status == StatusCode::OK
    }
}
