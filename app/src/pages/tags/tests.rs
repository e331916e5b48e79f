//! What the tags form promises: an untouched form changes nothing, and no row is lost or mistaken for another.

use domain::{
    Problems,
    environment::{Environment, Federation, Mode, Status},
    id::{ConnectionName, EnvironmentId},
    portal::TagsNow,
    tag::{Clash, TagForm, TagKey, TagRow},
};
use leptos::prelude::*;

use super::Inputs;
use crate::{
    api::tags::{Save, TagsForm, TagsGo, TagsShown},
    paths::action,
    sent_form::{SentForm, assert_no_foreign_markup, assert_tied_together},
};

fn row(key: &str, value: &str) -> TagRow {
    TagRow { key: key.into(), value: value.into() }
}

fn many(count: usize) -> Vec<TagRow> {
    (0..count).map(|i| row(&format!("key-{i}"), "value")).collect()
}

fn now(rows: Vec<TagRow>) -> TagsNow {
    let environment = Environment {
        connection: ConnectionName::parse("local").unwrap(),
        id: EnvironmentId::parse("abcdefghijklmnopqrstuv").unwrap(),
        name: "risk".into(),
        arn: String::new(),
        status: Status::Created,
        account: None,
        url: None,
        description: None,
        notebook_url: None,
        kms_key: None,
        service_account: None,
        mode: Mode::Local,
        federation: Federation::default(),
    };
    TagsNow { environment, rows, own: vec![row("portal:operation", "77")] }
}

fn page(rows: Vec<TagRow>, typed: Option<TagsForm>, required: &[&str]) -> String {
    let mut problems = Problems::default();
    if let Some(form) = &typed {
        let required: Vec<_> = required.iter().map(|key| TagKey::parse(key).unwrap()).collect();
        form.tags.parse(&required, 49, &mut problems);
    }
    let required = required.iter().map(|&key| key.to_owned()).collect();
    let shown = TagsShown { now: now(rows), required, clashes: Vec::new() };
    Owner::new().with(|| view! { <Inputs shown typed problems/> }.to_html())
}

fn sent(html: &str) -> Save {
    let sent = SentForm::of(html, "tags-form").with("go", "save");
    assert_eq!(sent.action, action::SAVE_TAGS);
    sent.decoded()
}

#[test]
fn an_untouched_form_changes_nothing() {
    for count in [0, 1, 49, 50, 60] {
        let Save { go, form, .. } = sent(&page(many(count), None, &[]));
        assert_eq!(go, TagsGo::Save);
        assert_eq!(form.shown.rows, many(count));
        assert_eq!(form.tags.without_spare().rows, many(count), "{count} rows");
    }
}

#[test]
fn a_refused_form_shows_what_was_typed_and_remembers_what_it_was_typed_for() {
    let typed = TagsForm {
        tags: TagForm { rows: vec![row("team", "fx"), row("", ""), row("é<script>alert(1)</script>", r#"""#)] },
        shown: TagForm { rows: many(2) },
        room: 0,
    };
    let html = page(many(5), Some(typed.clone()), &["owner"]);
    assert_no_foreign_markup(&html);
    assert_tied_together(&html);
    let Save { form, .. } = sent(&html);
    assert_eq!(form.shown, typed.shown);
    let missing = [row("owner", "")];
    assert_eq!(form.tags.without_spare().rows, [typed.tags.rows, missing.to_vec()].concat());
}

#[test]
fn a_form_that_is_sent_again_knows_what_the_page_said_that_others_did_and_nothing_else() {
    let clash = |key: &str, now: Option<&str>| Clash {
        key: key.into(),
        shown: Some("value".into()),
        now: now.map(Into::into),
        typed: Some("mine".into()),
        who: Some("<i>eve</i>".into()),
    };
    let typed = TagsForm {
        tags: TagForm { rows: vec![row("key-0", "mine"), row("key-1", "mine"), row("key-2", "value")] },
        shown: TagForm { rows: many(3) },
        room: 0,
    };
    let clashes = vec![clash("key-0", Some("theirs")), clash("key-1", None)];
    let now = now(vec![row("key-0", "theirs"), row("key-2", "also theirs"), row("new", "theirs")]);
    let shown = TagsShown { now, required: Vec::new(), clashes };
    let html = Owner::new()
        .with(|| view! { <Inputs shown typed=Some(typed.clone()) problems=Problems::default()/> }.to_html());
    assert_no_foreign_markup(&html);
    assert!(html.contains("“key-0” was “value” and is “theirs” now, by &lt;i&gt;eve&lt;/i&gt;."), "{html}");
    let Save { form, .. } = sent(&html);
    assert_eq!(form.tags.without_spare(), typed.tags);
    assert_eq!(form.shown.rows, [row("key-2", "value"), row("key-0", "theirs")]);
}

#[test]
fn asking_for_more_rows_gives_more_rows_up_to_the_limit() {
    let rows = |room| {
        let typed = TagsForm { tags: TagForm { rows: many(2) }, shown: TagForm { rows: many(2) }, room };
        let Save { form, .. } = sent(&page(many(2), Some(typed), &[]));
        form.tags.rows.len()
    };
    assert_eq!((rows(0), rows(5), rows(usize::MAX)), (5, 10, 49));
}

#[test]
fn a_required_tag_is_marked_and_has_its_row() {
    let html = page(vec![row("team", "fx")], None, &["owner", "team"]);
    assert_eq!(html.matches("Key (required)").count(), 2, "{html}");
    assert_eq!(html.matches("data-kept").count(), 2, "{html}");
    let Save { form, .. } = sent(&html);
    assert_eq!(form.tags.without_spare().rows, [row("team", "fx"), row("owner", "")]);
}

#[test]
fn a_ticked_value_finds_its_row() {
    let rows = vec![row("team", "fx"), row("cost centre", "1")];
    let typed = TagsForm { tags: TagForm { rows: rows.clone() }, ..TagsForm::default() };
    let html = page(rows, Some(typed), &[]);
    let Save { mut form, offer, .. } = SentForm::of(&html, "tags-form").ticking("offer[tags][rows][1][key]").decoded();
    form.tags.accept(offer.tags);
    assert_eq!(form.tags.without_spare().rows, [row("team", "fx"), row("cost-centre", "1")]);
}
