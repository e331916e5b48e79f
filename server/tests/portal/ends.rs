//! The ends of lifetimes: reminders, what begins by itself, and more time.

use domain::{
    Error, Field,
    audit::{Action, Outcome},
    deletion::State,
    portal::Going,
    ports::{FinSpace, LifetimeStore, Store},
    request::Stage,
};

use super::{
    lifetimes::{DAY, DELETE, Home},
    requests::{conflict, wrong},
};

#[tokio::test]
async fn each_reminder_comes_once_whoever_is_awake_and_then_the_end_begins() {
    let home = Home::living("20").await;
    let world = &home.room.world;
    let other = world.neighbour().await;
    assert!(home.lifetime().await.unwrap().ends_at.is_some());
    for hour in 0..(20 * 24 + 2) {
        let (one, two) = tokio::join!(world.portal.tend_requests(), other.tend_requests());
        one.unwrap();
        two.unwrap();
        world.clock.advance(60 * 60);
        let reminders = home.told(Action::RemindEnd).await.len();
        let expected = [6, 17, 19].iter().filter(|day| hour >= **day * 24).count();
        assert_eq!(reminders, expected, "hour {hour}");
    }
    let reminders = home.told(Action::RemindEnd).await;
    let said: Vec<&str> = reminders.iter().rev().map(|event| event.detail.split(',').next().unwrap()).collect();
    assert_eq!(said, ["“lab-home” ends in 14 days", "“lab-home” ends in 3 days", "“lab-home” ends in 1 day"]);
    assert_eq!(home.told(Action::BeginEnd).await.len(), 1);
    assert_eq!(home.state().await, Some(State::Cooling));
    // Keeping it would be more time without anybody deciding.
    assert!(conflict(home.keep(&world.actor).await).contains("more time"));
    world.clock.advance(7 * DAY);
    home.carry().await;
    assert!(matches!(home.state().await, Some(State::Gone { .. })));
    assert_eq!(home.waiting().await.deleted.unwrap().who, "");
}

#[tokio::test]
async fn more_time_is_asked_for_and_brings_it_back_out_of_the_cooling_off() {
    let home = Home::living("10").await;
    let (world, member) = (&home.room.world, home.member());
    for (days, why, fields) in
        [("0", "x", vec![Field::Days]), ("366", " ", vec![Field::Days, Field::Why]), ("a", "x", vec![Field::Days])]
    {
        assert_eq!(wrong(home.portal().ask_time(member, &home.link, days, why).await), fields);
    }
    let end = home.lifetime().await.unwrap().ends_at.unwrap();
    let asked = home.portal().ask_time(member, &home.link, "5", "One more report").await.unwrap();
    home.room.approve(&home.room.approver, &asked.id).await.unwrap();
    let longer = home.lifetime().await.unwrap().ends_at.unwrap();
    assert_eq!(longer.duration_since(end).as_hours(), 5 * 24);
    world.clock.advance(16 * DAY);
    home.portal().tend_requests().await.unwrap();
    assert_eq!(home.state().await, Some(State::Cooling));
    let asked = home.portal().ask_time(member, &home.link, "3", "Another one").await.unwrap();
    home.room.approve(&home.room.approver, &asked.id).await.unwrap();
    let lifetime = home.lifetime().await.unwrap();
    assert_eq!((lifetime.deletion.is_none(), lifetime.ends_at.unwrap() > home.portal().now()), (true, true));
    assert!(matches!(home.portal().follow_link(member, &home.link).await, Ok(Going::On { .. })));
    let late = home.portal().ask_time(member, &home.link, "3", "Once more").await.unwrap();
    world.clock.advance(4 * DAY);
    home.cool_off("0").await;
    home.portal().tend_requests().await.unwrap();
    home.carry().await;
    assert!(conflict(home.room.approve(&home.room.approver, &late.id).await).contains("Decline"));
    assert_eq!(home.room.stage(&late.id).await, Stage::Asked);
}

#[tokio::test]
async fn administrators_set_an_end_and_take_it_away() {
    let home = Home::new().await;
    let (portal, admin) = (home.portal(), &home.room.world.actor);
    let link = portal.link(admin, &home.link).await.unwrap().link;
    let (connection, id) = (&link.connection, &link.environment);
    let owner = portal.set_end(&home.room.desk.owner, connection, id, "2027-01-01").await;
    assert!(matches!(owner, Err(Error::Denied(_))), "{owner:?}");
    for bad in ["soon", "2026-11-01", "9999-01-01", "2026-13-01"] {
        assert_eq!(wrong(portal.set_end(admin, connection, id, bad).await), [Field::EndsOn], "{bad}");
    }
    assert!(conflict(portal.ask_time(home.member(), &home.link, "3", "x").await).contains("no end"));
    let set = portal.set_end(admin, connection, id, "2027-01-01").await.unwrap();
    assert_eq!(set.ends_at.unwrap().to_string(), "2027-01-01T00:00:00Z");
    assert_eq!(set.made_by, Some(home.made.id.clone()));
    assert_eq!(portal.set_end(admin, connection, id, "").await.unwrap().ends_at, None);
    let told = home.room.world.store.events(&format!("environment/{connection}/{id}"), 9).await.unwrap();
    let told: Vec<_> = told.into_iter().filter(|event| event.action == Action::SetEnd).map(|e| e.outcome).collect();
    assert_eq!(told, [Outcome::Done, Outcome::Done, Outcome::Refused]);
    let absent = domain::id::EnvironmentId::parse("nothing").unwrap();
    assert!(matches!(portal.set_end(admin, connection, &absent, "2027-01-01").await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn of_what_was_deleted_by_hand_nobody_is_told_an_end_and_the_link_says_who_did_it() {
    let home = Home::living("20").await;
    let world = &home.room.world;
    home.delete_by_hand().await;
    let at = home.portal().now();
    world.clock.advance(20 * DAY);
    world.read().await;
    home.portal().tend_requests().await.unwrap();
    home.carry().await;
    assert_eq!((home.told(Action::RemindEnd).await, home.told(Action::BeginEnd).await), (vec![], vec![]));
    let lifetime = home.lifetime().await.unwrap();
    assert_eq!((lifetime.ends_at, lifetime.deletion), (None, None));
    let deleted = home.waiting().await.deleted.unwrap();
    assert_eq!((deleted.who, deleted.at), (world.actor.email.clone(), at));
    assert_eq!(world.wire.count(DELETE), 1, "by hand");
    assert_eq!(world.store.deletions().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_being_deleted_at_its_end_is_left_alone_until_it_is_gone() {
    let home = Home::living("20").await;
    let world = &home.room.world;
    world.clock.advance(20 * DAY);
    home.delete_by_hand().await;
    home.portal().tend_requests().await.unwrap();
    let lifetime = home.lifetime().await.unwrap();
    assert_eq!((lifetime.ends_at.is_some(), lifetime.deletion), (true, None), "FinSpace may not take it down");
    assert_eq!(home.waiting().await.deleted.unwrap().who, world.actor.email);
    world.clock.advance(60);
    world.read().await;
    home.portal().tend_requests().await.unwrap();
    assert_eq!(home.lifetime().await.unwrap().ends_at, None);
    assert_eq!(home.told(Action::BeginEnd).await, []);
}

#[tokio::test]
async fn what_was_deleted_past_the_portal_has_no_end_and_nobody_is_named_for_it() {
    let home = Home::living("20").await;
    let world = &home.room.world;
    let link = home.portal().link(home.member(), &home.link).await.unwrap().link;
    world.other.delete(&link.connection, &link.environment).await.unwrap();
    world.clock.advance(20 * DAY);
    world.read().await;
    home.portal().tend_requests().await.unwrap();
    home.carry().await;
    assert_eq!(home.told(Action::BeginEnd).await, []);
    assert_eq!((home.state().await, home.waiting().await.deleted), (None, None));
}

#[tokio::test]
async fn who_is_quicker_than_the_end_is_named_for_the_deletion() {
    let home = Home::living("20").await;
    let world = &home.room.world;
    world.clock.advance(20 * DAY);
    home.portal().tend_requests().await.unwrap();
    assert_eq!(home.state().await, Some(State::Cooling));
    home.delete_by_hand().await;
    world.clock.advance(8 * DAY);
    world.read().await;
    home.carry().await;
    assert!(matches!(home.state().await, Some(State::Gone { .. })));
    assert_eq!(home.waiting().await.deleted.unwrap().who, world.actor.email);
}

impl Home {
    async fn delete_by_hand(&self) {
        let link = self.portal().link(self.member(), &self.link).await.unwrap().link;
        let admin = &self.room.world.actor;
        self.portal().delete_environment(admin, &link.connection, &link.environment, "lab-home").await.unwrap();
    }
}
