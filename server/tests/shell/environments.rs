//! The list of environments narrowed to a team, and taken away as a file.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    environment::EnvironmentForm,
    id::ConnectionName,
    link::LinkForm,
    operation::State,
    tag::{TagForm, TagRow},
    team::TeamForm,
};
use serde_json::{Value, json};

use super::browser::{Answer, Browser, EMAIL, PASSWORD, set_up};

/// An administrator's browser at a portal with two environments, of which a team has one; and the team's page.
async fn desk() -> (Browser, String) {
    let application = set_up(&[]).await;
    let portal = application.portal();
    let ada = portal.sign_in(EMAIL, PASSWORD).await.unwrap().whole().unwrap();
    let form = TeamForm { name: "Market & Risk".into(), description: String::new() };
    let team = portal.make_team(&ada, &form).await.unwrap().id;
    let row = |key: &str, value: &str| TagRow { key: key.into(), value: value.into() };
    let tags = TagForm { rows: vec![row("=key", "first"), row("desk", "a, b")] };
    for name in ["idle", "risk"] {
        let form = EnvironmentForm {
            connection: "local".into(),
            name: name.into(),
            description: "Rates and credit".into(),
            tags: tags.clone(),
            ..EnvironmentForm::default()
        };
        let made = portal.create_once(&ada, name, form).await.unwrap();
        let State::Created { environment } = made.state else { panic!("{made:?}") };
        if name == "risk" {
            let form = LinkForm { environment: format!("local/{environment}"), ..LinkForm::default() };
            portal.add_link(&ada, &team, &form).await.unwrap();
        }
    }
    portal.read_connection(&ConnectionName::parse("local").unwrap()).await.unwrap();
    (Browser::signed_in(&application).await, app::paths::team(&team))
}

fn rows(page: &Answer) -> usize {
    page.text.matches("data-label=\"Changed\"").count()
}

#[tokio::test]
async fn the_list_can_be_narrowed_to_a_team_and_says_when_there_is_none_of_that_name() {
    let (mut ada, team) = desk().await;
    let all = ada.get("/environments").await;
    assert_eq!((all.status, rows(&all)), (StatusCode::OK, 2));
    for part in ["list=\"team-names\"", "<option value=\"Market &amp; Risk\">", "Export 2 environments:"] {
        assert!(all.text.contains(part), "{part} in {}", all.text);
    }
    let theirs = ada.get("/environments?team=market+%26+risk&sort=status").await;
    assert_eq!(rows(&theirs), 1, "{}", theirs.text);
    let asked = "?team=Market+%26+Risk&amp;sort=status";
    for part in [
        "Team: <b>Market &amp; Risk</b>".to_owned(),
        "Export 1 environment:".into(),
        format!("href=\"/environments.csv{asked}\""),
        format!("href=\"/environments.json{asked}\""),
    ] {
        assert!(theirs.text.contains(&part), "{part} in {}", theirs.text);
    }
    let page = ada.get(&team).await;
    assert!(page.text.contains("href=\"/environments?team=Market+%26+Risk\""), "{}", page.text);
    let none = ada.get("/environments?team=Mrket+Risk").await;
    assert_eq!((none.status, rows(&none)), (StatusCode::OK, 0));
    for part in ["There is no such team.", "There is no team “Mrket Risk”", "aria-invalid=\"true\""] {
        assert!(none.text.contains(part), "{part} in {}", none.text);
    }
    assert!(!none.text.contains("/environments.csv"), "there is nothing to export: {}", none.text);
}

#[tokio::test]
async fn the_csv_file_has_all_that_passes_the_filters_and_runs_nothing() {
    let (mut ada, _) = desk().await;
    let file = ada.get("/environments.csv?order=descending&size=25&page=7").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-8; header=present");
    let disposition = file.header(header::CONTENT_DISPOSITION);
    assert!(disposition.starts_with("attachment; filename=\"environments-2") && disposition.ends_with(".csv\""));
    let mut read = csv::Reader::from_reader(file.text.as_bytes());
    let columns = read.headers().unwrap().clone();
    let lines: Vec<csv::StringRecord> = read.records().collect::<Result<_, _>>().unwrap();
    let value = |line: usize, column: &str| &lines[line][columns.iter().position(|name| name == column).unwrap()];
    assert_eq!((value(0, "name"), value(1, "name"), lines.len()), ("risk", "idle", 2));
    assert_eq!((value(0, "connection"), value(0, "region")), ("local", "us-east-1"));
    assert_eq!((value(0, "federationMode"), value(0, "description")), ("LOCAL", "Rates and credit"));
    assert!(value(0, "tags").starts_with("'=key=first\ndesk=a, b\nportal:"), "{}", value(0, "tags"));
    assert!(value(0, "environmentArn").starts_with("arn:aws:finspace:us-east-1:"));
    let theirs = ada.get("/environments.csv?team=Market+%26+Risk").await;
    assert_eq!(theirs.text.matches("arn:aws:finspace").count(), 1, "{}", theirs.text);
    let none = ada.get("/environments.csv?text=nowhere").await;
    assert_eq!((none.status, none.text.lines().count()), (StatusCode::OK, 1), "{}", none.text);
}

#[tokio::test]
async fn the_files_come_whole_to_a_browser_that_takes_them_compressed() {
    let (mut ada, _) = desk().await;
    for file in ["/environments.csv", "/environments.json", "/environments.json?text=nowhere"] {
        let asked = Request::get(file).header(header::ACCEPT_ENCODING, "gzip, deflate, br");
        let answer = ada.send(asked, Body::empty()).await;
        assert_eq!((answer.status, answer.header(header::CONTENT_ENCODING)), (StatusCode::OK, "br"), "{file}");
        assert!(answer.length > 0, "{file}");
    }
}

#[tokio::test]
async fn the_json_file_has_them_as_programs_see_them() {
    let (mut ada, _) = desk().await;
    let file = ada.get("/environments.json?team=market+%26+risk").await;
    assert_eq!(file.header(header::CONTENT_TYPE), "application/json");
    let told: Vec<Value> = serde_json::from_str(&file.text).unwrap();
    assert_eq!((told.len(), &told[0]["name"], &told[0]["region"]), (1, &json!("risk"), &json!("us-east-1")));
    assert_eq!((&told[0]["tags"]["desk"], &told[0]["federationMode"]), (&json!("a, b"), &json!("LOCAL")));
    for time in ["firstSeenAt", "changedAt", "tagsReadAt"] {
        assert!(told[0][time].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{time}: {}", told[0]);
    }
    assert_eq!(ada.get("/environments.json?text=nowhere").await.text, "[]\n");
    let gone = ada.get("/environments.json?team=Gone").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.text.contains("The team “Gone”"), "{}", gone.text);
}
