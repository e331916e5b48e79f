//! Requests over HTTP, as browsers use them: forms, what comes back of them, and the way to the environment.

use std::time::Duration;

use axum::http::StatusCode;
use domain::{
    blueprint::{Automatic, Blueprint, BlueprintForm},
    environment::EnvironmentForm,
    tag::{TagForm, TagRow},
};
use tokio::time::timeout;

use super::teams::Desk;

const HOSTILE: &str = "</textarea><script>alert(1)</script>";

async fn blueprint(desk: &Desk, form: BlueprintForm) -> Blueprint {
    let fixed = EnvironmentForm { connection: "local".into(), ..EnvironmentForm::default() };
    desk.application.portal().save_blueprint(&desk.admin, None, &form, &fixed).await.unwrap()
}

fn laboratory() -> BlueprintForm {
    BlueprintForm { name: "Lab <i>".into(), prefix: "lab-".into(), words: HOSTILE.into(), ..BlueprintForm::fresh() }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

#[tokio::test]
async fn a_member_asks_an_owner_approves_and_the_member_gets_the_link() {
    let mut desk = Desk::open().await;
    assert!(!desk.member.get("/").await.text.contains("Ask for an environment"));
    let blueprint = blueprint(&desk, laboratory()).await;
    assert!(desk.member.get("/").await.text.contains("Ask for an environment"));
    let ask = format!("/requests/new?blueprint={}&team={}", blueprint.id, desk.team);
    assert!(desk.member.get("/requests/new").await.text.contains(&ask.replace('&', "&amp;")));
    let page = desk.member.get(&ask).await;
    assert!(page.status == StatusCode::OK && !page.text.contains("<script>alert"), "{page:?}");

    // What is wrong is said at its field, and what was typed comes back as words.
    let wrong = format!("blueprint={}&team={}&send=true&why={HOSTILE}&form[name]=curves", blueprint.id, desk.team);
    assert_eq!(desk.member.post("/api/requests/begin", &wrong).await.location(), ask);
    let page = desk.member.get(&ask).await.text;
    assert!(page.contains("Names of this blueprint begin with") && page.contains("name=\"offer[name]\""), "{page}");
    assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "{page}");

    let right = format!("blueprint={}&team={}&send=true&why=Models&form[name]=lab-curves", blueprint.id, desk.team);
    let sent = desk.member.post("/api/requests/begin", &right).await;
    let request = sent.location().to_owned();
    let page = desk.member.get(&request).await.text;
    assert!(page.contains("Your request is sent.") && page.contains("Waiting for a decision"), "{page}");
    assert!(!page.contains("Approve and create"), "nobody decides their own: {page}");

    // The number of what waits stands in the navigation, and an approval is of the plan that was shown.
    assert!(desk.owner.get("/teams").await.text.contains(" waiting for you"));
    let page = desk.owner.get(&request).await.text;
    let (id, digest) = (
        request.trim_start_matches("/requests/").to_owned(),
        between(&page, "name=\"digest\" value=\"", "\"").to_owned(),
    );
    let stale = desk.owner.post("/api/requests/approve", &format!("id={id}&digest=other")).await;
    let page = desk.owner.get(stale.location()).await.text;
    assert!(page.contains("changed meanwhile") && page.contains("Approve and create"), "{page}");
    let empty = desk.owner.post("/api/requests/decline", &format!("id={id}&words=")).await;
    assert!(desk.owner.get(empty.location()).await.text.contains("Say why, and what to do instead"));
    let done = desk.owner.post("/api/requests/approve", &format!("id={id}&digest={digest}")).await;
    assert_eq!(done.location(), request);
    assert!(desk.owner.get(&request).await.text.contains("is approved. The portal creates it now"));

    // The portal creates it, and links it to the team.
    let built = async {
        loop {
            let page = desk.member.get(&request).await.text;
            if page.contains("The environment is ready") && page.contains("/go/") {
                return page;
            }
            tokio::task::yield_now().await;
        }
    };
    let page = timeout(Duration::from_mins(1), built).await.expect("the environment is built");
    let go = format!("/go/{}", between(&page, "href=\"/go/", "\""));
    assert_eq!(desk.member.get(&go).await.status, StatusCode::FOUND);
    assert!(desk.member.get("/").await.text.contains("Requested"));
}

#[tokio::test]
async fn a_blueprint_comes_back_to_its_form_and_what_was_typed_is_not_lost() {
    let mut desk = Desk::open().await;
    let blueprint = blueprint(&desk, laboratory()).await;
    let page = desk.ada.get(&format!("/admin/blueprints/{}", blueprint.id)).await.text;
    assert!(page.contains("value=\"lab-\"") && !page.contains("<script>alert"), "{page}");
    for path in ["/admin/blueprints", "/admin/blueprints/new", "/requests?whose=to_decide&stage=asked&text=%25&page=9"]
    {
        assert_eq!(desk.ada.get(path).await.status, StatusCode::OK, "{path}");
    }
    let retired = desk.ada.post("/api/blueprints/retire", &format!("id={}&retired=true", blueprint.id)).await;
    assert!(desk.ada.get(retired.location()).await.text.contains("Use this blueprint again"));
}

#[tokio::test]
async fn the_page_of_a_blueprint_keeps_what_was_typed_of_tags_and_rules() {
    let mut desk = Desk::open().await;
    let blueprint = blueprint(&desk, laboratory()).await;
    let sent = |required: &str| {
        format!(
            "id={}&version=1&blueprint[name]=Laboratory&blueprint[required_tags]={required}&blueprint[automatic]=approvers\
             &blueprint[automatic_up_to]=2&blueprint[asks_superuser]=true&form[connection]=local&form[mode]=LOCAL\
             &form[tags][rows][0][key]=stage&form[tags][rows][0][value]=test",
            blueprint.id
        )
    };
    let page = format!("/admin/blueprints/{}", blueprint.id);
    let back = desk.ada.post_in_parts("/api/blueprints/save", &sent("stage = live, dead"), None).await;
    assert_eq!(back.location(), page);
    let shown = desk.ada.get(&page).await.text;
    assert!(shown.contains("begins with “test” below") && shown.contains("stage = live, dead</textarea>"), "{shown}");
    assert!(between(&shown, "value=\"approvers\"", ">").contains("checked"), "{shown}");
    let saved = desk.ada.post_in_parts("/api/blueprints/save", &sent("stage = live, test"), None).await;
    assert_eq!(saved.location(), "/admin/blueprints", "{saved:?}");
    let shown = desk.ada.get(&page).await.text;
    assert!(shown.contains("stage = live, test</textarea>") && shown.contains("By itself up to so many per team"));
}

#[tokio::test]
async fn who_asks_chooses_from_what_is_offered_and_reads_who_decides() {
    let mut desk = Desk::open().await;
    let form = BlueprintForm {
        optional_tags: "stage = live, test".into(),
        asks_superuser: true,
        automatic: Automatic::Approvers,
        ..laboratory()
    };
    let fixed = EnvironmentForm {
        connection: "local".into(),
        tags: TagForm { rows: vec![TagRow { key: "stage".into(), value: "test".into() }] },
        email_address: "desk@example.com".into(),
        first_name: "Desk".into(),
        last_name: "Lead".into(),
        ..EnvironmentForm::default()
    };
    let blueprint = desk.application.portal().save_blueprint(&desk.admin, None, &form, &fixed).await.unwrap();
    let ask = format!("/requests/new?blueprint={}&team={}", blueprint.id, desk.team);
    let page = desk.member.get(&ask).await.text;
    let chosen = |page: &str| between(between(page, "<select", "</select>"), " selected", "<").to_owned();
    assert!(chosen(&page).ends_with(">test") && page.contains("value=\"desk@example.com\""), "{page}");
    assert!(page.contains("The owners of the team, and its members with the role Approver."), "{page}");
    assert!(!page.contains("approved at once"), "{page}");

    // A value that is not offered comes back as it was sent, with what is offered.
    let of = |stage: &str| {
        format!(
            "blueprint={}&team={}&send=true&why=Models&form[name]=lab-curves&form[tags][rows][0][key]=stage\
             &form[tags][rows][0][value]={stage}",
            blueprint.id, desk.team
        )
    };
    assert_eq!(desk.member.post("/api/requests/begin", &of("dead")).await.location(), ask);
    let page = desk.member.get(&ask).await.text;
    assert!(
        page.contains("Choose one of these for “stage”: live, test.") && chosen(&page).ends_with(">dead"),
        "{page}"
    );

    // What owners ask for is approved at once, by the blueprint and not by them; their page says by which rule.
    assert!(desk.owner.get(&ask).await.text.contains("Nobody has to: it is approved at once."));
    let sent = desk.owner.post("/api/requests/begin", &of("live")).await;
    let page = desk.owner.get(sent.location()).await.text;
    assert!(page.contains("approves by itself what owners and approvers of the team ask for"), "{page}");
    assert!(!page.contains("0 of 1"), "{page}");
}
