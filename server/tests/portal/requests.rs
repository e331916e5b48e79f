//! Requests: asking with a blueprint, and deciding what is asked for.

use domain::{
    Actor, Error, Field, Problems,
    audit::{Action, Change, Outcome},
    blueprint::{Blueprint, BlueprintForm, Deciders},
    environment::EnvironmentForm,
    id::EnvironmentRequestId,
    operation::State,
    portal::Filled,
    ports::{RequestStore, Store},
    request::{Filter, Part, Request, Stage},
    role::Role,
    tag::{TagForm, TagRow},
};

use super::{teams::Desk, world::World};

pub fn blueprint_form() -> BlueprintForm {
    BlueprintForm {
        name: "Laboratory".into(),
        prefix: "lab-".into(),
        required_tags: "desk".into(),
        ..BlueprintForm::fresh()
    }
}

pub fn fixed() -> EnvironmentForm {
    EnvironmentForm {
        connection: "local".into(),
        description: "For trying things".into(),
        ..EnvironmentForm::default()
    }
}

pub fn filled(name: &str) -> Filled {
    let rows = vec![TagRow { key: "desk".into(), value: "rates".into() }];
    let form = EnvironmentForm { name: name.into(), tags: TagForm { rows }, ..EnvironmentForm::default() };
    Filled { why: "To try a model".into(), form }
}

/// A desk that may use a blueprint, and an approver who is in its team.
pub struct Room {
    pub world: World,
    pub desk: Desk,
    pub approver: Actor,
    pub blueprint: Blueprint,
}

impl Room {
    pub async fn of(form: BlueprintForm) -> Self {
        Self::with(World::new().await, form).await
    }

    pub async fn within(world: World) -> Self {
        Self::with(world, blueprint_form()).await
    }

    async fn with(world: World, form: BlueprintForm) -> Self {
        let desk = Desk::of(&world, "Rates").await;
        let approver = world.somebody("approver@example.com", [Role::Approver]).await;
        world
            .portal
            .add_members(&world.actor, &desk.team.id, &approver.email, domain::team::Standing::Member)
            .await
            .unwrap();
        let blueprint = world.portal.save_blueprint(&world.actor, None, &form, &fixed()).await.unwrap();
        Self { world, desk, approver, blueprint }
    }

    pub async fn new() -> Self {
        Self::of(blueprint_form()).await
    }

    pub async fn ask_as(&self, actor: &Actor, name: &str, send: bool) -> Result<Request, Error> {
        let (blueprint, team) = (&self.blueprint.id, &self.desk.team.id);
        self.world.portal.begin_request(actor, blueprint, team, &filled(name), send).await
    }

    pub async fn ask(&self, name: &str) -> Request {
        self.ask_as(&self.desk.member, name, true).await.unwrap()
    }

    async fn digest(&self, id: &EnvironmentRequestId) -> String {
        self.world.store.request(id).await.unwrap().unwrap().digest
    }

    pub async fn approve(&self, actor: &Actor, id: &EnvironmentRequestId) -> Result<Request, Error> {
        let digest = self.digest(id).await;
        self.world.portal.approve_request(actor, id, &digest).await
    }

    pub async fn stage(&self, id: &EnvironmentRequestId) -> Stage {
        self.world.store.request(id).await.unwrap().unwrap().request.stage
    }
}

pub fn conflict<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Conflict(words)) => words,
        other => panic!("{other:?}"),
    }
}

pub fn wrong<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<Field> {
    match result {
        Err(Error::Invalid(Problems(all))) => all.into_iter().map(|problem| problem.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_member_asks_and_an_approver_of_the_team_approves_and_one_operation_waits() {
    let room = Room::new().await;
    let (portal, store) = (&room.world.portal, &room.world.store);
    assert_eq!(portal.openings(&room.desk.member).await.unwrap().len(), 1);
    let request = room.ask("lab-curves").await;
    assert_eq!((request.stage, request.lapses_at(14).is_some()), (Stage::Asked, true));
    assert_eq!(portal.numbers(&room.approver).await.unwrap().requests, 1);
    assert_eq!(portal.numbers(&room.desk.member).await.unwrap().requests, 0);
    let seen = portal.request(&room.approver, &request.id, 1).await.unwrap();
    assert_eq!(seen.part, Some(Part::Approver));
    let differs: Vec<String> =
        seen.blueprint.rules.differences(&seen.asked.plan.unwrap()).iter().map(Change::in_words).collect();
    assert_eq!(differs, ["Name: added lab-curves", "Tag desk: added rates"]);
    let approved = room.approve(&room.approver, &request.id).await.unwrap();
    assert_eq!(approved.stage, Stage::Approved);
    let operation = store.operation_of(&request.id.draft()).await.unwrap().unwrap();
    assert_eq!((operation.state, operation.plan.name.as_str()), (State::Waiting { refusal: None }, "lab-curves"));
    assert_eq!(operation.person, room.desk.member.person);
    assert_eq!(portal.numbers(&room.approver).await.unwrap().requests, 0);
    let told = store.events(&Request::object(&request.id), 10).await.unwrap();
    let told: Vec<Action> = told.into_iter().map(|event| event.action).collect();
    assert_eq!(told, [Action::ApproveRequest, Action::AskEnvironment]);
    assert!(conflict(room.approve(&room.desk.owner, &request.id).await).contains("Approved"));
}

#[tokio::test]
async fn nobody_decides_their_own_whatever_else_they_are() {
    let room = Room::new().await;
    let team = &room.desk.team.id;
    room.world
        .portal
        .add_members(&room.world.actor, team, &room.world.actor.email, domain::team::Standing::Owner)
        .await
        .unwrap();
    for actor in [&room.desk.owner, &room.approver, &room.world.actor] {
        let request = room.ask_as(actor, "lab-own", true).await.unwrap();
        let refused = room.approve(actor, &request.id).await;
        assert!(matches!(&refused, Err(Error::Denied(why)) if why.starts_with("Nobody decides")), "{refused:?}");
        let declined = room.world.portal.decline_request(actor, &request.id, "x").await;
        assert!(matches!(declined, Err(Error::Denied(_))), "{declined:?}");
        let event = room.world.store.events(&Request::object(&request.id), 1).await.unwrap().remove(0);
        assert_eq!(event.outcome, Outcome::Refused);
    }
}

#[tokio::test]
async fn strangers_and_members_of_other_teams_see_nothing_of_a_request() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let other = Desk::of(&room.world, "Bonds").await;
    let stranger = room.world.somebody("eve@example.com", [Role::Approver]).await;
    let request = room.ask("lab-secret").await;
    let absent = EnvironmentRequestId::from_bytes([9; 26]);
    for actor in [&other.owner, &other.member, &stranger] {
        let (one, none) = (
            portal.request(actor, &request.id, 1).await.unwrap_err(),
            portal.request(actor, &absent, 1).await.unwrap_err(),
        );
        assert_eq!(one, none);
        assert_eq!(portal.requests(actor, &Filter::default(), 1).await.unwrap().matching, 0);
        let (one, none) = (
            portal.approve_request(actor, &request.id, "x").await.unwrap_err(),
            portal.approve_request(actor, &absent, "x").await.unwrap_err(),
        );
        assert_eq!(one, none);
        assert!(matches!(room.ask_as(actor, "lab-x", true).await, Err(Error::Denied(_))));
    }
    // Its team's owner sees it, and a member who neither asked nor decides does not.
    assert!(portal.request(&room.desk.owner, &request.id, 1).await.is_ok());
    let another = room.world.somebody("another@example.com", [Role::Member]).await;
    portal
        .add_members(&room.world.actor, &room.desk.team.id, &another.email, domain::team::Standing::Member)
        .await
        .unwrap();
    assert!(matches!(portal.request(&another, &request.id, 1).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn an_approval_is_bound_to_the_plan_that_was_shown_and_an_amendment_voids_it() {
    let form = BlueprintForm { needed: "2".into(), ..blueprint_form() };
    let room = Room::of(form).await;
    let portal = &room.world.portal;
    let request = room.ask("lab-one").await;
    let shown = room.digest(&request.id).await;
    assert_eq!(room.approve(&room.desk.owner, &request.id).await.unwrap().stage, Stage::Asked);
    assert!(conflict(room.approve(&room.desk.owner, &request.id).await).contains("already"));
    let same = portal.amend_request(&room.approver, &request.id, &shown, filled("lab-one").form).await.unwrap();
    assert_eq!(portal.request(&room.approver, &request.id, 1).await.unwrap().approvals.len(), 1, "{same:?}");
    assert_eq!(
        wrong(portal.amend_request(&room.approver, &request.id, &shown, filled("two").form).await),
        [Field::Name]
    );
    portal.amend_request(&room.approver, &request.id, &shown, filled("lab-two").form).await.unwrap();
    assert!(conflict(portal.approve_request(&room.desk.owner, &request.id, &shown).await).contains("changed"));
    let seen = portal.request(&room.approver, &request.id, 1).await.unwrap();
    assert_eq!((seen.approvals.len(), seen.asked.request.name.as_str()), (0, "lab-two"));
    assert_eq!(seen.events[0].changes[0].in_words(), "Name: lab-one → lab-two");
    assert_eq!(room.approve(&room.desk.owner, &request.id).await.unwrap().stage, Stage::Asked);
    assert_eq!(room.approve(&room.approver, &request.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn named_people_decide_where_a_blueprint_names_them() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let named = world.somebody("named@example.com", []).await;
    let form = BlueprintForm { deciders: Deciders::People, people: named.email.clone(), ..blueprint_form() };
    let blueprint = world.portal.save_blueprint(&world.actor, None, &form, &fixed()).await.unwrap();
    let room = Room { world, approver: named, desk, blueprint };
    let request = room.ask("lab-named").await;
    assert!(matches!(room.approve(&room.desk.owner, &request.id).await, Err(Error::Denied(_))));
    assert_eq!(room.world.portal.numbers(&room.approver).await.unwrap().requests, 1);
    assert_eq!(room.approve(&room.approver, &request.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn limits_count_what_waits_and_what_is_there() {
    let room = Room::of(BlueprintForm { per_team: "2".into(), per_person: "1".into(), ..blueprint_form() }).await;
    let first = room.ask("lab-first").await;
    assert_eq!(wrong(room.ask_as(&room.desk.member, "lab-second", true).await), [Field::Name]);
    room.ask_as(&room.desk.owner, "lab-second", true).await.unwrap();
    assert_eq!(wrong(room.ask_as(&room.approver, "lab-third", true).await), [Field::Name]);
    assert_eq!(room.ask_as(&room.approver, "lab-third", false).await.unwrap().stage, Stage::Draft);
    room.world.portal.withdraw_request(&room.desk.member, &first.id).await.unwrap();
    conflict(room.world.portal.withdraw_request(&room.desk.member, &first.id).await);
    room.ask("lab-fourth").await;
}

#[tokio::test]
async fn a_request_is_declined_with_words_and_talked_about() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let request = room.ask("lab-no").await;
    assert_eq!(wrong(portal.decline_request(&room.approver, &request.id, " ").await), [Field::Words]);
    portal.comment_on_request(&room.approver, &request.id, "For how long?").await.unwrap();
    room.world.clock.advance(1);
    portal.comment_on_request(&room.desk.member, &request.id, "A week").await.unwrap();
    portal.decline_request(&room.approver, &request.id, "Use the shared one").await.unwrap();
    let seen = portal.request(&room.desk.member, &request.id, 1).await.unwrap();
    assert_eq!(
        seen.comments.rows.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(),
        ["For how long?", "A week"]
    );
    assert!(seen.events[0].detail.contains("Use the shared one"), "{:?}", seen.events[0]);
    assert_eq!(room.stage(&request.id).await, Stage::Declined);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_ask_at_once_as_many_pass_as_the_limit_lets() {
    let room = Room::of(BlueprintForm { per_team: "1".into(), ..blueprint_form() }).await;
    let asking = [&room.desk.member, &room.desk.owner, &room.approver].map(|one| room.ask_as(one, "lab-one", true));
    let sent = futures::future::join_all(asking).await.into_iter().flatten().count();
    assert_eq!(sent, 1);
}
