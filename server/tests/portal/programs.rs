//! What programs ask for, once for each key, and what their tokens let them see and decide.

use domain::{
    Actor, Error, Field,
    audit::{Action, Outcome},
    blueprint::BlueprintForm,
    environment::EnvironmentForm,
    operation::State,
    portal::{Filled, TokenForm},
    ports::Store,
    request::{Filter, Request, Stage, Whose},
    role::Role,
    tag::{TagForm, TagRow},
    token::Scope,
};
use futures::future::join_all;

use super::{
    requests::{Room, blueprint_form, conflict, filled, wrong},
    world::World,
};

/// A program of somebody's.
async fn program(world: &World, of: &Actor, scopes: &[Scope]) -> Actor {
    let name = scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" and ");
    let form = TokenForm { token_name: name, scopes: scopes.iter().copied().collect(), days: "7".into() };
    let made = world.portal.make_token(of, &form).await.unwrap();
    world.portal.actor_of_token(&made.text).await.unwrap().unwrap()
}

impl Room {
    async fn ask_by(&self, actor: &Actor, key: &str, typed: &Filled) -> Result<Request, Error> {
        self.world.portal.ask_once(actor, key, &self.blueprint.id, &self.desk.team.id, typed).await
    }
}

#[tokio::test]
async fn one_key_makes_one_request_whatever_became_of_it() {
    let room = Room::new().await;
    let asker = program(&room.world, &room.desk.member, &[Scope::Requests]).await;
    let first = room.ask_by(&asker, "k", &filled("lab-one")).await.unwrap();
    assert_eq!((first.stage, first.name.as_str()), (Stage::Asked, "lab-one"));
    assert_eq!(room.ask_by(&asker, "k", &filled("lab-one")).await.unwrap(), first);
    assert!(conflict(room.ask_by(&asker, "k", &filled("lab-two")).await).contains("another request"));
    assert_ne!(room.ask_by(&asker, "k2", &filled("lab-one")).await.unwrap().id, first.id);
    let events = room.world.store.events(&Request::object(&first.id), 9).await.unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].detail.ends_with("(with token “requests”)"), "{}", events[0].detail);
    room.world.portal.withdraw_request(&asker, &first.id).await.unwrap();
    assert_eq!(room.ask_by(&asker, "k", &filled("lab-one")).await.unwrap().stage, Stage::Withdrawn);
    let hers = room.ask_by(&room.desk.owner, "k", &filled("lab-one")).await.unwrap();
    assert_ne!(hers.id, first.id, "everybody has keys of their own");
}

#[tokio::test]
async fn what_was_amended_meanwhile_is_still_the_request_of_its_key() {
    let room = Room::new().await;
    let asked = room.ask_by(&room.desk.member, "k", &filled("lab-one")).await.unwrap();
    let digest = room.world.portal.request(&room.approver, &asked.id, 1).await.unwrap().asked.digest;
    room.world.portal.amend_request(&room.approver, &asked.id, &digest, filled("lab-two").form).await.unwrap();
    let again = room.ask_by(&room.desk.member, "k", &filled("lab-one")).await.unwrap();
    assert_eq!((&again.id, again.name.as_str()), (&asked.id, "lab-two"));
    let other = Filled { why: "For something else".into(), ..filled("lab-one") };
    conflict(room.ask_by(&room.desk.member, "k", &other).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_at_once_with_one_key_make_one_request_within_the_limit() {
    let room = Room::of(BlueprintForm { per_team: "1".into(), ..blueprint_form() }).await;
    let typed = filled("lab-one");
    let all = join_all((0..4).map(|_| room.ask_by(&room.desk.member, "k", &typed))).await;
    let ids: Vec<_> = all.into_iter().map(|request| request.unwrap().id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(wrong(room.ask_by(&room.desk.member, "k2", &typed).await), [Field::Name], "nothing is left");
}

#[tokio::test]
async fn a_key_of_a_request_is_not_that_of_an_environment() {
    let room = Room::new().await;
    room.world
        .portal
        .add_members(&room.world.actor, &room.desk.team.id, &room.world.actor.email, domain::team::Standing::Member)
        .await
        .unwrap();
    let request = room.ask_by(&room.world.actor, "k", &filled("lab-one")).await.unwrap();
    room.approve(&room.approver, &request.id).await.unwrap();
    let form = EnvironmentForm { connection: "local".into(), name: "other".into(), ..EnvironmentForm::default() };
    let made = room.world.portal.create_once(&room.world.actor, "k", form).await.unwrap();
    assert!(matches!(made.state, State::Created { .. }) && made.plan.name.as_str() == "other", "{made:?}");
}

#[tokio::test]
async fn what_a_program_sends_is_named_where_it_stood() {
    let room = Room::new().await;
    let ask = async |name: &str, why: &str, rows: &[(&str, &str)]| {
        let rows = rows.iter().map(|(key, value)| TagRow { key: (*key).into(), value: (*value).into() }).collect();
        let form = EnvironmentForm { name: name.into(), tags: TagForm { rows }, ..EnvironmentForm::default() };
        wrong(room.ask_by(&room.desk.member, "k", &Filled { why: why.into(), form }).await)
    };
    assert_eq!(ask("one", "", &[("desk", "é")]).await, [Field::Why, Field::Name, Field::TagValue(0)]);
    assert_eq!(ask("lab-one", "x", &[]).await, [Field::Tags], "a tag that is not there has no row");
    assert_eq!(ask("lab-one", "x", &[("cost", "1"), ("desk", "rates")]).await, [Field::TagKey(0)]);
    let described = EnvironmentForm { description: "Mine".into(), ..filled("lab-one").form };
    let typed = Filled { form: described, ..filled("lab-one") };
    assert_eq!(wrong(room.ask_by(&room.desk.member, "k", &typed).await), [Field::Description]);
    assert!(room.ask_by(&room.desk.member, "k", &filled("lab-one")).await.is_ok(), "what was refused used no key up");
}

#[tokio::test]
async fn a_token_that_reads_asks_and_decides_nothing() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let reader = program(&room.world, &room.desk.member, &[Scope::Read]).await;
    let refused = room.ask_by(&reader, "k", &filled("lab-one")).await;
    assert!(matches!(&refused, Err(Error::Denied(why)) if why.contains("“requests”")), "{refused:?}");
    let object = format!("team/{}", room.desk.team.id);
    let noted = &room.world.store.events(&object, 9).await.unwrap()[0];
    assert_eq!((noted.action, noted.outcome), (Action::AskEnvironment, Outcome::Refused));
    let request = room.ask("lab-one").await;
    let approver = program(&room.world, &room.approver, &[Scope::Read]).await;
    assert!(matches!(portal.decidable(&approver, &request.id).await, Err(Error::Denied(_))));
    assert!(matches!(portal.comment_on_request(&approver, &request.id, "x").await, Err(Error::Denied(_))));
    // It sees what its owner sees, what waits for them included.
    let waiting = Filter { whose: Whose::ToDecide, ..Filter::default() };
    for person in [&room.approver, &room.world.actor] {
        let reads = program(&room.world, person, &[Scope::Read, Scope::Tags]).await;
        assert_eq!(portal.requests_after(&reads, &waiting, None, 9).await.unwrap().0.len(), 1, "{}", person.email);
    }
    let tagger = program(&room.world, &room.approver, &[Scope::Tags]).await;
    let told = portal.requests_after(&tagger, &waiting, None, 9).await;
    assert!(matches!(&told, Err(Error::Denied(why)) if why.contains("“read”")), "{told:?}");
    assert!(matches!(portal.teams_after(&tagger, "", None, 9).await, Err(Error::Denied(_))));
    assert!(matches!(portal.open_blueprints(&tagger, None, 9).await, Err(Error::Denied(_))));
    assert!(matches!(portal.request(&tagger, &request.id, 1).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_program_approves_what_its_owner_may_and_never_their_own() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let request = room.ask("lab-one").await;
    let owner = program(&room.world, &room.desk.owner, &[Scope::Requests]).await;
    assert_eq!(portal.decidable(&owner, &request.id).await, Ok(()));
    assert_eq!(room.approve(&owner, &request.id).await.unwrap().stage, Stage::Approved);
    assert!(conflict(portal.decidable(&owner, &request.id).await).contains("Approved"));
    let own = room.ask_by(&owner, "k", &filled("lab-two")).await.unwrap();
    assert!(matches!(portal.decidable(&owner, &own.id).await, Err(Error::Denied(_))));
    let stranger =
        program(&room.world, &room.world.somebody("eve@example.com", [Role::Approver]).await, &[Scope::Requests]).await;
    assert!(matches!(portal.decidable(&stranger, &own.id).await, Err(Error::Denied(_))));
    assert!(matches!(portal.request(&stranger, &own.id, 1).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_is_open_is_told_with_what_one_fills_in() {
    let room = Room::new().await;
    let portal = &room.world.portal;
    let (open, more) = portal.open_blueprints(&room.desk.member, None, 9).await.unwrap();
    assert!(!more && open.len() == 1);
    assert_eq!(open[0].teams, std::slice::from_ref(&room.desk.team));
    assert_eq!(open[0].blueprint.rules.required_tags.len(), 1);
    assert!(open[0].fixed.contains(&("Description".into(), "For trying things".into())), "{:?}", open[0].fixed);
    assert_eq!(portal.open_blueprints(&room.world.actor, None, 9).await.unwrap(), (Vec::new(), false));
    let next = BlueprintForm { name: "Workshop".into(), ..blueprint_form() };
    portal.save_blueprint(&room.world.actor, None, &next, &super::requests::fixed()).await.unwrap();
    let (open, more) = portal.open_blueprints(&room.desk.member, None, 1).await.unwrap();
    assert_eq!((open.len(), more), (1, true));
    portal.retire_blueprint(&room.world.actor, &room.blueprint.id, true).await.unwrap();
    assert_eq!(portal.open_blueprints(&room.desk.member, None, 9).await.unwrap().0[0].blueprint.rules.name, "Workshop");
}

#[tokio::test]
async fn another_superuser_is_another_request_and_one_that_is_not_asked_for_is_refused() {
    let typed = |email: &str| {
        let Filled { why, form } = filled("lab-one");
        let (email_address, first_name, last_name) = (email.into(), "Ada".into(), "Byron".into());
        Filled { why, form: EnvironmentForm { email_address, first_name, last_name, ..form } }
    };
    let room = Room::new().await;
    assert_eq!(wrong(room.ask_by(&room.desk.member, "k", &typed("ada@example.com")).await), [Field::EmailAddress]);
    let room = Room::of(BlueprintForm { asks_superuser: true, ..blueprint_form() }).await;
    let first = room.ask_by(&room.desk.member, "k", &typed("ada@example.com")).await.unwrap();
    assert_eq!(room.ask_by(&room.desk.member, "k", &typed("ada@example.com")).await.unwrap(), first);
    conflict(room.ask_by(&room.desk.member, "k", &typed("eve@example.com")).await);
}
