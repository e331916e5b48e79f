//! Hundreds of people who sign in at once. Alone in its program, so that the memory it measures is its own.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

use std::{ffi::OsString, num::NonZero};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::role::Role;
use server::{Application, auth::PasswordCost, settings::Settings};
use tokio::task::JoinSet;
use tower::ServiceExt;

const PEOPLE: usize = 500;
const PASSWORD: &str = "green lamp over seven rivers";
/// KiB that one hash needs.
const HASH: usize = 19 * 1024;
/// KiB for everything else that 500 requests hold, unoptimised; all hashes at once would be 9 GiB.
const REST: usize = 768 * 1024;

/// The most memory that this program ever held, in KiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn sign_in(email: &str, password: &str) -> Request<Body> {
    let form = format!("form[email_address]={email}&form[password]={}", password.replace(' ', "+"));
    Request::post("/api/session/sign-in")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_hundred_sign_ins_at_once_hold_memory_flat() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["portal", "--listen", "127.0.0.1:0", "--local-listen", "127.0.0.1:0", "--site", "no-such-folder"];
    let flags = flags.into_iter().chain(["--data", folder.path().to_str().unwrap()]).map(OsString::from);
    let (mut settings, _) = Settings::read(flags, []).unwrap_or_else(|refused| panic!("{refused}"));
    settings.passwords = PasswordCost::Weakest;
    let application = Application::build(settings).await.unwrap();
    application.portal().add_person("ada@example.com", "Ada", PASSWORD, &Role::Admin.into()).await.unwrap();

    let before = peak();
    let mut crowd = JoinSet::new();
    for n in 0..PEOPLE {
        // One of them is known; strangers cost the same.
        let (email, password) = match n {
            0 => ("ada@example.com".to_owned(), PASSWORD),
            n => (format!("stranger{n}@example.com"), "not the right words at all"),
        };
        let router = application.router();
        crowd.spawn(async move {
            let answer = router.oneshot(sign_in(&email, password)).await.unwrap();
            (answer.status(), answer.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()))
        });
    }
    let answers = crowd.join_all().await;
    let grown = peak() - before;

    let all = answers.iter().filter(|(status, _)| *status == StatusCode::SEE_OTHER).count();
    assert_eq!(all, PEOPLE, "somebody was not answered: {answers:?}");
    let known = answers.iter().filter(|(_, to)| to.as_deref() == Some("/")).count();
    assert_eq!(known, 1, "{answers:?}");
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let most = cores * HASH + REST;
    assert!(grown < most, "the peak of memory grew by {grown} KiB, more than {most} KiB");
}
