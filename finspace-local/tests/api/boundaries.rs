//! Bodies generated from model.json: each constrained member at its limits, just past them, of a bad pattern and of a wrong type.

use axum::Router;
use axum::http::{Method, StatusCode};
use finspace_local::Endpoint;
use serde_json::{Value, json};

use super::answers::check_answer;
use super::model::{MODEL, allows, members, shape};
use super::samples::{around_the_limits, good};
use super::support::{encoded, instant, send};

/// A JSON body with one place in it that a test changes.
struct Spot<'a> {
    operation: &'a str,
    uri: &'a str,
    base: &'a Value,
}

impl Spot<'_> {
    fn body(&self, path: &[&str], value: Value) -> Value {
        let mut body = self.base.clone();
        let mut place = &mut body;
        for name in path {
            place = &mut place[*name];
        }
        *place = value;
        if body["federationMode"] == "LOCAL" {
            // Local sign-in takes no parameters: that rule is not the model's.
            body.as_object_mut().unwrap().remove("federationParameters");
        }
        body
    }

    async fn expect(&self, router: &Router, path: &[&str], value: Value, expected: &str) {
        let shown = format!("{} {path:?} {value:.100}", self.operation);
        let body = self.body(path, value).to_string();
        let method: Method = MODEL["operations"][self.operation]["http"]["method"].as_str().unwrap().parse().unwrap();
        let answer = send(router, &method, self.uri, body).await;
        assert_eq!(answer.error(), expected, "{shown}: {:.300}", String::from_utf8_lossy(&answer.body));
        check_answer(self.operation, &answer);
    }
}

/// Tries all values that the shape at `path` asks for; gives how many.
async fn walk(router: &Router, spot: &Spot<'_>, path: &[&str], shape_name: &str) -> usize {
    let refused = if spot.uri.starts_with("/tags") { "InvalidRequestException" } else { "ValidationException" };
    let kind = shape(shape_name)["type"].as_str().unwrap();
    let mut wrong_types = vec![json!(1), json!(true), json!([]), json!({}), json!("text")];
    let fitting = match kind {
        "string" => 4,
        "list" => 2,
        _ => 3,
    };
    wrong_types.remove(fitting);
    let mut tried = wrong_types.len();
    for value in wrong_types {
        spot.expect(router, path, value, "SerializationException").await;
    }
    match kind {
        "string" => {
            for text in around_the_limits(shape_name) {
                let expected = if allows(shape_name, &text) { "" } else { refused };
                spot.expect(router, path, text.into(), expected).await;
                tried += 1;
            }
        }
        "structure" => {
            for (name, _, member_shape) in members(shape_name) {
                let path = [path, &[name]].concat();
                tried += Box::pin(walk(router, spot, &path, member_shape)).await;
            }
        }
        "list" => {
            let member = shape(shape_name)["member"]["shape"].as_str().unwrap();
            for text in around_the_limits(member) {
                let expected = if allows(member, &text) { "" } else { refused };
                spot.expect(router, path, json!([good(member), text]), expected).await;
                tried += 1;
            }
            spot.expect(router, path, json!([1]), "SerializationException").await;
            spot.expect(router, path, json!([null]), "SerializationException").await;
            tried += 2;
        }
        "map" => tried += walk_map(router, spot, path, shape_name, refused).await,
        other => panic!("no body has a member of type {other}"),
    }
    tried
}

async fn walk_map(router: &Router, spot: &Spot<'_>, path: &[&str], shape_name: &str, refused: &str) -> usize {
    let key_shape = shape(shape_name)["key"]["shape"].as_str().unwrap();
    let value_shape = shape(shape_name)["value"]["shape"].as_str().unwrap();
    let mut tried = 0;
    for key in around_the_limits(key_shape) {
        let expected = if allows(key_shape, &key) { "" } else { refused };
        spot.expect(router, path, json!({ key: good(value_shape) }), expected).await;
        tried += 1;
    }
    for value in around_the_limits(value_shape) {
        let expected = if allows(value_shape, &value) { "" } else { refused };
        spot.expect(router, path, json!({ good(key_shape): value }), expected).await;
        tried += 1;
    }
    for value in [json!(1), json!(null), json!([]), json!({})] {
        spot.expect(router, path, json!({ good(key_shape): value }), "SerializationException").await;
        tried += 1;
    }
    let max = shape(shape_name)["max"].as_u64().unwrap_or(200);
    let min = shape(shape_name)["min"].as_u64().unwrap_or(0);
    for size in [0, 1, max, max + 1] {
        let map: Value = (0..size).map(|n| (format!("key{n}"), json!(good(value_shape)))).collect();
        // An environment was once created with an empty map of tags, so that one is good.
        let allowed = (size >= min || spot.operation == "CreateEnvironment")
            && size <= shape(shape_name)["max"].as_u64().unwrap_or(u64::MAX);
        spot.expect(router, path, map, if allowed { "" } else { refused }).await;
        tried += 1;
    }
    tried
}

/// Walks the body of an operation; gives how many requests it took.
async fn walk_body(router: &Router, operation: &str, uri: &str, base: &Value) -> usize {
    let spot = Spot { operation, uri, base };
    let input = MODEL["operations"][operation]["input"]["shape"].as_str().unwrap();
    let mut tried = 0;
    for (name, member, member_shape) in members(input) {
        if member["location"].is_null() {
            tried += walk(router, &spot, &[name], member_shape).await;
        }
    }
    tried
}

/// Both forms of metadata, so that either can be tried alone.
fn federation() -> Value {
    json!({
        "samlMetadataDocument": good("SamlMetadataDocument"),
        "samlMetadataURL": "https://idp.example.com/metadata",
    })
}

pub async fn created(router: &Router) -> Value {
    send(router, &Method::POST, "/environment", r#"{"name":"boundaries"}"#).await.json()
}

#[tokio::test]
async fn every_member_of_create_keeps_its_limits() {
    let router = Endpoint::router(instant()).await.unwrap();
    let base = json!({
        "name": "boundaries",
        "federationMode": "FEDERATED",
        "federationParameters": federation(),
        "superuserParameters": { "emailAddress": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace" },
    });
    let tried = walk_body(&router, "CreateEnvironment", "/environment", &base).await;
    assert!(tried > 300, "only {tried} requests");
}

#[tokio::test]
async fn what_create_requires_must_be_there() {
    let router = Endpoint::router(instant()).await.unwrap();
    let whole = json!({
        "name": "boundaries",
        "superuserParameters": { "emailAddress": "ada@example.com", "firstName": "Ada", "lastName": "Lovelace" },
    });
    for (structure, parent) in [("CreateEnvironmentRequest", ""), ("SuperuserParameters", "/superuserParameters")] {
        for name in shape(structure)["required"].as_array().unwrap() {
            for absent in [None, Some(Value::Null)] {
                let mut body = whole.clone();
                let holder = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
                holder.remove(name.as_str().unwrap());
                if let Some(null) = absent {
                    holder.insert(name.as_str().unwrap().to_owned(), null);
                }
                let answer = send(&router, &Method::POST, "/environment", body.to_string()).await;
                assert_eq!(answer.error(), "ValidationException", "without {name}");
            }
        }
    }
}

#[tokio::test]
async fn every_member_of_update_keeps_its_limits() {
    let router = Endpoint::router(instant()).await.unwrap();
    let id = created(&router).await["environmentId"].as_str().unwrap().to_owned();
    let base = json!({ "federationMode": "FEDERATED", "federationParameters": federation() });
    let tried = walk_body(&router, "UpdateEnvironment", &format!("/environment/{id}"), &base).await;
    assert!(tried > 150, "only {tried} requests");
}

#[tokio::test]
async fn every_tag_keeps_its_limits() {
    let router = Endpoint::router(instant()).await.unwrap();
    let arn = created(&router).await["environmentArn"].as_str().unwrap().to_owned();
    let uri = format!("/tags/{}", encoded(&arn));
    let input = "TagResourceRequest";
    let mut tried = 0;
    for (name, member, member_shape) in members(input) {
        if member["location"].is_null() {
            // A resource of its own for each size of map would be slow; tags with the same keys overwrite each other.
            let base = json!({ "tags": { "a": "b" } });
            let spot = Spot { operation: "TagResource", uri: &uri, base: &base };
            tried += walk_tags(&router, &spot, &[name], member_shape, &uri).await;
        }
    }
    assert!(tried > 60, "only {tried} requests");
    let answer = send(&router, &Method::POST, &uri, "{}").await;
    assert_eq!(answer.error(), "InvalidRequestException");
}

/// Walks the tags in an environment that is emptied before each request, so that fifty always fit.
async fn walk_tags(router: &Router, spot: &Spot<'_>, path: &[&str], shape_name: &str, uri: &str) -> usize {
    let mut tried = 0;
    let key_shape = shape(shape_name)["key"]["shape"].as_str().unwrap();
    let value_shape = shape(shape_name)["value"]["shape"].as_str().unwrap();
    let keys = around_the_limits(key_shape).into_iter().map(|key| (key, good(value_shape)));
    let values = around_the_limits(value_shape).into_iter().map(|value| (good(key_shape), value));
    for (key, value) in keys.chain(values) {
        let good = allows(key_shape, &key) && allows(value_shape, &value);
        let expected = if good { "" } else { "InvalidRequestException" };
        spot.expect(router, path, json!({ &key: value }), expected).await;
        if good {
            let uri = format!("{uri}?tagKeys={}", encoded(&key));
            assert_eq!(send(router, &Method::DELETE, &uri, "").await.status, StatusCode::OK);
        }
        tried += 1;
    }
    for (size, expected) in [(0, "InvalidRequestException"), (50, ""), (51, "InvalidRequestException")] {
        let map: Value = (0..size).map(|n| (format!("key{n}"), json!("v"))).collect();
        spot.expect(router, path, map, expected).await;
        tried += 1;
    }
    tried
}
