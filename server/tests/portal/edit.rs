//! Editing: what was shown is what is applied, or nothing is.

use domain::{
    Actor, Error, Field,
    audit::Outcome,
    draft::Work,
    environment::{EditForm, Environment, EnvironmentChange, Name, TypedEdit},
    error::RefusalKind,
    id::{DraftId, EnvironmentId, PersonId},
    ports::FinSpace,
};

use super::{wire::Fault, world::World};

const UPDATE: &str = "PUT /environment";

async fn now(world: &World, id: &EnvironmentId) -> Environment {
    world.other.get(&world.connection, id).await.unwrap()
}

/// A draft of an edit, made of the environment as it is and what the test types.
async fn typed(world: &World, id: &EnvironmentId, change: impl FnOnce(&mut EditForm)) -> DraftId {
    let mut form = EditForm::of(&now(world, id).await);
    change(&mut form);
    world.portal.plan_edit(&world.actor, &world.connection, id, None, form).await.unwrap().id
}

/// Somebody else renames the environment.
async fn renamed(world: &World, id: &EnvironmentId, name: &str) {
    let change = EnvironmentChange { name: Some(Name::parse(name).unwrap()), ..EnvironmentChange::default() };
    world.other.update(&world.connection, id, &change).await.unwrap();
}

#[tokio::test]
async fn an_edit_is_shown_then_applied_and_recorded() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let draft = typed(&world, &id, |form| form.description = "Rates desk".into()).await;
    let plan = world.portal.edit_plan(&world.actor, &draft).await.unwrap();
    let (_, difference) = plan.outcome.unwrap();
    assert_eq!(difference.0.len(), 1);
    assert_eq!((difference.0[0].before.as_deref(), difference.0[0].after.as_deref()), (None, Some("Rates desk")));
    assert!(plan.meanwhile.is_empty() && plan.blocked.is_none());

    let updated = world.portal.apply_edit(&world.actor, &draft).await.unwrap();
    assert_eq!(updated.description.as_deref(), Some("Rates desk"));
    assert_eq!(now(&world, &id).await, updated);
    assert_eq!(world.entry(&id).unwrap().environment.description.as_deref(), Some("Rates desk"));
    let again = world.portal.apply_edit(&world.actor, &draft).await.unwrap();
    assert_eq!((again.description, world.wire.count(UPDATE)), (updated.description, 1), "pressed twice, sent once");
    assert!(matches!(world.portal.edit_plan(&world.actor, &draft).await, Err(Error::NotFound(_))), "it is used up");
    let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
    assert_eq!(history.iter().map(|e| e.outcome).collect::<Vec<_>>(), [Outcome::Done, Outcome::Intended]);
}

#[tokio::test]
async fn what_others_changed_meanwhile_stops_an_edit_until_it_is_seen() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let draft = typed(&world, &id, |form| form.description = "Rates desk".into()).await;
    renamed(&world, &id, "by-others").await;
    assert!(matches!(world.portal.apply_edit(&world.actor, &draft).await, Err(Error::Conflict(_))));
    assert_eq!(world.wire.count(UPDATE), 0);
    let plan = world.portal.edit_plan(&world.actor, &draft).await.unwrap();
    assert_eq!(plan.meanwhile.0[0].after.as_deref(), Some("by-others"));

    let rebased = world.portal.rebase_edit(&world.actor, &draft).await.unwrap();
    let Work::Edit { form, .. } = rebased.work else { panic!() };
    assert_eq!((form.name.as_str(), form.description.as_str()), ("by-others", "Rates desk"));
    let updated = world.portal.apply_edit(&world.actor, &draft).await.unwrap();
    assert_eq!((updated.name.as_str(), updated.description.as_deref()), ("by-others", Some("Rates desk")));
}

#[tokio::test]
async fn a_rebase_keeps_what_was_typed_over_what_others_changed() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let draft = typed(&world, &id, |form| form.name = "mine".into()).await;
    renamed(&world, &id, "theirs").await;
    world.portal.rebase_edit(&world.actor, &draft).await.unwrap();
    assert_eq!(world.portal.apply_edit(&world.actor, &draft).await.unwrap().name, "mine");
}

#[tokio::test]
async fn an_edit_of_nothing_sends_nothing() {
    let world = World::new().await;
    let id = world.made_elsewhere("same").await;
    let draft = typed(&world, &id, |_| {}).await;
    assert_eq!(world.portal.apply_edit(&world.actor, &draft).await.unwrap().name, "same");
    assert_eq!(world.wire.count(UPDATE), 0);
}

#[tokio::test]
async fn bad_input_is_kept_shown_and_not_sent() {
    let world = World::new().await;
    let id = world.made_elsewhere("good").await;
    let draft = typed(&world, &id, |form| form.name = "not_good".into()).await;
    let plan = world.portal.edit_plan(&world.actor, &draft).await.unwrap();
    assert_eq!(plan.form.name, "not_good");
    assert_eq!(plan.outcome.unwrap_err().0[0].field, Field::Name);
    assert!(matches!(world.portal.apply_edit(&world.actor, &draft).await, Err(Error::Invalid(_))));
    assert_eq!(world.wire.count(UPDATE), 0);
}

#[tokio::test]
async fn an_environment_that_is_being_created_cannot_be_edited_yet() {
    let world = World::new().await;
    let id = world.other.create(&world.plan("young"), &std::collections::BTreeMap::new()).await.unwrap().id;
    let draft = typed(&world, &id, |form| form.name = "younger".into()).await;
    let Err(Error::Conflict(why)) = world.portal.apply_edit(&world.actor, &draft).await else { panic!() };
    assert!(why.contains("once it is created"), "{why}");
    assert_eq!(world.wire.count(UPDATE), 0);
    world.clock.advance(10);
    assert_eq!(world.portal.apply_edit(&world.actor, &draft).await.unwrap().name, "younger");
}

#[tokio::test]
async fn a_lost_answer_is_said_to_be_lost_and_the_edit_is_kept() {
    for fault in [Fault::ReplyLost, Fault::Says(500, "", "{}")] {
        let world = World::new().await;
        let id = world.made_elsewhere("before").await;
        let draft = typed(&world, &id, |form| form.name = "after".into()).await;
        world.wire.meet(UPDATE, fault, 1);
        assert!(matches!(world.portal.apply_edit(&world.actor, &draft).await, Err(Error::Unanswered(_))), "{fault:?}");
        assert_eq!(world.wire.count(UPDATE), 1, "{fault:?}");
        let history = world.portal.history(&world.actor, &world.connection, &id, 1).await.unwrap().rows;
        assert_eq!(history[0].outcome, Outcome::Unknown);
        assert!(world.portal.edit_plan(&world.actor, &draft).await.is_ok());
        // What is there already is not asked for once more.
        if fault == Fault::ReplyLost {
            assert_eq!(world.portal.apply_edit(&world.actor, &draft).await.unwrap().name, "after");
            assert_eq!(world.wire.count(UPDATE), 1);
        }
    }
}

#[tokio::test]
async fn refusals_say_that_nothing_was_changed() {
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    let throttled = Fault::Says(429, "x-amzn-errortype: ThrottlingException\r\n", "{}");
    for (fault, kind) in [(denied, RefusalKind::Denied), (throttled, RefusalKind::Throttled)] {
        let world = World::new().await;
        let id = world.made_elsewhere("before").await;
        let draft = typed(&world, &id, |form| form.name = "after".into()).await;
        world.wire.meet(UPDATE, fault, 1);
        let Err(Error::FinSpace(refusal)) = world.portal.apply_edit(&world.actor, &draft).await else { panic!() };
        assert_eq!(refusal.kind, kind);
        assert_eq!(world.wire.count(UPDATE), 1);
        assert_eq!(now(&world, &id).await.name, "before");
    }
}

#[tokio::test]
async fn an_edit_without_finspace_without_an_environment_or_of_a_stranger_goes_nowhere() {
    let mut world = World::new().await;
    let id = world.made_elsewhere("here").await;
    let draft = typed(&world, &id, |form| form.name = "there".into()).await;
    let stranger = Actor { person: PersonId::from_bytes([9; 26]), ..world.actor.clone() };
    assert!(matches!(world.portal.apply_edit(&stranger, &draft).await, Err(Error::NotFound(_))));

    let absent = EnvironmentId::parse("absent").unwrap();
    let plan = world.portal.plan_edit(&world.actor, &world.connection, &absent, None, EditForm::default()).await;
    assert!(matches!(plan, Err(Error::NotFound(_))), "{plan:?}");

    world.wire.close().await;
    let Err(Error::FinSpace(refusal)) = world.portal.apply_edit(&world.actor, &draft).await else { panic!() };
    assert_eq!(refusal.kind, RefusalKind::Unreachable);
}

/// What a browser sends that was shown the environment `then` and in which the test types.
fn over(then: &Environment, change: impl FnOnce(&mut EditForm)) -> TypedEdit {
    let mut form = EditForm::of(then);
    change(&mut form);
    TypedEdit { form, shown: Some(EditForm::shown(then)) }
}

#[tokio::test]
async fn what_others_changed_while_the_form_was_open_is_not_taken_back() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let form = over(&now(&world, &id).await, |form| form.description = "Rates desk".into());
    renamed(&world, &id, "by-others").await;
    let draft = world.portal.plan_edit(&world.actor, &world.connection, &id, None, form).await.unwrap().id;
    let updated = world.portal.apply_edit(&world.actor, &draft).await.unwrap();
    assert_eq!((updated.name.as_str(), updated.description.as_deref()), ("by-others", Some("Rates desk")));
}

#[tokio::test]
async fn what_both_changed_while_the_form_was_open_is_shown_before_anything_applies() {
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    let form = over(&now(&world, &id).await, |form| form.name = "mine".into());
    renamed(&world, &id, "theirs").await;
    let draft = world.portal.plan_edit(&world.actor, &world.connection, &id, None, form).await.unwrap().id;
    let plan = world.portal.edit_plan(&world.actor, &draft).await.unwrap();
    let row = &plan.meanwhile.0[0];
    assert_eq!((row.before.as_deref(), row.after.as_deref()), (Some("before"), Some("theirs")));
    assert!(matches!(world.portal.apply_edit(&world.actor, &draft).await, Err(Error::Conflict(_))));
    world.portal.rebase_edit(&world.actor, &draft).await.unwrap();
    assert_eq!(world.portal.apply_edit(&world.actor, &draft).await.unwrap().name, "mine");
}

#[tokio::test]
async fn what_was_typed_while_finspace_cannot_be_asked_waits_until_it_can() {
    let denied = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", r#"{"message":"not you"}"#);
    let world = World::new().await;
    let id = world.made_elsewhere("before").await;
    world.read().await;
    let form = over(&now(&world, &id).await, |form| form.description = "Rates desk".into());
    world.wire.meet("GET /environment/", denied, 3);
    let draft = world.portal.plan_edit(&world.actor, &world.connection, &id, None, form).await.unwrap().id;
    let plan = world.portal.edit_plan(&world.actor, &draft).await.unwrap();
    assert_eq!(plan.refusal.unwrap().kind, RefusalKind::Denied);
    assert_eq!(plan.outcome.unwrap().1.0[0].after.as_deref(), Some("Rates desk"));
    assert!(matches!(world.portal.apply_edit(&world.actor, &draft).await, Err(Error::FinSpace(_))));
    world.wire.mend();
    let updated = world.portal.apply_edit(&world.actor, &draft).await.unwrap();
    assert_eq!((updated.name.as_str(), updated.description.as_deref()), ("before", Some("Rates desk")));
}
