//! Telling people: who hears of what, once, and never of what they do themselves.

use domain::{
    Actor, Error,
    id::NoticeId,
    notice::{Choices, News, Target},
    occasion::{Occasion, Occasions},
    ports::RequestStore,
    role::{Role, Roles},
};

use super::{
    lifetimes::{DAY, DELETE, Home},
    requests::{Room, filled},
    wire::Fault,
    world::{PASSWORD, World},
};

/// What somebody was told, the oldest first.
pub async fn told(world: &World, actor: &Actor) -> Vec<News> {
    while world.portal.tell().await.unwrap() {}
    let mut news: Vec<News> =
        world.portal.notices(actor, 1).await.unwrap().rows.into_iter().map(|notice| notice.news).collect();
    news.sort_by_key(|one| one.at);
    news
}

fn occasions(news: &[News]) -> Vec<Occasion> {
    news.iter().map(|one| one.occasion).collect()
}

impl Room {
    async fn carry(&self) {
        let portal = &self.world.portal;
        for _ in 0..5 {
            self.world.clock.advance(60);
            let round = portal.round(&self.world.connection, &()).await.unwrap();
            for operation in round.due.clone() {
                portal.carry(operation, &round, &()).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn approvers_hear_what_waits_and_the_asker_what_became_of_it() {
    let room = Room::new().await;
    let (world, asker) = (&room.world, &room.desk.member);
    let request = room.ask("lab-told").await;
    for approver in [&room.desk.owner, &room.approver] {
        let news = told(world, approver).await;
        assert_eq!(news[0].headline(), "“lab-told” waits for your decision");
        assert_eq!((news.len(), &news[0].target), (1, &Target::Request(request.id.clone())));
        assert!(news[0].detail.contains(&asker.email), "{news:?}");
    }
    assert_eq!(told(world, asker).await, []);
    assert_eq!(told(world, &world.actor).await, [], "administrators are not its approvers");

    world.clock.advance(1);
    world.portal.comment_on_request(&room.approver, &request.id, "How long?").await.unwrap();
    world.clock.advance(1);
    world.portal.comment_on_request(asker, &request.id, "A week").await.unwrap();
    room.approve(&room.desk.owner, &request.id).await.unwrap();
    room.carry().await;
    let news = told(world, asker).await;
    assert_eq!(occasions(&news), [Occasion::Commented, Occasion::Approved, Occasion::Built]);
    let link = world.store.request(&request.id).await.unwrap().unwrap().request.link.unwrap();
    assert_eq!(news[2].target, Target::Link(link), "the news lead to the sign-in page");
    assert_eq!(occasions(&told(world, &room.approver).await), [Occasion::Asked, Occasion::Commented]);
    assert_eq!(world.portal.numbers(asker).await.unwrap().notices, 3);
}

#[tokio::test]
async fn what_was_deleted_while_it_was_built_is_told_as_such() {
    let room = Room::new().await;
    let request = room.ask("lab-gone").await;
    room.approve(&room.desk.owner, &request.id).await.unwrap();
    let gone = Fault::Says(404, "x-amzn-errortype: ResourceNotFoundException\r\n", r#"{"message":"no"}"#);
    room.world.wire.meet("GET /environment/", gone, usize::MAX);
    room.carry().await;
    let news = told(&room.world, &room.desk.member).await;
    assert_eq!(occasions(&news), [Occasion::Approved, Occasion::Failed]);
    let last = news.last().unwrap();
    assert_eq!(last.detail, "It was deleted at FinSpace before it was ready. Ask again if you still need it.");
}

#[tokio::test]
async fn what_was_declined_withdrawn_amended_or_lapsed_is_told_with_its_reason() {
    let room = Room::new().await;
    let (world, asker) = (&room.world, &room.desk.member);
    let declined = room.ask("lab-no").await;
    world.portal.decline_request(&room.approver, &declined.id, "Use the\nshared one").await.unwrap();
    let news = told(world, asker).await;
    assert_eq!(occasions(&news), [Occasion::Declined]);
    assert_eq!(news[0].detail, format!("{}: Use the shared one", room.approver.email));
    assert_eq!(told(world, &room.desk.owner).await, [], "what is decided waits for nobody");

    world.clock.advance(60);
    let amended = room.ask("lab-other").await;
    let shown = world.store.request(&amended.id).await.unwrap().unwrap().digest;
    world.portal.amend_request(&room.approver, &amended.id, &shown, filled("lab-better").form).await.unwrap();
    let news = told(world, asker).await;
    assert!(news[1].detail.contains("lab-other → lab-better"), "{news:?}");
    world.clock.advance(15 * 24 * 60 * 60);
    world.portal.tend_requests().await.unwrap();
    assert_eq!(told(world, asker).await[2].headline(), "“lab-better” lapsed: nobody decided in time");
    let withdrawn = room.ask("lab-gone").await;
    world.portal.withdraw_request(asker, &withdrawn.id).await.unwrap();
    let news = told(world, &room.desk.owner).await;
    assert_eq!(news.last().unwrap().occasion, Occasion::Withdrawn);
}

#[tokio::test]
async fn a_refusal_reaches_who_asked_and_who_can_mend_it_without_the_words_of_finspace() {
    let room = Room::new().await;
    let world = &room.world;
    let operator = world.somebody("operator@example.com", [Role::Operator]).await;
    let first = room.ask("lab-twice").await;
    room.approve(&room.approver, &first.id).await.unwrap();
    let refusal = Fault::Says(400, "x-amzn-errortype: ValidationException\r\n", r#"{"message":"Secret words."}"#);
    world.wire.meet("POST /environment", refusal, 1);
    room.carry().await;
    for actor in [&room.desk.member, &operator, &world.actor] {
        let news = told(world, actor).await;
        let last = news.last().unwrap();
        assert_eq!(last.headline(), "FinSpace refused to create “lab-twice”", "{news:?}");
        assert!(last.detail.starts_with("An operator says"), "{news:?}");
    }
    assert!(!occasions(&told(world, &room.approver).await).contains(&Occasion::Refused));
}

#[tokio::test]
async fn people_hear_what_changes_their_own_account_also_by_themselves() {
    let world = World::new().await;
    let person = world.somebody("person@example.com", []).await;
    let roles: Roles = Role::Operator.into();
    world.portal.change_roles(&world.actor, &person.person, &Roles::default(), &roles).await.unwrap();
    world.clock.advance(1);
    let new = "nine loud bells in a fog";
    world.portal.change_password(&person, PASSWORD, new, new, None).await.unwrap();
    let news = told(&world, &person).await;
    assert_eq!(occasions(&news), [Occasion::RolesChanged, Occasion::PasswordChanged]);
    assert_eq!(news[0].detail, "From “No role” to “Operator”. By ada@example.com.");
    assert!(news[1].detail.contains("By you. If it was not you"), "{news:?}");
    assert_eq!(told(&world, &world.actor).await, []);
}

#[tokio::test]
async fn several_portals_tell_once_and_a_restart_goes_on_where_it_was() {
    let mut room = Room::new().await;
    let request = room.ask("lab-once").await;
    room.world.portal.comment_on_request(&room.approver, &request.id, "Why?").await.unwrap();
    let other = room.world.neighbour().await;
    let (one, two) = tokio::join!(room.world.portal.tell(), other.tell());
    one.unwrap();
    two.unwrap();
    room.world.restart().await;
    assert_eq!(occasions(&told(&room.world, &room.desk.member).await), [Occasion::Commented]);
    assert_eq!(occasions(&told(&room.world, &room.desk.owner).await), [Occasion::Asked]);
}

#[tokio::test]
async fn people_choose_what_they_hear_and_read_what_is_theirs() {
    let room = Room::new().await;
    let (portal, owner) = (&room.world.portal, &room.desk.owner);
    let silent = Choices { portal: Occasions::default(), mail: Occasions::default() };
    portal.choose_notices(&room.approver, &silent).await.unwrap();
    assert_eq!(portal.choices(&room.approver).await.unwrap(), silent);
    room.ask("lab-quiet").await;
    assert_eq!(told(&room.world, &room.approver).await, []);
    assert_eq!(told(&room.world, owner).await.len(), 1);
    let id: NoticeId = portal.notices(owner, 1).await.unwrap().rows[0].id.clone();
    assert!(matches!(portal.notice(&room.approver, &id).await, Err(Error::NotFound(_))));
    portal.read_notices(&room.approver, Some(&id)).await.unwrap();
    assert_eq!(portal.numbers(owner).await.unwrap().notices, 1, "nobody reads what is somebody else's");
    portal.read_notices(owner, Some(&id)).await.unwrap();
    assert_eq!(portal.numbers(owner).await.unwrap().notices, 0);
    room.world.clock.advance(91 * 24 * 60 * 60);
    portal.forget_old_notices().await.unwrap();
    assert_eq!(portal.notices(owner, 1).await.unwrap().matching, 0);
}

#[tokio::test]
async fn who_asked_for_an_environment_and_who_owns_its_team_hear_how_it_ends() {
    use Occasion::{Deleted, EndsSoon, Kept, Parked};
    let home = Home::living("20").await;
    let (world, owner) = (&home.room.world, &home.room.desk.owner);
    let of_its_end = async |actor: &Actor| {
        let mut news = told(world, actor).await;
        news.retain(|one| one.occasion > Occasion::Stalled);
        news
    };
    for _ in 0..20 {
        world.clock.advance(DAY);
        world.portal.tend_requests().await.unwrap();
    }
    for actor in [owner, home.member()] {
        let news = of_its_end(actor).await;
        assert_eq!(occasions(&news), [EndsSoon, EndsSoon, EndsSoon, Parked], "{}", actor.email);
        assert!(news[0].detail.starts_with("“lab-home” ends in 14 days"), "{news:?}");
        assert_eq!(news[3].headline(), "“lab-home” is going to be deleted");
        let there = Target::Ending(home.link.clone());
        assert!(news.iter().all(|one| one.target == there), "there they ask for more time: {news:?}");
    }
    world.clock.advance(7 * DAY);
    home.carry().await;
    assert_eq!(of_its_end(owner).await.last().unwrap().occasion, Deleted);
    assert!(!occasions(&of_its_end(owner).await).contains(&Kept));
}

#[tokio::test]
async fn who_hears_of_a_deletion_is_led_to_where_it_can_be_called_off_or_tried_again() {
    let home = Home::new().await;
    let (world, owner) = (&home.room.world, &home.room.desk.owner);
    let last = async |actor: &Actor| told(world, actor).await.pop().unwrap();
    let parted = home.parted().await;
    let news = last(owner).await;
    assert_eq!((news.occasion, news.target), (Occasion::Parked, Target::Ending(home.link.clone())));
    home.keep(owner).await.unwrap();
    // Without a link of the team, the request for the deletion has the buttons.
    home.room.world.clock.advance(60);
    let again = home.parted().await;
    assert_ne!(again.id, parted.id);
    world.portal.remove_link(owner, &home.link).await.unwrap();
    let news = last(owner).await;
    assert_eq!((news.occasion, news.target), (Occasion::Parked, Target::Request(again.id)));
    // FinSpace refuses for good: operators find the environment, and whoever asked for it the request that made it.
    world.clock.advance(8 * DAY);
    let refusal = Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", "{\"message\":\"No.\"}");
    world.wire.meet(DELETE, refusal, 1);
    home.carry().await;
    let environment = world.really().await[0].id.clone();
    let news = last(&world.actor).await;
    let there = Target::Environment(world.connection.clone(), environment);
    assert_eq!((news.occasion, news.target), (Occasion::Undeleted, there));
    let news = last(home.member()).await;
    assert_eq!((news.occasion, news.target), (Occasion::Undeleted, Target::Request(home.made.id.clone())));
}
