//! Blueprints and requests over the API: asked for once, decided as they were read, and followed to the environment.

use std::time::Duration;

use axum::http::{StatusCode, header};
use domain::{
    blueprint::{Automatic, BlueprintForm},
    environment::EnvironmentForm,
    tag::{TagForm, TagRow},
};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{
    api::problem,
    program_desk::{ProgramDesk, told, wrong},
};

#[tokio::test]
async fn a_program_asks_and_another_one_approves_what_it_read() {
    let desk = ProgramDesk::open().await;
    let (asked, request) = desk.member.ask("k", desk.wanted("lab-curves")).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{asked:?}");
    let path = asked.location().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(path, format!("/requests/{}", request["id"].as_str().unwrap()));
    assert_eq!(
        (&request["state"], &request["part"], &request["kind"]),
        (&json!("asked"), &json!("asker"), &json!("create"))
    );
    assert_eq!(request["answers"], json!({"name": "lab-curves", "description": "", "tags": {"desk": "rates"}}));
    let (again, same) = desk.member.ask("k", desk.wanted("lab-curves")).await;
    assert_eq!((again.status, &same), (StatusCode::CREATED, &request), "the same key is the same request");
    assert_eq!(again.header(header::ETAG), asked.header(header::ETAG));
    let (other, _) = desk.member.ask("k", desk.wanted("lab-other")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);

    let (_, waiting) = desk.owner.get("/requests?whose=to_decide").await;
    assert_eq!(told(&waiting["requests"], "name"), ["lab-curves"]);
    let (read, shown) = desk.owner.get(&path).await;
    assert_eq!((&shown["part"], &shown["blueprintName"]), (&json!("approver"), &json!("Laboratory")));
    assert!(shown["plan"].as_array().unwrap().contains(&json!({"field": "Tag desk", "value": "rates"})), "{shown}");
    let approve = format!("{path}/approve");
    for version in [None, Some("*"), Some("")] {
        let headers: Vec<(&str, &str)> = version.map(|version| ("if-match", version)).into_iter().collect();
        let (unsure, _) = desk.owner.send("POST", &approve, &headers, None).await;
        assert_eq!(unsure.status, StatusCode::PRECONDITION_REQUIRED, "{version:?}");
        problem(&unsure);
    }
    // Somebody says something meanwhile, which whoever decides has not read yet.
    let (said, comment) = desk.member.post(&format!("{path}/comments"), json!({"words": "For two weeks"})).await;
    assert_eq!((said.status, &comment["words"]), (StatusCode::CREATED, &json!("For two weeks")));
    let (stale, _) = desk.owner.decide(&approve, read.header(header::ETAG), None).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let (read, shown) = desk.owner.get(&path).await;
    assert_eq!(told(&shown["comments"], "words"), ["For two weeks"]);
    let (approved, now) = desk.owner.decide(&approve, read.header(header::ETAG), None).await;
    assert_eq!((approved.status, &now["state"]), (StatusCode::OK, &json!("approved")), "{approved:?}");
    assert_ne!(approved.header(header::ETAG), read.header(header::ETAG));
    let (late, _) = desk.owner.decide(&approve, read.header(header::ETAG), None).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it does not wait any more");

    // The portal creates it, and links it to the team.
    let built = async {
        loop {
            let (_, request) = desk.reader.get(&path).await;
            let way = &request["environment"]["signInUrl"];
            if request["progress"] == "ready" && request["address"].is_string() && way.is_string() {
                return request;
            }
            tokio::task::yield_now().await;
        }
    };
    let request = timeout(Duration::from_mins(1), built).await.expect("the environment is built");
    assert!(request["address"].as_str().unwrap().starts_with("https://portal.example/go/"), "{request}");
    let environment = &request["environment"];
    assert_eq!((&environment["name"], &environment["status"]), (&json!("lab-curves"), &json!("CREATED")));
    let mut history = told(&request["history"], "action");
    history.dedup();
    assert_eq!(history, ["create_environment", "approve_request", "comment_request", "ask_environment"]);
    assert_eq!(told(&request["approvals"], "by"), ["owner@example.com"]);
}

#[tokio::test]
async fn all_that_is_wrong_is_named_by_its_place() {
    let desk = ProgramDesk::open().await;
    let (nothing, said) = desk.member.ask("k", json!({})).await;
    assert_eq!((nothing.status, wrong(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/blueprint", "/team"]));
    let with = |name: &str, value: Value| {
        let mut wanted = desk.wanted("lab-curves");
        wanted[name] = value;
        wanted
    };
    for (wanted, places) in [
        (with("name", json!("curves")), vec!["/name"]),
        (with("why", json!(" ")), vec!["/why"]),
        (with("why", json!("x".repeat(2001))), vec!["/why"]),
        (with("tags", json!({})), vec!["/tags"]),
        (with("tags", json!({"desk": "rätes", "cost": "é"})), vec!["/tags/desk", "/tags/cost"]),
        (with("tags", json!({"desk": "rates", "a/b": "x"})), vec!["/tags/a~1b"]),
        (with("description", json!("Mine")), vec!["/description"]),
        (with("blueprint", json!("a".repeat(26))), vec!["/blueprint"]),
    ] {
        let (answer, said) = desk.member.ask("k", wanted).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{places:?}: {answer:?}");
        problem(&answer);
        assert_eq!(wrong(&said), places, "{said}");
    }
    let (_, said) = desk.member.ask("k", with("name", json!("curves"))).await;
    assert_eq!(said["errors"][0]["suggestion"], "lab-curves");
    let (odd, _) = desk.member.ask("k", with("color", json!("red"))).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (keyless, _) = desk.member.post("/requests", desk.wanted("lab-curves")).await;
    assert_eq!(keyless.status, StatusCode::BAD_REQUEST);
    let (_, none) = desk.member.get("/requests").await;
    assert_eq!(none, json!({"requests": []}), "nothing of it was asked for");
}

#[tokio::test]
async fn strangers_are_refused_alike_whether_a_request_is_there_or_not() {
    let desk = ProgramDesk::open().await;
    let (_, request) = desk.member.ask("k", desk.wanted("lab-curves")).await;
    let there = format!("/requests/{}", request["id"].as_str().unwrap());
    let absent = format!("/requests/{}", "a".repeat(26));
    for below in ["", "/comments"] {
        for path in [&there, &absent] {
            let (answer, _) = desk.stranger.get(&format!("{path}{below}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}{below}");
        }
    }
    for (below, body) in [
        ("approve", None),
        ("decline", Some(json!({"words": "No"}))),
        ("withdraw", None),
        ("comments", Some(json!({"words": "Why?"}))),
    ] {
        let mut said = Vec::new();
        for path in [&there, &absent] {
            let (answer, mut told) = desk.stranger.decide(&format!("{path}/{below}"), "\"x\"", body.clone()).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}/{below}: {answer:?}");
            told["request_id"] = Value::Null;
            said.push(told);
        }
        assert_eq!(said[0], said[1]);
        // Who reads only changes nothing, and nobody decides their own.
        let (answer, _) = desk.reader.decide(&format!("{there}/{below}"), "\"x\"", body.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{below}: {answer:?}");
    }
    for below in ["approve", "decline"] {
        let own = desk.member.decide(&format!("{there}/{below}"), "\"x\"", Some(json!({"words": "No"}))).await.0;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "{below}");
    }
    let (asked, said) = desk.reader.ask("k2", desk.wanted("lab-other")).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(said["detail"].as_str().unwrap().contains("“requests”"), "{said}");
    assert_eq!(desk.stranger.ask("k", desk.wanted("lab-x")).await.0.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_request_is_declined_with_words_or_withdrawn() {
    let desk = ProgramDesk::open().await;
    let ask = async |key: &str| {
        let (asked, request) = desk.member.ask(key, desk.wanted(&format!("lab-{key}"))).await;
        (asked.header(header::ETAG).to_owned(), format!("/requests/{}", request["id"].as_str().unwrap()))
    };
    let (version, one) = ask("one").await;
    let decline = format!("{one}/decline");
    let (wordless, said) = desk.owner.post(&decline, json!({"words": " "})).await;
    assert_eq!((wordless.status, wrong(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/words"]));
    // What the member read says what they are to it; the owner reads something else.
    let (stale, _) = desk.owner.decide(&decline, &version, Some(json!({"words": "No"}))).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let (declined, now) = desk.owner.post(&decline, json!({"words": "Use the shared one"})).await;
    assert_eq!((declined.status, &now["state"]), (StatusCode::OK, &json!("declined")));
    assert!(now["history"][0]["words"].as_str().unwrap().contains("Use the shared one"), "{now}");
    assert_eq!(desk.owner.post(&decline, json!({"words": "No"})).await.0.status, StatusCode::CONFLICT);

    let (_, two) = ask("two").await;
    let (withdrawn, now) = desk.member.send("POST", &format!("{two}/withdraw"), &[], None).await;
    assert_eq!((withdrawn.status, &now["state"]), (StatusCode::OK, &json!("withdrawn")));
    let (again, _) = desk.member.send("POST", &format!("{two}/withdraw"), &[], None).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let (wordless, said) = desk.member.post(&format!("{two}/comments"), json!({})).await;
    assert_eq!((wordless.status, wrong(&said)), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/words"]));
}

#[tokio::test]
async fn requests_and_comments_come_in_pieces_and_pass_their_filters() {
    let desk = ProgramDesk::open().await;
    for n in 0..5 {
        assert_eq!(
            desk.member.ask(&format!("k{n}"), desk.wanted(&format!("lab-{n}"))).await.0.status,
            StatusCode::CREATED
        );
    }
    let (mut all, mut path) = (Vec::new(), "/requests?limit=2".to_owned());
    loop {
        let (_, piece) = desk.owner.get(&path).await;
        all.extend(told(&piece["requests"], "name").into_iter().map(str::to_owned));
        let Some(next) = piece["next"].as_str() else { break };
        path = format!("/requests?limit=2&next={next}");
    }
    all.sort();
    assert_eq!(all, ["lab-0", "lab-1", "lab-2", "lab-3", "lab-4"]);
    let names = async |query: &str| {
        let (_, list) = desk.owner.get(&format!("/requests?{query}")).await;
        told(&list["requests"], "name").len()
    };
    assert_eq!((names("q=LAB-3").await, names("state=asked&kind=create").await), (1, 5));
    assert_eq!((names("state=approved").await, names("whose=mine").await, names("kind=delete").await), (0, 0, 0));

    let (_, list) = desk.owner.get("/requests?q=lab-0").await;
    let request = format!("/requests/{}", list["requests"][0]["id"].as_str().unwrap());
    for n in 0..21 {
        let said = desk.member.post(&format!("{request}/comments"), json!({"words": format!("Word {n}")})).await.0;
        assert_eq!(said.status, StatusCode::CREATED);
    }
    let (_, shown) = desk.owner.get(&request).await;
    let next = shown["commentsNext"].as_str().unwrap();
    let (_, rest) = desk.owner.get(&format!("{request}/comments?next={next}")).await;
    assert_eq!((shown["comments"].as_array().unwrap().len(), told(&rest["comments"], "by").len()), (20, 1));
    assert_eq!(rest["next"], Value::Null);
    let (_, first) = desk.owner.get(&format!("{request}/comments?limit=20")).await;
    assert_eq!((&first["comments"], &first["next"]), (&shown["comments"], &shown["commentsNext"]));
}

#[tokio::test]
async fn what_may_be_asked_for_is_told_with_what_one_fills_in() {
    let desk = ProgramDesk::open().await;
    let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
    let form =
        BlueprintForm { name: "Workshop".into(), days: "7".into(), per_team: "2".into(), ..BlueprintForm::fresh() };
    desk.application.portal().save_blueprint(&desk.admin, None, &form, &fixed).await.unwrap();
    let (_, first) = desk.reader.get("/blueprints?limit=1").await;
    let one = &first["blueprints"][0];
    assert_eq!(
        (&one["name"], &one["namePrefix"], &one["words"]),
        (&json!("Laboratory"), &json!("lab-"), &json!("For trying things"))
    );
    assert_eq!((&one["requiredTags"], &one["optionalTags"]), (&json!(["desk"]), &json!(["cost"])));
    assert_eq!(one["teams"], json!([{"id": desk.team.as_str(), "name": "Rates"}]));
    assert_eq!((&one["deciders"], &one["approvalsNeeded"], &one["days"]), (&json!("team"), &json!(1), &Value::Null));
    assert!(one["fixed"].as_array().unwrap().contains(&json!({"field": "Connection", "value": "local"})), "{one}");
    let (_, then) = desk.reader.get(&format!("/blueprints?next={}", first["next"].as_str().unwrap())).await;
    assert_eq!(told(&then["blueprints"], "name"), ["Workshop"]);
    assert_eq!((&then["blueprints"][0]["days"], &then["blueprints"][0]["perTeam"]), (&json!(7), &json!(2)));
    assert_eq!(desk.stranger.get("/blueprints").await.1, json!({"blueprints": []}));
}

#[tokio::test]
async fn programs_read_what_to_choose_from_and_name_the_superuser_where_they_may() {
    let desk = ProgramDesk::open().await;
    let fixed = EnvironmentForm {
        connection: "local".into(),
        tags: TagForm { rows: vec![TagRow { key: "stage".into(), value: "test".into() }] },
        ..EnvironmentForm::default()
    };
    let form = BlueprintForm {
        name: "Workshop".into(),
        required_tags: "desk = rates, bonds".into(),
        optional_tags: "stage".into(),
        asks_superuser: true,
        automatic: Automatic::Members,
        automatic_up_to: "1".into(),
        ..BlueprintForm::fresh()
    };
    let made = desk.application.portal().save_blueprint(&desk.admin, None, &form, &fixed).await.unwrap();
    let (_, listed) = desk.reader.get("/blueprints").await;
    let (plain, one) = (&listed["blueprints"][0], &listed["blueprints"][1]);
    let asked = json!([
        {"key": "desk", "isRequired": true, "choices": ["rates", "bonds"]},
        {"key": "stage", "isRequired": false, "choices": [], "beginsWith": "test"},
    ]);
    assert_eq!((&one["askedTags"], &one["asksSuperuser"]), (&asked, &json!(true)), "{one}");
    assert_eq!(one["fixed"].as_array().unwrap().len(), 2, "what one can change is not fixed: {one}");
    let rule = |one: &Value| [one["isAutomatic"].clone(), one["automaticFor"].clone(), one["automaticUpTo"].clone()];
    assert_eq!(rule(one), [json!(true), json!("members"), json!(1)]);
    assert_eq!(rule(plain), [json!(false), json!("nobody"), Value::Null]);

    let superuser = json!({"emailAddress": "ada@example.com", "firstName": "Ada", "lastName": "Byron"});
    let mut wanted = desk.wanted("lab-curves");
    wanted["superuserParameters"] = superuser.clone();
    assert_eq!(wrong(&desk.member.ask("k", wanted.clone()).await.1), ["/superuserParameters/emailAddress"]);
    wanted["blueprint"] = json!(made.id.as_str());
    wanted["tags"] = json!({"desk": "equities"});
    wanted["superuserParameters"]["lastName"] = json!("");
    let (_, said) = desk.member.ask("k", wanted.clone()).await;
    assert_eq!(wrong(&said), ["/tags/desk", "/superuserParameters/lastName"], "{said}");
    wanted["tags"] = json!({"desk": "bonds"});
    wanted["superuserParameters"] = superuser.clone();
    let (_, request) = desk.member.ask("k", wanted.clone()).await;
    assert_eq!((&request["state"], &request["answers"]["superuserParameters"]), (&json!("approved"), &superuser));
    assert_eq!(request["approvals"], json!([]), "the blueprint approved it, and no person");
    assert!(!request["plan"].to_string().contains("stage"), "a program says itself what a tag begins with: {request}");
    assert_eq!(desk.member.ask("k2", wanted).await.1["state"], "asked", "the rule is for one environment");
}
