//! What the portal does about requests by itself.

use domain::{
    portal::Sought,
    ports::RequestStore,
    request::{Filter, SECTION, Stage, Whose},
};

use super::requests::{Room, conflict};

#[tokio::test]
async fn what_nobody_decides_lapses_after_two_weeks() {
    let room = Room::new().await;
    let (old, day) = (room.ask("lab-old").await, 24 * 60 * 60);
    room.world.clock.advance(13 * day);
    let young = room.ask_as(&room.desk.owner, "lab-young", true).await.unwrap();
    room.world.portal.tend_requests().await.unwrap();
    assert_eq!(room.stage(&old.id).await, Stage::Asked);
    room.world.clock.advance(2 * day);
    room.world.portal.tend_requests().await.unwrap();
    assert_eq!((room.stage(&old.id).await, room.stage(&young.id).await), (Stage::Lapsed, Stage::Asked));
    conflict(room.approve(&room.approver, &old.id).await);
    let mine = Filter { whose: Whose::Mine, stage: Some(Stage::Lapsed), text: "OLD".into(), ..Filter::default() };
    assert_eq!(room.world.portal.requests(&room.desk.member, &mine, 1).await.unwrap().matching, 1);
}

#[tokio::test]
async fn what_was_built_is_linked_to_the_team_once() {
    let room = Room::new().await;
    let (portal, store) = (&room.world.portal, &room.world.store);
    let request = room.ask("lab-built").await;
    room.approve(&room.approver, &request.id).await.unwrap();
    let round = portal.round(&room.world.connection, &()).await.unwrap();
    for operation in round.due.clone() {
        portal.carry(operation, &round, &()).await.unwrap();
    }
    assert_eq!(room.world.really().await.len(), 1);
    portal.tend_requests().await.unwrap();
    portal.tend_requests().await.unwrap();
    let tiles = portal.launchpad(&room.desk.member, &Sought::default(), 1).await.unwrap().tiles.rows;
    assert_eq!(tiles.len(), 1);
    assert_eq!((tiles[0].link.section.as_str(), tiles[0].title()), (SECTION, "lab-built"));
    let link = store.request(&request.id).await.unwrap().unwrap().request.link;
    assert_eq!(link.as_ref(), Some(&tiles[0].link.id));
}
