//! Tags of several environments in a browser without scripts: nothing typed is lost, and each environment has its result.

use axum::http::StatusCode;

use super::{
    browser::{Browser, set_up},
    downloads::{fail, made},
};

const FORM: &str = "back=/environments/tags?text=risk%26page%3D1&form[tags][rows][0][key]=desk&form[tags][rows][0][value]=rates&form[removed]=old";

#[tokio::test]
async fn the_page_keeps_what_was_typed_and_says_what_became_of_each() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    let chosen = place.strip_prefix("/environments/").unwrap();
    let list = ada.get("/environments?sort=status").await;
    assert!(list.text.contains("href=\"/environments/tags?sort=status\""), "{}", list.text);

    // The buttons that only show the form again.
    for (go, words) in [("all", "checked"), ("none", "value=\"rates\""), ("more", "form[tags][rows][8][key]")] {
        let sent = ada.post("/api/tagging/save", &format!("{FORM}&room=0&go={go}")).await;
        assert!(sent.location().starts_with("/environments/tags"), "{sent:?}");
        let page = ada.get("/environments/tags").await;
        assert_eq!(page.status, StatusCode::OK);
        for words in [words, "value=\"desk\"", "value=\"rates\"", "old</textarea>"] {
            assert!(page.text.contains(words), "{go}: {words}: {}", page.text);
        }
        assert_eq!(page.text.contains(" checked"), go == "all", "{go}: {}", page.text);
    }

    ada.post("/api/tagging/save", FORM).await;
    let page = ada.get("/environments/tags").await.text;
    assert!(page.contains("Tick at least one environment.") && page.contains("value=\"rates\""), "{page}");

    ada.post("/api/tagging/save", &format!("{FORM}&form[chosen][7]={chosen}")).await;
    let page = ada.get("/environments/tags").await.text;
    for words in
        ["The tags of 1 environment are changed.", "Set desk=rates.", &format!("href=\"{place}\""), "value=\"rates\""]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("again-form") && !page.contains(" checked"), "{page}");
    let page = ada.get("/environments/tags").await.text;
    assert!(!page.contains("are changed") && page.contains("<b>rates</b>"), "told once, and known: {page}");
}

#[tokio::test]
async fn those_that_failed_can_be_tried_again_with_one_button() {
    let application = set_up(&["--local-faults"]).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    let chosen = place.strip_prefix("/environments/").unwrap();
    fail(&application).await;
    ada.post("/api/tagging/save", &format!("{FORM}&form[chosen][0]={chosen}")).await;
    let page = ada.get("/environments/tags").await.text;
    for words in
        ["The tags of 1 of 1 environment could not be changed.", "FinSpace failed inside", "Try this one again"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let again = &page[page.find("id=\"again-form\"").unwrap()..];
    let again = &again[..again.find("</form>").unwrap()];
    for (name, value) in [
        ("form[chosen][0]", chosen),
        ("form[tags][rows][0][key]", "desk"),
        ("form[tags][rows][0][value]", "rates"),
        ("form[removed]", "old"),
    ] {
        assert!(again.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name}: {again}");
    }
}

#[tokio::test]
async fn what_was_typed_and_ticked_goes_along_when_the_page_is_turned() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let place = made(&application).await;
    let here = place.strip_prefix("/environments/").unwrap();
    let other = "local/aaaaaaaaaaaaaaaaaaaaaa";
    let next = "/environments/tags?size=25&page=1";
    let turn = format!(
        "{FORM}&form[chosen][0]={other}&form[chosen][3]={here}&turn={}",
        next.replace('?', "%3F").replace('&', "%26")
    );
    let sent = ada.post("/api/tagging/save", &turn).await;
    assert_eq!(sent.location(), next);
    let page = ada.get(next).await.text;
    for words in [
        "value=\"rates\"",
        "old</textarea>",
        "1 more is ticked on another page.",
        &format!("type=\"hidden\" name=\"form[chosen][1]\" value=\"{other}\""),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(page.matches(" checked").count(), 1, "{page}");
    assert!(!page.contains("What became of each"), "nothing was saved: {page}");

    let foreign = format!("{FORM}&turn=https://elsewhere.example/");
    assert!(ada.post("/api/tagging/save", &foreign).await.location().starts_with("/environments/tags"));
}

#[tokio::test]
async fn a_list_that_lets_nothing_through_has_nothing_to_choose() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    made(&application).await;
    let page = ada.get("/environments/tags?text=nowhere").await.text;
    assert!(page.contains("No environment to choose from"), "{page}");
    assert!(page.contains("href=\"/environments?text=nowhere\"") && !page.contains("Save tags"), "{page}");
}

#[tokio::test]
async fn tags_in_use_lead_to_who_has_them_who_lacks_them_and_where_they_are_changed() {
    let application = set_up(&[]).await;
    let mut ada = Browser::signed_in(&application).await;
    let empty = ada.get("/tags").await.text;
    assert!(empty.contains("No tags yet"), "{empty}");
    let place = made(&application).await;
    let chosen = place.strip_prefix("/environments/").unwrap();
    let values = "form[tags][rows][0][key]=desk&form[tags][rows][0][value]=rates+%3D+fx";
    ada.post("/api/tagging/save", &format!("{values}&form[chosen][0]={chosen}")).await;
    ada.post("/api/house/save", "version=0&form[name]=Portal&form[required_tags]=owner").await;

    let page = ada.get("/tags").await.text;
    for words in [
        "1 environment lacks the required tag “owner”",
        "href=\"/environments?lacks=owner\"",
        "href=\"/environments/tags?lacks=owner\"",
        "href=\"/tags/values?key=desk\"",
        "href=\"/environments?tag_key=desk&amp;tag_value=rates+%3D+fx\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(ada.get("/tags?text=nowhere").await.text.contains("No tag matches"));

    let page = ada.get("/tags/values?key=desk").await.text;
    for words in [
        "Tag desk",
        "href=\"/environments?tag_key=desk\"",
        "href=\"/environments/tags?tag_key=desk\"",
        "href=\"/environments/tags?tag_key=desk&amp;tag_value=rates+%3D+fx\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let owner = ada.get("/tags/values?key=owner").await;
    assert!(owner.text.contains("No environment has it yet"), "{}", owner.text);
    assert_eq!(ada.get("/tags/values?key=%3Cscript%3E").await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/tags/values").await.status, StatusCode::NOT_FOUND);

    let lacking = ada.get("/environments?lacks=owner").await.text;
    assert!(lacking.contains(&format!("href=\"{place}\"")), "{lacking}");
    let unfolded = |page: &str| {
        let more = page.find("<details").map(|from| page[from..].split_once('>').unwrap().0.to_owned()).unwrap();
        assert!(more.contains("filter-more"), "{more}");
        more.contains("open")
    };
    assert!(unfolded(&lacking), "a filter in force is not hidden: {lacking}");
    assert!(!unfolded(&ada.get("/environments?text=o").await.text));
    assert!(ada.get("/environments?lacks=desk").await.text.contains("No environment matches"));
}
