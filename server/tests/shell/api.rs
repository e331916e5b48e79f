//! The API over HTTP: who gets in, what it answers, and the one shape of everything that goes wrong.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    portal::TokenForm,
    role::{Role, Roles},
    token::Scope,
};
use serde_json::{Value, json};
use server::{Application, DOCUMENT};

use super::browser::{Answer, Browser, PASSWORD, answer, set_up};

/// A call of the API, with a token or without.
pub async fn call(
    application: &Application,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let request = request.header(header::CONTENT_TYPE, "application/json").header("idempotency-key", "k");
    answer(&application.router(), request.body(body).unwrap()).await
}

/// A token of somebody new.
async fn token(application: &Application, email: &str, roles: Roles, scopes: &[Scope]) -> String {
    let portal = application.portal();
    let person = portal.add_person(email, "Eve", PASSWORD, &roles).await.unwrap();
    let actor = portal.actor(&person.id).await.unwrap().unwrap();
    let form = TokenForm { token_name: "test".into(), scopes: scopes.iter().copied().collect(), days: "7".into() };
    portal.make_token(&actor, &form).await.unwrap().text
}

pub async fn operator(application: &Application) -> String {
    token(application, "eve@example.com", Role::Operator.into(), &Scope::ALL).await
}

/// The problem that an answer is, checked for its shape.
pub fn problem(answer: &Answer) -> Value {
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{answer:?}");
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{answer:?}");
    let problem: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(problem["type"], "about:blank", "{problem}");
    assert_eq!(problem["status"], answer.status.as_u16(), "{problem}");
    assert!(problem["title"].is_string() && problem["detail"].as_str().is_some_and(|text| !text.is_empty()));
    assert_eq!(problem["request_id"], answer.header("x-request-id"), "{problem}");
    problem
}

#[tokio::test]
async fn everything_that_goes_wrong_has_one_shape() {
    let application = set_up(&[]).await;
    let token = operator(&application).await;
    let router = application.router();
    let with = |method: &str, path: &str| {
        let request = Request::builder().method(method).uri(path);
        request.header(header::AUTHORIZATION, format!("Bearer {token}"))
    };
    let list = "/api/v1/environments";
    let json = |request: axum::http::request::Builder| request.header(header::CONTENT_TYPE, "application/json");
    for (name, status, request) in [
        ("nobody", 401, Request::get(list).body(Body::empty())),
        ("nothing there", 404, with("GET", "/api/v1/nowhere").body(Body::empty())),
        ("nothing at the root", 404, with("GET", "/api/v1").body(Body::empty())),
        ("no such environment", 404, with("GET", "/api/v1/environments/local/abc").body(Body::empty())),
        ("no environment at all", 404, with("GET", "/api/v1/environments/LOCAL/a%2Fb").body(Body::empty())),
        ("another method", 405, with("DELETE", list).body(Body::empty())),
        ("another type wanted", 406, with("GET", list).header(header::ACCEPT, "text/html").body(Body::empty())),
        ("too much", 413, with("POST", list).header(header::CONTENT_LENGTH, DOCUMENT + 1).body(Body::empty())),
        (
            "another type sent",
            415,
            with("POST", list).header(header::CONTENT_TYPE, "text/xml").body(Body::from("<a/>")),
        ),
        ("no JSON", 400, json(with("POST", list)).body(Body::from("{"))),
        ("a list for an object", 422, json(with("POST", list)).body(Body::from("[\"local\",\"x\"]"))),
        ("other JSON", 422, json(with("POST", list)).body(Body::from("{\"nome\":\"x\"}"))),
        ("no key", 400, json(with("POST", list)).body(Body::from("{}"))),
        ("an odd parameter", 400, with("GET", "/api/v1/environments?color=red").body(Body::empty())),
        ("an odd status", 400, with("GET", "/api/v1/environments?status=HAPPY").body(Body::empty())),
        ("an odd limit", 400, with("GET", "/api/v1/environments?limit=101").body(Body::empty())),
        ("an odd place", 400, with("GET", "/api/v1/environments?next=ff").body(Body::empty())),
    ] {
        let answer = answer(&router, request.unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{name}: {answer:?}");
        problem(&answer);
        assert_eq!(answer.header(header::WWW_AUTHENTICATE) == "Bearer", status == 401, "{name}");
        assert_eq!(answer.header(header::ALLOW).contains("GET"), status == 405, "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn a_busy_portal_says_when_to_come_back() {
    let application = set_up(&["--limits-requests", "1"]).await;
    let token = operator(&application).await;
    let router = application.router();
    let stuck = Body::from_stream(futures::stream::pending::<Result<axum::body::Bytes, std::io::Error>>());
    let post = Request::post("/api/v1/environments").header(header::CONTENT_TYPE, "application/json");
    let post = post.header(header::AUTHORIZATION, format!("Bearer {token}")).body(stuck).unwrap();
    // It has the only place from its first step on, and waits for the rest of its body.
    let mut waiting = Box::pin(answer(&router, post));
    assert!(futures::poll!(&mut waiting).is_pending());
    let busy = call(&application, "GET", "/me", Some(&token), None).await;
    assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(busy.header(header::RETRY_AFTER), "2");
    problem(&busy);
}

#[tokio::test]
async fn a_session_is_nobody_on_the_api_and_a_token_is_nobody_on_a_page() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    for path in ["/api/v1/me", "/api/v1/environments"] {
        let seen = ada.send(Request::get(path).header(header::ACCEPT, "application/json"), Body::empty()).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{path}");
        problem(&seen);
    }
    let token = operator(&application).await;
    let bearer = format!("Bearer {token}");
    let page = Request::get("/environments").header(header::AUTHORIZATION, &bearer).header(header::ACCEPT, "text/html");
    let page = answer(&application.router(), page.body(Body::empty()).unwrap()).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/sign-in?next=/environments"));
    let form = Request::post("/api/environments/list").header(header::AUTHORIZATION, &bearer);
    let form = answer(&application.router(), form.body(Body::empty()).unwrap()).await;
    assert_eq!(form.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_token_that_does_not_work_is_refused_in_the_same_words() {
    let application = set_up(&[]).await;
    let portal = application.portal();
    let ada = portal.sign_in("ada@example.com", PASSWORD).await.unwrap().whole().unwrap();
    let withdrawn = operator(&application).await;
    let eve = portal.actor_of_token(&withdrawn).await.unwrap().unwrap();
    portal.withdraw_token(&ada, &eve.token.unwrap().id).await.unwrap();
    let disabled = token(&application, "zoe@example.com", Role::Admin.into(), &[Scope::Read]).await;
    let zoe = portal.actor_of_token(&disabled).await.unwrap().unwrap();
    portal.disable_person(&ada, &zoe.person).await.unwrap();
    let unknown = format!("fsp_{}_{}", "a".repeat(26), "0".repeat(64));
    let mut said = std::collections::BTreeSet::new();
    for wrong in [withdrawn.as_str(), &disabled, &unknown, "x", ""] {
        let seen = call(&application, "GET", "/me", Some(wrong), None).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{wrong}");
        let mut problem = problem(&seen);
        problem["request_id"] = Value::Null;
        said.insert(problem.to_string());
    }
    assert_eq!(said.len(), 1, "{said:?}");
}

#[tokio::test]
async fn an_environment_lives_a_whole_life_over_the_api() {
    let application = set_up(&[]).await;
    let token = operator(&application).await;
    let go = async |method: &str, path: &str, body: Option<Value>| {
        let answer = call(&application, method, path, Some(&token), body).await;
        let value: Value = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
        (answer, value)
    };
    let wanted = json!({"connection": "local", "name": "research", "tags": {"desk": "rates"},
        "superuserParameters": {"emailAddress": "a@example.com", "firstName": "Ada", "lastName": "B"}});
    let (created, creation) = go("POST", "/environments", Some(wanted.clone())).await;
    assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
    let path = created.location().strip_prefix("/api/v1").unwrap().to_owned();
    let (again, same) = go("POST", "/environments", Some(wanted)).await;
    assert_eq!((again.status, &same), (StatusCode::CREATED, &creation), "the same key is the same environment");

    let (_, shown) = go("GET", &path, None).await;
    assert_eq!(
        (&shown["name"], &shown["status"], &shown["live"]),
        (&json!("research"), &json!("CREATED"), &json!(true))
    );
    assert_eq!(shown["tags"]["desk"], "rates");
    assert_eq!(shown["tags"]["portal:operation"], creation["operation"]);

    let (tagged, tags) = go("PUT", &format!("{path}/tags"), Some(json!({"tags": {"team": "fx"}}))).await;
    assert_eq!(tagged.status, StatusCode::OK, "{tagged:?}");
    assert_eq!(tags["tags"], json!({"team": "fx"}));
    assert_eq!(go("GET", &format!("{path}/tags"), None).await.1, tags);

    let (edited, after) = go("PATCH", &path, Some(json!({"description": "Rates desk"}))).await;
    assert_eq!(edited.status, StatusCode::OK, "{edited:?}");
    assert_eq!((&after["name"], &after["description"]), (&json!("research"), &json!("Rates desk")));

    let (unsure, said) = go("DELETE", &format!("{path}?name=resarch"), None).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said["errors"][0]["field"], "name");
    let (deleted, _) = go("DELETE", &format!("{path}?name=research"), None).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (StatusCode::ACCEPTED, ""));
}

#[tokio::test]
async fn all_wrong_inputs_are_named_by_their_place() {
    let application = set_up(&[]).await;
    let token = operator(&application).await;
    let wanted = json!({
        "connection": "elsewhere", "name": "not_legal", "kmsKeyId": "x y",
        "federationMode": "FEDERATED",
        "federationParameters": {"samlMetadataURL": "idp", "attributeMap": {"a/b": ""}},
        "superuserParameters": {"emailAddress": "nobody", "firstName": "Zoë", "lastName": "B"},
        "dataBundles": ["taq"], "tags": {"desk": ""}
    });
    let answer = call(&application, "POST", "/environments", Some(&token), Some(wanted)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
    let problem = problem(&answer);
    let fields: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(
        fields,
        [
            "/connection",
            "/name",
            "/kmsKeyId",
            "/federationParameters/attributeMap/a~1b",
            "/federationParameters/samlMetadataURL",
            "/superuserParameters/emailAddress",
            "/superuserParameters/firstName",
            "/dataBundles/0",
            "/tags/desk"
        ]
    );
    assert!(
        problem["errors"][1]["message"].is_string() && problem["errors"][1]["suggestion"] == "not-legal",
        "{problem}"
    );
}

#[tokio::test]
async fn a_list_comes_in_pieces_that_join_and_passes_its_filters() {
    let application = set_up(&[]).await;
    let token = operator(&application).await;
    for n in 0..5 {
        let wanted =
            json!({"connection": "local", "name": format!("desk{n}"), "tags": {"parity": (n % 2).to_string()}});
        let request = Request::post("/api/v1/environments").header(header::CONTENT_TYPE, "application/json");
        let request = request.header("idempotency-key", format!("k{n}"));
        let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        let made = answer(&application.router(), request.body(Body::from(wanted.to_string())).unwrap()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    }
    let list = async |query: &str| -> Value {
        let answer = call(&application, "GET", &format!("/environments?{query}"), Some(&token), None).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        serde_json::from_str(&answer.text).unwrap()
    };
    let names = |page: &Value| -> Vec<String> {
        page["environments"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    let (mut all, mut query) = (Vec::new(), "limit=2".to_owned());
    loop {
        let page = list(&query).await;
        all.extend(names(&page));
        let Some(next) = page["next"].as_str() else { break };
        query = format!("limit=2&next={next}");
    }
    assert_eq!(all, ["desk0", "desk1", "desk2", "desk3", "desk4"]);
    assert_eq!(names(&list("tag_key=parity&tag_value=1").await), ["desk1", "desk3"]);
    assert_eq!(names(&list("q=DESK4&status=CREATED&mode=LOCAL&connection=local").await), ["desk4"]);
    assert_eq!(names(&list("connection=elsewhere").await), [""; 0]);
}

#[tokio::test]
async fn the_description_is_open_to_all_and_tells_how_to_come_in() {
    let application = set_up(&[]).await;
    let answer = call(&application, "GET", "/openapi.json", None, None).await;
    assert_eq!(answer.status, StatusCode::OK);
    let document: Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(document["components"]["securitySchemes"]["token"]["scheme"], "bearer");
    assert_eq!(document["security"], json!([{"token": []}]));
}

#[tokio::test]
async fn who_calls_is_told_who_they_are_and_what_the_token_may() {
    let application = set_up(&[]).await;
    let token = token(&application, "eve@example.com", Role::Auditor.into(), &[Scope::Read, Scope::Tags]).await;
    let me: Value = serde_json::from_str(&call(&application, "GET", "/me", Some(&token), None).await.text).unwrap();
    assert_eq!((&me["email"], &me["roles"]), (&json!("eve@example.com"), &json!(["auditor"])));
    assert_eq!((&me["token"]["name"], &me["token"]["scopes"]), (&json!("test"), &json!(["read", "tags"])));
    assert!(me["token"]["expiresAt"].as_str().is_some_and(|at| at.ends_with('Z')), "{me}");
    let seen = call(&application, "GET", "/connections", Some(&token), None).await;
    let connections: Value = serde_json::from_str(&seen.text).unwrap();
    assert_eq!(connections["connections"][0]["name"], "local");
}
