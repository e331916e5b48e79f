//! Changes by request: asked for, approved as they were shown, and carried out by the portal.

use domain::{
    Actor, Error, Field,
    audit::{Action, Change, Event, Outcome},
    blueprint::BlueprintForm,
    change::State,
    environment::EnvironmentForm,
    id::{EnvironmentId, LinkId},
    link::LinkForm,
    portal::{Filled, OpenChange},
    ports::{ChangeStore, FinSpace, RequestStore, Store},
    request::{Kind, Request, Stage},
    role::Role,
    tag::{TagForm, TagRow},
};

use super::{
    lifetimes::{DAY, Home},
    requests::{Room, blueprint_form, conflict, fixed, wrong},
    teams::Desk,
    world::World,
};

pub const UPDATE: &str = "PUT /environment";
pub const TAG: &str = "POST /tags";

/// A team with an environment that no request made.
pub struct Flat {
    pub room: Room,
    pub link: LinkId,
    pub id: EnvironmentId,
}

impl Flat {
    pub async fn new() -> Self {
        Self::of(Room::new().await).await
    }

    pub async fn of(room: Room) -> Self {
        let id = room.world.made_elsewhere("flat").await;
        room.world.read().await;
        let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
        let link = room.world.portal.add_link(&room.desk.owner, &room.desk.team.id, &form).await.unwrap().id;
        Self { room, link, id }
    }
}

/// Asks for a change from what the page shows now.
pub async fn ask(
    world: &World,
    actor: &Actor,
    link: &LinkId,
    change: impl FnOnce(&mut EnvironmentForm),
) -> Result<Request, Error> {
    let shown = world.portal.change_opening(actor, link).await?.basis.form();
    let mut form = shown.clone();
    change(&mut form);
    world.portal.ask_change(actor, link, &shown, &Filled { why: "It is clearer".into(), form }).await
}

pub fn tagged(form: &mut EnvironmentForm, key: &str, value: &str) {
    form.tags.rows.retain(|row| row.key != key);
    form.tags.rows.push(TagRow { key: key.into(), value: value.into() });
}

pub async fn state(world: &World, request: &Request) -> State {
    world.store.change_of(&request.id).await.unwrap().unwrap().state
}

pub async fn carry(world: &World) {
    for change in world.portal.changes_due(&world.connection).await.unwrap() {
        world.portal.carry_change(change, &()).await.unwrap();
    }
}

/// Goes on until it has come to rest.
pub async fn rest(world: &World, request: &Request) -> State {
    for _ in 0..40 {
        carry(world).await;
        match state(world, request).await {
            ended @ (State::Applied { .. } | State::Stopped { .. }) => return ended,
            _ => world.clock.advance(31),
        }
    }
    panic!("{:?} goes on for ever", state(world, request).await);
}

async fn told(world: &World, object: &str) -> Vec<Event> {
    world.store.events(object, 50).await.unwrap()
}

#[tokio::test]
async fn what_was_approved_is_changed_once_and_the_log_says_who_wanted_it() {
    let home = Home::of(BlueprintForm { asks_description: true, ..blueprint_form() }, "lab-home").await;
    let (world, member) = (&home.room.world, home.member());
    let asked = ask(world, member, &home.link, |form| {
        form.description = "Where curves are drawn".into();
        tagged(form, "desk", "bonds");
    });
    let asked = asked.await.unwrap();
    assert_eq!((asked.kind, asked.stage, asked.name.as_str()), (Kind::Change, Stage::Asked, "lab-home"));
    let seen = world.portal.request(&home.room.approver, &asked.id, 1).await.unwrap();
    let lines: Vec<String> = seen.asked.about.unwrap().wanted.unwrap().changes().iter().map(Change::in_words).collect();
    assert_eq!(lines, ["Description: added Where curves are drawn", "Tag desk: rates → bonds"]);
    assert_eq!(home.room.approve(&home.room.approver, &asked.id).await.unwrap().stage, Stage::Approved);
    assert_eq!((state(world, &asked).await.as_str(), world.wire.count(UPDATE)), ("waiting", 0), "never in the request");
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let link = world.portal.link(member, &home.link).await.unwrap().link;
    let now = world.other.get(&world.connection, &link.environment).await.unwrap();
    assert_eq!(now.description.as_deref(), Some("Where curves are drawn"));
    assert_eq!(world.really_tagged(&link.environment).await["desk"], "bonds");
    assert_eq!((world.wire.count(UPDATE), world.wire.count(TAG)), (1, 1));
    let object = format!("environment/local/{}", link.environment);
    let edits: Vec<Event> =
        told(world, &object).await.into_iter().filter(|event| event.action == Action::UpdateEnvironment).collect();
    assert_eq!(edits.iter().map(|event| event.outcome).collect::<Vec<_>>(), [Outcome::Done, Outcome::Intended]);
    for said in [member.email.as_str(), home.room.approver.email.as_str(), asked.id.as_str()] {
        assert!(edits[0].detail.contains(said), "{said}: {}", edits[0].detail);
    }
    assert_eq!(edits[0].changes[0].in_words(), lines[0]);
    let done = told(world, &Request::object(&asked.id)).await.remove(0);
    assert_eq!((done.action, done.outcome, done.changes.len()), (Action::ApplyChange, Outcome::Done, 2));
    // Nothing is left to do, and another one can be asked for.
    world.clock.advance(DAY);
    carry(world).await;
    assert_eq!(world.wire.count(UPDATE), 1);
    ask(world, member, &home.link, |form| form.name = "lab-other".into()).await.unwrap();
    assert!(world.failures.said().is_empty());
}

#[tokio::test]
async fn what_is_wrong_is_said_and_nothing_different_is_nothing_to_ask_for() {
    let home = Home::new().await;
    let (world, member) = (&home.room.world, home.member());
    assert_eq!(wrong(ask(world, member, &home.link, |_| {}).await), [Field::Name]);
    assert_eq!(wrong(ask(world, member, &home.link, |form| form.name = "curves".into()).await), [Field::Name]);
    let mine = ask(world, member, &home.link, |form| form.description = "Mine".into()).await;
    assert_eq!(wrong(mine), [Field::Description], "the blueprint fixes it");
    let smuggled = ask(world, member, &home.link, |form| tagged(form, "owner", "eve")).await;
    assert_eq!(wrong(smuggled), [Field::TagKey(1)]);
    let shown = world.portal.change_opening(member, &home.link).await.unwrap().basis.form();
    let filled = Filled { why: " ".into(), form: EnvironmentForm { name: "lab-x".into(), ..shown.clone() } };
    assert_eq!(wrong(world.portal.ask_change(member, &home.link, &shown, &filled).await), [Field::Why]);
}

#[tokio::test]
async fn one_change_is_open_at_a_time_and_strangers_learn_of_nothing() {
    let home = Home::new().await;
    let (world, member) = (&home.room.world, home.member());
    let first = ask(world, member, &home.link, |form| form.name = "lab-one".into()).await.unwrap();
    let second = ask(world, &home.room.desk.owner, &home.link, |form| form.name = "lab-two".into()).await;
    assert!(conflict(second).contains("already"));
    let open = async |actor: &Actor| world.portal.change_opening(actor, &home.link).await.unwrap().open;
    assert_eq!(open(member).await, Some(OpenChange { request: Some(first.id.clone()) }));
    let colleague = world.somebody("colleague@example.com", [Role::Member]).await;
    let standing = domain::team::Standing::Member;
    world.portal.add_members(&world.actor, &home.room.desk.team.id, &colleague.email, standing).await.unwrap();
    assert_eq!(open(&colleague).await, Some(OpenChange { request: None }), "who asked what is not theirs to read");
    let stranger = world.somebody("eve@example.com", [Role::Member]).await;
    let absent = LinkId::from_bytes([9; 26]);
    for actor in [&stranger, &world.actor] {
        let (shown, filled) = (EnvironmentForm::default(), Filled::default());
        let one = world.portal.ask_change(actor, &home.link, &shown, &filled).await.unwrap_err();
        assert_eq!(one, world.portal.ask_change(actor, &absent, &shown, &filled).await.unwrap_err());
        assert!(matches!(one, Error::Denied(_)));
        assert!(matches!(world.portal.change_opening(actor, &home.link).await, Err(Error::NotFound(_))));
    }
    world.portal.withdraw_request(member, &first.id).await.unwrap();
    assert_eq!(open(member).await, None);
    let own = ask(world, &home.room.approver, &home.link, |form| form.name = "lab-own".into()).await.unwrap();
    assert!(matches!(home.room.approve(&home.room.approver, &own.id).await, Err(Error::Denied(_))));
    world.clock.advance(15 * DAY);
    world.portal.tend_requests().await.unwrap();
    assert_eq!(home.room.stage(&own.id).await, Stage::Lapsed);
}

#[tokio::test]
async fn without_a_blueprint_administrators_decide_and_all_of_it_is_free() {
    let flat = Flat::new().await;
    let (room, world) = (&flat.room, &flat.room.world);
    let asked = ask(world, &room.desk.member, &flat.link, |form| {
        form.name = "flat-2".into();
        form.tags = TagForm { rows: vec![TagRow { key: "cost".into(), value: "12".into() }] };
    });
    let asked = asked.await.unwrap();
    for actor in [&room.desk.owner, &room.approver] {
        assert!(matches!(room.approve(actor, &asked.id).await, Err(Error::Denied(_))));
    }
    room.approve(&world.actor, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    assert_eq!(world.other.get(&world.connection, &flat.id).await.unwrap().name, "flat-2");
    assert_eq!(world.really_tagged(&flat.id).await["cost"], "12");
}

#[tokio::test]
async fn an_amended_change_is_another_one_and_approvals_are_of_what_was_shown() {
    let home = Home::new().await;
    let (room, world) = (&home.room, &home.room.world);
    let (form, version) = (BlueprintForm { needed: "2".into(), ..blueprint_form() }, room.blueprint.version);
    let known = Some((&room.blueprint.id, version));
    world.portal.save_blueprint(&world.actor, known, &form, &fixed()).await.unwrap();
    let asked = ask(world, home.member(), &home.link, |form| form.name = "lab-one".into()).await.unwrap();
    let digest = world.store.request(&asked.id).await.unwrap().unwrap().digest;
    room.approve(&room.approver, &asked.id).await.unwrap();
    let form = EnvironmentForm { name: "lab-two".into(), ..EnvironmentForm::default() };
    let rows = vec![TagRow { key: "desk".into(), value: "rates".into() }];
    let form = EnvironmentForm { tags: TagForm { rows }, ..form };
    let stale = world.portal.amend_request(&room.desk.owner, &asked.id, "other", form.clone()).await;
    assert!(conflict(stale).contains("changed meanwhile"));
    let bad = EnvironmentForm { name: "two".into(), ..form.clone() };
    assert_eq!(wrong(world.portal.amend_request(&room.desk.owner, &asked.id, &digest, bad).await), [Field::Name]);
    world.portal.amend_request(&room.desk.owner, &asked.id, &digest, form).await.unwrap();
    assert_eq!(world.store.approvals(&asked.id).await.unwrap(), [], "earlier ones do not count");
    let event = told(world, &Request::object(&asked.id)).await.remove(0);
    assert_eq!((event.action, event.changes[0].in_words().as_str()), (Action::AmendRequest, "Name: lab-one → lab-two"));
    assert!(conflict(world.portal.approve_request(&room.approver, &asked.id, &digest).await).contains("changed"));
    room.approve(&room.approver, &asked.id).await.unwrap();
    room.approve(&room.desk.owner, &asked.id).await.unwrap();
    assert!(matches!(rest(world, &asked).await, State::Applied { .. }));
    let link = world.portal.link(home.member(), &home.link).await.unwrap().link;
    assert_eq!(world.other.get(&world.connection, &link.environment).await.unwrap().name, "lab-two");
}

#[tokio::test]
async fn the_team_that_an_environment_was_made_for_decides_whoever_else_asks() {
    let home = Home::new().await;
    let (room, world) = (&home.room, &home.room.world);
    let other = Desk::of(world, "Bonds").await;
    let link = world.portal.link(home.member(), &home.link).await.unwrap().link;
    let form = LinkForm { environment: format!("local/{}", link.environment), ..LinkForm::default() };
    let theirs = world.portal.add_link(&other.owner, &other.team.id, &form).await.unwrap().id;
    let asked = ask(world, &other.member, &theirs, |form| form.name = "lab-shared".into()).await.unwrap();
    assert_eq!((&asked.team, asked.link.as_ref()), (&room.desk.team.id, None));
    assert!(matches!(room.approve(&other.owner, &asked.id).await, Err(Error::Denied(_))));
    assert_eq!(room.approve(&room.desk.owner, &asked.id).await.unwrap().stage, Stage::Approved);
}
