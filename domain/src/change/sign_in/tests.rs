//! What can be asked for about how people sign in, and that nothing else of it is sent.

use std::collections::BTreeMap;

use super::*;
use crate::{
    audit,
    change::{
        Seen, Wanted,
        tests::{basis, environment, fields, laboratory, tags, typed, words},
    },
    environment::AttributeRow,
};

/// Metadata of one identity provider, as it was and with another certificate, and that of another one.
const FILE: &str = include_str!("../../../tests/saml/pysaml2.xml");
const OTHER: &str = include_str!("../../../tests/saml/okta.xml");

/// As it is read: without the blanks around it.
fn metadata() -> &'static str {
    FILE.trim()
}

fn renewed() -> String {
    metadata().replace("sso/redirect", "sso/redirect-2")
}

fn federated() -> Environment {
    let federation = Federation {
        metadata_document: Some(metadata().into()),
        metadata_url: Some("https://idp.example.com/metadata".into()),
        provider_name: Some("Example".into()),
        // As a program gave it: nobody who leaves it alone is told that it is none.
        urn: Some("not a urn".into()),
        attributes: [("Email".into(), "email".into())].into(),
        ..Federation::default()
    };
    Environment { federation, ..environment() }
}

fn local() -> Environment {
    Environment { mode: Mode::Local, federation: Federation::default(), ..environment() }
}

fn of(environment: Environment, rules: Option<Rules>) -> Basis {
    Basis::new(environment, &tags(&[("desk", "fx"), ("owner", "ada")]), rules)
}

fn moved(wanted: &Wanted, now: &Environment) -> Vec<String> {
    words(&wanted.moved(now, &tags(&[("desk", "fx"), ("owner", "ada")])))
}

fn left(wanted: &Wanted, now: &Environment) -> Option<Federation> {
    wanted.left(now, &BTreeMap::new()).0.federation
}

fn document(before: &str, after: &str) -> String {
    format!("SAML metadata document: {} → {}", audit::marked(before), audit::marked(after))
}

#[test]
fn a_new_document_is_the_only_line_of_a_renewal_with_a_blueprint_and_without() {
    for rules in [None, Some(laboratory())] {
        let basis = of(federated(), rules);
        let shown = basis.form();
        assert_eq!(shown.federation.metadata_document, "", "it is not sent to the browser and back");
        let wanted = typed(&basis, |form| form.federation.metadata_document = renewed());
        if basis.sign_in == SignIn::Free {
            // The form has the URN that is none, and with it whoever changes anything beside it.
            assert_eq!(fields(wanted), [Field::FederationUrn]);
            continue;
        }
        let wanted = wanted.unwrap();
        assert_eq!(words(&wanted.changes()), [document(metadata(), &renewed())]);
        assert!(wanted.signs_in() && wanted.document() == Some(renewed().as_str()));
        let sent = left(&wanted, &federated()).unwrap();
        assert_eq!(
            (sent.metadata_document, sent.urn),
            (Some(renewed()), Some("not a urn".into())),
            "the rest goes along"
        );
    }
}

#[test]
fn without_a_blueprint_all_of_it_can_be_another_one() {
    let basis = of(local(), None);
    let federate = |form: &mut EnvironmentForm| {
        form.mode = Mode::Federated;
        form.federation.provider_name = "Example".into();
        form.federation.metadata_document = metadata().into();
        form.federation.attributes = vec![AttributeRow { key: "Email".into(), value: "email".into() }];
    };
    let wanted = typed(&basis, federate).unwrap();
    let lines = words(&wanted.changes());
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert_eq!(
        (lines[0].as_str(), lines[1].as_str()),
        ("Sign-in mode: Local → Federated", "Identity provider name: added Example")
    );
    // FinSpace gives a URN and a callback URL of its own: that is no reason to send it again.
    let mut done = wanted.edit.applied_to(&local());
    done.federation.urn = Some("urn:amazon:cognito:sp:x".into());
    assert_eq!(wanted.seen(&done, &tags(&[]), None), Seen::Done);
    let again = typed(&of(done, None), |form| form.federation.federation_urn.clear());
    assert_eq!(fields(again), [Field::Name], "FinSpace would give it again");
    let back = typed(&of(federated(), None), |form| form.mode = Mode::Local).unwrap();
    assert_eq!(words(&back.changes())[0], "Sign-in mode: Federated → Local");
    assert_eq!(back.seen(&local(), &tags(&[]), None), Seen::Done);
    let without = typed(&basis, |form| form.mode = Mode::Federated);
    assert_eq!(fields(without), [Field::MetadataDocument], "FinSpace needs the metadata");
    let bad = typed(&basis, |form| {
        federate(form);
        form.federation.metadata_url = "idp.example.com".into();
        form.federation.metadata_document = "<short/>".into();
    });
    assert_eq!(fields(bad), [Field::MetadataDocument, Field::MetadataUrl]);
}

#[test]
fn a_blueprint_lets_the_metadata_of_its_identity_provider_be_renewed_and_nothing_else() {
    let basis = of(federated(), Some(laboratory()));
    assert_eq!(basis.sign_in, SignIn::Metadata);
    let line = |label: &str, text: &str| (label.to_owned(), text.to_owned());
    let fixed = basis.fixed();
    for fact in [line("Identity provider name", "Example"), line("Attribute map: Email", "email")] {
        assert!(fixed.contains(&fact), "{fixed:?}");
    }
    let same = typed(&basis, |form| form.federation.metadata_document = FILE.into());
    assert_eq!(fields(same), [Field::MetadataDocument], "that is no other one");
    for foreign in [OTHER.to_owned(), "x".repeat(1000)] {
        let refused = typed(&basis, |form| form.federation.metadata_document.clone_from(&foreign)).unwrap_err();
        let said = &refused.of(Field::MetadataDocument).unwrap().words;
        assert!(said.contains("which identity provider"), "{said}");
    }
    let smuggled = typed(&basis, |form| {
        form.mode = Mode::Federated;
        form.federation.without_document = true;
        form.federation.provider_name = "Mine".into();
    });
    assert_eq!(fields(smuggled), [Field::SignInMode, Field::MetadataDocument, Field::ProviderName]);
    let moved_on = typed(&basis, |form| form.federation.metadata_url = "https://idp.example.com/new".into()).unwrap();
    let lines = words(&moved_on.changes());
    assert_eq!(lines, ["SAML metadata URL: https://idp.example.com/metadata → https://idp.example.com/new"]);
    // Of an environment with passwords of its own there is nothing to renew.
    let basis = of(local(), Some(laboratory()));
    assert_eq!(basis.sign_in, SignIn::Fixed);
    let smuggled = typed(&basis, |form| form.federation.metadata_document = metadata().into());
    assert_eq!(fields(smuggled), [Field::MetadataDocument]);
}

#[test]
fn what_finspace_could_not_be_asked_for_is_not_asked_for() {
    let basis = basis(None).unread();
    assert_eq!(basis.form().federation, FederationForm::default());
    let wanted = typed(&basis, |form| form.name = "lab-curves".into()).unwrap();
    assert!(!wanted.knows_sign_in && !wanted.signs_in());
    assert_eq!(Basis::of(&wanted, None).sign_in, SignIn::Unread);
    let refused = typed(&basis, |form| form.federation.metadata_document = metadata().into()).unwrap_err();
    assert!(refused.of(Field::MetadataDocument).unwrap().words.contains("cannot be read"));
}

#[test]
fn what_others_changed_of_it_counts_where_it_was_to_be_changed_and_stays_where_not() {
    let mut base = federated();
    base.federation.urn = None;
    let wanted = typed(&of(base.clone(), None), |form| form.federation.metadata_document = renewed()).unwrap();
    assert!(moved(&wanted, &base).is_empty());
    let mut theirs = base.clone();
    theirs.federation.metadata_document = Some(OTHER.into());
    assert_eq!(moved(&wanted, &theirs), [document(metadata(), OTHER)]);
    theirs.federation.metadata_document = Some(metadata().into());
    theirs.federation.provider_name = Some("Theirs".into());
    theirs.federation.attributes = [("Email".into(), "mail".into())].into();
    assert!(moved(&wanted, &theirs).is_empty());
    let sent = left(&wanted, &theirs).unwrap();
    assert_eq!(sent, Federation { metadata_document: Some(renewed()), ..theirs.federation.clone() });
    theirs.federation.metadata_document = Some(renewed());
    assert_eq!(wanted.seen(&theirs, &tags(&[]), None), Seen::Done);
    // The portal keeps no documents, and does not take that for a change.
    let mut kept = base.clone();
    (kept.federation.metadata_document, kept.federation.attributes) = (None, BTreeMap::new());
    assert!(!moved(&wanted, &kept).is_empty() && moved(&wanted, &wanted.as_kept(&kept)).is_empty());
}

#[test]
fn an_empty_box_keeps_the_document_that_is_asked_for_when_it_becomes_another_request() {
    let mut base = federated();
    base.federation.urn = None;
    let wanted = typed(&of(base, None), |form| form.federation.metadata_document = renewed()).unwrap();
    let basis = Basis::of(&wanted, None);
    let mut form = wanted.form();
    assert_eq!(form.federation.metadata_document, "");
    assert_eq!(basis.wanted(&basis.form(), &wanted.retyped(form.clone()), &[]).as_ref(), Ok(&wanted));
    form.federation.provider_name = "Other".into();
    let amended = basis.wanted(&basis.form(), &wanted.retyped(form.clone()), &[]).unwrap();
    assert_eq!((amended.document(), amended.changes().len()), (Some(renewed().as_str()), 2));
    form.federation.without_document = true;
    let amended = basis.wanted(&basis.form(), &wanted.retyped(form), &[]).unwrap();
    assert_eq!(amended.document(), None);
    assert!(amended.form().federation.without_document, "it is ticked again");
}

#[test]
fn what_was_asked_for_before_any_of_it_could_be_is_read_and_leaves_it_alone() {
    let mut wanted = typed(&of(local(), None), |form| form.name = "lab-curves".into()).unwrap();
    let mut json = serde_json::to_value(&wanted).unwrap();
    json.as_object_mut().unwrap().remove("knows_sign_in");
    let old: Wanted = serde_json::from_value(json).unwrap();
    wanted.knows_sign_in = false;
    assert_eq!(old, wanted);
    assert_eq!(old.sign_in(None), SignIn::Unread);
    assert!(moved(&old, &federated()).is_empty());
    let (edit, _) = old.left(&federated(), &BTreeMap::new());
    assert_eq!((edit.mode, edit.federation), (None, None));
}
