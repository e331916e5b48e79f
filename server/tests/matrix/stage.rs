//! One portal on which every cell is played, each with a person and things of its own.

use std::{collections::BTreeSet, ffi::OsString};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, StatusCode, header},
};
use domain::{
    Actor,
    audit::{Event, Outcome},
    portal::TokenForm,
    ports::Store,
    role::{Role, Roles},
    token::Scope,
};
use serde_json::json;
use server::{Application, auth::PasswordCost, settings::Settings, store::Database};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{table::Row, things::Things};

pub const PASSWORD: &str = "green lamp over seven rivers";
pub struct Stage {
    pub application: Application,
    /// The same database by another way.
    pub store: Database,
    pub admin: Actor,
    pub operator: Actor,
    /// Cells so far: what a cell makes is named by it.
    pub played: usize,
    _folder: TempDir,
}

/// How a row is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// As a browser asks for a page.
    Page,
    /// As a program posts a form.
    Call,
    /// As a program calls the API, with a token and with no session.
    Api,
}

/// Who plays a cell.
struct Player {
    actor: Actor,
    /// What shows who it is: a session's cookie, or a token. Strangers have none.
    proof: Option<(header::HeaderName, String)>,
}

impl Stage {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().display().to_string();
        let url = format!("sqlite:{data}/portal.db");
        let flags = [
            ["--database-url", &url],
            ["--data", &data],
            ["--listen", "127.0.0.1:0"],
            ["--local-listen", "127.0.0.1:0"],
            ["--local-create-time", "0s"],
            ["--local-quota", "5000"],
            ["--site", "no-such-folder"],
            // Nobody waits for news here, and a reading at rest would only disturb.
            ["--reading-rest", "1h"],
        ];
        let arguments = std::iter::once("portal").chain(flags.into_iter().flatten()).map(OsString::from);
        let (mut settings, _) = Settings::read(arguments, []).unwrap_or_else(|refused| panic!("{refused}"));
        settings.passwords = PasswordCost::Least;
        let application = Application::build(settings).await.unwrap();
        let store = Database::open(&url).await.unwrap();
        let admin = somebody(&application, "first@example.com", Role::Admin.into()).await;
        let operator = somebody(&application, "second@example.com", Role::Operator.into()).await;
        Self { application, store, admin, operator, played: 0, _folder: folder }
    }

    /// Plays one cell, and says what came of it as the table would.
    pub async fn play(&mut self, actor: &str, row: &Row, sending: Sending) -> String {
        self.played += 1;
        let player = self.player(actor, row, sending).await;
        let things = Things::of(self, actor, &player.actor, row).await;
        let (path, body) = (things.fill(&row.path), things.fill(&row.sends));
        let people = [player.actor.email.clone(), things.newcomer(), things.target()];
        let mut objects: Vec<String> = people.iter().map(|email| format!("person/{email}")).collect();
        objects.extend([things.provider(), things.free()].map(|name| format!("provider/{name}")));
        let version = match row.reads.as_str() {
            "" => None,
            path => Some(self.version(&things.fill(path), &player).await),
        };
        let before = self.log(&player.actor, &objects).await;
        let mut request = match sending {
            Sending::Page => page(&path),
            Sending::Call => call(&path, &body, row.in_parts),
            Sending::Api => api(&row.method, &path, &body, self.played),
        };
        if let Some((header, proof)) = player.proof {
            request.headers_mut().insert(header, proof.parse().unwrap());
        }
        if let Some(version) = version {
            request.headers_mut().insert(header::IF_MATCH, version);
        }
        // A stream has no end, so only the head is read.
        let status = self.router().oneshot(request).await.unwrap().status();
        let after = self.log(&player.actor, &objects).await;
        let gained: Vec<&Event> = after.iter().filter(|event| !before.iter().any(|old| old.id == event.id)).collect();
        format!("{}{}", status.as_u16(), mark(&gained))
    }

    /// The version of what somebody reads. Who may not read it names one that nothing has.
    async fn version(&self, path: &str, player: &Player) -> HeaderValue {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        if let Some((header, proof)) = &player.proof {
            request.headers_mut().insert(header, proof.parse().unwrap());
        }
        let answer = self.router().oneshot(request).await.unwrap();
        answer.headers().get(header::ETAG).cloned().unwrap_or(HeaderValue::from_static("\"none\""))
    }

    fn router(&self) -> Router {
        self.application.router()
    }

    /// Somebody who is signed in, as far as they can be.
    async fn player(&self, actor: &str, row: &Row, sending: Sending) -> Player {
        let roles: Roles = match actor {
            "anonymous" | "none" => Roles::default(),
            "disabled" => Role::Operator.into(),
            "teammate" | "owner" => Role::Member.into(),
            role => role.parse::<Role>().unwrap().into(),
        };
        let actor_of = somebody(&self.application, &format!("player{}@example.com", self.played), roles).await;
        if actor == "anonymous" {
            return Player { actor: actor_of, proof: None };
        }
        let proof = match sending {
            Sending::Page | Sending::Call => (header::COOKIE, self.sign_in(&actor_of.email).await),
            Sending::Api => (header::AUTHORIZATION, self.token(&actor_of, row.scopes.as_deref()).await),
        };
        if actor == "disabled" {
            self.application.portal().disable_person(&self.admin, &actor_of.person).await.unwrap();
        }
        Player { actor: actor_of, proof: Some(proof) }
    }

    /// A token of theirs, as a call carries it.
    async fn token(&self, actor: &Actor, scopes: Option<&str>) -> String {
        let scopes = scopes.map_or_else(|| Scope::ALL.into_iter().collect(), |words| words.parse().unwrap());
        let form = TokenForm { token_name: "matrix".into(), scopes, days: "7".into() };
        let made = self.application.portal().make_token(actor, &form).await.unwrap();
        format!("Bearer {}", made.text)
    }

    async fn sign_in(&self, email: &str) -> String {
        let body = format!("form[email_address]={email}&form[password]={}", PASSWORD.replace(' ', "+"));
        let answer = self.router().oneshot(call("/api/session/sign-in", &body, false)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// What the log says of somebody and of objects.
    async fn log(&self, actor: &Actor, objects: &[String]) -> Vec<Event> {
        let mut events = self.store.events_by(&actor.person, 1000).await.unwrap();
        for object in objects {
            events.extend(self.store.events(object, 1000).await.unwrap());
        }
        let mut known = BTreeSet::new();
        events.retain(|event| known.insert(event.id.clone()));
        events
    }
}

pub async fn somebody(application: &Application, email: &str, roles: Roles) -> Actor {
    let person = application.portal().add_person(email, "Somebody", PASSWORD, &roles).await.unwrap();
    application.portal().actor(&person.id).await.unwrap().unwrap()
}

/// `!` for a refusal alone, `+` for something done, `?` for what should not be.
fn mark(gained: &[&Event]) -> &'static str {
    let refused = gained.iter().filter(|event| event.outcome == Outcome::Refused).count();
    match (gained.len(), refused) {
        (0, 0) => "",
        (1, 1) => "!",
        (_, 0) => "+",
        _ => "?",
    }
}

fn page(path: &str) -> Request<Body> {
    Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()
}

/// A call of the API, with a key of its own for whatever is created.
fn api(method: &str, path: &str, form: &str, played: usize) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("idempotency-key", format!("cell-{played}"));
    if form.is_empty() {
        return request.body(Body::empty()).unwrap();
    }
    let mut body = json!({});
    for (name, value) in form.split('&').map(|pair| pair.split_once('=').unwrap()) {
        let place = name.split('/').fold(&mut body, |object, member| &mut object[member]);
        *place = value.into();
    }
    request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
}

fn call(path: &str, form: &str, in_parts: bool) -> Request<Body> {
    let request =
        Request::post(path).header(header::ACCEPT, "application/json").header("sec-fetch-site", "same-origin");
    if !in_parts {
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        return request.body(Body::from(form.replace(' ', "+"))).unwrap();
    }
    let part = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts: String = form.split('&').map(part).collect();
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
    request.body(Body::from(format!("{parts}--cut--\r\n"))).unwrap()
}
