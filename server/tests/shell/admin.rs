//! `portal admin create`, and the people it makes.

use axum::http::StatusCode;
use domain::role::Role;
use server::{
    Application, admin,
    auth::PasswordCost,
    settings::{NewPerson, Settings},
};

use super::browser::{Browser, EMAIL, PASSWORD, settings};

fn ada() -> NewPerson {
    NewPerson { email: EMAIL.into(), name: "Ada".into(), roles: Role::Admin.into() }
}

/// Settings of a portal with its database in a folder.
pub fn kept(folder: &std::path::Path) -> Settings {
    let url = format!("sqlite:{}", folder.join("portal.db").display());
    let mut settings = settings(&["--database-url", &url, "--data", folder.to_str().unwrap()]);
    settings.passwords = PasswordCost::Least;
    settings
}

#[tokio::test]
async fn somebody_added_by_the_command_line_can_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let said = admin::create(kept(folder.path()), &ada(), format!("{PASSWORD}\n").as_bytes()).await.unwrap();
    assert_eq!(said, format!("{EMAIL} can sign in now."));
    let application = Application::build(kept(folder.path())).await.unwrap();
    let mut browser = Browser::signed_in(&application).await;
    assert_eq!(browser.get("/environments").await.status, StatusCode::OK);
    assert!(!application.greeting().await.unwrap().contains("secret="));
}

#[tokio::test]
async fn an_address_is_taken_once() {
    let folder = tempfile::tempdir().unwrap();
    let loud = NewPerson { email: EMAIL.to_uppercase(), name: "A".into(), roles: Role::Admin.into() };
    let add = || admin::create(kept(folder.path()), &loud, PASSWORD.as_bytes());
    assert!(add().await.is_ok());
    assert_eq!(add().await.unwrap_err().to_string(), format!("{EMAIL} is there already."));
}

#[tokio::test]
async fn everything_wrong_is_said_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = NewPerson { email: "nobody".into(), name: String::new(), roles: Role::Admin.into() };
    let said = admin::create(kept(folder.path()), &nobody, "short\n".as_bytes()).await.unwrap_err().to_string();
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("at least 15 characters") && !said.contains("short\n"), "{said}");
}
