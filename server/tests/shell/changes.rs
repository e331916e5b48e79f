//! Changes by request over HTTP, as browsers and programs meet them: asked for, decided, watched, and told apart.

use std::time::Duration;

use axum::http::{StatusCode, header};
use domain::token::Scope;
use serde_json::json;
use tokio::time::timeout;

use super::{program_desk::Program, teams::Desk};

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

pub const ASK: &str = "/api/requests/ask-change";
pub const AMEND: &str = "/api/requests/amend-change";

/// The first value of a hidden input of a page.
pub fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_change_is_asked_for_decided_and_done_by_plain_forms() {
    let mut desk = Desk::open().await;
    let link = desk.link("risk").await.replace("/go/", "/links/");
    let id = link.trim_start_matches("/links/").to_owned();
    let ask = format!("{link}/change");
    for page in ["/", &link] {
        let text = desk.member.get(page).await.text;
        assert!(text.contains(&format!("href=\"{ask}\"")), "{page}: {text}");
    }
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("name=\"form[name]\"") && page.contains("value=\"risk\""), "{page}");
    assert_eq!(desk.ada.get(&ask).await.status, StatusCode::NOT_FOUND, "who is not of the team edits by hand");

    // What is wrong is said, and nothing that was typed is lost.
    let shown = "shown[name]=risk&shown[description]=";
    let same = format!("link={id}&{shown}&why=&form[name]=risk&form[description]=");
    assert_eq!(desk.member.post_in_parts(ASK, &same, None).await.location(), ask);
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("Nothing is different") && page.contains("Say why it is to be changed"), "{page}");
    let bad = format!("link={id}&{shown}&why={HOSTILE}&form[name]=risk&form[description]={HOSTILE}");
    desk.member.post_in_parts(ASK, &bad, None).await;
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{page}");

    let right = format!(
        "link={id}&{shown}&why=Clearer&form[name]=risk&form[description]=Curves\
         &form[tags][rows][0][key]=desk&form[tags][rows][0][value]=fx"
    );
    let asked = desk.member.post_in_parts(ASK, &right, None).await;
    let request = asked.location().to_owned();
    assert!(request.starts_with("/requests/"), "{request}");
    let page = desk.member.get(&request).await.text;
    for words in ["Your request is sent.", "What is to change", "Curves", "Tag desk", "Why it is to be changed"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("A change is asked for already") && page.contains(&format!("href=\"{request}\"")), "{page}");
    let second = desk.owner.post_in_parts(ASK, &right, None).await;
    assert_eq!(second.location(), ask, "it leads to where the first one is named");

    let page = desk.ada.get(&request).await.text;
    assert!(page.contains("Approve the change") && page.contains("Change what was filled in"), "{page}");
    let (number, digest) = (hidden(&page, "id"), hidden(&page, "digest"));
    let amended = format!(
        "id={number}&digest={digest}&form[name]=risk&form[description]=Curves and rates\
         &form[tags][rows][0][key]=desk&form[tags][rows][0][value]=fx"
    );
    let amended = desk.ada.post_in_parts(AMEND, &amended, None).await;
    let page = desk.ada.get(amended.location()).await.text;
    assert!(page.contains("The plan is changed.") && page.contains("Curves and rates"), "{page}");
    let digest = hidden(&page, "digest");
    let done = desk.ada.post("/api/requests/approve", &format!("id={number}&digest={digest}")).await;
    assert!(desk.ada.get(done.location()).await.text.contains("The portal applies it now"));
    let changed = async {
        loop {
            let page = desk.member.get(&request).await.text;
            if page.contains("The environment is changed") {
                return page;
            }
            tokio::task::yield_now().await;
        }
    };
    let page = timeout(Duration::from_mins(1), changed).await.expect("the environment is changed");
    assert!(page.contains("Apply the change"), "{page}");
    assert!(desk.ada.get("/requests?kind=change").await.text.contains("Changed"));
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("Curves and rates") && page.contains("value=\"desk\""), "{page}");
    // There is nothing to try again, and nobody but those who edit may.
    let again = desk.ada.post("/api/requests/apply-again", &format!("id={number}")).await;
    assert!(desk.ada.get(again.location()).await.text.contains("nothing to decide about this change"));
}

#[tokio::test]
async fn a_program_sees_what_is_to_change_and_approves_what_it_read() {
    let mut desk = Desk::open().await;
    let link = desk.link("risk").await;
    let form = format!("link={}&why=Clearer&form[description]=Curves", link.trim_start_matches("/go/"));
    let asked = desk.member.post_in_parts(ASK, &form, None).await;
    let path = asked.location().to_owned();
    let program = Program::of(&desk.application, &desk.admin, "all", &Scope::ALL).await;
    let (_, list) = program.get("/requests?kind=change&whose=to_decide").await;
    assert_eq!(list["requests"][0]["kind"], "change", "{list}");
    let (read, request) = program.get(&path).await;
    let line = json!({"field": "Description", "after": "Curves"});
    assert_eq!((&request["about"]["changes"], request.get("answers")), (&json!([line]), None), "{request}");
    let approve = format!("{path}/approve");
    let (approved, now) = program.decide(&approve, read.header(header::ETAG), None).await;
    assert_eq!((approved.status, &now["state"]), (StatusCode::OK, &json!("approved")), "{approved:?}");
    let changed = async {
        while program.get(&path).await.1["progress"] != "applied" {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_mins(1), changed).await.expect("the environment is changed");
}
