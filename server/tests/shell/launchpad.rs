//! Launchpads over HTTP: favourites, an administrator's look, and what full pages weigh.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use domain::{role::Role, team::Standing};
use server::Application;
use tower::ServiceExt;

use super::{
    browser::{Browser, PASSWORD},
    teams::Desk,
};

#[tokio::test]
async fn a_star_puts_a_tile_first_and_comes_back_to_where_one_was() {
    let mut desk = Desk::open().await;
    desk.link("aaa").await;
    let second = desk.link("bbb").await;
    let link = second.trim_start_matches("/go/");
    let form = format!("link={link}&is_favourite=true&back=%2Flaunchpad%3Ftext%3Db");
    assert_eq!(desk.member.post("/api/launchpad/favourite", &form).await.location(), "/launchpad?text=b");
    let page = desk.member.get("/").await.text;
    assert!(page.contains("Favourites") && page.contains("Take bbb from the favourites"), "{page}");
    let evil = format!("link={link}&is_favourite=false&back=%2F%2Fevil.example");
    assert_eq!(desk.member.post("/api/launchpad/favourite", &evil).await.location(), "/launchpad");
    assert!(!desk.member.get("/").await.text.contains("Favourites"));
}

#[tokio::test]
async fn an_administrator_looks_at_a_launchpad_that_has_no_buttons() {
    let mut desk = Desk::open().await;
    desk.link("risk").await;
    let member = desk.application.portal().sign_in("member@example.com", PASSWORD).await.unwrap().whole().unwrap();
    let person = desk.ada.get(&format!("/admin/people/{}", member.person)).await.text;
    assert!(person.contains("See their launchpad") && person.contains("Rates &lt;b"), "{person}");
    let page = desk.ada.get(&format!("/admin/people/{}/launchpad", member.person)).await;
    assert!(page.text.contains("You see what they see") && page.text.contains("risk"), "{}", page.text);
    assert!(!page.text.contains("/api/launchpad/favourite") && !page.text.contains("href=\"/go/"), "{}", page.text);
    let environment = desk.application.portal().inventory().entries()[0].environment.clone();
    let detail = desk.ada.get(&format!("/environments/local/{}", environment.id)).await.text;
    assert!(detail.contains(&format!("href=\"/teams/{}\"", desk.team)), "{detail}");
}

#[tokio::test]
async fn owners_are_told_what_needs_them_and_members_are_not() {
    let mut desk = Desk::open().await;
    let link = desk.link("risk").await.replace("/go/", "/links/");
    let page = desk.owner.get("/").await.text;
    for number in ["/requests?whose=to_decide", "/requests?whose=stuck", "/?only=changing", "/?only=failing"] {
        assert!(page.contains(&format!("href=\"{number}\"")), "{number}: {page}");
    }
    assert!(page.contains(" added you on "), "{page}");
    let none = desk.owner.get("/?only=failing").await.text;
    assert!(none.contains("No environment matches") && none.contains("value=\"failing\" selected"), "{none}");
    assert!(
        desk.owner.get("/launchpad?only=unclaimed").await.text.contains("risk"),
        "nothing that teams have to do with"
    );
    assert!(!desk.member.get("/").await.text.contains("?only=failing"));
    let page = desk.member.get(&link).await.text;
    assert_eq!(
        page.matches("class=\"share\"").count(),
        30,
        "a row for each day, also for those without a click: {page}"
    );
}

#[tokio::test]
async fn a_team_and_a_person_with_nothing_lead_to_their_next_step() {
    let mut desk = Desk::open().await;
    desk.application.portal().add_person("zoe+x@example.com", "Zoe", PASSWORD, &Role::Member.into()).await.unwrap();
    let page = desk.ada.get("/").await.text;
    for list in ["/teams?only=without_environment", "/admin/people?only=without_team"] {
        assert!(page.contains(&format!("href=\"{list}\" class=\"number\"><b>1</b>")), "{list}: {page}");
    }
    let teams = desk.ada.get("/teams?only=without_environment").await.text;
    assert!(teams.contains(&format!("href=\"/teams/{}/link\"", desk.team)), "{teams}");
    let people = desk.ada.get("/admin/people?only=without_team").await.text;
    assert!(people.contains("Zoe") && !people.contains("owner@example.com"), "{people}");
    let choose = "/teams?add=zoe%2Bx%40example.com";
    assert!(people.contains(&format!("href=\"{choose}\"")), "{people}");
    let teams = desk.ada.get(choose).await.text;
    let team = format!("/teams/{}?add=zoe%2Bx%40example.com", desk.team);
    assert!(teams.contains(&format!("href=\"{team}#people\"")), "{teams}");
    let page = desk.ada.get(&team).await.text;
    assert!(page.contains("zoe+x@example.com</textarea>"), "{page}");
    desk.ada.post("/api/members/add", &format!("team={}&form[members]=zoe%2Bx@example.com", desk.team)).await;
    desk.link("risk").await;
    assert!(desk.ada.get("/admin/people?only=without_team").await.text.contains("Nobody matches"));
    assert!(desk.ada.get("/teams?only=without_environment").await.text.contains("Every team has an environment."));
}

/// Bytes of a page as they go over the wire.
async fn weight(application: &Application, browser: &Browser, path: &str) -> usize {
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::ACCEPT_ENCODING, "br")
        .header(header::COOKIE, browser.cookie.as_deref().unwrap());
    let response = application.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(response.headers()[header::CONTENT_ENCODING], "br", "{path}");
    to_bytes(response.into_body(), usize::MAX).await.unwrap().len()
}

#[tokio::test]
async fn full_pages_are_light() {
    let desk = Desk::open().await;
    let portal = desk.application.portal();
    for n in 0..31 {
        desk.link(&format!("environment-of-desk-{n}")).await;
        let email = format!("somebody-{n}@example.com");
        portal.add_person(&email, &format!("Some Body {n}"), PASSWORD, &Role::Member.into()).await.unwrap();
        portal.add_members(&desk.admin, &desk.team, &email, Standing::Member).await.unwrap();
    }
    let team = format!("/teams/{}", desk.team);
    for (browser, path) in [(&desk.member, "/"), (&desk.owner, team.as_str()), (&desk.ada, "/teams")] {
        let weight = weight(&desk.application, browser, path).await;
        eprintln!("{path}: {weight} bytes");
        assert!(weight <= 14 * 1024, "{path}: {weight} bytes");
    }
}
