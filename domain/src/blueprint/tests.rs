//! Blueprints: what a form means, and what plans come of it.

mod answers;

use super::*;
use crate::{
    Field,
    id::ConnectionName,
    tag::{TagForm, TagRow},
};

fn local() -> Vec<ConnectionName> {
    vec![ConnectionName::parse("local").unwrap()]
}

fn row(key: &str, value: &str) -> TagRow {
    TagRow { key: key.into(), value: value.into() }
}

fn fixed() -> EnvironmentForm {
    EnvironmentForm {
        connection: "local".into(),
        description: "Of the blueprint".into(),
        tags: TagForm { rows: vec![row("stage", "test"), row("", "")] },
        ..EnvironmentForm::default()
    }
}

fn form() -> BlueprintForm {
    BlueprintForm {
        name: " Test  laboratory ".into(),
        prefix: "test-".into(),
        required_tags: "desk\r\ndesk\r\n".into(),
        optional_tags: "cost".into(),
        ..BlueprintForm::fresh()
    }
}

fn rules() -> Rules {
    form().parse(&fixed(), &local(), &[]).unwrap().rules
}

fn answers(name: &str, desk: &str) -> EnvironmentForm {
    let rows = vec![row("desk", desk), row("cost", "")];
    EnvironmentForm { name: name.into(), tags: TagForm { rows }, ..EnvironmentForm::default() }
}

#[test]
fn a_form_becomes_rules_and_comes_back_from_them() {
    let rules = rules();
    assert_eq!((rules.name.as_str(), rules.required_tags.len(), rules.needed), ("Test laboratory", 1, 1));
    assert_eq!(rules.fixed.tags.rows.len(), 1);
    let back = BlueprintForm::of(&rules, &[], &[], &[]);
    assert_eq!(back.parse(&rules.fixed, &local(), &[]).unwrap().rules, rules);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let bad = BlueprintForm {
        name: String::new(),
        prefix: "no_prefix".into(),
        per_team: "many".into(),
        needed: "0".into(),
        deciders: Deciders::People,
        people: "nobody".into(),
        ..form()
    };
    let environment = EnvironmentForm { connection: "nowhere".into(), ..fixed() };
    let problems = bad.parse(&environment, &local(), &[]).unwrap_err();
    let of = |field| problems.of(Field::Blueprint(field)).is_some();
    for field in [BlueprintField::Name, BlueprintField::Prefix, BlueprintField::PerTeam, BlueprintField::Needed] {
        assert!(of(field), "{field:?}: {problems:?}");
    }
    assert!(of(BlueprintField::People) && problems.of(Field::Connection).is_some(), "{problems:?}");
    assert!(problems.of(Field::Name).is_none(), "the name is for those who ask: {problems:?}");
}

#[test]
fn more_approvals_than_people_are_refused() {
    let bad =
        BlueprintForm { needed: "2".into(), deciders: Deciders::People, people: "ada@example.com".into(), ..form() };
    let problems = bad.parse(&fixed(), &local(), &[]).unwrap_err();
    assert!(problems.of(Field::Blueprint(BlueprintField::People)).is_some(), "{problems:?}");
}

#[test]
fn a_tag_that_every_environment_needs_is_fixed_or_asked_for() {
    let needed = [TagKey::parse("desk").unwrap(), TagKey::parse("owner").unwrap()];
    let problems = form().parse(&fixed(), &local(), &needed).unwrap_err();
    assert_eq!(problems.0.len(), 1, "{problems:?}");
    assert!(problems.0[0].words.contains("owner"));
}

#[test]
fn what_is_filled_in_joins_what_is_fixed() {
    let rules = rules();
    let plan = rules.plan(&answers("test-rates", "rates"), &local(), &[]).unwrap();
    assert_eq!(plan.name.as_str(), "test-rates");
    assert_eq!(plan.description.as_ref().unwrap().as_str(), "Of the blueprint");
    let tags: Vec<String> = plan.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(tags, ["desk=rates", "stage=test"]);
    let words: Vec<String> = rules.differences(&plan).iter().map(Change::in_words).collect();
    assert_eq!(words, ["Name: added test-rates", "Tag desk: added rates"]);
}

#[test]
fn what_was_saved_before_there_were_choices_is_still_read() {
    let before = r#"{"name":"Old","words":"","fixed":{"connection":"local"},"prefix":"","asks_description":false,
        "required_tags":["desk"],"optional_tags":[],"per_team":0,"per_person":0,"days":0,"deciders":"team","needed":1,
        "automatic":true}"#;
    let rules: Rules = serde_json::from_str(before).unwrap();
    assert_eq!((rules.automatic, rules.automatic_up_to, rules.asks_superuser), (Automatic::Members, 0, false));
    assert!(rules.choices.is_empty() && rules.approves_by_itself(false, 1_000));
    assert_eq!(serde_json::from_str::<Rules>(&serde_json::to_string(&rules).unwrap()).unwrap(), rules);
}

#[test]
fn what_it_approves_by_itself_ends_where_its_rule_says() {
    let of = |automatic, up_to: &str| {
        let form = BlueprintForm { automatic, automatic_up_to: up_to.into(), ..form() };
        form.parse(&fixed(), &local(), &[]).unwrap().rules
    };
    let nobody = of(Automatic::Nobody, "3");
    assert!(!nobody.approves_by_itself(true, 0) && nobody.automatic_rule().is_none() && !nobody.is_counted());
    let approvers = of(Automatic::Approvers, "0");
    assert!(approvers.approves_by_itself(true, 1_000) && !approvers.approves_by_itself(false, 0));
    assert!(!approvers.is_counted());
    let members = of(Automatic::Members, "2");
    assert!(members.approves_by_itself(false, 1) && !members.approves_by_itself(true, 2) && members.is_counted());
    assert!(members.automatic_rule().unwrap().contains("no more than 2 of it"));
    let bad = BlueprintForm { automatic_up_to: "-1".into(), ..form() }.parse(&fixed(), &local(), &[]).unwrap_err();
    assert!(bad.of(Field::Blueprint(BlueprintField::AutomaticUpTo)).is_some(), "{bad:?}");
}

#[test]
fn nobody_fills_in_what_is_fixed() {
    let rules = rules();
    let mut typed = answers("test-rates", "rates");
    typed.description = "Mine".into();
    typed.kms_key = "alias/mine".into();
    typed.tags.rows.push(row("stage", "production"));
    let kept = rules.answers_of(typed);
    let plan = rules.plan(&kept, &local(), &[]).unwrap();
    assert_eq!(rules.differences(&plan).len(), 2, "{:?}", rules.differences(&plan));
    assert_eq!(plan.kms_key, None);
}

#[test]
fn what_nobody_fills_in_is_named_where_it_stands() {
    let mut typed = answers("test-rates", "rates");
    assert!(rules().unasked(&typed).is_empty());
    typed.description = "Mine".into();
    typed.tags.rows.push(row("stage", "production"));
    let fields: Vec<Field> = rules().unasked(&typed).0.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::Description, Field::TagKey(2)]);
}

#[test]
fn a_name_begins_as_the_blueprint_says_and_a_tag_is_filled_in() {
    let problems = rules().plan(&answers("rates", " "), &local(), &[]).unwrap_err();
    let name = problems.of(Field::Name).unwrap();
    assert_eq!(name.suggestion.as_deref(), Some("test-rates"));
    assert!(problems.of(Field::TagValue(0)).is_some(), "{problems:?}");
    for name in ["test-", "", "test-é"] {
        assert!(rules().plan(&answers(name, "rates"), &local(), &[]).is_err(), "{name}");
    }
}

#[test]
fn another_plan_has_another_digest() {
    let plan = |name: &str| rules().plan(&answers(name, "rates"), &local(), &[]).unwrap();
    assert_eq!(digest(&plan("test-a")), digest(&plan("test-a")));
    assert_ne!(digest(&plan("test-a")), digest(&plan("test-b")));
    assert_eq!(Rules::between(&plan("test-a"), &plan("test-b")).len(), 1);
}

#[test]
fn a_change_of_a_blueprint_names_what_differs() {
    let before = Blueprint {
        id: BlueprintId::from_bytes([1; 26]),
        rules: rules(),
        teams: Vec::new(),
        people: Vec::new(),
        steps: Vec::new(),
        retired_at: None,
        version: 1,
    };
    let mut after = before.clone();
    after.rules.per_team = 3;
    after.rules.fixed.description = "Another".into();
    let words: Vec<String> = after.changes_from(Some(&before)).iter().map(Change::in_words).collect();
    assert_eq!(words, ["Description: Of the blueprint → Another", "Environments per team: added 3"]);
}
