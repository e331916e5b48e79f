//! What the steps of the wizard promise: nothing typed is lost, mistaken for something else, or taken for markup.

mod offers;
mod review;

use domain::{
    draft::{Draft, Work},
    environment::{AttributeRow, DataBundle, EnvironmentForm, FederationForm, Mode, Step},
    id::{ConnectionName, DraftId, PersonId},
    saml::Unreadable,
    tag::{TagForm, TagKey, TagRow},
};
use leptos::prelude::*;

use super::StepPage;
use crate::{
    api::drafts::{Go, Save, SignInStep, Wizard},
    paths::action,
    sent_form::{SentForm, assert_no_foreign_markup, assert_tied_together},
};

pub(super) const FILLED: [Step; 4] = [Step::Basics, Step::SignIn, Step::Superuser, Step::Extras];

pub(super) fn wizard(form: &EnvironmentForm, required: &[&str]) -> Wizard {
    let draft = Draft {
        id: DraftId::from_bytes([7; 26]),
        person: PersonId::from_bytes([8; 26]),
        version: 1,
        saved_at: jiff::Timestamp::UNIX_EPOCH,
        work: Work::Create { form: form.clone(), seen: Step::ALL.to_vec() },
    };
    let connection = |name: &str| domain::connection::Connection {
        name: ConnectionName::parse(name).unwrap(),
        region: "us-east-1".into(),
        endpoint_url: None,
    };
    let document = &form.federation.metadata_document;
    Wizard {
        draft,
        connections: vec![connection("local"), connection("production")],
        required_tags: required.iter().map(|key| TagKey::parse(key).unwrap()).collect(),
        metadata: (!document.is_empty()).then_some(Err(Unreadable::Empty)),
        operation: None,
        may_send_again: false,
        now: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// A step after it was sent once, so that it shows its problems.
pub(super) fn page(form: &EnvironmentForm, step: Step) -> String {
    let (wizard, form) = (wizard(form, &["owner"]), form.clone());
    Owner::new().with(|| view! { <StepPage wizard form seen=Step::ALL.to_vec() step/> }.to_html())
}

pub(super) fn row(key: &str, value: &str) -> TagRow {
    TagRow { key: key.into(), value: value.into() }
}

/// The same text everywhere; one that no field takes shows every problem.
fn everywhere(text: &str) -> EnvironmentForm {
    let text = || text.to_owned();
    EnvironmentForm {
        connection: "local".into(),
        name: text(),
        description: text(),
        kms_key: text(),
        mode: Mode::Federated,
        federation: FederationForm {
            metadata_document: text(),
            without_document: false,
            metadata_url: text(),
            callback_url: text(),
            federation_urn: text(),
            provider_name: text(),
            attributes: vec![AttributeRow { key: text(), value: text() }, AttributeRow { key: text(), value: text() }],
        },
        email_address: text(),
        first_name: text(),
        last_name: text(),
        data_bundles: vec![text(), DataBundle::documented("us-east-1")[1].0.clone()],
        tags: TagForm { rows: vec![row(&text(), &text()), row("", ""), row("owner", &text())] },
    }
}

/// What the portal keeps when the step is sent as it is shown.
fn sent(form: &EnvironmentForm, step: Step) -> EnvironmentForm {
    let sent = SentForm::of(&page(form, step), "wizard-form").with("go", "back");
    let (go, mut typed) = if step == Step::SignIn {
        assert_eq!(sent.action, action::SAVE_SIGN_IN);
        let SignInStep { go, form, .. } = sent.decoded();
        (go, form)
    } else {
        assert_eq!(sent.action, action::SAVE_DRAFT);
        let Save { step: said, go, form, .. } = sent.decoded();
        assert_eq!(said, step);
        (go, form)
    };
    assert_eq!(go, Go::Back);
    typed.tags = typed.tags.without_spare();
    let mut kept = form.clone();
    kept.take(step, typed);
    // Rows at the end that nobody typed into ask for nothing.
    kept.federation.attributes.retain(|row| !(row.key.is_empty() || row.key == "Email" && row.value.is_empty()));
    while kept.data_bundles.last().is_some_and(String::is_empty) {
        kept.data_bundles.pop();
    }
    kept.data_bundles.retain(|bundle| !bundle.is_empty());
    kept
}

fn comes_back(form: &EnvironmentForm) {
    for step in FILLED {
        assert_eq!(sent(form, step), *form, "{step:?}");
    }
}

/// Enter presses the first button that belongs to the form, wherever it stands on the page.
#[test]
fn enter_goes_on_and_the_list_of_steps_sends_the_form() {
    for step in FILLED {
        let page = page(&EnvironmentForm::default(), step);
        let buttons: Vec<&str> = page.split("<button ").skip(1).filter_map(|rest| rest.split('>').next()).collect();
        let values: Vec<&str> = buttons
            .iter()
            .filter(|button| button.contains("form=\"wizard-form\""))
            .filter_map(|button| button.split("value=\"").nth(1)?.split('"').next())
            .collect();
        assert_eq!(values[0], "next", "{step:?}");
        let others: Vec<&str> = Step::ALL.into_iter().filter(|other| *other != step).map(Step::as_str).collect();
        assert_eq!(values[1..], others, "{step:?}");
        for value in values {
            assert!(Go::try_from(value.to_owned()).is_ok(), "{value}");
        }
    }
}

#[test]
fn an_empty_form_comes_back_empty() {
    comes_back(&EnvironmentForm { tags: TagForm { rows: vec![row("owner", "")] }, ..EnvironmentForm::default() });
}

#[test]
fn a_form_comes_back_as_it_was_typed() {
    comes_back(&everywhere("Rates 2"));
    comes_back(&everywhere("two  spaces"));
    comes_back(&everywhere("a+b=c&d%20e;f#g[h][0]?i"));
    comes_back(&everywhere("日本 ä € 👩‍🔬 \u{202e}"));
}

#[test]
fn lines_come_back_as_lines() {
    for typed in ["\r\nfirst", "a\r\n\r\nb\r\n", "\r\n\r\n"] {
        let form = EnvironmentForm { description: typed.into(), ..EnvironmentForm::default() };
        assert_eq!(sent(&form, Step::Basics).description, typed);
    }
}

#[test]
fn texts_from_people_are_never_markup() {
    for text in
        [r"<script>alert(1)</script>", r#"" onfocus="alert(1)"#, "</textarea><b>", "'><img src=x>", "&lt;b&gt; &amp;"]
    {
        let form = everywhere(text);
        comes_back(&form);
        for step in Step::ALL {
            assert_no_foreign_markup(&page(&form, step));
        }
    }
}

#[test]
fn everything_on_a_step_is_tied_together() {
    for form in [EnvironmentForm::default(), everywhere("\u{1}é/"), everywhere(&"x_".repeat(2000))] {
        for step in Step::ALL {
            assert_tied_together(&page(&form, step));
        }
    }
}

#[test]
fn a_step_says_what_is_wrong_with_it_only_after_it_was_sent() {
    let form = everywhere("é");
    let wizard = wizard(&form, &[]);
    let first = Owner::new().with(|| view! { <StepPage wizard form seen=vec![] step=Step::Basics/> }.to_html());
    assert!(!first.contains("aria-invalid") && !first.contains(r#"role="alert""#), "{first}");
    let again = page(&everywhere("é"), Step::Basics);
    assert!(again.contains("aria-invalid") && again.contains("fields need another look"), "{again}");
}

#[test]
fn a_document_of_megabytes_is_not_sent_to_the_browser_and_back() {
    let mut form = everywhere("Okta");
    form.federation.metadata_document = "<a/>".repeat(2_500_000);
    for mode in [Mode::Federated, Mode::Local] {
        form.mode = mode;
        let mut wizard = wizard(&form, &[]);
        wizard.metadata = wizard.metadata.filter(|_| mode == Mode::Federated);
        let shown = form.clone();
        let page =
            Owner::new().with(|| view! { <StepPage wizard form=shown seen=vec![] step=Step::SignIn/> }.to_html());
        assert!(page.len() < 60_000 && page.contains("10,000,000 characters is saved"), "{} bytes", page.len());
        assert_eq!(sent(&form, Step::SignIn).federation.metadata_document.len(), 10_000_000);
    }
}

#[test]
fn more_rows_than_fit_are_all_shown_and_come_back() {
    let rows = (0..60).map(|i| row(&format!("key-{i}"), "value")).chain([row("owner", "me")]).collect();
    let form = EnvironmentForm { tags: TagForm { rows }, ..EnvironmentForm::default() };
    assert_eq!(sent(&form, Step::Extras).tags, form.tags);
    assert!(page(&form, Step::Extras).contains("61 tags are too many; there is room for 47."));
}

#[test]
fn spare_rows_do_not_pile_up() {
    let once = sent(&EnvironmentForm::default(), Step::Extras);
    let twice = sent(&once, Step::Extras);
    assert_eq!(once, twice);
    assert_eq!(page(&once, Step::Extras).len(), page(&twice, Step::Extras).len());
}
