//! The audit log as people read it, share it and take it away.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{Actor, id::PersonId, role::Roles};
use secrecy::ExposeSecret;
use server::{
    Application,
    audit::{key, verify},
    settings::Verify,
    store::Database,
};

use super::{
    admin::kept,
    browser::{Answer, Browser, EMAIL, set_up},
};

/// Somebody who leaves so many lines in the log.
async fn leaves(application: &Application, email: &str, times: usize) {
    let (person, roles) = (PersonId::from_bytes([9; 26]), Roles::default());
    let actor = Actor { person, name: "X".into(), email: email.into(), roles, token: None };
    for _ in 0..times {
        application.portal().sign_out(&actor).await.unwrap();
    }
}

fn rows(answer: &Answer) -> usize {
    answer.text.matches("data-label=\"When\"").count()
}

/// Where the link of that name leads.
fn link(answer: &Answer, name: &str) -> Option<String> {
    let (before, _) = answer.text.split_once(&format!("aria-label=\"{name}\""))?;
    let tag = &before[before.rfind("<a ")?..];
    let (_, href) = tag.split_once("href=\"")?;
    Some(href.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn the_page_tells_who_did_what_and_its_address_says_what_is_shown() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get("/admin/log").await;
    assert_eq!((page.status, rows(&page)), (StatusCode::OK, 2), "{}", page.text);
    for part in ["Add a person", "Sign in", EMAIL, "2 events", "(offset +00:00)", "Added by the command line"] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    let filtered = ada.get(&format!("/admin/log?who={EMAIL}&action=sign_in&outcome=done&from=2020-01-01")).await;
    assert_eq!(rows(&filtered), 1, "{}", filtered.text);
    for part in
        ["Filters in force", "Clear filters", "1 event<", "value=\"2020-01-01\"", "href=\"/admin/log.csv?who=ada"]
    {
        assert!(filtered.text.contains(part), "{part} in {}", filtered.text);
    }
    let none = ada.get("/admin/log?text=no+such+words&size=25").await;
    assert_eq!((none.status, rows(&none)), (StatusCode::OK, 0));
    assert!(
        none.text.contains("No event matches") && none.text.contains("href=\"/admin/log?size=25\""),
        "{}",
        none.text
    );
}

#[tokio::test]
async fn pages_lead_to_each_other_and_stay_while_new_lines_come() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    leaves(&application, "grace@example.com", 60).await;
    let grace = "/admin/log?who=grace%40example.com&size=25";
    let first = ada.get(grace).await;
    assert_eq!((rows(&first), link(&first, "Previous page")), (25, None));
    assert!(first.text.contains("60 events"), "{}", first.text);
    let second = ada.get(&link(&first, "Next page").unwrap()).await;
    let again = link(&first, "Next page").unwrap();
    leaves(&application, "grace@example.com", 1).await;
    let words = |page: &Answer| page.text.matches("Line ").count();
    assert_eq!((rows(&second), words(&second)), (25, 25));
    assert!(second.text.contains("Line 37 of the log") && ada.get(&again).await.text.contains("Line 37 of the log"));
    let third = ada.get(&link(&second, "Next page").unwrap()).await;
    assert_eq!((rows(&third), link(&third, "Next page")), (10, None));
    let last = ada.get(&link(&second, "Last page").unwrap()).await;
    assert_eq!((rows(&last), link(&last, "Next page")), (25, None));
    let back = ada.get(&link(&last, "Previous page").unwrap()).await;
    assert_eq!(rows(&back), 25);
    // What would be less than a page is the newest page, whole.
    let newest = ada.get(&link(&back, "Previous page").unwrap()).await;
    assert_eq!((rows(&newest), link(&newest, "Previous page")), (25, None));
    let beyond = ada.get("/admin/log?before=1").await;
    assert!(beyond.text.contains("Nothing is that old") && rows(&beyond) == 0, "{}", beyond.text);
}

#[tokio::test]
async fn a_filter_that_cannot_be_read_is_said_in_words_and_stays_typed() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let page = ada.get("/admin/log?from=yesterday&until=22.11.2026&action=dance&outcome=%00&who=%3Cscript%3E").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("4 fields need another look") && rows(&page) == 0, "{}", page.text);
    for part in
        ["value=\"yesterday\"", "value=\"22.11.2026\"", ">dance</option>", "This is no time.", "No events are shown"]
    {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
    assert!(!page.text.contains("<script>"), "{}", page.text);
    let file = ada.get("/admin/log.csv?from=yesterday").await;
    assert_eq!(file.status, StatusCode::BAD_REQUEST);
    assert!(file.text.contains("From (UTC): This is no time."), "{}", file.text);
    for odd in ["before=x", "after=-1", "size=7", "before=99999999999999999999", "text=%25%27%22%00", "who=%FF", "%"] {
        let page = ada.get(&format!("/admin/log?{odd}")).await;
        assert_eq!(page.status, StatusCode::OK, "{odd}: {}", page.text);
    }
}

#[tokio::test]
async fn the_csv_file_has_what_passes_the_filters_and_runs_nothing() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    leaves(&application, "=HYPERLINK(\"x\")", 2).await;
    leaves(&application, "grace@example.com", 3).await;
    let file = ada.get("/admin/log.csv?action=sign_out&size=25&before=2").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-8; header=present");
    let disposition = file.header(header::CONTENT_DISPOSITION);
    assert!(disposition.starts_with("attachment; filename=\"audit-log-2") && disposition.ends_with(".csv\""));
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines.len(), 6, "{}", file.text);
    assert!(lines[0].starts_with("position,at,who,action,object,outcome,detail,changes,request"));
    assert!(lines[1].contains(",grace@example.com,sign_out,"), "{}", lines[1]);
    assert!(lines[4].contains(",\"'=HYPERLINK(\"\"x\"\")\",sign_out,"), "{}", lines[4]);

    let page = ada.get("/admin/log?action=export_log").await;
    assert!(rows(&page) == 1 && page.text.contains("What passes what “sign_out”, as CSV"), "{}", page.text);
}

#[tokio::test]
async fn the_json_file_has_the_whole_log_however_long_it_is() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    leaves(&application, "grace@example.com", 1200).await;
    let file = ada.get("/admin/log.json").await;
    assert_eq!(file.header(header::CONTENT_TYPE), "application/json");
    let lines: Vec<serde_json::Value> = serde_json::from_str(&file.text).unwrap();
    // Two lines are from before; the export itself is no part of it.
    let positions: Vec<i64> = lines.iter().map(|line| line["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, (1..=1202).rev().collect::<Vec<_>>());
    assert_eq!(lines[0]["action"], "sign_out");
    assert_eq!(lines[0]["hash"].as_str().unwrap().len(), 64);
    let empty = ada.get("/admin/log.json?text=no+such+words+at+all").await;
    assert_eq!(empty.text, "[]\n");
    let page = ada.get("/admin/log").await;
    assert!(page.text.contains("1,204 events"), "{}", page.text);
}

#[tokio::test]
async fn an_event_names_the_request_that_its_answer_names() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let file = ada.get("/admin/log.json").await;
    let request = file.header("x-request-id").to_owned();
    let page = ada.get(&format!("/admin/log?text={request}")).await;
    assert!(rows(&page) == 1 && page.text.contains(&format!("Request {request}")), "{}", page.text);
}

#[tokio::test]
async fn a_program_reads_the_log_and_hears_what_is_wrong() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let ask = |form: &'static str| {
        let request = Request::post("/api/log/list")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        (request, Body::from(form))
    };
    let (request, body) = ask("form[action]=sign_in");
    let answer = ada.send(request, body).await;
    let shown: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    assert_eq!(shown["page"]["lines"].as_array().unwrap().len(), 1);
    assert_eq!(shown["page"]["matching"]["Exactly"], 1);
    let (request, body) = ask("form[until]=never");
    let answer = ada.send(request, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("LogUntil"), "{}", answer.text);
}

#[tokio::test]
async fn the_log_is_in_order_while_the_portal_runs_and_signed_to_its_end_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let settings = kept(folder.path());
    let wanted = Verify::default();
    assert!(verify(&settings, &wanted).await.unwrap_err().to_string().contains("there is no database"));
    assert!(key(&settings).unwrap_err().to_string().contains("no key here"));
    let application = Application::build(kept(folder.path())).await.unwrap();
    leaves(&application, "grace@example.com", 3).await;
    let said = verify(&settings, &wanted).await.unwrap();
    assert!(said.starts_with("3 events, ") && said.ends_with(", all in order."), "{said}");
    application.run(std::future::ready(())).await;
    let database = Database::look_at(settings.storage.database_url().expose_secret()).await.unwrap();
    assert_eq!(database.signed_up_to().await.unwrap(), 3);
    let said = verify(&settings, &wanted).await.unwrap();
    assert_eq!(key(&settings).unwrap().len(), 64);

    // The next start has nothing to sign, until something is written.
    let again = Application::build(kept(folder.path())).await.unwrap();
    again.run(std::future::ready(())).await;
    assert_eq!(verify(&settings, &wanted).await.unwrap(), said);
}
