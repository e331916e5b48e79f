//! What was never sent: its author's alone, whatever becomes of it.

use domain::{
    Error, Field,
    ports::Store,
    request::{Filter, Request, Stage},
};

use super::requests::{Room, conflict, filled, wrong};

#[tokio::test]
async fn a_draft_is_its_authors_alone_and_may_be_wrong() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let draft = room.ask_as(&room.desk.member, "not legal!", false).await.unwrap();
    assert_eq!(draft.stage, Stage::Draft);
    for actor in [&room.world.actor, &room.approver, &room.desk.owner] {
        assert!(matches!(portal.request(actor, &draft.id, 1).await, Err(Error::NotFound(_))));
        assert_eq!(portal.requests(actor, &Filter::default(), 1).await.unwrap().matching, 0);
    }
    assert_eq!(room.world.store.events(&Request::object(&draft.id), 9).await.unwrap(), []);
    let bad = portal.continue_request(&room.desk.member, &draft.id, &filled("not legal!"), true).await;
    assert_eq!(wrong(bad), [Field::Name]);
    let sent = portal.continue_request(&room.desk.member, &draft.id, &filled("lab-legal"), true).await.unwrap();
    assert_eq!((sent.stage, sent.name.as_str()), (Stage::Asked, "lab-legal"));
    conflict(portal.continue_request(&room.desk.member, &draft.id, &filled("lab-other"), true).await);
}

#[tokio::test]
async fn a_draft_that_is_thrown_away_stays_its_authors_alone() {
    let room = Room::new().await;
    let (portal, member) = (&room.world.portal, &room.desk.member);
    let draft = room.ask_as(member, "lab-private", false).await.unwrap();
    portal.withdraw_request(member, &draft.id).await.unwrap();
    assert_eq!(room.world.store.events(&Request::object(&draft.id), 9).await.unwrap(), []);
    let every = Filter::default();
    for actor in [&room.world.actor, &room.approver, &room.desk.owner] {
        assert!(matches!(portal.request(actor, &draft.id, 1).await, Err(Error::NotFound(_))), "{}", actor.email);
        assert_eq!(portal.requests(actor, &every, 1).await.unwrap().matching, 0, "{}", actor.email);
        assert!(portal.requests_after(actor, &every, None, 9).await.unwrap().0.is_empty(), "{}", actor.email);
        assert!(portal.comment_on_request(actor, &draft.id, "What was it?").await.is_err(), "{}", actor.email);
    }
    assert_eq!(portal.requests(member, &every, 1).await.unwrap().matching, 1);
    conflict(portal.comment_on_request(member, &draft.id, "Over").await);
}
