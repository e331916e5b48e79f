//! Programs of the people of a team, and what they send to the API.

use axum::{
    Router,
    body::Body,
    http::{HeaderName, Request, header},
};
use domain::{
    Actor,
    blueprint::{Blueprint, BlueprintForm},
    environment::EnvironmentForm,
    id::TeamId,
    portal::TokenForm,
    role::{Role, Roles},
    team::{Standing, TeamForm},
    token::Scope,
};
use serde_json::{Value, json};
use server::Application;

use super::browser::{Answer, EMAIL, PASSWORD, answer, set_up};

/// Somebody's program: it carries a token to every call.
pub struct Program {
    router: Router,
    token: String,
}

impl Program {
    pub async fn of(application: &Application, actor: &Actor, name: &str, scopes: &[Scope]) -> Self {
        let form = TokenForm { token_name: name.into(), scopes: scopes.iter().copied().collect(), days: "7".into() };
        let token = application.portal().make_token(actor, &form).await.unwrap().text;
        Self { router: application.router(), token }
    }

    pub async fn get(&self, path: &str) -> (Answer, Value) {
        self.send("GET", path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (Answer, Value) {
        self.send("POST", path, &[], Some(body)).await
    }

    /// Asks under a key.
    pub async fn ask(&self, key: &str, body: Value) -> (Answer, Value) {
        self.send("POST", "/requests", &[("idempotency-key", key)], Some(body)).await
    }

    /// Decides something of a version.
    pub async fn decide(&self, path: &str, version: &str, body: Option<Value>) -> (Answer, Value) {
        self.send("POST", path, &[("if-match", version)], body).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&'static str, &str)],
        body: Option<Value>,
    ) -> (Answer, Value) {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let named = headers.iter().map(|(name, value)| (HeaderName::from_static(name), *value));
        let mut request = named.fold(request, |request, (name, value)| request.header(name, value));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = answer(&self.router, request.body(body).unwrap()).await;
        let value = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
        (answer, value)
    }
}

/// A team with an owner and a member, a blueprint, and a program of each.
pub struct ProgramDesk {
    pub application: Application,
    pub admin: Actor,
    pub team: TeamId,
    pub blueprint: Blueprint,
    pub member: Program,
    /// The member's, which only reads.
    pub reader: Program,
    pub owner: Program,
    /// Of somebody in no team.
    pub stranger: Program,
}

impl ProgramDesk {
    pub async fn open() -> Self {
        let application = set_up(&["--public-url", "https://portal.example"]).await;
        let portal = application.portal();
        let admin = portal.sign_in(EMAIL, PASSWORD).await.unwrap().whole().unwrap();
        let form = TeamForm { name: "Rates".into(), description: "Desk of rates".into() };
        let team = portal.make_team(&admin, &form).await.unwrap().id;
        let mut people = Vec::new();
        for name in ["stranger", "owner", "member"] {
            people.push(somebody(&application, &format!("{name}@example.com"), Role::Member.into()).await);
        }
        let (member, owner, stranger) = (people.pop().unwrap(), people.pop().unwrap(), people.pop().unwrap());
        portal.add_members(&admin, &team, &owner.email, Standing::Owner).await.unwrap();
        portal.add_members(&admin, &team, &member.email, Standing::Member).await.unwrap();
        let form = BlueprintForm {
            name: "Laboratory".into(),
            prefix: "lab-".into(),
            required_tags: "desk".into(),
            optional_tags: "cost".into(),
            words: "For trying things".into(),
            ..BlueprintForm::fresh()
        };
        let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
        let blueprint = portal.save_blueprint(&admin, None, &form, &fixed).await.unwrap();
        Self {
            member: Program::of(&application, &member, "all", &Scope::ALL).await,
            reader: Program::of(&application, &member, "reads", &[Scope::Read]).await,
            owner: Program::of(&application, &owner, "all", &[Scope::Requests]).await,
            stranger: Program::of(&application, &stranger, "all", &Scope::ALL).await,
            application,
            admin,
            team,
            blueprint,
        }
    }

    /// What is sent to ask for an environment.
    pub fn wanted(&self, name: &str) -> Value {
        json!({"blueprint": self.blueprint.id.as_str(), "team": self.team.as_str(), "why": "To try a model",
               "name": name, "tags": {"desk": "rates"}})
    }
}

pub async fn somebody(application: &Application, email: &str, roles: Roles) -> Actor {
    let person = application.portal().add_person(email, "Somebody", PASSWORD, &roles).await.unwrap();
    application.portal().actor(&person.id).await.unwrap().unwrap()
}

/// The places of what is wrong.
pub fn wrong(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().into_iter().flatten().map(|error| error["field"].as_str().unwrap()).collect()
}

/// The texts that some things of a list have under a name.
pub fn told<'v>(list: &'v Value, name: &str) -> Vec<&'v str> {
    list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap()).collect()
}
