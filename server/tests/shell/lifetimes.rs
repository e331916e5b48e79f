//! Lifetimes over HTTP, as browsers use them: asking, parking, keeping, and what was typed.

use axum::http::StatusCode;

use super::teams::Desk;

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

/// The first value of a hidden input of a page.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_deletion_is_asked_for_parked_and_called_off_by_plain_forms() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let link = go.replace("/go/", "/links/");
    let id = go.trim_start_matches("/go/").to_owned();
    assert!(desk.member.get("/").await.text.contains(&format!("href=\"{link}#lifetime\"")));
    let empty = desk.member.post("/api/requests/ask-deletion", &format!("link={id}&why=")).await;
    assert_eq!((empty.status, empty.location()), (StatusCode::SEE_OTHER, format!("{link}#lifetime").as_str()));
    assert!(desk.member.get(&link).await.text.contains("Say why it can go"));
    let long = format!("link={id}&why={HOSTILE}{}", "x".repeat(2001));
    desk.member.post("/api/requests/ask-deletion", &long).await;
    let page = desk.member.get(&link).await.text;
    assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{page}");

    let asked = desk.member.post("/api/requests/ask-deletion", &format!("link={id}&why={HOSTILE}")).await;
    let request = asked.location().to_owned();
    let page = desk.member.get(&request).await.text;
    assert!(page.contains("Deletion") && page.contains("Why it can go") && !page.contains("<script>alert"), "{page}");
    let page = desk.owner.get(&request).await.text;
    assert!(page.contains("Who decides: Administrators.") && !page.contains("Approve the deletion"), "{page}");
    let page = desk.ada.get(&request).await.text;
    assert!(page.contains("Approve the deletion") && !page.contains("Change what was filled in"), "{page}");
    let (number, digest) = (hidden(&page, "id"), hidden(&page, "digest"));
    let done = desk.ada.post("/api/requests/approve", &format!("id={number}&digest={digest}")).await;
    let page = desk.ada.get(done.location()).await.text;
    assert!(page.contains("is settled") && page.contains("Deletes on") && page.contains("Keep it"), "{page}");

    let parked = desk.member.get(&go).await;
    assert_eq!(parked.status, StatusCode::OK);
    for words in ["Deletes on", "as member@example.com asked", "Sign in all the same", "Whom to ask"] {
        assert!(parked.text.contains(words), "{words}: {}", parked.text);
    }
    assert!(desk.member.get("/").await.text.contains("Deletes on"));
    assert!(desk.owner.get(&format!("/teams/{}", desk.team)).await.text.contains("Deletes on"));
    assert!(desk.ada.get("/requests?kind=delete").await.text.contains("Approved, to be deleted"));
    assert!(desk.ada.get("/requests?kind=extend").await.text.contains("No request matches"));

    let page = desk.member.get(&link).await.text;
    let keep = |page: &str| {
        format!("connection=local&id={}&back={link}", hidden(&page[page.find("Deletes on").unwrap()..], "id"))
    };
    let kept = desk.member.post("/api/lifetimes/keep", &keep(&page)).await;
    assert_eq!(kept.location(), link);
    assert!(desk.member.get(&link).await.text.contains("Its deletion is called off"));
    assert_eq!(desk.member.get(&go).await.status, StatusCode::FOUND);
    let late = desk.member.post("/api/lifetimes/keep", &keep(&page)).await;
    assert_eq!(late.location(), link);
    assert!(desk.ada.get("/requests?stage=kept").await.text.contains("Kept"));
}

#[tokio::test]
async fn an_administrator_sets_an_end_on_the_page_of_the_environment() {
    let mut desk = Desk::open().await;
    desk.link("risk").await;
    let list = desk.ada.get("/environments").await.text;
    let (_, rest) = list.split_once("href=\"/environments/local/").unwrap();
    let id = rest.split_once('"').unwrap().0.to_owned();
    let page = format!("/environments/local/{id}");
    assert!(desk.ada.get(&page).await.text.contains("It has no end."));
    let form = |date: &str| format!("connection=local&id={id}&date={date}&back={page}");
    let wrong = desk.ada.post("/api/lifetimes/set-end", &form("soon")).await;
    assert_eq!(wrong.location(), page);
    let shown = desk.ada.get(&page).await.text;
    assert!(shown.contains("Write a day like") && shown.contains("value=\"soon\""), "{shown}");
    desk.ada.post("/api/lifetimes/set-end", &form("2030-01-01")).await;
    let shown = desk.ada.get(&page).await.text;
    assert!(shown.contains("ends on 1 January 2030") && shown.contains("2030-01-01 00:00:00 UTC"), "{shown}");
    assert!(desk.member.get("/").await.text.contains("Ends on 1 January 2030"));
    let outside = desk.ada.post("/api/lifetimes/set-end", &form("").replace(&page, "//evil.example")).await;
    assert_eq!(outside.location(), "/");
}
