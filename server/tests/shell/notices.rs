//! Notices over HTTP: the number in the header, the page, and the way on.

use std::time::Duration;

use axum::http::StatusCode;
use tokio::time::timeout;

use super::browser::{Browser, set_up};

/// Waits until a page says something.
pub async fn until(browser: &mut Browser, path: &str, words: &str) -> String {
    let seen = async {
        loop {
            let page = browser.get(path).await.text;
            if page.contains(words) {
                return page;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_mins(1), seen).await.unwrap_or_else(|_| panic!("{path} never says {words}"))
}

#[tokio::test]
async fn a_notice_is_counted_in_the_header_until_it_is_opened_or_marked() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    assert!(ada.get("/notices").await.text.contains("No notices yet"));
    for name in ["first", "second"] {
        let form = format!("form[token_name]={name}&form[scopes][0]=read&form[days]=7");
        assert_eq!(ada.post("/api/tokens/make", &form).await.location(), "/account/tokens");
    }
    let page = until(&mut ada, "/notices", "2<span class=\"visually-hidden\"> unread").await;
    assert!(page.contains("A new API token acts for you") && page.contains("Mark all as read"), "{page}");
    let id = page.split_once("href=\"/notices/").unwrap().1.split_once('"').unwrap().0.to_owned();
    // A browser that only looks ahead has read nothing.
    let ahead = axum::http::Request::get(format!("/notices/{id}")).header("sec-purpose", "prefetch");
    assert_eq!(
        ada.send(ahead.header("accept", "text/html"), axum::body::Body::empty()).await.location(),
        "/account/tokens"
    );
    assert!(ada.get("/account").await.text.contains("2<span class=\"visually-hidden\"> unread"));
    ada.post("/api/account/name", "form[display_name]=Ada+L.").await;
    let opened = ada.get(&format!("/notices/{id}")).await;
    assert_eq!((opened.status, opened.location()), (StatusCode::FOUND, "/account/tokens"));
    let page = ada.get("/account").await.text;
    assert!(page.contains("1<span class=\"visually-hidden\"> unread"), "{page}");
    assert!(page.contains("Your name is saved."), "a page that only leads on took what was kept for the next one");
    assert_eq!(ada.post("/api/notices/read", "").await.location(), "/notices");
    let page = ada.get("/notices").await.text;
    assert!(!page.contains("unread") && page.contains("All notices are marked as read."), "{page}");
    assert_eq!(ada.get("/notices/nonsense").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_not_ticked_is_not_told_any_more() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let chosen = "portal[0]=built&mail[0]=asked&mail[1]=token_made";
    assert_eq!(ada.post("/api/notices/choose", chosen).await.location(), "/account/notices");
    let page = ada.get("/account/notices").await.text;
    assert_eq!(page.matches("checked").count(), 3, "{page}");
    assert!(page.contains("Your choice is saved."), "{page}");
    ada.post("/api/notices/choose", "").await;
    assert_eq!(ada.get("/account/notices").await.text.matches("checked").count(), 0);
    let odd = ada.post("/api/notices/choose", "portal[0]=everything").await;
    assert_eq!(odd.location(), "/unreadable");
}
