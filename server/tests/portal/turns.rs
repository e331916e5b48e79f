//! Approvers one after the other: each when those above have approved the very same plan.

use domain::{
    Actor, Error, Field,
    blueprint::{BlueprintField, BlueprintForm, Deciders},
    notice::News,
    ports::Store,
    request::{Filter, Part, Request, Stage, Whose},
    role::Role,
};

use super::{
    requests::{Room, blueprint_form, filled, fixed, wrong},
    teams::Desk,
    world::World,
};

/// The team that asks, then a team that knows about security, then one person.
struct Chain {
    room: Room,
    security: Desk,
    boss: Actor,
}

fn form(steps: &str) -> BlueprintForm {
    BlueprintForm { deciders: Deciders::InOrder, steps: steps.into(), ..blueprint_form() }
}

impl Chain {
    async fn new() -> Self {
        let room = Room::new().await;
        let security = Desk::of(&room.world, "Security").await;
        let boss = room.world.somebody("boss@example.com", [Role::Member]).await;
        let mut chain = Self { room, security, boss };
        let id = (&chain.room.blueprint.id.clone(), 1);
        let form = form("team\nsecurity\nBoss@example.com");
        let saved = chain.world().portal.save_blueprint(&chain.world().actor, Some(id), &form, &fixed()).await;
        chain.room.blueprint = saved.unwrap();
        chain
    }

    fn world(&self) -> &World {
        &self.room.world
    }

    async fn waits_for(&self, actor: &Actor) -> usize {
        self.world().portal.numbers(actor).await.unwrap().requests.try_into().unwrap()
    }
}

fn denied<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// What somebody was told of a request.
async fn told(world: &World, actor: &Actor) -> Vec<String> {
    while world.portal.tell().await.unwrap() {}
    let rows = world.portal.notices(actor, 1).await.unwrap().rows;
    rows.iter().map(|notice| News::headline(&notice.news)).collect()
}

#[tokio::test]
async fn each_approves_when_it_is_their_turn_and_the_last_one_begins_it() {
    let chain = Chain::new().await;
    let (room, portal) = (&chain.room, &chain.world().portal);
    let request = room.ask("lab-curves").await;
    let (first, second, third) = (&room.approver, &chain.security.owner, &chain.boss);
    assert_eq!(room.blueprint.rules.needed, 3);
    for (done, actor) in [first, second, third].into_iter().enumerate() {
        let waiting = [chain.waits_for(first).await, chain.waits_for(second).await, chain.waits_for(third).await];
        let mut expected = [0; 3];
        expected[done] = 1;
        assert_eq!(waiting, expected, "after {done} approvals");
        assert_eq!(told(chain.world(), actor).await, ["“lab-curves” waits for your decision"]);
        for other in [first, second, third].into_iter().skip(done + 1) {
            let words = denied(room.approve(other, &request.id).await);
            assert!(words.contains("This waits for"), "{words}");
            assert_eq!(told(chain.world(), other).await, Vec::<String>::new());
            let seen = portal.request(other, &request.id, 1).await.unwrap();
            assert_eq!((seen.part, seen.turn.unwrap().is_yours), (Some(Part::Approver), false));
        }
        let turn = portal.request(actor, &request.id, 1).await.unwrap().turn.unwrap();
        let whom = ["the approvers of Rates", "the approvers of Security", "boss@example.com"][done];
        assert_eq!((turn.whom.as_str(), turn.is_yours), (whom, true));
        chain.world().clock.advance(1);
        let approved = room.approve(actor, &request.id).await.unwrap();
        assert_eq!(approved.stage == Stage::Approved, done == 2);
    }
    assert!(chain.world().store.operation_of(&request.id.draft()).await.unwrap().is_some());
}

#[tokio::test]
async fn another_plan_begins_again_with_the_first() {
    let chain = Chain::new().await;
    let room = &chain.room;
    let request = room.ask("lab-curves").await;
    room.approve(&room.approver, &request.id).await.unwrap();
    let shown = chain.world().portal.request(&chain.security.owner, &request.id, 1).await.unwrap().asked.digest;
    let typed = filled("lab-other").form;
    chain.world().portal.amend_request(&chain.security.owner, &request.id, &shown, typed).await.unwrap();
    let turn = chain.world().portal.request(&chain.boss, &request.id, 1).await.unwrap().turn.unwrap();
    assert_eq!(turn.whom, "the approvers of Rates");
    assert_eq!((chain.waits_for(&room.approver).await, chain.waits_for(&chain.security.owner).await), (1, 0));
}

#[tokio::test]
async fn administrators_stand_in_wherever_nobody_can() {
    let chain = Chain::new().await;
    let (room, admin) = (&chain.room, &chain.world().actor);
    let request = room.ask("lab-curves").await;
    room.approve(admin, &request.id).await.unwrap();
    let portal = &chain.world().portal;
    portal.delete_team(admin, &chain.security.team.id, "Security").await.unwrap();
    let turn = portal.request(&chain.boss, &request.id, 1).await.unwrap().turn.unwrap();
    assert!(turn.whom.contains("an administrator") && !turn.is_yours, "{turn:?}");
    // Everybody approves once, so another administrator has to.
    let another = chain.world().somebody("another@example.com", [Role::Admin]).await;
    room.approve(&another, &request.id).await.unwrap();
    assert_eq!(room.approve(&chain.boss, &request.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn nobody_decides_their_own_at_any_step() {
    let chain = Chain::new().await;
    let (room, portal) = (&chain.room, &chain.world().portal);
    let team = &room.desk.team.id;
    portal.add_members(&chain.world().actor, team, &chain.boss.email, domain::team::Standing::Member).await.unwrap();
    let request: Request = room.ask_as(&chain.boss, "lab-own", true).await.unwrap();
    room.approve(&room.approver, &request.id).await.unwrap();
    room.approve(&chain.security.owner, &request.id).await.unwrap();
    let turn = portal.request(&chain.security.owner, &request.id, 1).await.unwrap().turn.unwrap();
    assert_eq!(turn.whom, "an administrator in the place of boss@example.com");
    denied(room.approve(&chain.boss, &request.id).await);
    let listed = Filter { whose: Whose::ToDecide, ..Filter::default() };
    assert_eq!(portal.requests(&chain.world().actor, &listed, 1).await.unwrap().matching, 1);
    assert_eq!(room.approve(&chain.world().actor, &request.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn who_has_approved_already_does_not_do_it_again_at_a_later_step() {
    let chain = Chain::new().await;
    let (room, portal, admin) = (&chain.room, &chain.world().portal, &chain.world().actor);
    let email = &room.approver.email;
    let steps = form(&format!("team\n{email}"));
    portal.save_blueprint(admin, Some((&room.blueprint.id, 2)), &steps, &fixed()).await.unwrap();
    let request = room.ask("lab-twice").await;
    room.approve(&room.approver, &request.id).await.unwrap();
    let seen = async |actor| portal.request(actor, &request.id, 1).await.unwrap().turn.unwrap();
    let turn = seen(&room.approver).await;
    assert_eq!((turn.whom, turn.is_yours), (format!("an administrator in the place of {email}"), false));
    assert_eq!((chain.waits_for(&room.approver).await, chain.waits_for(admin).await), (0, 1));
    let told = told(chain.world(), admin).await;
    assert_eq!(told.first().map(String::as_str), Some("“lab-twice” waits for your decision"), "{told:?}");
    assert!(seen(admin).await.is_yours);
    assert_eq!(room.approve(admin, &request.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn steps_of_nobody_are_refused_and_come_back_to_the_form() {
    let chain = Chain::new().await;
    let (world, id) = (chain.world(), &chain.room.blueprint.id);
    let bad = form("team\nNowhere\nnobody@example.com");
    let saved = world.portal.save_blueprint(&world.actor, Some((id, 2)), &bad, &fixed()).await;
    assert_eq!(wrong(saved), [Field::Blueprint(BlueprintField::Steps)]);
    let seen = world.portal.blueprint(&world.actor, id).await.unwrap();
    assert_eq!(seen.form.steps, "team\nSecurity\nboss@example.com");
}
