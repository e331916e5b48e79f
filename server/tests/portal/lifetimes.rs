//! The life of environments: deletion by request, reminders, the end, and more time.

use domain::{
    Actor, Error, Field, Portal,
    audit::{Action, Event},
    blueprint::BlueprintForm,
    deletion::State,
    environment::EnvironmentForm,
    house::HouseForm,
    id::LinkId,
    lifetime::Lifetime,
    link::LinkForm,
    portal::{Going, Sought, Waiting},
    ports::{RequestStore, Store},
    request::{Filter, Kind, Request, Stage},
    role::Role,
};

use super::{
    provision::{round, until},
    requests::{Room, blueprint_form, conflict, wrong},
    teams::Desk,
};

pub const DELETE: &str = "DELETE /environment/";
pub const DAY: u64 = 24 * 60 * 60;

/// A room whose team has an environment, and its link.
pub struct Home {
    pub room: Room,
    pub link: LinkId,
    pub made: Request,
}

impl Home {
    /// With an environment that the blueprint made.
    pub async fn of(form: BlueprintForm, name: &str) -> Self {
        Self::within(Room::of(form).await, name).await
    }

    pub async fn within(room: Room, name: &str) -> Self {
        let made = room.ask(name).await;
        room.approve(&room.approver, &made.id).await.unwrap();
        let operation = room.world.store.operation_of(&made.id.draft()).await.unwrap().unwrap();
        until(&room.world, &operation, &["ready"]).await;
        room.world.portal.tend_requests().await.unwrap();
        room.world.read().await;
        let link = room.world.store.request(&made.id).await.unwrap().unwrap().request.link.unwrap();
        Self { room, link, made }
    }

    pub async fn new() -> Self {
        Self::of(blueprint_form(), "lab-home").await
    }

    /// With one that lives so many days.
    pub async fn living(days: &str) -> Self {
        Self::of(BlueprintForm { days: days.into(), ..blueprint_form() }, "lab-home").await
    }

    pub fn portal(&self) -> &Portal {
        &self.room.world.portal
    }

    pub fn member(&self) -> &Actor {
        &self.room.desk.member
    }

    pub async fn lifetime(&self) -> Option<Lifetime> {
        self.portal().link(self.member(), &self.link).await.unwrap().lifetime
    }

    pub async fn state(&self) -> Option<State> {
        self.lifetime().await.and_then(|one| one.deletion).map(|deletion| deletion.state)
    }

    /// A deletion that is asked for and approved.
    pub async fn parted(&self) -> Request {
        let asked = self.portal().ask_deletion(self.member(), &self.link, "Nobody needs it").await.unwrap();
        self.room.approve(&self.room.approver, &asked.id).await.unwrap()
    }

    pub async fn cool_off(&self, days: &str) {
        let portal = self.portal();
        let form = HouseForm { cooling_off: days.into(), ..HouseForm::of(&portal.house()) };
        portal.save_house(&self.room.world.actor, portal.house().version, &form).await.unwrap();
    }

    pub async fn waiting(&self) -> Waiting {
        match self.portal().follow_link(self.member(), &self.link).await.unwrap() {
            Going::Waiting(waiting) => *waiting,
            Going::On { url } => panic!("it leads on to {url}"),
        }
    }

    pub async fn keep(&self, actor: &Actor) -> Result<Lifetime, Error> {
        let link = self.portal().link(self.member(), &self.link).await.unwrap().link;
        self.portal().keep_environment(actor, &link.connection, &link.environment).await
    }

    pub async fn told(&self, action: Action) -> Vec<Event> {
        let mut events = self.room.world.store.events(&Request::object(&self.made.id), 100).await.unwrap();
        events.retain(|event| event.action == action);
        events
    }

    /// Goes on with what the portal does by itself until nothing is due.
    pub async fn carry(&self) {
        for _ in 0..20 {
            round(&self.room.world).await;
            for lifetime in self.portal().deletions_due(&self.room.world.connection).await.unwrap() {
                self.portal().carry_deletion(lifetime, &()).await.unwrap();
            }
            self.room.world.clock.advance(11);
        }
    }
}

#[tokio::test]
async fn a_deletion_that_was_approved_cools_off_with_its_link_parked_and_then_happens_once() {
    let home = Home::new().await;
    let asked = home.portal().ask_deletion(home.member(), &home.link, " Nobody needs it ").await.unwrap();
    assert_eq!((asked.kind, asked.stage, asked.link.as_ref()), (Kind::Delete, Stage::Asked, Some(&home.link)));
    assert!(matches!(home.portal().follow_link(home.member(), &home.link).await, Ok(Going::On { .. })));
    home.room.approve(&home.room.approver, &asked.id).await.unwrap();
    let waiting = home.waiting().await;
    let deletion = waiting.lifetime.unwrap().deletion.unwrap();
    assert_eq!((&deletion.state, deletion.who.as_str()), (&State::Cooling, home.member().email.as_str()));
    assert_eq!(deletion.begins_at.duration_since(home.portal().now()).as_hours(), 7 * 24);
    let tiles = home.portal().launchpad(home.member(), &Sought::default(), 1).await.unwrap().tiles.rows;
    assert!(tiles[0].lifetime.as_ref().unwrap().parting().is_some());
    home.room.world.clock.advance(7 * DAY - 60);
    home.carry().await;
    // The clock went on by some minutes, past the time.
    assert!(matches!(home.state().await, Some(State::Gone { .. })), "{:?}", home.state().await);
    assert_eq!((home.room.world.wire.count(DELETE), home.room.world.really().await.len()), (1, 0));
    let deleted = home.waiting().await.deleted.unwrap();
    assert_eq!(deleted.who, home.member().email);
    let seen = home.portal().request(home.member(), &asked.id, 1).await.unwrap();
    assert_eq!(seen.asked.request.progress.as_deref(), Some("gone"));
    let filter = Filter { kind: Some(Kind::Delete), ..Filter::default() };
    assert_eq!(home.portal().requests(home.member(), &filter, 1).await.unwrap().matching, 1);
    conflict(home.portal().ask_deletion(home.member(), &home.link, "Again").await);
}

#[tokio::test]
async fn whom_it_concerns_keeps_it_as_long_as_no_call_went_out() {
    let home = Home::new().await;
    let stranger = home.room.world.somebody("eve@example.com", [Role::Approver]).await;
    let another = home.room.world.somebody("another@example.com", [Role::Member]).await;
    let team = &home.room.desk.team.id;
    let standing = domain::team::Standing::Member;
    home.portal().add_members(&home.room.world.actor, team, &another.email, standing).await.unwrap();
    let operator = home.room.world.somebody("operator@example.com", [Role::Operator]).await;
    let (asker, owner) = (home.member().clone(), home.room.desk.owner.clone());
    for actor in [&asker, &owner, &home.room.approver, &operator, &home.room.world.actor] {
        let parted = home.parted().await;
        for other in [&stranger, &another] {
            assert!(matches!(home.keep(other).await, Err(Error::Denied(_))));
        }
        home.room.world.clock.advance(DAY);
        home.keep(actor).await.unwrap();
        assert_eq!(home.state().await, None);
        assert_eq!(home.room.stage(&parted.id).await, Stage::Kept);
        assert!(matches!(home.portal().follow_link(&asker, &home.link).await, Ok(Going::On { .. })));
        conflict(home.keep(&operator).await);
    }
    home.room.world.clock.advance(30 * DAY);
    home.carry().await;
    assert_eq!(home.room.world.wire.count(DELETE), 0);
    home.cool_off("0").await;
    home.parted().await;
    home.carry().await;
    conflict(home.keep(&operator).await);
    assert_eq!(home.room.world.wire.count(DELETE), 1);
}

#[tokio::test]
async fn nobody_decides_their_own_deletion_and_strangers_learn_of_nothing() {
    let home = Home::new().await;
    let own = home.portal().ask_deletion(&home.room.approver, &home.link, "Over").await.unwrap();
    assert!(matches!(home.room.approve(&home.room.approver, &own.id).await, Err(Error::Denied(_))));
    let twice = home.portal().ask_deletion(home.member(), &home.link, "Over").await;
    assert!(conflict(twice).contains("already"));
    let stranger = home.room.world.somebody("eve@example.com", [Role::Member]).await;
    let absent = LinkId::from_bytes([9; 26]);
    for actor in [&stranger, &home.room.world.actor] {
        let one = home.portal().ask_deletion(actor, &home.link, "x").await.unwrap_err();
        assert_eq!(one, home.portal().ask_deletion(actor, &absent, "x").await.unwrap_err());
        let one = home.portal().ask_time(actor, &home.link, "1", "x").await.unwrap_err();
        assert_eq!(one, home.portal().ask_time(actor, &absent, "1", "x").await.unwrap_err());
    }
    home.portal().withdraw_request(&home.room.approver, &own.id).await.unwrap();
    assert_eq!(wrong(home.portal().ask_deletion(home.member(), &home.link, " ").await), [Field::Why]);
    assert_eq!(home.portal().ask_deletion(home.member(), &home.link, "Over").await.unwrap().stage, Stage::Asked);
}

#[tokio::test]
async fn a_link_gives_nobody_the_right_to_decide_about_an_environment() {
    let room = Room::new().await;
    let (portal, id) = (&room.world.portal, room.world.made_elsewhere("other").await);
    room.world.read().await;
    let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
    let link = portal.add_link(&room.desk.owner, &room.desk.team.id, &form).await.unwrap().id;
    let asked = portal.ask_deletion(&room.desk.member, &link, "Over").await.unwrap();
    assert_eq!(asked.blueprint, domain::blueprint::without_blueprint());
    let seen = portal.blueprint(&room.world.actor, &asked.blueprint).await;
    assert!(matches!(seen, Err(Error::NotFound(_))), "nobody sees or changes the blueprint of those without one");
    for actor in [&room.desk.owner, &room.approver] {
        assert!(matches!(room.approve(actor, &asked.id).await, Err(Error::Denied(_))));
    }
    conflict(portal.amend_request(&room.world.actor, &asked.id, "x", EnvironmentForm::default()).await);
    assert_eq!(room.approve(&room.world.actor, &asked.id).await.unwrap().stage, Stage::Approved);
}

#[tokio::test]
async fn the_team_that_an_environment_was_made_for_decides_whoever_else_uses_it() {
    let home = Home::new().await;
    let other = Desk::of(&home.room.world, "Bonds").await;
    let link = home.portal().link(home.member(), &home.link).await.unwrap().link;
    let form = LinkForm { environment: format!("local/{}", link.environment), ..LinkForm::default() };
    let theirs = home.portal().add_link(&other.owner, &other.team.id, &form).await.unwrap().id;
    let asked = home.portal().ask_deletion(&other.member, &theirs, "Over").await.unwrap();
    assert_eq!(asked.team, home.room.desk.team.id);
    // Nobody is sent to look for a request that they do not see.
    let of_member = conflict(home.portal().ask_deletion(home.member(), &home.link, "Over").await);
    assert!(of_member.contains("already") && !of_member.contains("Look among"), "{of_member}");
    let of_owner = conflict(home.portal().ask_deletion(&home.room.desk.owner, &home.link, "Over").await);
    assert!(of_owner.contains("Look among the requests."), "{of_owner}");
    assert!(matches!(home.room.approve(&other.owner, &asked.id).await, Err(Error::Denied(_))));
    assert_eq!(home.room.approve(&home.room.desk.owner, &asked.id).await.unwrap().stage, Stage::Approved);
    let tiles = home.portal().launchpad(&other.owner, &Sought::default(), 1).await.unwrap().tiles.rows;
    assert!(tiles[0].lifetime.as_ref().unwrap().parting().is_some(), "they are told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_those_who_ask_for_the_same_end_at_once_one_does() {
    let home = Home::living("20").await;
    let (portal, link) = (home.portal(), &home.link);
    let asking = [home.member(), &home.room.desk.owner, &home.room.approver];
    let deletions = asking.map(|one| portal.ask_deletion(one, link, "Over"));
    let (sent, refused): (Vec<_>, Vec<_>) =
        futures::future::join_all(deletions).await.into_iter().partition(Result::is_ok);
    assert_eq!(sent.len(), 1);
    for one in refused {
        assert!(conflict(one).contains("asked for the same already"));
    }
    let more = asking.map(|one| portal.ask_time(one, link, "5", "Later"));
    assert_eq!(futures::future::join_all(more).await.into_iter().flatten().count(), 1);
}
