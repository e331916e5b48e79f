//! A provider on this machine that does what a test tells it, right or wrong.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Form, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::ports::Clock;
use serde_json::{Value, json};
use server::clock::SystemClock;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::{
    CLIENT, SECRET,
    keys::{Keys, Signing, base64},
};

/// What it does otherwise than a good provider. `null` takes a member away.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub discovery: Value,
    pub claims: Value,
    pub user_info: Value,
    pub signing: Signing,
    pub token: Answers,
    pub wrong_access_token_hash: bool,
    pub newer_keys: bool,
}

/// What the token endpoint does.
#[derive(Clone, Debug, Default)]
pub enum Answers {
    #[default]
    WithAToken,
    With(u16, Vec<u8>),
    Never,
    Elsewhere,
}

pub struct Provider {
    pub issuer: String,
    pub script: Mutex<Script>,
    keys: Keys,
    /// What goes with each code: nonce and challenge.
    codes: Mutex<BTreeMap<String, (String, String)>>,
    /// How often it was asked, by path.
    pub asked: Mutex<BTreeMap<&'static str, usize>>,
}

type Shared = State<Arc<Provider>>;

impl Provider {
    pub async fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = Arc::new(Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            script: Mutex::default(),
            keys: Keys::new(),
            codes: Mutex::default(),
            asked: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    fn script(&self) -> Script {
        self.script.lock().unwrap().clone()
    }

    fn count(&self, path: &'static str) {
        *self.asked.lock().unwrap().entry(path).or_default() += 1;
    }

    pub fn asked(&self, path: &'static str) -> usize {
        self.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// What the person does there: they sign in, and get a code for what the portal asked for.
    pub fn code(&self, asked: &BTreeMap<String, String>) -> String {
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!((asked["code_challenge_method"].as_str(), asked["code_challenge"].len()), ("S256", 43));
        assert!(asked["state"].len() >= 43 && asked["nonce"].len() >= 43 && asked["scope"].contains("openid"));
        let code = format!("code-{}", self.codes.lock().unwrap().len());
        let kept = (asked["nonce"].clone(), asked["code_challenge"].clone());
        self.codes.lock().unwrap().insert(code.clone(), kept);
        code
    }
}

/// A document with another one laid over it.
fn over(mut document: Value, patch: &Value) -> Value {
    for (name, value) in patch.as_object().into_iter().flatten() {
        if value.is_null() {
            document.as_object_mut().unwrap().remove(name);
        } else {
            document[name] = value.clone();
        }
    }
    document
}

async fn discovery(State(provider): Shared) -> Json<Value> {
    provider.count("discovery");
    let issuer = &provider.issuer;
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/me"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "EdDSA", "HS256", "none"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": ["sub", "email", "groups"],
    });
    Json(over(document, &provider.script().discovery))
}

async fn keys(State(provider): Shared) -> Json<Value> {
    provider.count("keys");
    let script = provider.script();
    Json(if script.newer_keys { provider.keys.public_later() } else { provider.keys.public() })
}

async fn token(State(provider): Shared, headers: HeaderMap, Form(form): Form<BTreeMap<String, String>>) -> Response {
    provider.count("token");
    let script = provider.script();
    match script.token {
        Answers::WithAToken => {}
        Answers::Never => std::future::pending::<()>().await,
        Answers::Elsewhere => {
            return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, "/elsewhere")]).into_response();
        }
        Answers::With(status, body) => {
            let status = StatusCode::from_u16(status).unwrap();
            return (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        }
    }
    let refused = || (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    // RFC 6749, 2.3.1: both are written as a form would write them.
    let secret: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = BASE64_STANDARD.encode(format!("{CLIENT}:{secret}"));
    if headers[header::AUTHORIZATION] != format!("Basic {basic}") {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    // A code works once, and for whoever has the verifier.
    let Some((nonce, challenge)) = provider.codes.lock().unwrap().remove(&form["code"]) else { return refused() };
    if base64(Sha256::digest(&form["code_verifier"])) != challenge || form["grant_type"] != "authorization_code" {
        return refused();
    }
    let now = SystemClock.now().as_second();
    let access_token = "access-token";
    let hashed = if script.wrong_access_token_hash { "another" } else { access_token };
    let claims = json!({
        "iss": provider.issuer, "aud": CLIENT, "sub": "007", "iat": now, "exp": now + 300, "nonce": nonce,
        "email": "zoe@example.com", "email_verified": true, "name": "Zoë", "groups": ["desk"],
        "at_hash": base64(&Sha256::digest(hashed)[..16]),
    });
    // EdDSA hashes with SHA-512, so at_hash is only there where it can be right.
    let claims = if script.signing == Signing::Rs256 { claims } else { over(claims, &json!({ "at_hash": null })) };
    let token = provider.keys.token(&over(claims, &script.claims), script.signing);
    Json(json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 300, "id_token": token }))
        .into_response()
}

async fn me(State(provider): Shared, headers: HeaderMap) -> Response {
    provider.count("me");
    assert_eq!(headers[header::AUTHORIZATION], "Bearer access-token");
    Json(over(json!({ "sub": "007" }), &provider.script().user_info)).into_response()
}
