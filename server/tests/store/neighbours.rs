//! Two whole portals on one database: what one of them decides holds in the other at once.

use std::ffi::OsString;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
    response::Response,
};
use domain::role::Role;
use server::{Application, auth::PasswordCost, settings::Settings};
use tower::ServiceExt;

use super::ground::Ground;

on_lasting_databases!(somebody_whom_one_portal_disables_is_refused_by_the_other_at_once);

const PASSWORD: &str = "green lamp over seven rivers";

/// A portal on the ground's database, with a data folder of its own.
async fn portal(ground: &Ground, data: &tempfile::TempDir) -> Application {
    let data = data.path().to_str().unwrap();
    let flags = ["portal", "--listen", "127.0.0.1:0", "--local-listen", "127.0.0.1:0", "--site", "no-such-folder"];
    let flags = flags.into_iter().chain(["--database-url", &ground.url, "--data", data]).map(OsString::from);
    let (mut settings, _) = Settings::read(flags, []).unwrap_or_else(|refused| panic!("{refused}"));
    settings.passwords = PasswordCost::Least;
    Application::build(settings).await.unwrap()
}

async fn ask(portal: &Application, path: &str, cookie: &str) -> Response {
    let request = Request::get(path).header(header::ACCEPT, "text/html").header(header::COOKIE, cookie);
    portal.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// Signs in and gives the cookie.
async fn sign_in(portal: &Application, email: &str) -> Option<String> {
    let form = format!("form[email_address]={email}&form[password]={}", PASSWORD.replace(' ', "+"));
    let request = Request::post("/api/session/sign-in")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form))
        .unwrap();
    let answer = portal.router().oneshot(request).await.unwrap();
    let cookie = answer.headers().get(header::SET_COOKIE)?.to_str().unwrap().split(';').next().unwrap().to_owned();
    (answer.headers()[header::LOCATION] == "/").then_some(cookie)
}

async fn somebody_whom_one_portal_disables_is_refused_by_the_other_at_once(ground: Ground) {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (here, there) = (portal(&ground, &here).await, portal(&ground, &there).await);
    let ada = here.portal().add_person("ada@example.com", "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();
    let ada = here.portal().actor(&ada.id).await.unwrap().unwrap();
    let eve = here.portal().add_person("eve@example.com", "Eve", PASSWORD, &Role::Operator.into()).await.unwrap();
    let cookie = sign_in(&there, "eve@example.com").await.unwrap();
    assert_eq!(ask(&there, "/environments", &cookie).await.status(), StatusCode::OK);
    assert_eq!(ask(&here, "/environments", &cookie).await.status(), StatusCode::OK, "a session is of both portals");

    here.portal().change_roles(&ada, &eve.id, &Role::Operator.into(), &Role::Member.into()).await.unwrap();
    assert_eq!(ask(&there, "/environments", &cookie).await.status(), StatusCode::NOT_FOUND, "roles are read each time");

    here.portal().disable_person(&ada, &eve.id).await.unwrap();
    for portal in [&here, &there] {
        let refused = ask(portal, "/account", &cookie).await;
        assert_eq!(refused.status(), StatusCode::SEE_OTHER);
        assert!(refused.headers()[header::LOCATION].to_str().unwrap().starts_with("/sign-in"));
        assert_eq!(sign_in(portal, "eve@example.com").await, None);
    }
    for portal in [here, there] {
        portal.run(std::future::ready(())).await;
    }
}
