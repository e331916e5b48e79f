//! Tags: what was shown, what was typed and what is there now come together, or nothing is written.

use domain::{
    Error, Field,
    audit::Outcome,
    error::RefusalKind,
    id::EnvironmentId,
    ports::FinSpace,
    role::Role,
    tag::{Clash, INSTANCE, OPERATION, PLAN, TagChange, TagForm, TagKey, TagValue},
};

use super::{
    wire::Fault,
    world::{Setting, World, tag_form},
};

async fn save(world: &World, id: &EnvironmentId, shown: &TagForm, typed: &TagForm) -> Result<TagChange, Error> {
    world.portal.save_tags(&world.actor, &world.connection, id, shown, typed).await
}

async fn tagged_elsewhere(world: &World, id: &EnvironmentId, key: &str, value: &str) {
    let arn = world.other.get(&world.connection, id).await.unwrap().arn;
    let set = [(TagKey::parse(key).unwrap(), TagValue::parse(value).unwrap())].into();
    world.other.tag(&world.connection, &arn, &set).await.unwrap();
}

async fn now(world: &World, id: &EnvironmentId) -> Vec<(String, String)> {
    world.really_tagged(id).await.into_iter().collect()
}

fn pairs(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
}

#[tokio::test]
async fn one_save_sets_changes_and_removes() {
    let world = World::new().await;
    let id = world.made_elsewhere("tagged").await;
    let (none, first) = (tag_form(&[]), tag_form(&[("team", "risk"), ("owner", "ada"), ("", "")]));
    save(&world, &id, &none, &first).await.unwrap();
    save(&world, &id, &first, &tag_form(&[("team", "fx"), ("stage", "prod")])).await.unwrap();
    assert_eq!(now(&world, &id).await, pairs(&[("stage", "prod"), ("team", "fx")]));
    assert_eq!(world.entry(&id).unwrap().tags.as_ref().unwrap().len(), 2, "the list knows at once");
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history.iter().filter(|e| e.outcome == Outcome::Done).count(), 2);
    assert_eq!(history[0].detail, "Set stage=prod, team=fx. Removed owner.");
}

#[tokio::test]
async fn what_others_changed_meanwhile_stays_unless_it_is_the_same_tag() {
    let world = World::new().await;
    let id = world.made_elsewhere("shared").await;
    let shown = tag_form(&[("team", "risk")]);
    save(&world, &id, &tag_form(&[]), &shown).await.unwrap();
    tagged_elsewhere(&world, &id, "theirs", "1").await;
    save(&world, &id, &shown, &tag_form(&[("team", "fx")])).await.unwrap();
    assert_eq!(now(&world, &id).await, pairs(&[("team", "fx"), ("theirs", "1")]));

    tagged_elsewhere(&world, &id, "team", "credit").await;
    let stale = tag_form(&[("team", "fx")]);
    for typed in [tag_form(&[("team", "equity"), ("new", "1")]), tag_form(&[("new", "1")])] {
        let Err(Error::Conflict(why)) = save(&world, &id, &stale, &typed).await else { panic!() };
        assert!(why.contains("“team”"), "{why}");
    }
    assert_eq!(now(&world, &id).await, pairs(&[("team", "credit"), ("theirs", "1")]), "nothing of it was written");
}

#[tokio::test]
async fn where_two_change_the_same_tag_each_value_is_told_and_saving_again_goes_over_what_was_seen() {
    let world = World::new().await;
    let id = world.made_elsewhere("contended").await;
    let shown = tag_form(&[("cost", "1"), ("stage", "dev"), ("team", "risk")]);
    save(&world, &id, &tag_form(&[]), &shown).await.unwrap();
    // Through the portal, so that the log knows who; past it; and one that is nobody's business here.
    let grace = world.somebody("grace@example.com", [Role::Operator]).await;
    let theirs = tag_form(&[("cost", "1"), ("stage", "test"), ("team", "risk")]);
    world.portal.save_tags(&grace, &world.connection, &id, &shown, &theirs).await.unwrap();
    tagged_elsewhere(&world, &id, "team", "credit").await;
    tagged_elsewhere(&world, &id, "cost", "2").await;

    let typed = tag_form(&[("cost", "1"), ("team", "fx"), ("new", "1")]);
    let Err(Error::Conflict(why)) = save(&world, &id, &shown, &typed).await else { panic!() };
    assert!(why.contains("“stage”, “team”") && !why.contains("cost"), "{why}");
    let tags = world.portal.tags(&world.actor, &world.connection, &id).await.unwrap();
    let clashes = world.portal.tag_clashes(&world.actor, &tags, &shown, &typed).await.unwrap();
    let words: Vec<String> = clashes.iter().map(Clash::in_words).collect();
    assert_eq!(
        words,
        [
            "“stage” was “dev” and is “test” now, by grace@example.com. You removed it.",
            "“team” was “risk” and is “credit” now; the log does not know by whom. You gave it “fx”.",
        ]
    );

    let seen = shown.knowing(&clashes);
    tagged_elsewhere(&world, &id, "team", "equity").await;
    let Err(Error::Conflict(why)) = save(&world, &id, &seen, &typed).await else { panic!() };
    assert!(why.contains("“team”") && !why.contains("stage"), "only what nobody has seen is in the way: {why}");
    let tags = world.portal.tags(&world.actor, &world.connection, &id).await.unwrap();
    let clashes = world.portal.tag_clashes(&world.actor, &tags, &seen, &typed).await.unwrap();
    let seen = seen.knowing(&clashes);
    save(&world, &id, &seen, &typed).await.unwrap();
    assert_eq!(now(&world, &id).await, pairs(&[("cost", "2"), ("new", "1"), ("team", "fx")]));
}

#[tokio::test]
async fn a_resent_form_changes_nothing_and_sends_nothing() {
    let world = World::new().await;
    let id = world.made_elsewhere("twice").await;
    let (shown, typed) = (tag_form(&[]), tag_form(&[("team", "risk")]));
    save(&world, &id, &shown, &typed).await.unwrap();
    let again = save(&world, &id, &shown, &typed).await.unwrap();
    assert!(again.is_empty());
    let removed = tag_form(&[]);
    save(&world, &id, &typed, &removed).await.unwrap();
    assert!(save(&world, &id, &typed, &removed).await.unwrap().is_empty());
    assert_eq!((world.wire.count("POST /tags"), world.wire.count("DELETE /tags")), (1, 1));
}

#[tokio::test]
async fn bad_rows_missing_required_tags_and_own_keys_are_named() {
    let world = World::with(Setting { required_tags: vec!["owner"], ..Setting::default() }).await;
    let id = world.made_elsewhere("strict").await;
    let typed = tag_form(&[("te am", "x"), ("empty", ""), ("portal:operation", "mine")]);
    let Err(Error::Invalid(problems)) = save(&world, &id, &tag_form(&[]), &typed).await else { panic!() };
    let fields: Vec<Field> = problems.0.iter().map(|p| p.field).collect();
    assert_eq!(fields, [Field::TagKey(0), Field::TagValue(1), Field::TagKey(2), Field::Tags]);
    assert_eq!(world.wire.count("POST /tags"), 0);
}

#[tokio::test]
async fn the_portals_own_tags_are_shown_apart_and_survive_every_save() {
    let world = World::new().await;
    let operation = world.create("own").await;
    let id = world.really().await[0].id.clone();
    let tags = world.portal.tags(&world.actor, &world.connection, &id).await.unwrap();
    let own: Vec<&str> = tags.own.iter().map(|row| row.key.as_str()).collect();
    assert_eq!((tags.rows.len(), own), (0, vec![INSTANCE, OPERATION, PLAN]));
    assert_eq!(tags.own[1].value, operation.id.as_str());
    // A forged "shown" that knows the own tag cannot remove it either.
    let forged = tag_form(&[(OPERATION, operation.id.as_str())]);
    save(&world, &id, &forged, &tag_form(&[("team", "x")])).await.unwrap();
    assert!(world.really_tagged(&id).await.contains_key(OPERATION));
}

#[tokio::test]
async fn fifty_tags_fit_and_a_full_environment_can_still_swap() {
    let world = World::new().await;
    let id = world.made_elsewhere("full").await;
    let rows = |from: usize, to: usize| TagForm {
        rows: (from..to).map(|i| domain::tag::TagRow { key: format!("k{i:02}"), value: "v".into() }).collect(),
    };
    let Err(Error::Invalid(problems)) = save(&world, &id, &tag_form(&[]), &rows(0, 51)).await else { panic!() };
    assert_eq!(problems.0[0].field, Field::Tags);
    save(&world, &id, &tag_form(&[]), &rows(0, 50)).await.unwrap();
    save(&world, &id, &rows(0, 50), &rows(10, 60)).await.unwrap();
    assert_eq!(now(&world, &id).await.len(), 50);

    // Others filled it up: there is no room for one more beside what stays.
    let Err(error) = save(&world, &id, &tag_form(&[]), &tag_form(&[("one-more", "v")])).await else { panic!() };
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(now(&world, &id).await.len(), 50);
}

#[tokio::test]
async fn a_lost_answer_is_said_to_be_lost_and_the_list_knows_how_it_stands() {
    let world = World::new().await;
    let id = world.made_elsewhere("lossy").await;
    world.wire.meet("POST /tags", Fault::ReplyLost, 1);
    let lost = save(&world, &id, &tag_form(&[]), &tag_form(&[("team", "risk")])).await;
    assert!(matches!(lost, Err(Error::Unanswered(_))), "{lost:?}");
    assert_eq!(world.wire.count("POST /tags"), 1);
    assert_eq!(world.entry(&id).unwrap().tags.as_ref().unwrap().len(), 1);
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history[0].outcome, Outcome::Unknown);
}

#[tokio::test]
async fn refusals_and_absent_environments_are_told_apart() {
    let mut world = World::new().await;
    let id = world.made_elsewhere("refused").await;
    // Tag operations declare neither of these codes: they arrive unmodelled.
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    let throttled = Fault::Says(429, "x-amzn-errortype: ThrottlingException\r\n", "{}");
    for (fault, kind) in [(denied, RefusalKind::Denied), (throttled, RefusalKind::Throttled)] {
        world.wire.meet("POST /tags", fault, 1);
        let saved = save(&world, &id, &tag_form(&[]), &tag_form(&[("a", "1")])).await;
        let Err(Error::FinSpace(refusal)) = saved else { panic!("{saved:?}") };
        assert_eq!(refusal.kind, kind);
    }
    let absent = EnvironmentId::parse("absent").unwrap();
    let gone = world.portal.tags(&world.actor, &world.connection, &absent).await;
    assert!(matches!(gone, Err(Error::NotFound(_))), "{gone:?}");
    world.wire.close().await;
    let Err(Error::FinSpace(refusal)) = save(&world, &id, &tag_form(&[]), &tag_form(&[("a", "1")])).await else {
        panic!()
    };
    assert_eq!(refusal.kind, RefusalKind::Unreachable);
}
