//! What makes a provider, and what its rules give.

use super::*;
use crate::{Field, role::Role};

fn form() -> ProviderForm {
    ProviderForm {
        name: "okta".into(),
        label: "Okta".into(),
        issuer: "https://id.example.com/oauth2/default".into(),
        client_id: "portal".into(),
        client_secret: "a secret".into(),
        group_claim: "groups".into(),
        rules: "portal-admins = admin\nCN=Desk, OU=Rates = operator, auditor".into(),
        ..ProviderForm::fresh()
    }
}

#[test]
fn what_is_typed_becomes_a_provider_and_its_form_again() {
    let provider = form().parse(None).unwrap();
    assert_eq!((provider.version, provider.secret.clone(), provider.match_email), (1, None, true));
    assert_eq!(provider.rules.0[1].group, "CN=Desk, OU=Rates");
    let again = ProviderForm { name: "other".into(), issuer: "nonsense".into(), ..ProviderForm::of(&provider) };
    let again = again.parse(Some(&provider)).unwrap();
    assert_eq!(again, Provider { version: 2, ..provider }, "name and issuer stay");
}

#[test]
fn all_that_is_wrong_is_said_at_its_field() {
    let empty = ProviderForm::default().parse(None).unwrap_err();
    let fields: Vec<Field> = empty.0.iter().map(|problem| problem.field).collect();
    let expected = [
        ProviderField::Name,
        ProviderField::Issuer,
        ProviderField::Label,
        ProviderField::ClientId,
        ProviderField::Scopes,
        ProviderField::Entry,
    ];
    assert_eq!(fields, expected.map(Field::Provider));
    let rules = ProviderForm { group_claim: String::new(), ..form() }.parse(None).unwrap_err();
    assert_eq!(rules.0[0].field, Field::Provider(ProviderField::GroupClaim));
}

#[test]
fn an_issuer_cannot_be_listened_to() {
    for good in ["https://id.example.com", "http://127.0.0.1:8080/x", "http://localhost", "http://[::1]:1/"] {
        assert!(Issuer::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "http://id.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "https://",
        "https://user@id.example.com",
        "https://id.example.com/?x",
        "https://id.example.com/#x",
        "ftp://id.example.com",
        "https://id example.com",
    ] {
        assert!(Issuer::parse(bad).is_err(), "{bad}");
    }
    assert!(is_safe("https://id.example.com/token?x=1") && is_safe("http://127.0.0.1:8080/token"));
    for bad in
        ["http://10.0.0.1/", "http://localhost:1@example.com/", "http://localhost\\@example.com/", "https://a@b/"]
    {
        assert!(!is_safe(bad), "{bad}");
    }
}

#[test]
fn scopes_name_openid() {
    assert!(Scopes::parse("openid groups").is_ok());
    assert_eq!(Scopes::parse("email").unwrap_err().suggestion.as_deref(), Some("openid email"));
    assert!(Scopes::parse("").is_err());
}

#[test]
fn rules_add_up_and_names_are_compared_letter_by_letter() {
    let rules = form().parse(None).unwrap().rules;
    let groups = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert!(rules.roles_for(&groups(&["Portal-Admins", "portal-admins ", "x"])).is_empty());
    assert_eq!(rules.roles_for(&groups(&["portal-admins"])), Role::Admin.into());
    let all = rules.roles_for(&groups(&["CN=Desk, OU=Rates", "portal-admins"]));
    assert_eq!(all, [Role::Admin, Role::Operator, Role::Auditor].into_iter().collect());
    assert_eq!(rules.to_string().parse(), Ok(rules));
}

#[test]
fn a_wrong_rule_is_named_by_its_line() {
    for (text, words) in [
        ("a = admin\nb", "Line 2: write the group"),
        ("= admin", "Line 1: the name of a group"),
        ("a = king", "“king” is no role"),
        ("a =", "no role stands"),
        ("a = admin\n\na = member", "Line 3: this group"),
    ] {
        let flaw = text.parse::<GroupRules>().unwrap_err();
        assert!(flaw.words.contains(words), "{text}: {flaw}");
    }
    let many: Vec<String> = (0..=500).map(|n| format!("g{n} = member")).collect();
    assert!(many.join("\n").parse::<GroupRules>().unwrap_err().words.contains("501 rules"));
}

#[test]
fn the_log_is_told_what_changed_and_no_secret() {
    let before = form().parse(None).unwrap();
    let after = Provider { enabled: false, secret: Some(Sealed("hush".into())), ..before.clone() };
    let changes: Vec<String> = after.changes_from(Some(&before)).iter().map(Change::in_words).collect();
    assert_eq!(changes, ["Offer it on the sign-in page: yes → no", "Client secret: added another one"]);
    assert_eq!(before.changes_from(Some(&before)), []);
    assert!(!format!("{after:?} {:?}", form()).contains("hush"));
    assert!(before.changes_from(None).len() > 5);
}
