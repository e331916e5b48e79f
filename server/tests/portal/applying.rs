//! Changes that were approved, carried out: never over what others did, and again when FinSpace says no for a while.

use domain::{
    Error,
    audit::Change,
    change::State,
    environment::{EnvironmentChange, Name},
    id::EnvironmentId,
    ports::FinSpace,
    role::Role,
    tag::{TagForm, TagKey, TagRow, TagValue},
};

use super::{
    changing::{Flat, TAG, UPDATE, ask, carry, rest, state, tagged},
    lifetimes::Home,
    provision::THROTTLED,
    requests::conflict,
    wire::Fault,
    world::World,
};

/// Somebody changes the environment past the portal.
async fn renamed(world: &World, id: &EnvironmentId, name: &str) {
    let change = EnvironmentChange { name: Some(Name::parse(name).unwrap()), ..EnvironmentChange::default() };
    world.other.update(&world.connection, id, &change).await.unwrap();
}

async fn tagged_elsewhere(world: &World, id: &EnvironmentId, key: &str, value: &str) {
    let arn = world.other.get(&world.connection, id).await.unwrap().arn;
    let set = [(TagKey::parse(key).unwrap(), TagValue::parse(value).unwrap())].into();
    world.other.tag(&world.connection, &arn, &set).await.unwrap();
}

#[tokio::test]
async fn what_others_changed_since_is_not_taken_back() {
    let flat = Flat::new().await;
    let (room, world) = (&flat.room, &flat.room.world);
    let member = &room.desk.member;
    // Before the approval: it is refused, and says what changed.
    let asked = ask(world, member, &flat.link, |form| form.name = "mine".into()).await.unwrap();
    world.clock.advance(60);
    tagged_elsewhere(world, &flat.id, "other", "1").await;
    renamed(world, &flat.id, "theirs").await;
    let said = conflict(room.approve(&world.actor, &asked.id).await);
    assert!(said.contains("somebody past the portal: Name: flat → theirs"), "{said}");
    let seen = world.portal.request(&world.actor, &asked.id, 1).await.unwrap();
    assert_eq!(seen.moved.iter().map(Change::in_words).collect::<Vec<_>>(), ["Name: flat → theirs"]);
    world.portal.decline_request(&world.actor, &asked.id, "Ask anew").await.unwrap();
    // After it: it stops, whoever asked and operators are told, and nothing is sent.
    let asked = ask(world, member, &flat.link, |form| tagged(form, "cost", "12")).await.unwrap();
    room.approve(&world.actor, &asked.id).await.unwrap();
    world.clock.advance(60);
    let shown = TagForm::default();
    let typed = TagForm { rows: vec![TagRow { key: "cost".into(), value: "7".into() }] };
    world.portal.save_tags(&world.actor, &world.connection, &flat.id, &shown, &typed).await.unwrap();
    let before = world.wire.count(TAG);
    let State::Stopped { words } = rest(world, &asked).await else { panic!() };
    assert!(words.contains(&format!("by {}: Tag cost: added 7", world.actor.email)), "{words}");
    assert_eq!((world.wire.count(TAG), world.really_tagged(&flat.id).await["cost"].as_str()), (before, "7"));
    while world.portal.tell().await.unwrap() {}
    for actor in [member, &world.actor] {
        let notices = world.portal.notices(actor, 1).await.unwrap().rows;
        assert!(notices.iter().any(|notice| notice.news.headline().contains("needs a person")), "{notices:?}");
    }
    // Who may try again does; it stays stopped until it fits, and another one can be asked for meanwhile.
    assert!(matches!(world.portal.apply_change_again(member, &asked.id).await, Err(Error::Denied(_))));
    let operator = world.somebody("operator@example.com", [Role::Operator]).await;
    world.portal.apply_change_again(&operator, &asked.id).await.unwrap();
    conflict(world.portal.apply_change_again(&operator, &asked.id).await);
    assert!(matches!(rest(world, &asked).await, State::Stopped { .. }));
    world.portal.save_tags(&world.actor, &world.connection, &flat.id, &typed, &shown).await.unwrap();
    world.portal.apply_change_again(&operator, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    assert_eq!(world.really_tagged(&flat.id).await["cost"], "12");
}

#[tokio::test]
async fn a_passing_refusal_is_waited_out_and_a_definite_one_waits_for_a_person() {
    let flat = Flat::new().await;
    let (room, world) = (&flat.room, &flat.room.world);
    let asked = ask(world, &room.desk.member, &flat.link, |form| form.name = "second".into()).await.unwrap();
    room.approve(&world.actor, &asked.id).await.unwrap();
    world.wire.meet(UPDATE, Fault::Says(429, THROTTLED, r#"{"message":"Slow down."}"#), 2);
    carry(world).await;
    let State::Waiting { words: Some(words) } = state(world, &asked).await else { panic!() };
    assert!(words.contains("Slow down."), "{words}");
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    assert_eq!(world.wire.count(UPDATE), 3);

    let asked = ask(world, &room.desk.member, &flat.link, |form| form.name = "third".into()).await.unwrap();
    room.approve(&world.actor, &asked.id).await.unwrap();
    let denied = "x-amzn-errortype: AccessDeniedException\r\n";
    world.wire.meet(UPDATE, Fault::Says(403, denied, r#"{"message":"Not you."}"#), 1);
    let State::Stopped { words } = rest(world, &asked).await else { panic!() };
    assert!(words.contains("Not you."), "{words}");
    world.portal.apply_change_again(&world.actor, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    while world.portal.tell().await.unwrap() {}
    let notices = world.portal.notices(&room.desk.member, 1).await.unwrap().rows;
    let done = notices.iter().filter(|notice| notice.news.headline() == "“third” is changed as you asked");
    assert_eq!(done.count(), 0, "it is told by the name that it had");
    let done = notices.iter().filter(|notice| notice.news.headline() == "“second” is changed as you asked");
    assert_eq!(done.count(), 1, "{notices:?}");
}

#[tokio::test]
async fn an_environment_that_goes_is_changed_no_more() {
    let home = Home::new().await;
    let (room, world) = (&home.room, &home.room.world);
    let asked = ask(world, home.member(), &home.link, |form| form.name = "lab-late".into()).await.unwrap();
    home.parted().await;
    assert!(conflict(room.approve(&room.approver, &asked.id).await).contains("deletion"));
    world.portal.withdraw_request(home.member(), &asked.id).await.unwrap();
    let refused = ask(world, home.member(), &home.link, |form| form.name = "lab-late".into()).await;
    assert!(conflict(refused).contains("Keep it first"));

    let flat = Flat::new().await;
    let world = &flat.room.world;
    let asked = ask(world, &flat.room.desk.member, &flat.link, |form| form.name = "late".into()).await.unwrap();
    flat.room.approve(&world.actor, &asked.id).await.unwrap();
    world.other.delete(&world.connection, &flat.id).await.unwrap();
    world.clock.advance(60);
    assert!(matches!(rest(world, &asked).await, State::Stopped { .. }));
    assert_eq!(world.wire.count(UPDATE), 0);
}
