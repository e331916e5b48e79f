//! Checks over HTTP: the section on the pages, and the button.

use axum::http::StatusCode;

use super::teams::Desk;

/// The form of the button, with where it comes back to.
fn form(connection: &str, id: &str, back: &str) -> String {
    format!("connection={connection}&id={id}&back={}", back.replace('/', "%2F"))
}

#[tokio::test]
async fn an_owner_has_a_link_checked_and_is_asked_to_wait_before_the_next_time() {
    let mut desk = Desk::open().await;
    let link = desk.link("risk").await.replace("/go/", "/links/");
    let id = desk.application.portal().inventory().entries()[0].environment.id.to_string();
    let page = desk.owner.get(&link).await.text;
    for words in ["Not checked yet. The first check comes within a minute.", "action=\"/api/checks/now\"", "Check now"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let answer = desk.owner.post("/api/checks/now", &form("local", &id, &link)).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, link.as_str()));
    let page = desk.owner.get(&link).await.text;
    for words in [
        "“risk” is checked. All is well.",
        "Name resolves",
        "Good",
        "Not applicable",
        "The portal's operators",
        "The next check comes in",
    ] {
        assert!(page.contains(words) || page.contains(&words.replace('\'', "&#x27;")), "{words}: {page}");
    }
    let again = desk.owner.post("/api/checks/now", &form("local", &id, &link)).await;
    let page = desk.owner.get(again.location()).await.text;
    assert!(page.contains("seconds, then check again."), "{page}");
    // Administrators find the same on the page of the environment, and members the findings without the button.
    let page = desk.ada.get(&format!("/environments/local/{id}")).await.text;
    assert!(page.contains("Metadata certificate") && page.contains("action=\"/api/checks/now\""), "{page}");
    let page = desk.member.get(&link).await.text;
    assert!(page.contains("Sign-in page answers") && page.contains("why-check-now"), "{page}");
    let refused = desk.member.post("/api/checks/now", &form("local", &id, &link)).await;
    assert!(desk.member.get(refused.location()).await.text.contains("This was refused"));
    let evil = desk.owner.post("/api/checks/now", &form("local", &id, "//evil.example")).await;
    assert_eq!(evil.location(), "/");
}
