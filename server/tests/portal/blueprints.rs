//! Blueprints: who makes them, and to whom they are open.

use domain::{
    Error, Field,
    blueprint::{BlueprintField, BlueprintForm, Deciders},
};

use super::{
    requests::{Room, blueprint_form, conflict, filled, fixed, wrong},
    teams::Desk,
};

#[tokio::test]
async fn a_blueprint_that_is_retired_or_of_others_is_not_open() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let other = Desk::of(&room.world, "Bonds").await;
    let only = BlueprintForm { name: "Of bonds".into(), teams: "BONDS\n".into(), ..blueprint_form() };
    portal.save_blueprint(&room.world.actor, None, &only, &fixed()).await.unwrap();
    assert_eq!(portal.openings(&room.desk.member).await.unwrap().len(), 1);
    assert_eq!(portal.openings(&other.member).await.unwrap().len(), 2);
    let draft = room.ask_as(&room.desk.member, "lab-late", false).await.unwrap();
    portal.retire_blueprint(&room.world.actor, &room.blueprint.id, true).await.unwrap();
    assert_eq!(portal.openings(&room.desk.member).await.unwrap().len(), 0);
    assert!(matches!(room.ask_as(&room.desk.member, "lab-x", true).await, Err(Error::NotFound(_))));
    let late = portal.continue_request(&room.desk.member, &draft.id, &filled("lab-late"), true).await;
    assert!(conflict(late).contains("not open to the team any more"));
}

#[tokio::test]
async fn blueprints_are_made_by_administrators_and_what_is_wrong_is_said_at_its_field() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let refused = portal.save_blueprint(&room.desk.owner, None, &blueprint_form(), &fixed()).await;
    assert!(matches!(refused, Err(Error::Denied(_))));
    assert!(matches!(portal.blueprints(&room.approver, 1).await, Err(Error::NotFound(_))));
    let at = |field| Field::Blueprint(field);
    let taken = portal.save_blueprint(&room.world.actor, None, &blueprint_form(), &fixed()).await;
    assert_eq!(wrong(taken), [at(BlueprintField::Name)]);
    let unknown = BlueprintForm {
        name: "Other".into(),
        teams: "Nobody".into(),
        deciders: Deciders::People,
        people: "nobody@example.com".into(),
        ..blueprint_form()
    };
    assert_eq!(
        wrong(portal.save_blueprint(&room.world.actor, None, &unknown, &fixed()).await),
        [at(BlueprintField::Teams), at(BlueprintField::People)]
    );
    let id = &room.blueprint.id;
    let words = BlueprintForm { words: "For models".into(), ..blueprint_form() };
    portal.save_blueprint(&room.world.actor, Some((id, 1)), &words, &fixed()).await.unwrap();
    conflict(portal.save_blueprint(&room.world.actor, Some((id, 1)), &blueprint_form(), &fixed()).await);
    let seen = portal.blueprint(&room.world.actor, id).await.unwrap();
    assert_eq!((seen.form.words.as_str(), seen.blueprint.version), ("For models", 2));
    assert_eq!(seen.events[0].changes[0].in_words(), "Words for those who ask: added For models");
}
