//! The tags of several environments at once: each has its own end, and nobody holds the others up.

use domain::{
    Error, Field,
    audit::Outcome,
    error::RefusalKind,
    id::EnvironmentId,
    portal::{MOST_AT_ONCE, Tagged, TaggingForm},
    role::Role,
};

use super::{
    wire::Fault,
    world::{Setting, World, tag_form},
};

pub fn form(world: &World, ids: &[&EnvironmentId], tags: &[(&str, &str)], removed: &str) -> TaggingForm {
    let chosen = ids.iter().map(|id| TaggingForm::place(&world.connection, id)).collect();
    TaggingForm { tags: tag_form(tags), removed: removed.into(), chosen, ..TaggingForm::default() }
}

async fn save(world: &World, form: &TaggingForm) -> Vec<Tagged> {
    world.portal.tag_many(&world.actor, form).await.unwrap()
}

async fn wrong(world: &World, form: &TaggingForm) -> Vec<(Field, String)> {
    match world.portal.tag_many(&world.actor, form).await {
        Err(Error::Invalid(problems)) => problems.0.into_iter().map(|one| (one.field, one.words)).collect(),
        other => panic!("{other:?}"),
    }
}

async fn tagged(world: &World, id: &EnvironmentId) -> Vec<String> {
    world.really_tagged(id).await.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

fn of<'t>(ends: &'t [Tagged], id: &EnvironmentId) -> &'t Tagged {
    ends.iter().find(|one| one.id == *id).unwrap()
}

#[tokio::test]
async fn tags_are_set_and_removed_in_each_and_all_others_stay() {
    let world = World::new().await;
    let (first, second) = (world.made_elsewhere("first").await, world.made_elsewhere("second").await);
    world.read().await;
    save(&world, &form(&world, &[&first], &[("desk", "fx"), ("old", "1"), ("kept", "yes")], "")).await;
    let both = form(&world, &[&second, &first, &second], &[("desk", "rates")], "old\n\n never \n");
    let ends = save(&world, &both).await;
    assert_eq!(ends.len(), 2, "each once: {ends:?}");
    assert_eq!(tagged(&world, &first).await, ["desk=rates", "kept=yes"]);
    assert_eq!(tagged(&world, &second).await, ["desk=rates"]);
    let change = of(&ends, &first).end.as_ref().unwrap();
    assert_eq!((change.set.len(), change.removed.len()), (1, 1));
    assert_eq!(of(&ends, &second).name, "second");
    assert!(of(&ends, &second).end.as_ref().unwrap().removed.is_empty(), "what it never had is not removed");
    let history = world.portal.history(&world.actor, &world.connection, &first, 1).await.unwrap().rows;
    assert_eq!(history[0].detail, "Set desk=rates. Removed old.");
    assert_eq!(history[0].outcome, Outcome::Done);
    assert_eq!(world.entry(&second).unwrap().tags.as_ref().unwrap().len(), 1, "the list knows at once");

    let sent = world.wire.count("POST /tags") + world.wire.count("DELETE /tags");
    let again = save(&world, &both).await;
    assert!(again.iter().all(|one| one.end.as_ref().unwrap().is_empty()), "{again:?}");
    assert_eq!(world.wire.count("POST /tags") + world.wire.count("DELETE /tags"), sent, "sent again, nothing goes out");
}

#[tokio::test]
async fn one_that_fails_does_not_hold_the_others_up_and_can_be_tried_again() {
    let world = World::new().await;
    let (first, second) = (world.made_elsewhere("first").await, world.made_elsewhere("second").await);
    world.read().await;
    let gone = EnvironmentId::parse("aaaaaaaaaaaaaaaaaaaaaa").unwrap();
    let denied = Fault::Says(403, "x-amzn-ErrorType: AccessDeniedException\r\n", r#"{"message":"No."}"#);
    world.wire.meet("POST /tags", denied, 1);
    let all = form(&world, &[&first, &second, &gone], &[("desk", "fx")], "");
    let ends = save(&world, &all).await;
    let failed: Vec<_> = ends.iter().filter(|one| one.end.is_err()).collect();
    assert_eq!(failed.len(), 2, "{ends:?}");
    assert!(matches!(of(&ends, &gone).end, Err(Error::NotFound(_))), "{ends:?}");
    assert_eq!(of(&ends, &gone).name, gone.to_string(), "nobody knows its name");
    let refused = failed.iter().find(|one| one.id != gone).unwrap();
    assert!(matches!(&refused.end, Err(Error::FinSpace(why)) if why.kind == RefusalKind::Denied), "{refused:?}");
    let ends = save(&world, &form(&world, &[&refused.id], &[("desk", "fx")], "")).await;
    assert_eq!(ends[0].end.as_ref().unwrap().set.len(), 1);
    for id in [&first, &second] {
        assert_eq!(tagged(&world, id).await, ["desk=fx"]);
    }
}

#[tokio::test]
async fn what_was_typed_is_judged_before_anything_is_sent() {
    let world = World::with(Setting { required_tags: vec!["owner"], ..Setting::default() }).await;
    let id = world.made_elsewhere("one").await;
    let at = |problems: Vec<(Field, String)>| problems.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    let asked = |tags: &[(&str, &str)], removed: &str| form(&world, &[&id], tags, removed);
    assert_eq!(at(wrong(&world, &TaggingForm::default()).await), [Field::Tags, Field::Chosen]);
    assert_eq!(at(wrong(&world, &asked(&[("dés k", "")], "")).await), [Field::TagKey(0), Field::TagValue(0)]);
    for removed in ["owner", "portal:plan", "aws:x", "a b", "desk"] {
        let problems = wrong(&world, &asked(&[("desk", "fx")], &format!("fine\n{removed}"))).await;
        assert_eq!(problems.len(), 1, "{removed}: {problems:?}");
        assert_eq!(problems[0].0, Field::RemovedTags, "{removed}");
    }
    let odd = TaggingForm { chosen: vec!["local".into()], ..asked(&[("desk", "fx")], "") };
    assert_eq!(at(wrong(&world, &odd).await), [Field::Chosen]);
    let letters: Vec<char> = ('a'..='z').collect();
    let id = |n: usize| format!("local/{}{}{}", "a".repeat(20), letters[n / 26], letters[n % 26]);
    let many = TaggingForm { chosen: (0..=MOST_AT_ONCE).map(id).collect(), ..asked(&[("desk", "fx")], "") };
    let problems = wrong(&world, &many).await;
    assert_eq!(problems, [(Field::Chosen, "201 are too many at once. Tick 200 at most.".to_owned())]);
    assert_eq!(world.wire.count("POST /tags") + world.wire.count("DELETE /tags"), 0);
}

#[tokio::test]
async fn who_may_not_change_tags_changes_none() {
    let world = World::new().await;
    let id = world.made_elsewhere("one").await;
    let auditor = world.somebody("auditor@example.com", [Role::Auditor]).await;
    let refused = world.portal.tag_many(&auditor, &form(&world, &[&id], &[("desk", "fx")], "")).await;
    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    assert!(tagged(&world, &id).await.is_empty());
}

#[tokio::test]
async fn a_full_environment_takes_no_more_and_says_so() {
    let world = World::new().await;
    let id = world.made_elsewhere("full").await;
    let tags: Vec<(String, String)> = (0..47).map(|n| (format!("k{n}"), "v".to_owned())).collect();
    let tags: Vec<(&str, &str)> = tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    save(&world, &form(&world, &[&id], &tags, "")).await;
    save(&world, &form(&world, &[&id], &[("a", "1"), ("b", "1"), ("c", "1")], "")).await;
    let ends = save(&world, &form(&world, &[&id], &[("d", "1")], "")).await;
    let Err(Error::Invalid(problems)) = &ends[0].end else { panic!("{ends:?}") };
    assert!(problems.0[0].words.contains("51"), "{problems:?}");
    let ends = save(&world, &form(&world, &[&id], &[("d", "1")], "a")).await;
    assert!(ends[0].end.is_ok(), "one goes, one comes: {ends:?}");
}

fn renaming(world: &World, ids: &[&EnvironmentId], old: &str, new: &str) -> TaggingForm {
    TaggingForm { old_key: old.into(), new_key: new.into(), ..form(world, ids, &[], "") }
}

#[tokio::test]
async fn a_renamed_key_keeps_the_value_of_each_and_overwrites_none() {
    let world = World::new().await;
    let (first, second) = (world.made_elsewhere("first").await, world.made_elsewhere("second").await);
    let (both, none) = (world.made_elsewhere("both").await, world.made_elsewhere("none").await);
    world.read().await;
    for (id, tags) in [
        (&first, &[("desk", "fx"), ("kept", "yes")][..]),
        (&second, &[("desk", "rates"), ("team", "rates")][..]),
        (&both, &[("desk", "rates"), ("team", "fx")][..]),
    ] {
        save(&world, &form(&world, &[id], tags, "")).await;
    }
    let rename = renaming(&world, &[&first, &second, &both, &none], " desk ", "team");
    let ends = save(&world, &rename).await;
    assert_eq!(tagged(&world, &first).await, ["kept=yes", "team=fx"]);
    assert_eq!(tagged(&world, &second).await, ["team=rates"], "it had that value already");
    assert_eq!(tagged(&world, &both).await, ["desk=rates", "team=fx"], "nothing is overwritten");
    let Err(Error::Invalid(problems)) = &of(&ends, &both).end else { panic!("{ends:?}") };
    assert!(problems.0[0].words.contains("with different values"), "{problems:?}");
    assert!(of(&ends, &none).end.as_ref().unwrap().is_empty(), "{ends:?}");
    let history = world.portal.history(&world.actor, &world.connection, &first, 1).await.unwrap().rows;
    assert_eq!(history[0].detail, "Set team=fx. Removed desk.");
    let again = save(&world, &rename).await;
    assert!(of(&again, &first).end.as_ref().unwrap().is_empty(), "sent again, nothing is left to do: {again:?}");
}

#[tokio::test]
async fn a_full_environment_can_have_a_key_renamed() {
    let world = World::new().await;
    let id = world.made_elsewhere("full").await;
    let tags: Vec<(String, String)> = (0..47).map(|n| (format!("k{n}"), "v".to_owned())).collect();
    let tags: Vec<(&str, &str)> = tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    save(&world, &form(&world, &[&id], &tags, "")).await;
    save(&world, &form(&world, &[&id], &[("a", "1"), ("b", "1"), ("c", "1")], "")).await;
    let ends = save(&world, &renaming(&world, &[&id], "k7", "seven")).await;
    assert!(ends[0].end.is_ok(), "{ends:?}");
    let now = tagged(&world, &id).await;
    assert!(now.len() == 50 && now.contains(&"seven=v".to_owned()), "{now:?}");
}

#[tokio::test]
async fn a_renaming_that_makes_no_sense_is_refused_at_its_fields() {
    let world = World::with(Setting { required_tags: vec!["owner"], ..Setting::default() }).await;
    let id = world.made_elsewhere("one").await;
    let at = async |old, new| -> Vec<Field> {
        let form = TaggingForm {
            removed: "gone".into(),
            tags: tag_form(&[("set", "1")]),
            ..renaming(&world, &[&id], old, new)
        };
        wrong(&world, &form).await.into_iter().map(|(field, _)| field).collect()
    };
    for (old, new, fields) in [
        ("desk", "", &[Field::NewKey][..]),
        ("", "desk", &[Field::OldKey]),
        ("desk", "desk", &[Field::NewKey]),
        ("owner", "keeper", &[Field::OldKey]),
        ("portal:plan", "aws:x", &[Field::OldKey, Field::NewKey]),
        ("gone", "set", &[Field::OldKey, Field::NewKey]),
        ("a b", "é", &[Field::OldKey, Field::NewKey]),
    ] {
        assert_eq!(at(old, new).await, fields, "{old} to {new}");
    }
    assert_eq!(world.wire.count("POST /tags") + world.wire.count("DELETE /tags"), 0);
}
