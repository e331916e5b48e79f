//! Those who decide hear again of what waits for them: when it was changed, and before it lapses.

use domain::{
    Actor,
    audit::Action,
    blueprint::BlueprintForm,
    house::HouseForm,
    notice::{News, Target},
    occasion::Occasion,
    ports::{RequestStore, Store},
    request::{Request, Stage},
};

use super::{
    lifetimes::DAY,
    requests::{Room, blueprint_form, filled},
    telling::told,
};

impl Room {
    async fn amend(&self, actor: &Actor, request: &Request, name: &str) {
        let shown = self.world.store.request(&request.id).await.unwrap().unwrap().digest;
        self.world.portal.amend_request(actor, &request.id, &shown, filled(name).form).await.unwrap();
    }

    async fn lapse_after(&self, days: &str) {
        let portal = &self.world.portal;
        let form = HouseForm { lapses_after: days.into(), ..HouseForm::of(&portal.house()) };
        portal.save_house(&self.world.actor, portal.house().version, &form).await.unwrap();
    }

    /// The days on which there was a reminder of a request, with the words.
    async fn reminders(&self, request: &Request) -> Vec<(i64, String)> {
        let mut events = self.world.store.events(&Request::object(&request.id), 100).await.unwrap();
        events.retain(|event| event.action == Action::RemindRequest);
        events.iter().rev().map(|e| (e.at.duration_since(request.made_at).as_hours() / 24, e.detail.clone())).collect()
    }
}

async fn of_waiting(room: &Room, actor: &Actor) -> Vec<News> {
    let mut news = told(&room.world, actor).await;
    news.retain(|one| one.occasion == Occasion::StillWaiting);
    news
}

#[tokio::test]
async fn an_amendment_is_told_to_those_who_have_to_decide_anew() {
    let room = Room::of(BlueprintForm { needed: "2".into(), ..blueprint_form() }).await;
    let (owner, approver) = (&room.desk.owner, &room.approver);
    let request = room.ask("lab-first").await;
    room.approve(owner, &request.id).await.unwrap();
    assert_eq!(told(&room.world, owner).await.len(), 1);
    room.world.clock.advance(60);
    room.amend(approver, &request, "lab-second").await;
    let news = told(&room.world, owner).await;
    assert_eq!(news.len(), 2, "{news:?}");
    let (anew, target) = (&news[1], Target::Request(request.id.clone()));
    assert_eq!((anew.headline().as_str(), &anew.target), ("“lab-second” waits for your decision", &target));
    assert!(anew.detail.contains("lab-first → lab-second") && anew.detail.contains("anew"), "{anew:?}");
    assert_eq!(told(&room.world, approver).await.len(), 1, "whoever did it knows");
    let asker = told(&room.world, &room.desk.member).await;
    assert_eq!(asker.iter().map(|one| one.occasion).collect::<Vec<_>>(), [Occasion::Amended]);
    // What is decided before anybody is told waits for nobody.
    let other = room.ask("lab-other").await;
    room.amend(approver, &other, "lab-better").await;
    room.world.portal.decline_request(approver, &other.id, "No").await.unwrap();
    assert_eq!(told(&room.world, owner).await.len(), 2);
}

#[tokio::test]
async fn each_reminder_comes_once_whoever_is_awake_and_then_the_request_lapses() {
    let room = Room::new().await;
    let (world, request) = (&room.world, room.ask("lab-waits").await);
    let other = world.neighbour().await;
    for hour in 0..=(14 * 24 + 1) {
        let (one, two) = tokio::join!(world.portal.tend_requests(), other.tend_requests());
        one.unwrap();
        two.unwrap();
        let expected = [3, 11].iter().filter(|day| hour >= **day * 24).count();
        assert_eq!(room.reminders(&request).await.len(), expected, "hour {hour}");
        world.clock.advance(60 * 60);
    }
    let reminders = room.reminders(&request).await;
    assert_eq!(reminders.iter().map(|(day, _)| *day).collect::<Vec<_>>(), [3, 11]);
    assert!(reminders[0].1.ends_with("It lapses on 6 December 2026, unless somebody decides."), "{reminders:?}");
    assert_eq!(room.stage(&request.id).await, Stage::Lapsed);
}

#[tokio::test]
async fn a_reminder_reaches_those_who_decide_and_leads_to_the_request() {
    let room = Room::new().await;
    let (world, request) = (&room.world, room.ask("lab-waits").await);
    let decided = room.ask_as(&room.desk.owner, "lab-decided", true).await.unwrap();
    room.world.portal.decline_request(&room.approver, &decided.id, "No").await.unwrap();
    world.clock.advance(4 * DAY);
    world.portal.tend_requests().await.unwrap();
    for actor in [&room.desk.owner, &room.approver] {
        let news = of_waiting(&room, actor).await;
        assert_eq!(news.len(), 1, "{news:?}");
        assert_eq!(news[0].headline(), "“lab-waits” still waits for your decision");
        assert_eq!(news[0].target, Target::Request(request.id.clone()));
        assert!(
            news[0].detail.contains(&room.desk.member.email) && news[0].detail.contains("It lapses on"),
            "{news:?}"
        );
    }
    assert_eq!(of_waiting(&room, &room.desk.member).await, []);
    assert_eq!(of_waiting(&room, &world.actor).await, [], "administrators are not its approvers");
    // It is still to be decided by what the page showed before.
    room.approve(&room.approver, &request.id).await.unwrap();
}

#[tokio::test]
async fn the_house_says_after_how_many_days_requests_lapse() {
    let room = Room::new().await;
    let (portal, request) = (&room.world.portal, room.ask("lab-waits").await);
    room.lapse_after("30").await;
    let seen = portal.request(&room.approver, &request.id, 1).await.unwrap();
    assert_eq!(seen.lapses_at.unwrap().duration_since(request.made_at).as_hours(), 30 * 24);
    room.world.clock.advance(28 * DAY);
    portal.tend_requests().await.unwrap();
    assert_eq!(room.stage(&request.id).await, Stage::Asked);
    assert_eq!(room.reminders(&request).await.len(), 1, "after a long night only the last reminder is given");
    room.lapse_after("2").await;
    portal.tend_requests().await.unwrap();
    assert_eq!(room.stage(&request.id).await, Stage::Lapsed);
}
