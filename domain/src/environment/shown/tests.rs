//! Whose an input is after somebody typed and somebody else changed it.

use super::*;
use crate::{
    environment::{Difference, Mode, Status},
    id::{ConnectionName, EnvironmentId},
};

fn environment(name: &str, description: &str, document: &str) -> Environment {
    Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abc").unwrap(),
        name: name.into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: some(description),
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Federated,
        federation: Federation { metadata_document: some(document), ..Federation::default() },
    }
}

#[test]
fn what_nobody_touched_follows_and_what_both_changed_is_as_it_was_shown() {
    let (then, now) = (environment("risk", "Rates\nFX", "<a/>"), environment("theirs", "Credit", "<a/>"));
    let shown = EditForm { description: "Rates\r\nFX".into(), ..EditForm::shown(&then) };
    let mut form = EditForm { name: "mine".into(), description: "Rates\r\nFX".into(), ..EditForm::of(&then) };
    let base = form.follow(&shown, &now);
    assert_eq!((form.name.as_str(), form.description.as_str()), ("mine", "Credit"));
    let meanwhile = Difference::between(&base, &now).0;
    assert_eq!(meanwhile.len(), 1, "{meanwhile:?}");
    assert_eq!((meanwhile[0].before.as_deref(), meanwhile[0].after.as_deref()), (Some("risk"), Some("theirs")));
}

#[test]
fn a_document_that_was_replaced_meanwhile_is_no_obstacle_unless_it_is_touched() {
    let (then, now) = (environment("risk", "", "<a/>"), environment("risk", "", "<b/>"));
    let mut form = EditForm { name: "mine".into(), ..EditForm::of(&then) };
    assert_eq!(form.follow(&EditForm::shown(&then), &now), now);
    form.federation.without_document = true;
    let base = form.follow(&EditForm::shown(&then), &now);
    let meanwhile = Difference::between(&base, &now).0;
    assert_eq!(meanwhile[0].before.as_deref(), Some(document("<a/>").as_str()));
    assert_eq!(meanwhile[0].after.as_deref(), Some(document("<b/>").as_str()));
}

#[test]
fn what_was_shown_is_known_again_once_finspace_answers() {
    let now = environment("risk", "Rates\nFX", "<a/>");
    let known = environment("older", "", "");
    let shown = EditForm { description: "Rates\r\nFX".into(), ..EditForm::shown(&now) };
    let mut base = shown.laid_over(&known);
    assert_ne!(base, now);
    base.reworded_as(&now);
    assert_eq!(base, now);
}
