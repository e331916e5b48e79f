//! What people begin with, what they choose from, and whom they name.

use super::*;
use crate::{Actor, Problems, id::PersonId, role::Roles};

fn ada(email: &str) -> Actor {
    let (person, name) = (PersonId::from_bytes([1; 26]), "Ada Byron".to_owned());
    Actor { person, name, email: email.into(), roles: Roles::default(), token: None }
}

/// A stage that begins with `test` and is one of two, beside the desk that everybody writes.
fn staged() -> Rules {
    let form = BlueprintForm { optional_tags: "stage = test, production\ncost".into(), ..form() };
    form.parse(&fixed(), &local(), &[]).unwrap().rules
}

fn wrong(form: &BlueprintForm, fixed: &EnvironmentForm) -> Vec<(Field, String)> {
    let Problems(all) = form.parse(fixed, &local(), &[]).unwrap_err();
    all.into_iter().map(|problem| (problem.field, problem.words)).collect()
}

#[test]
fn a_tag_that_is_given_and_asked_for_begins_with_its_value_and_can_be_changed() {
    let rules = staged();
    let mut answers = rules.empty_answers(&ada("ada@example.com"));
    assert_eq!(answers.tags.rows, [row("desk", ""), row("stage", "test"), row("cost", "")]);
    assert!(!rules.fixed_lines().iter().any(|(label, _)| label == "Tag stage"), "nobody fixes it");
    answers.name = "test-rates".into();
    answers.tags.rows[0].value = "rates".into();
    let differs = |answers: &EnvironmentForm| -> Vec<String> {
        let plan = rules.plan(&rules.answers_of(answers.clone()), &local(), &[]).unwrap();
        rules.differences(&plan).iter().map(Change::in_words).filter(|words| !words.starts_with("Name")).collect()
    };
    assert_eq!(differs(&answers), ["Tag desk: added rates"], "as it began, it is no difference");
    answers.tags.rows[1].value = "production".into();
    assert_eq!(differs(&answers), ["Tag stage: test → production", "Tag desk: added rates"]);
    answers.tags.rows[1].value = " ".into();
    assert_eq!(differs(&answers), ["Tag stage: removed test", "Tag desk: added rates"], "it may be left out");
}

#[test]
fn a_description_that_people_write_is_not_fixed() {
    let form = BlueprintForm { asks_description: true, ..form() };
    let rules = form.parse(&fixed(), &local(), &[]).unwrap().rules;
    assert_eq!(rules.empty_answers(&ada("")).description, "Of the blueprint");
    assert!(!rules.fixed_lines().iter().any(|(label, _)| label == "Description"));
    let plan = rules.plan(&answers("test-rates", "rates"), &local(), &[]).unwrap();
    assert!(rules.differences(&plan).iter().any(|line| line.in_words() == "Description: removed Of the blueprint"));
}

#[test]
fn a_value_is_one_of_those_that_are_offered() {
    let rules = staged();
    let with = |stage: &str| {
        let mut typed = answers("test-rates", "rates");
        typed.tags.rows.insert(1, row("stage", stage));
        rules.plan(&typed, &local(), &[])
    };
    assert!(with("production").is_ok() && with("").is_ok());
    let problems = with("Production").unwrap_err();
    let problem = problems.of(Field::TagValue(1)).unwrap();
    assert_eq!(problem.words, "Choose one of these for “stage”: test, production.");
    assert_eq!(problems.0.len(), 1, "{problems:?}");
    let many: Vec<String> = (0..100).map(|n| format!("v{n}")).collect();
    let form = BlueprintForm { required_tags: format!("desk = {}", many.join(",")), ..form() };
    let rules = form.parse(&fixed(), &local(), &[]).unwrap().rules;
    let problems = rules.plan(&answers("test-rates", "x"), &local(), &[]).unwrap_err();
    assert!(problems.0[0].words.ends_with("v9 and 90 more."), "{problems:?}");
    let back = BlueprintForm::of(&rules, &[], &[], &[]);
    assert_eq!(back.parse(&rules.fixed, &local(), &[]).unwrap().rules, rules);
}

#[test]
fn what_nobody_could_fill_in_right_is_refused_in_the_blueprint() {
    let at = |field| Field::Blueprint(field);
    let twice = BlueprintForm { optional_tags: "desk = rates".into(), ..form() };
    assert_eq!(
        wrong(&twice, &fixed()),
        [(
            at(BlueprintField::OptionalTags),
            "“desk” has to be filled in already. Take it away at one of the two places.".into()
        )]
    );
    let other = BlueprintForm { required_tags: "stage = live, dead".into(), ..form() };
    assert_eq!(
        wrong(&other, &fixed()),
        [(
            at(BlueprintField::RequiredTags),
            "“stage” begins with “test” below. Offer that as well, or change it below.".into()
        )]
    );
    let keys: Vec<String> = (0..47).map(|n| format!("k{n}")).collect();
    let full = BlueprintForm { required_tags: keys.join("\n"), ..form() };
    assert!(wrong(&full, &fixed())[0].1.contains("48 tags; there is room for 47"), "{:?}", wrong(&full, &fixed()));
    let own = BlueprintForm { optional_tags: "stage".into(), ..full };
    assert!(own.parse(&fixed(), &local(), &[]).is_ok(), "a tag that can be left out takes no room");
    let lines: Vec<String> = (0..49).map(|n| format!("k{n} = a, b")).collect();
    let many = BlueprintForm { required_tags: lines.join("\n"), ..form() };
    assert!(wrong(&many, &fixed())[0].1.contains("49 tags are too many"));
}

#[test]
fn people_name_the_superuser_where_the_blueprint_lets_them() {
    let of = |asks_superuser, fixed: &EnvironmentForm| {
        BlueprintForm { asks_superuser, ..form() }.parse(fixed, &local(), &[]).unwrap().rules
    };
    let named = EnvironmentForm {
        email_address: "desk@example.com".into(),
        first_name: "Desk".into(),
        last_name: "Lead".into(),
        ..fixed()
    };
    let own = of(true, &fixed()).empty_answers(&ada("ada@example.com"));
    assert_eq!((own.email_address.as_str(), own.last_name.as_str()), ("ada@example.com", "Byron"));
    assert!(of(true, &fixed()).empty_answers(&ada("ada")).has_no_superuser(), "FinSpace would not take her address");
    assert_eq!(of(true, &named).empty_answers(&ada("ada@example.com")).first_name, "Desk");
    assert!(of(false, &named).empty_answers(&ada("ada@example.com")).has_no_superuser());

    let typed = EnvironmentForm { email_address: "x@example.com".into(), ..answers("test-rates", "rates") };
    let problems = of(true, &named).plan(&typed, &local(), &[]).unwrap_err();
    assert_eq!(problems.0.iter().map(|one| one.field).collect::<Vec<_>>(), [Field::FirstName, Field::LastName]);
    let without = of(true, &named).plan(&answers("test-rates", "rates"), &local(), &[]).unwrap();
    assert_eq!(without.superuser, None, "who empties all three wants none");
    let fixed_one = of(false, &named);
    let kept = fixed_one.plan(&fixed_one.answers_of(typed.clone()), &local(), &[]).unwrap();
    assert_eq!(kept.superuser.unwrap().email.as_str(), "desk@example.com");
    assert_eq!(fixed_one.unasked(&typed).0[0].field, Field::EmailAddress);
    assert!(of(true, &named).unasked(&typed).is_empty());
}
