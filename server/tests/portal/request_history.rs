//! The history of a request: what happened to it, to its operation and to its environment while it was carried out, and
//! nothing of what else happens there.

use domain::{
    Actor, Error,
    audit::{Action, Outcome},
    id::EnvironmentRequestId,
    portal::Paged,
    tag::{TagForm, TagRow},
};

use super::{
    changing::{ask, rest},
    lifetimes::{DAY, Home},
    requests::Room,
};

/// What somebody is shown, the oldest first.
async fn told(home: &Home, reader: &Actor, id: &EnvironmentRequestId) -> Vec<(Action, Outcome)> {
    let (_, history) = home.portal().request_history(reader, id, 1).await.unwrap();
    let seen = home.portal().request(reader, id, 1).await.unwrap();
    assert_eq!((seen.happened, &seen.events), (history.matching, &history.rows), "its page says something else");
    history.rows.iter().rev().map(|event| (event.action, event.outcome)).collect()
}

const SENT: (Action, Outcome) = (Action::CreateEnvironment, Outcome::Intended);
const DONE: (Action, Outcome) = (Action::CreateEnvironment, Outcome::Done);
const MADE: [(Action, Outcome); 5] =
    [(Action::AskEnvironment, Outcome::Done), (Action::ApproveRequest, Outcome::Done), SENT, DONE, DONE];

#[tokio::test]
async fn whoever_asked_reads_how_it_was_carried_out_and_not_what_others_do_there_later() {
    let home = Home::new().await;
    let (world, member) = (&home.room.world, home.member());
    assert_eq!(told(&home, member, &home.made.id).await, MADE);
    let link = home.portal().link(member, &home.link).await.unwrap().link;
    let typed = TagForm { rows: vec![TagRow { key: "cost".into(), value: "7".into() }] };
    let (place, none) = ((&link.connection, &link.environment), TagForm::default());
    world.portal.save_tags(&world.actor, place.0, place.1, &none, &typed).await.unwrap();
    // What somebody is refused at the environment is not told to those who asked for it.
    let stranger = world.somebody("eve@example.com", []).await;
    let refused = world.portal.delete_environment(&stranger, place.0, place.1, "lab-home").await;
    assert!(matches!(refused, Err(Error::Denied(_))), "{refused:?}");
    assert_eq!(told(&home, member, &home.made.id).await, MADE);
    assert!(matches!(world.portal.request_history(&stranger, &home.made.id, 1).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_change_is_told_where_it_was_asked_for_with_its_calls() {
    let home = Home::new().await;
    let (room, member) = (&home.room, home.member());
    let asked = ask(&room.world, member, &home.link, |form| super::changing::tagged(form, "desk", "bonds"));
    let asked = asked.await.unwrap();
    room.approve(&room.approver, &asked.id).await.unwrap();
    rest(&room.world, &asked).await;
    let all = [
        (Action::AskChange, Outcome::Done),
        (Action::ApproveRequest, Outcome::Done),
        (Action::TagEnvironment, Outcome::Intended),
        (Action::TagEnvironment, Outcome::Done),
        (Action::ApplyChange, Outcome::Done),
    ];
    assert_eq!(told(&home, member, &asked.id).await, all);
    assert_eq!(told(&home, member, &home.made.id).await, MADE, "the change is a request of its own");
}

#[tokio::test]
async fn a_deletion_is_told_to_its_end() {
    let home = Home::new().await;
    home.cool_off("0").await;
    let parted = home.parted().await;
    home.room.world.clock.advance(DAY);
    home.carry().await;
    let all = told(&home, home.member(), &parted.id).await;
    let asked = [(Action::AskDeletion, Outcome::Done), (Action::ApproveRequest, Outcome::Done)];
    assert_eq!(all[..2], asked);
    assert_eq!(all[2], (Action::BeginEnd, Outcome::Done));
    assert_eq!(all.last(), Some(&(Action::DeleteEnvironment, Outcome::Done)), "{all:?}");
    assert_eq!(told(&home, home.member(), &home.made.id).await, MADE);
}

#[tokio::test]
async fn what_does_not_fit_on_a_page_is_on_the_next_ones() {
    let room = Room::new().await;
    let (portal, member) = (&room.world.portal, &room.desk.member);
    let request = room.ask("lab-talk").await;
    for number in 0..60 {
        portal.comment_on_request(member, &request.id, &format!("Word {number}")).await.unwrap();
    }
    let page = async |number| -> Paged<_> { portal.request_history(member, &request.id, number).await.unwrap().1 };
    let (first, last) = (page(1).await, page(9).await);
    assert_eq!((first.matching, first.rows.len(), first.pages), (61, 50, 2));
    assert_eq!((last.number, last.rows.len()), (2, 11));
    assert_eq!(last.rows[10].action, Action::AskEnvironment, "the oldest of all is kept");
    let seen = portal.request(member, &request.id, 1).await.unwrap();
    assert_eq!((seen.happened, seen.events.len()), (61, 50));
}
