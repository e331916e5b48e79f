//! What the page of a request says of an environment that was up once, and that it comes to an end.

use domain::{
    Actor,
    blueprint::BlueprintForm,
    link::LinkForm,
    portal::Whereabouts,
    ports::{FinSpace, Store},
    request::{Filter, Kind},
    role::Role,
};

use super::{
    changing::ask,
    lifetimes::Home,
    provision::until,
    requests::{Room, blueprint_form},
};

impl Home {
    async fn whereabouts(&self) -> Option<Whereabouts> {
        self.portal().request(self.member(), &self.made.id, 1).await.unwrap().whereabouts
    }
}

#[tokio::test]
async fn an_environment_that_finspace_does_not_have_any_more_is_gone() {
    let home = Home::new().await;
    assert_eq!(home.whereabouts().await, Some(Whereabouts::Linked));
    let world = &home.room.world;
    let id = world.really().await[0].id.clone();
    world.other.delete(&world.connection, &id).await.unwrap();
    world.clock.advance(60 * 60);
    world.read().await;
    assert_eq!(home.whereabouts().await, Some(Whereabouts::Gone));
}

#[tokio::test]
async fn a_link_that_was_taken_away_leads_nobody_anywhere_and_another_one_does() {
    let home = Home::new().await;
    let (portal, owner) = (home.portal(), &home.room.desk.owner);
    let parted = portal.ask_deletion(home.member(), &home.link, "Over").await.unwrap();
    portal.remove_link(owner, &home.link).await.unwrap();
    assert_eq!(home.whereabouts().await, Some(Whereabouts::Unlinked));
    for id in [&home.made.id, &parted.id] {
        assert_eq!(portal.request(home.member(), id, 1).await.unwrap().asked.request.link, None);
    }
    let rows = portal.requests(home.member(), &Filter::default(), 1).await.unwrap().rows;
    assert!(rows.iter().all(|request| request.link.is_none()), "{rows:?}");
    let id = home.room.world.really().await[0].id.clone();
    let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
    let again = portal.add_link(owner, &home.room.desk.team.id, &form).await.unwrap().id;
    let seen = portal.request(home.member(), &home.made.id, 1).await.unwrap();
    assert_eq!((seen.whereabouts, seen.asked.request.link), (Some(Whereabouts::Linked), Some(again)));
}

#[tokio::test]
async fn a_team_that_was_deleted_before_its_environment_was_linked_waits_for_no_link() {
    let room = Room::new().await;
    let request = room.ask("lab-orphan").await;
    room.approve(&room.approver, &request.id).await.unwrap();
    let operation = room.world.store.operation_of(&request.id.draft()).await.unwrap().unwrap();
    until(&room.world, &operation, &["ready"]).await;
    let seen = room.world.portal.request(&room.desk.member, &request.id, 1).await.unwrap();
    assert_eq!(seen.whereabouts, Some(Whereabouts::Linking));
    room.world.portal.delete_team(&room.world.actor, &room.desk.team.id, "Rates").await.unwrap();
    room.world.portal.tend_requests().await.unwrap();
    let seen = room.world.portal.request(&room.desk.member, &request.id, 1).await.unwrap();
    assert_eq!(seen.whereabouts, Some(Whereabouts::TeamGone));
    assert!(!Whereabouts::TeamGone.is_passing());
}

#[tokio::test]
async fn an_environment_tells_what_was_asked_about_it_and_which_request_it_came_of() {
    let home = Home::of(BlueprintForm { asks_description: true, ..blueprint_form() }, "lab-home").await;
    let (world, member) = (&home.room.world, home.member());
    ask(world, member, &home.link, |form| form.description = "Where curves are drawn".into()).await.unwrap();
    let id = world.portal.link(member, &home.link).await.unwrap().link.environment;
    let other = world.made_elsewhere("other").await;
    let about = async |actor: &Actor, id| world.portal.requests_about(actor, &world.connection, id).await.unwrap();
    let seen = about(&world.actor, &id).await;
    let kinds: Vec<Kind> = seen.first.iter().map(|request| request.kind).collect();
    assert_eq!((seen.all, kinds), (2, vec![Kind::Change, Kind::Create]));
    assert_eq!(about(&world.actor, &other).await.all, 0);
    let stranger = world.somebody("stranger@example.com", [Role::Member]).await;
    assert_eq!(about(&stranger, &id).await.all, 0, "only what the reader may see");
    for (place, all) in [(format!("local/{id}"), 2), ("local".into(), 0), (format!("else/{id}"), 0), (String::new(), 2)]
    {
        let filter = Filter { environment: Some(place.clone()), ..Filter::default() };
        let (found, more) = world.portal.requests_after(&world.actor, &filter, None, 9).await.unwrap();
        assert_eq!((found.len(), more), (all, false), "{place}");
    }
}
