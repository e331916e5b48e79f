//! Editing, tags and deletion in a browser while FinSpace fails: nothing that was typed is lost, and pages say why.

use axum::http::StatusCode;

use super::{
    browser::{Browser, PASSWORD, set_up},
    downloads::{fail, made},
    jammed::{free, jam},
};

const FAULTS: [&str; 1] = ["--local-faults"];

#[tokio::test]
async fn what_was_typed_is_shown_again_when_finspace_fails_between_page_and_form() {
    let application = set_up(&FAULTS).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    let id = place.rsplit('/').next().unwrap();
    fail(&application).await;

    let tags = format!("connection=local&id={id}&form[tags][rows][0][key]=desk&form[tags][rows][0][value]=rates");
    let saved = ada.post("/api/tags/save", &tags).await;
    assert_eq!(saved.location(), format!("{place}/tags"));
    let page = ada.get(saved.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    for words in ["FinSpace failed inside", "value=\"desk\"", "value=\"rates\""] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }

    let typed = format!(
        "connection=local&id={id}&shown[name]=risk&shown[mode]=FEDERATED&shown[federation][provider_name]=Okta\
         &form[name]=risk-of-ours&form[mode]=FEDERATED&form[federation][provider_name]=Okta"
    );
    let planned = ada.post_in_parts("/api/edits/plan", &typed, None).await;
    let page = ada.get(planned.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{}: {page:?}", planned.location());
    for words in ["FinSpace failed inside", "risk-of-ours", "Save changes"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
}

#[tokio::test]
async fn tags_that_two_people_change_come_back_as_typed_with_what_they_are_now() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let mut bob = Browser::new(&application);
    let place = made(&application).await;
    let form = format!("form[email_address]=bob@example.com&form[password]={}", PASSWORD.replace(' ', "+"));
    bob.post("/api/session/sign-in", &form).await;
    let id = place.rsplit('/').next().unwrap();
    let save = |value: &str, shown: &str| {
        format!(
            "connection=local&id={id}&form[tags][rows][0][key]=desk&form[tags][rows][0][value]={value}\
             &form[shown][rows][0][key]=desk&form[shown][rows][0][value]={shown}"
        )
    };
    assert_eq!(bob.post("/api/tags/save", &save("fx", "")).await.location(), place);
    assert_eq!(bob.post("/api/tags/save", &save("credit", "fx")).await.location(), place);
    let saved = ada.post("/api/tags/save", &save("rates", "fx")).await;
    assert_eq!(saved.location(), format!("{place}/tags"));
    let page = ada.get(saved.location()).await.text;
    for words in [
        "Nothing was saved",
        "“desk” was “fx” and is “credit” now, by bob@example.com. You gave it “rates”.",
        r#"value="rates""#,
        r#"name="form[shown][rows][0][value]" value="credit""#,
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The page's form is sent as it stands: its sender has seen what it goes over.
    assert_eq!(ada.post("/api/tags/save", &save("rates", "credit")).await.location(), place);
    assert!(ada.get(&place).await.text.contains("rates"));
}

#[tokio::test]
async fn pages_that_can_change_nothing_say_what_finspace_said() {
    let application = set_up(&FAULTS).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    fail(&application).await;
    for page in ["edit", "delete"] {
        let text = ada.get(&format!("{place}/{page}")).await.text;
        assert!(text.contains("FinSpace failed inside. This is a fault at FinSpace."), "{page}: {text}");
    }
}

#[tokio::test]
async fn a_step_that_cannot_be_kept_comes_back_as_it_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("portal.db").display());
    let application = set_up(&["--database-url", &url, "--data", folder.path().to_str().unwrap()]).await;
    let mut ada = Browser::signed_in(&application).await;
    let step = ada.post("/api/drafts/start", "").await.location().to_owned();
    let draft = step.split('/').nth(3).unwrap();
    jam(&url, "draft").await;

    let form = format!("draft={draft}&step=basics&go=next&form[connection]=local&form[name]=risk-typed");
    let saved = ada.post("/api/drafts/save", &form).await;
    assert_eq!(saved.location(), step);
    let page = ada.get(&step).await.text;
    for words in ["value=\"risk-typed\"", "The portal failed"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!ada.get(&step).await.text.contains("risk-typed"), "it is told once, and kept nowhere");

    free(&url).await;
    assert_ne!(ada.post("/api/drafts/save", &form).await.location(), step);
    assert!(ada.get(&step).await.text.contains("risk-typed"));
}
