//! Blueprints: what a form means, and what plans come of it.

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
fn more_approvals_than_people_are_refused_and_a_tag_is_fixed_or_asked_for() {
    let bad = BlueprintForm {
        needed: "2".into(),
        deciders: Deciders::People,
        people: "ada@example.com".into(),
        required_tags: "stage".into(),
        ..form()
    };
    let problems = bad.parse(&fixed(), &local(), &[]).unwrap_err();
    assert!(problems.of(Field::Blueprint(BlueprintField::People)).is_some(), "{problems:?}");
    assert!(problems.of(Field::Blueprint(BlueprintField::RequiredTags)).is_some(), "{problems:?}");
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
