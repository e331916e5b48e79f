//! What the page of a request says of an environment that was up once, and that it comes to an end.

use domain::{
    link::LinkForm,
    portal::Whereabouts,
    ports::{FinSpace, Store},
    request::Filter,
};

use super::{lifetimes::Home, provision::until, requests::Room};

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
