//! Blueprints: who makes them, and to whom they are open.

use domain::{
    Actor, Error, Field,
    audit::{Action, Change},
    blueprint::{Automatic, BlueprintField, BlueprintForm, Deciders},
    portal::{Filled, Opening},
    ports::Store,
    request::{Request, Stage},
    tag::TagRow,
};
use futures::future::join_all;

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

/// A blueprint that approves by itself, up to so many environments of a team.
fn automatic(automatic: Automatic, up_to: &str) -> BlueprintForm {
    BlueprintForm { automatic, automatic_up_to: up_to.into(), ..blueprint_form() }
}

impl Room {
    async fn opening(&self, actor: &Actor) -> Opening {
        self.world.portal.opening(actor, &self.blueprint.id, &self.desk.team.id).await.unwrap()
    }

    /// What its page says of an approval by the blueprint.
    async fn rule(&self, request: &Request) -> Option<String> {
        let seen = self.world.portal.request(&self.desk.owner, &request.id, 1).await.unwrap();
        seen.approved_by_blueprint().map(str::to_owned)
    }
}

#[tokio::test]
async fn what_fits_the_limits_is_approved_by_the_blueprint_and_the_log_says_by_which_rule() {
    let room = Room::of(BlueprintForm { per_person: "1".into(), ..automatic(Automatic::Members, "0") }).await;
    assert!(room.opening(&room.desk.member).await.is_automatic, "it is said beforehand");
    let request = room.ask("lab-quick").await;
    assert_eq!(request.stage, Stage::Approved);
    assert!(room.world.store.operation_of(&request.id.draft()).await.unwrap().is_some());
    let event = room.world.store.events(&Request::object(&request.id), 1).await.unwrap().remove(0);
    assert_eq!((event.action, event.person), (Action::ApproveRequest, None), "nobody approved their own");
    let rule = "approves by itself what members of the team ask for, within its limits.";
    assert!(event.detail.ends_with(rule), "{}", event.detail);
    assert_eq!(room.rule(&request).await, Some(event.detail));
    assert!(!room.opening(&room.desk.member).await.is_automatic, "nothing is left");
    assert_eq!(wrong(room.ask_as(&room.desk.member, "lab-more", true).await), [Field::Name]);
}

#[tokio::test]
async fn beyond_what_a_blueprint_approves_by_itself_somebody_decides() {
    let room = Room::of(automatic(Automatic::Members, "1")).await;
    let first = room.ask("lab-first").await;
    assert_eq!(first.stage, Stage::Approved);
    assert!(room.rule(&first).await.unwrap().contains("as long as the team has no more than 1 of it"));
    assert!(!room.opening(&room.desk.owner).await.is_automatic);
    let second = room.ask_as(&room.desk.owner, "lab-second", true).await.unwrap();
    assert_eq!((second.stage, room.rule(&second).await), (Stage::Asked, None));
    assert!(matches!(room.approve(&room.desk.owner, &second.id).await, Err(Error::Denied(_))), "it is her own");
    assert_eq!(room.approve(&room.approver, &second.id).await.unwrap().stage, Stage::Approved);
    assert_eq!(room.rule(&second).await, None, "a person approved it");
}

#[tokio::test]
async fn a_blueprint_can_approve_by_itself_for_owners_and_approvers_alone() {
    let room = Room::of(automatic(Automatic::Approvers, "0")).await;
    for (actor, stage) in
        [(&room.desk.member, Stage::Asked), (&room.desk.owner, Stage::Approved), (&room.approver, Stage::Approved)]
    {
        assert_eq!(room.opening(actor).await.is_automatic, stage == Stage::Approved);
        assert_eq!(room.ask_as(actor, "lab-one", true).await.unwrap().stage, stage, "{}", actor.email);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_ask_at_once_no_more_are_approved_than_the_rule_lets() {
    let room = Room::of(automatic(Automatic::Members, "1")).await;
    let asking = [&room.desk.member, &room.desk.owner, &room.approver].map(|one| room.ask_as(one, "lab-one", true));
    let stages: Vec<Stage> = join_all(asking).await.into_iter().flatten().map(|request| request.stage).collect();
    assert_eq!(stages.iter().filter(|stage| **stage == Stage::Approved).count(), 1, "{stages:?}");
}

#[tokio::test]
async fn people_choose_a_value_and_name_the_superuser_where_they_may() {
    let form = BlueprintForm { required_tags: "desk = rates, bonds".into(), asks_superuser: true, ..blueprint_form() };
    let room = Room::of(form).await;
    let (portal, member) = (&room.world.portal, &room.desk.member);
    let (blueprint, team) = (&room.blueprint.id, &room.desk.team.id);
    let mut typed = filled("lab-one");
    typed.form.tags.rows = vec![TagRow { key: "desk".into(), value: "equities".into() }];
    typed.form.email_address = "ada@example.com".into();
    let draft = portal.begin_request(member, blueprint, team, &typed, false).await.unwrap();
    let kept = portal.request(member, &draft.id, 1).await.unwrap().asked.answers;
    assert_eq!(
        (&kept.tags, &kept.email_address),
        (&typed.form.tags, &typed.form.email_address),
        "a draft may be wrong"
    );
    assert_eq!(
        wrong(portal.continue_request(member, &draft.id, &typed, true).await),
        [Field::TagValue(0), Field::FirstName, Field::LastName]
    );
    typed.form.tags.rows[0].value = "bonds".into();
    (typed.form.first_name, typed.form.last_name) = ("Ada".into(), "Byron".into());
    portal.continue_request(member, &draft.id, &typed, true).await.unwrap();
    let seen = portal.request(&room.approver, &draft.id, 1).await.unwrap();
    let differs: Vec<String> =
        seen.blueprint.rules.differences(&seen.asked.plan.unwrap()).iter().map(Change::in_words).collect();
    assert!(differs.contains(&"Superuser: added Ada Byron <ada@example.com>".to_owned()), "{differs:?}");
    let none = Filled { form: filled("lab-one").form, ..Filled::default() };
    let amended = portal.amend_request(&room.approver, &draft.id, &seen.asked.digest, none.form).await.unwrap();
    let plan = portal.request(&room.approver, &amended.id, 1).await.unwrap().asked.plan.unwrap();
    assert_eq!((plan.superuser, plan.tags.len()), (None, 1), "those who decide may leave it out");
}
