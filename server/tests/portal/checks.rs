//! Checks of the way into environments: when they are made, what they come to, and who is told.

use domain::{
    Actor, Error, Portal,
    audit::{Action, Event, Outcome},
    check::{Checks, Finding, Kind, State},
    environment::{AttributeRow, EnvironmentForm, Mode},
    id::EnvironmentId,
    link::{Link, LinkForm},
    occasion::Occasion,
    portal::Sought,
    ports::{CheckStore, FinSpace, Store},
    role::Role,
};

use super::{lookout::nobody, teams::Desk, telling::told, wire::Fault, world::World};

const QUARTER: u64 = 17 * 60;

/// An environment of a team, and the ways to look at it.
struct Watch {
    world: World,
    desk: Desk,
    link: Link,
}

impl Watch {
    async fn new() -> Self {
        let world = World::new().await;
        let id = world.made_elsewhere("risk").await;
        Self::of(world, &id).await
    }

    async fn of(world: World, id: &EnvironmentId) -> Self {
        world.read().await;
        let desk = Desk::of(&world, "Rates").await;
        let form = LinkForm { environment: format!("local/{id}"), ..LinkForm::default() };
        let link = world.portal.add_link(&desk.owner, &desk.team.id, &form).await.unwrap();
        round(&world.portal).await;
        Self { world, desk, link }
    }

    /// What is checked after some seconds.
    async fn after(&self, seconds: u64) -> usize {
        self.world.clock.advance(seconds);
        round(&self.world.portal).await
    }

    async fn known(&self) -> Option<Checks> {
        self.world.portal.link(&self.desk.member, &self.link.id).await.unwrap().checks
    }

    async fn finding(&self, kind: Kind) -> Finding {
        self.known().await.unwrap().finding(kind)
    }

    async fn states(&self) -> [State; 4] {
        let known = self.known().await.unwrap();
        Kind::ALL.map(|kind| known.finding(kind).state)
    }

    async fn tile_says(&self) -> Option<String> {
        let tiles = self.world.portal.launchpad(&self.desk.member, &Sought::default(), 1).await.unwrap().tiles.rows;
        tiles[0].trouble.as_ref().map(domain::check::Trouble::says)
    }

    async fn events(&self) -> Vec<Event> {
        let object = format!("environment/local/{}", self.link.environment);
        let mut events = self.world.store.events(&object, 99).await.unwrap();
        events.retain(|event| event.action == Action::CheckEnvironment);
        events
    }

    async fn check_now(&self, actor: &Actor) -> Result<Checks, Error> {
        let (name, checks) = self.world.portal.check_now(actor, &self.link.connection, &self.link.environment).await?;
        assert_eq!(name, "risk");
        Ok(checks)
    }

    async fn unwell(&self, actor: &Actor) -> usize {
        told(&self.world, actor).await.iter().filter(|news| news.occasion == Occasion::Unwell).count()
    }
}

/// Makes the checks that are due, and says how many that were.
async fn round(portal: &Portal) -> usize {
    let due = portal.checks_due().await.unwrap();
    let count = due.len();
    for one in due {
        portal.check(one).await.unwrap();
    }
    count
}

fn conflict<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Conflict(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_environment_of_a_team_is_checked_every_quarter_of_an_hour_and_its_tile_says_nothing() {
    use State::{Good, Inapplicable, Unchecked};
    let watch = Watch::new().await;
    assert_eq!((watch.states().await, watch.known().await.unwrap().checked_at), ([Unchecked; 4], None));
    assert_eq!(watch.after(60).await, 1);
    assert_eq!(watch.states().await, [Good, Inapplicable, Good, Inapplicable]);
    assert!(watch.known().await.unwrap().is_well());
    let page = watch.world.other.get(&watch.link.connection, &watch.link.environment).await.unwrap();
    assert_eq!(watch.world.postbox.lookout.asked(), [page.sign_in_url().unwrap()], "its own page and no other one");
    assert_eq!((watch.after(60).await, watch.after(QUARTER).await), (0, 1));
    assert_eq!(
        (watch.tile_says().await, watch.events().await, watch.unwell(&watch.world.actor).await),
        (None, vec![], 0)
    );
}

#[tokio::test]
async fn a_page_that_is_down_twice_is_wrong_and_operators_hear_of_it_once() {
    let watch = Watch::new().await;
    let operator = watch.world.somebody("operator@example.com", [Role::Operator]).await;
    watch.after(60).await;
    watch.world.postbox.lookout.goes_to(Some(nobody().await));
    watch.after(QUARTER).await;
    let finding = watch.finding(Kind::Page).await;
    assert_eq!((finding.state, finding.is_doubtful(), watch.tile_says().await), (State::Good, true, None));
    assert_eq!((watch.after(61).await, watch.finding(Kind::Page).await.state), (1, State::Wrong));
    assert_eq!(watch.tile_says().await.as_deref(), Some("Its sign-in page does not answer"));
    for _ in 0..3 {
        watch.after(QUARTER).await;
    }
    let events = watch.events().await;
    assert_eq!((events.len(), events[0].outcome, events[0].person.as_ref()), (1, Outcome::Failed, None));
    assert_eq!(events[0].changes[0].in_words(), "Sign-in page answers: Good → Wrong");
    for (actor, heard) in [(&operator, 1), (&watch.world.actor, 1), (&watch.desk.owner, 0), (&watch.desk.member, 0)] {
        assert_eq!(watch.unwell(actor).await, heard, "{}", actor.email);
    }
    let news = told(&watch.world, &operator).await.pop().unwrap();
    assert_eq!(news.headline(), "“risk” needs somebody: a check failed");
    assert!(news.detail.starts_with("The connection was refused. An operator looks"), "{}", news.detail);
    watch.world.postbox.lookout.goes_to(None);
    watch.after(QUARTER).await;
    assert_eq!((watch.tile_says().await, watch.events().await.len()), (None, 2));
    assert_eq!(watch.events().await[0].outcome, Outcome::Done);
    assert_eq!(watch.unwell(&operator).await, 1, "that it is over is in the log alone");
}

#[tokio::test]
async fn a_name_that_does_not_resolve_says_nothing_of_the_page_behind_it() {
    let watch = Watch::new().await;
    watch.after(60).await;
    watch.world.postbox.lookout.goes_to(Some("https://nowhere.invalid/".into()));
    watch.after(QUARTER).await;
    watch.after(61).await;
    let page = watch.finding(Kind::Page).await;
    assert_eq!((watch.finding(Kind::Name).await.state, page.state, page.is_stale()), (State::Wrong, State::Good, true));
    assert_eq!(watch.tile_says().await.as_deref(), Some("Its name does not resolve"));
    assert_eq!(watch.events().await.len(), 1);
}

#[tokio::test]
async fn of_two_portals_one_checks_and_one_that_died_is_waited_for_two_minutes() {
    let watch = Watch::new().await;
    let other = watch.world.neighbour().await;
    watch.world.clock.advance(60);
    let (mine, theirs) = (watch.world.portal.checks_due().await.unwrap(), other.checks_due().await.unwrap());
    assert_eq!(mine, theirs);
    let (one, two) = tokio::join!(watch.world.portal.check(mine[0].clone()), other.check(theirs[0].clone()));
    let made = [one.unwrap(), two.unwrap()].into_iter().flatten().count();
    assert_eq!((made, watch.world.postbox.lookout.asked().len()), (1, 1));
    // Somebody claims, and is never heard of again.
    watch.world.clock.advance(QUARTER);
    let due = other.checks_due().await.unwrap().remove(0);
    let claim = due.clone().taken(domain::ports::Clock::now(&*watch.world.clock));
    assert!(watch.world.store.save_checks(&claim, &[]).await.unwrap());
    assert_eq!(watch.world.portal.check(due).await.unwrap(), None);
    assert!(conflict(watch.check_now(&watch.desk.owner).await).contains("right now"));
    assert_eq!((watch.after(60).await, watch.after(61).await), (0, 1));
}

#[tokio::test]
async fn what_no_team_has_any_more_or_is_gone_is_forgotten_and_what_is_not_up_waits() {
    let watch = Watch::new().await;
    let (world, place) = (&watch.world, (&watch.link.connection, &watch.link.environment));
    let known = async || world.portal.checks(&world.actor, place.0, place.1).await.unwrap();
    assert!(known().await.is_some());
    world.portal.remove_link(&watch.desk.owner, &watch.link.id).await.unwrap();
    watch.after(60).await;
    assert_eq!(known().await, None);
    assert!(conflict(watch.check_now(&world.actor).await).contains("once a team has it"));
    let form = LinkForm { environment: format!("local/{}", place.1), ..LinkForm::default() };
    world.portal.add_link(&watch.desk.owner, &watch.desk.team.id, &form).await.unwrap();
    watch.after(0).await;
    assert!(known().await.is_some());
    world.portal.delete_environment(&world.actor, place.0, place.1, "risk").await.unwrap();
    assert_eq!(watch.after(60).await, 0, "its status says what is going on");
    assert!(conflict(watch.check_now(&world.actor).await).contains("while it is up"));
    world.read().await;
    world.clock.advance(60);
    world.read().await;
    watch.after(0).await;
    assert_eq!(known().await, None);
}

#[tokio::test]
async fn owners_operators_and_administrators_have_it_checked_and_not_too_often() {
    let watch = Watch::new().await;
    let operator = watch.world.somebody("operator@example.com", [Role::Operator]).await;
    let auditor = watch.world.somebody("auditor@example.com", [Role::Auditor]).await;
    let stranger = watch.world.somebody("eve@example.com", []).await;
    for actor in [&watch.desk.member, &auditor, &stranger] {
        assert!(matches!(watch.check_now(actor).await, Err(Error::Denied(_))));
    }
    let absent = EnvironmentId::parse("nothing").unwrap();
    let local = &watch.link.connection;
    assert!(matches!(watch.world.portal.check_now(&stranger, local, &absent).await, Err(Error::Denied(_))));
    assert!(matches!(watch.world.portal.check_now(&operator, local, &absent).await, Err(Error::NotFound(_))));
    for actor in [&watch.desk.owner, &operator, &watch.world.actor] {
        assert!(watch.check_now(actor).await.unwrap().is_well());
        watch.world.clock.advance(10);
        let words = conflict(watch.check_now(&operator).await);
        assert_eq!(words, "It was checked 10 seconds ago. Wait 20 seconds, then check again.");
        watch.world.clock.advance(20);
    }
    let mut who: Vec<String> = watch.events().await.into_iter().map(|event| event.who).collect();
    who.dedup();
    assert_eq!(who[..3], [watch.world.actor.email.clone(), operator.email.clone(), watch.desk.owner.email.clone()]);
    assert!(matches!(watch.world.portal.checks(&stranger, local, &absent).await, Err(Error::NotFound(_))));
    // What was never checked before can be, too, and a failure is told by the portal and not by whoever pressed.
    watch.world.store.forget_checks(&watch.known().await.unwrap()).await.unwrap();
    watch.world.postbox.lookout.goes_to(Some(nobody().await));
    for _ in 0..2 {
        watch.check_now(&operator).await.unwrap();
        watch.world.clock.advance(31);
    }
    assert_eq!((watch.unwell(&operator).await, watch.unwell(&watch.world.actor).await), (1, 1));
}

#[tokio::test]
async fn the_certificate_of_an_identity_provider_warns_before_it_ends() {
    let world = World::new().await;
    let mut form = EnvironmentForm { connection: "local".into(), name: "risk".into(), ..EnvironmentForm::default() };
    form.mode = Mode::Federated;
    form.federation.provider_name = "Okta".into();
    form.federation.metadata_document = include_str!("../../../domain/tests/saml/okta.xml").into();
    form.federation.attributes = vec![AttributeRow { key: "Email".into(), value: "email".into() }];
    let plan = form.parse(std::slice::from_ref(&world.connection), &[]).unwrap();
    let id = world.other.create(&plan, &std::collections::BTreeMap::new()).await.unwrap().id;
    world.clock.advance(10);
    let watch = Watch::of(world, &id).await;
    watch.after(60).await;
    let finding = watch.finding(Kind::Metadata).await;
    assert_eq!((finding.state, finding.said().as_str()), (State::Good, "Valid until 1 January 2045."));
    // FinSpace cannot be asked: nothing is said of the certificate.
    watch.world.wire.meet(
        "GET /environment/",
        Fault::Says(403, "x-amzn-errortype: AccessDeniedException\r\n", "{}"),
        9,
    );
    watch.after(QUARTER).await;
    let finding = watch.finding(Kind::Metadata).await;
    assert_eq!((finding.state, finding.is_stale(), finding.failures), (State::Good, true, 0));
    watch.world.wire.mend();
    let end: jiff::Timestamp = "2045-01-01T00:00:00Z".parse().unwrap();
    let left = end.duration_since(domain::ports::Clock::now(&*watch.world.clock)).as_secs();
    watch.after(left.unsigned_abs() - 13 * 24 * 60 * 60).await;
    assert_eq!(watch.finding(Kind::Metadata).await.state, State::Soon);
    assert!(watch.tile_says().await.unwrap().contains("ends on 1 January 2045"));
    watch.after(QUARTER).await;
    assert_eq!((watch.events().await.len(), watch.unwell(&watch.world.actor).await), (1, 1));
    watch.after(14 * 24 * 60 * 60).await;
    watch.after(61).await;
    assert_eq!(watch.finding(Kind::Metadata).await.state, State::Wrong);
    assert_eq!((watch.events().await.len(), watch.unwell(&watch.world.actor).await), (2, 2));
}
