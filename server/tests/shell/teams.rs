//! Teams, launchpads and permanent links over HTTP, as browsers use them.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use domain::{
    Actor,
    environment::{EnvironmentForm, Step},
    id::{ConnectionName, EnvironmentId, TeamId},
    link::LinkForm,
    operation::State,
    role::Role,
    team::{Standing, TeamForm},
};
use server::Application;

use super::browser::{Answer, Browser, EMAIL, PASSWORD, set_up};

/// A team of two in a portal with an administrator, and a browser for each.
pub struct Desk {
    pub application: Application,
    pub admin: Actor,
    pub ada: Browser,
    pub team: TeamId,
    pub owner: Browser,
    pub member: Browser,
}

impl Desk {
    pub async fn open() -> Self {
        let application = set_up(&["--public-url", "http://portal.example:8080"]).await;
        let portal = application.portal();
        let admin = portal.sign_in(EMAIL, PASSWORD).await.unwrap().whole().unwrap();
        let form = TeamForm { name: "Rates <b>".into(), description: "Desk".into() };
        let team = portal.make_team(&admin, &form).await.unwrap().id;
        let mut browsers = Vec::new();
        for (email, standing) in [("owner@example.com", Standing::Owner), ("member@example.com", Standing::Member)] {
            browsers.push(somebody(&application, email).await);
            portal.add_members(&admin, &team, email, standing).await.unwrap();
        }
        let (member, owner) = (browsers.pop().unwrap(), browsers.pop().unwrap());
        let ada = Browser::signed_in(&application).await;
        Self { application, admin, ada, team, owner, member }
    }

    /// An environment that is up.
    async fn environment(&self, name: &str) -> EnvironmentId {
        let portal = self.application.portal();
        let draft = portal.start_draft(&self.admin).await.unwrap().id;
        let form = EnvironmentForm { connection: "local".into(), name: name.into(), ..EnvironmentForm::default() };
        portal.save_step(&self.admin, &draft, Step::Basics, &form).await.unwrap();
        let State::Created { environment } = portal.create(&self.admin, &draft).await.unwrap().state else { panic!() };
        let local = ConnectionName::parse("local").unwrap();
        portal.environment(&self.admin, &local, &environment).await.unwrap();
        environment
    }

    /// Links it and gives the path of the permanent link.
    pub async fn link(&self, name: &str) -> String {
        let environment = format!("local/{}", self.environment(name).await);
        let form = LinkForm { environment, ..LinkForm::default() };
        let link = self.application.portal().add_link(&self.admin, &self.team, &form).await.unwrap();
        app::paths::go(&link.id)
    }
}

async fn somebody(application: &Application, email: &str) -> Browser {
    application.portal().add_person(email, "Somebody", PASSWORD, &Role::Member.into()).await.unwrap();
    let mut browser = Browser::new(application);
    let form = format!("form[email_address]={email}&form[password]={}", PASSWORD.replace(' ', "+"));
    assert_eq!(browser.post("/api/session/sign-in", &form).await.location(), "/");
    browser
}

/// A page without what each response has of its own.
fn plain(answer: &Answer, path: &str) -> String {
    let policy = answer.header(header::CONTENT_SECURITY_POLICY).to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    answer.text.replace(nonce, "").replace(path, "")
}

#[tokio::test]
async fn a_member_finds_the_tile_and_is_sent_on_to_the_environment() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let page = desk.member.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    for words in ["Launchpad", "risk", "Sign in", "Rates &lt;b>", "http://portal.example:8080/go/"] {
        assert!(page.text.contains(words) || page.text.contains(&words.replace('>', "&gt;")), "{words}: {}", page.text);
    }
    assert!(
        page.text.contains(&format!("href=\"{go}\" target=\"_blank\" rel=\"noopener noreferrer\"")),
        "{}",
        page.text
    );
    let on = desk.member.get(&go).await;
    assert_eq!(on.status, StatusCode::FOUND, "{on:?}");
    assert!(on.location().starts_with("http://") && on.location().contains(".amazonfinspace.localhost"), "{on:?}");
    assert_eq!(on.header(header::CACHE_CONTROL), "no-store");
    // The count comes after the answer: nobody waited for it.
    let shown = async |browser: &mut Browser| browser.get("/").await.text.contains("Opened last");
    for _ in 0..10_000 {
        if shown(&mut desk.member).await {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert!(shown(&mut desk.member).await);
    let team = desk.owner.get(&format!("/teams/{}", desk.team)).await.text;
    assert!(team.contains("data-label=\"Clicks\" class=\"number\">1</td>"), "{team}");
}

#[tokio::test]
async fn whoever_signs_in_on_the_way_goes_on_from_a_page() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let mut stranger = Browser::new(&desk.application);
    let asked = stranger.get(&go).await;
    assert_eq!(asked.location(), format!("/sign-in?next={go}"));
    let before = format!("http://portal.example:8080{}", asked.location());
    let after = Request::get(&go).header(header::ACCEPT, "text/html").header(header::REFERER, before);
    let page = desk.member.send(after, Body::empty()).await;
    assert_eq!((page.status, page.header("refresh")), (StatusCode::OK, format!("0; url={go}").as_str()));
    assert!(page.text.contains("on the way") && page.location().is_empty(), "{page:?}");
    assert_eq!(desk.member.get(&go).await.status, StatusCode::FOUND);
}

#[tokio::test]
async fn looking_ahead_and_asking_for_heads_counts_nothing() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let ahead = Request::get(&go).header(header::ACCEPT, "text/html").header("sec-purpose", "prefetch");
    assert_eq!(desk.member.send(ahead, Body::empty()).await.status, StatusCode::FOUND);
    let head = Request::builder().method(Method::HEAD).uri(&go);
    assert_eq!(desk.member.send(head, Body::empty()).await.status, StatusCode::FOUND);
    let told = Request::post("/api/links/follow")
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let told = desk.member.send(told, Body::from(format!("id={}", go.trim_start_matches("/go/")))).await;
    assert!(told.status == StatusCode::OK && told.text.contains("amazonfinspace.localhost"), "{told:?}");
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let team = desk.owner.get(&format!("/teams/{}", desk.team)).await.text;
    assert!(team.contains("data-label=\"Clicks\" class=\"number\">0</td>"), "{team}");
}

#[tokio::test]
async fn a_link_that_one_may_not_follow_has_the_bytes_of_one_that_is_not_there() {
    let desk = Desk::open().await;
    let go = desk.link("secret").await;
    let mut eve = somebody(&desk.application, "eve@example.com").await;
    let absent = "/go/aaaaaaaaaaaa";
    let (one, other) = (eve.get(&go).await, eve.get(absent).await);
    assert_eq!((one.status, other.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(plain(&one, &go), plain(&other, absent));
    assert!(one.text.contains("Ask for access") && !one.text.contains("secret"), "{}", one.text);
    let (image, none) = (eve.get(&format!("{go}/qr.svg")).await, eve.get(&format!("{absent}/qr.svg")).await);
    assert_eq!((image.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(image.text, none.text);
    let (team, none) = (format!("/teams/{}", desk.team), format!("/teams/{}", "a".repeat(26)));
    let (one, other) = (eve.get(&team).await, eve.get(&none).await);
    assert_eq!(plain(&one, &team), plain(&other, &none));
    let odd = eve.get("/go/..%2f").await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_name_is_words_on_every_page_and_in_its_title() {
    let mut desk = Desk::open().await;
    let made = desk.ada.post("/api/teams/make", "form[name]=%3C%2Ftitle%3E%3Cscript%3E").await;
    for path in [made.location(), &format!("{}/edit", made.location()), "/teams"] {
        let page = desk.ada.get(path).await.text;
        assert!(page.contains("&lt;/title&gt;&lt;script") && !page.contains("</title><script>"), "{path}: {page}");
    }
}

#[tokio::test]
async fn a_link_is_an_image_to_be_scanned() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let image = desk.member.get(&format!("{go}/qr.svg")).await;
    assert_eq!((image.status, image.header(header::CONTENT_TYPE)), (StatusCode::OK, "image/svg+xml"));
    assert!(image.text.contains("<svg") && !image.text.contains("style="), "{}", image.text);
}

#[tokio::test]
async fn an_environment_that_is_gone_is_told_with_whom_to_ask() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let portal = desk.application.portal();
    let environment = portal.inventory().entries()[0].environment.clone();
    portal.delete_environment(&desk.admin, &environment.connection, &environment.id, "risk").await.unwrap();
    let page = desk.member.get(&go).await;
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    for words in ["Whom to ask", "mailto:owner@example.com", "risk"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let tile = desk.member.get("/launchpad").await.text;
    assert!(tile.contains("See what is going on") && !tile.contains("(opens in a new tab)"), "{tile}");
}

#[tokio::test]
async fn what_was_typed_about_a_team_comes_back_with_what_is_wrong() {
    let mut desk = Desk::open().await;
    let team = format!("/teams/{}", desk.team);
    let form =
        format!("team={}&form[members]=new%40example.com%0D%0Aowner%40example.com&form[standing]=owner", desk.team);
    assert_eq!(desk.owner.post("/api/members/add", &form).await.location(), team);
    let page = desk.owner.get(&team).await.text;
    assert!(page.contains("Nobody here signs in with new@example.com"), "{page}");
    assert!(
        page.contains("new@example.com\nowner@example.com") || page.contains("new@example.com\r\nowner@"),
        "{page}"
    );
    let made = desk.ada.post("/api/teams/make", "form[name]=rates+%3Cb%3E&form[description]=Mine").await;
    assert_eq!(made.location(), "/teams/new");
    let page = desk.ada.get("/teams/new").await.text;
    assert!(page.contains("already. Choose another name.") && page.contains("Mine"), "{page}");
    let deleted = desk.ada.post("/api/teams/delete", &format!("id={}&form[confirm_team]=Wrong", desk.team)).await;
    let page = desk.ada.get(deleted.location()).await.text;
    assert!(page.contains("Type “Rates &lt;b") && page.contains("value=\"Wrong\""), "{page}");
    assert!(
        page.contains("name=\"form[name]\" type=\"text\" value=\"Rates"),
        "the other form keeps what it had: {page}"
    );
}

#[tokio::test]
async fn members_see_why_they_change_nothing_and_have_nothing_to_send() {
    let mut desk = Desk::open().await;
    let go = desk.link("risk").await;
    let link = go.replace("/go/", "/links/");
    for path in [format!("/teams/{}", desk.team), link, format!("/teams/{}/edit", desk.team)] {
        let page = desk.member.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let why = "Only administrators and owners of the team can change this team. Ask one of them.";
        assert!(page.text.contains(why), "{path}: {}", page.text);
        for button in ["Make owner", "Move up", "Lead to this environment"] {
            assert!(!page.text.contains(button), "{path}: {button}");
        }
    }
    let refused = desk.member.post("/api/links/remove", &format!("link={}", go.trim_start_matches("/go/"))).await;
    assert!(desk.member.get(refused.location()).await.text.contains("This was refused"));
}
