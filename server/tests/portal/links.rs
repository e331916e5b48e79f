//! Permanent links: what they lead to, to whom, and what they say when they lead nowhere.

use domain::{
    Error, Field,
    audit::Change,
    id::{EnvironmentId, LinkId},
    link::{Direction, Link, LinkForm},
    portal::Going,
    ports::{FinSpace, Store},
    role::Role,
};

use super::{teams::Desk, world::World};

fn form(id: &EnvironmentId, label: &str, section: &str) -> LinkForm {
    LinkForm { environment: format!("local/{id}"), label: label.into(), section: section.into() }
}

async fn environment(world: &World, name: &str) -> EnvironmentId {
    let id = world.made_elsewhere(name).await;
    world.read().await;
    id
}

async fn linked(world: &World, desk: &Desk, name: &str) -> Link {
    let id = environment(world, name).await;
    world.portal.add_link(&desk.owner, &desk.team.id, &form(&id, "", "")).await.unwrap()
}

fn missing<T: std::fmt::Debug>(result: Result<T, Error>) {
    match result {
        Err(Error::NotFound(what)) => assert_eq!(what, "This link"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_link_leads_the_team_to_the_environments_own_address_and_nobody_else() {
    let world = World::new().await;
    let (rates, bonds) = (Desk::of(&world, "Rates").await, Desk::of(&world, "Bonds").await);
    let link = linked(&world, &rates, "risk").await;
    let url = world.other.get(&link.connection, &link.environment).await.unwrap().sign_in_url().unwrap();
    for actor in [&rates.owner, &rates.member, &world.actor] {
        let going = world.portal.follow_link(actor, &link.id).await.unwrap();
        assert_eq!(going, Going::On { url: url.clone() });
    }
    let calls = world.wire.count("");
    world.portal.follow_link(&rates.member, &link.id).await.unwrap();
    assert_eq!(world.wire.count(""), calls, "FinSpace was asked");
    for actor in [&bonds.owner, &world.somebody("nobody@example.com", []).await] {
        missing(world.portal.follow_link(actor, &link.id).await);
        missing(world.portal.follow_link(actor, &LinkId::from_bytes([1; 26])).await);
        missing(world.portal.link(actor, &link.id).await);
    }
}

#[tokio::test]
async fn a_link_tells_what_is_going_on_while_it_leads_nowhere() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let created = world.create("risk").await;
    let domain::operation::State::Created { environment } = created.state else { panic!("{created:?}") };
    let link = world.portal.add_link(&desk.owner, &desk.team.id, &form(&environment, "Desk", "")).await.unwrap();
    let waiting = |going| match going {
        Ok(Going::Waiting(waiting)) => *waiting,
        other => panic!("{other:?}"),
    };
    let building = waiting(world.portal.follow_link(&desk.member, &link.id).await);
    assert!(building.is_changing(), "{building:?}");
    assert_eq!(building.owners.iter().map(|owner| owner.email.as_str()).collect::<Vec<_>>(), [&desk.owner.email]);
    world.clock.advance(10);
    world.read().await;
    assert!(matches!(world.portal.follow_link(&desk.member, &link.id).await, Ok(Going::On { .. })));
    // While FinSpace cannot be asked, what was known last still leads there.
    world.portal.delete_environment(&world.actor, &world.connection, &environment, "risk").await.unwrap();
    world.clock.advance(60);
    world.read().await;
    world.clock.advance(60);
    world.read().await;
    let gone = waiting(world.portal.follow_link(&desk.member, &link.id).await);
    assert_eq!(gone.environment, None);
    assert_eq!(gone.deleted.map(|deleted| deleted.who).as_deref(), Some("ada@example.com"));
    assert_eq!((gone.link.label.as_str(), gone.link.name.as_str()), ("Desk", "risk"));
    let seen = world.portal.team(&desk.member, &desk.team.id, "", 1, 1).await.unwrap();
    assert_eq!(seen.down, 1);
}

#[tokio::test]
async fn a_link_follows_a_replacement_and_keeps_its_address() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let (link, other) = (linked(&world, &desk, "risk").await, environment(&world, "risk-2").await);
    let shown = form(&link.environment, "", "");
    let replaced = world.portal.replace_link(&desk.owner, &link.id, &shown, &form(&other, "", "")).await.unwrap();
    assert_eq!((replaced.id, replaced.environment), (link.id.clone(), other.clone()));
    let url = world.other.get(&world.connection, &other).await.unwrap().sign_in_url().unwrap();
    assert_eq!(world.portal.follow_link(&desk.member, &link.id).await.unwrap(), Going::On { url });
    let late = world.portal.replace_link(&world.actor, &link.id, &shown, &form(&link.environment, "", "")).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    let events = world.store.events(&format!("team/{}", desk.team.id), 1).await.unwrap();
    let (from, to) = (format!("risk (local/{})", link.environment), format!("risk-2 (local/{other})"));
    assert_eq!(events[0].changes, [Change::new("Environment", Some(&from), Some(&to))]);
    // What another link of the team has cannot take the place.
    let second = linked(&world, &desk, "risk-3").await;
    let (shown, wanted) = (form(&second.environment, "", ""), form(&other, "", ""));
    let taken = world.portal.replace_link(&desk.owner, &second.id, &shown, &wanted).await;
    assert!(matches!(taken, Err(Error::Invalid(problems)) if problems.of(Field::Environment).is_some()));
}

#[tokio::test]
async fn only_owners_link_what_there_is_once() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let (id, other) = (environment(&world, "risk").await, environment(&world, "fixed").await);
    let add = |actor, form: LinkForm| {
        let (portal, team) = (world.portal.clone(), desk.team.id.clone());
        async move { portal.add_link(actor, &team, &form).await }
    };
    assert!(matches!(add(&desk.member, form(&id, "", "")).await, Err(Error::Denied(_))));
    let operator = world.somebody("operator@example.com", [Role::Operator]).await;
    assert!(matches!(add(&operator, form(&id, "", "")).await, Err(Error::Denied(_))));
    for bad in ["", "local", "local/nothing", "other/abc"] {
        let wrong = add(&desk.owner, LinkForm { environment: bad.into(), ..LinkForm::default() }).await;
        assert!(matches!(&wrong, Err(Error::Invalid(p)) if p.of(Field::Environment).is_some()), "{bad}: {wrong:?}");
    }
    let wrong = add(&desk.owner, form(&id, &"x".repeat(101), &"y".repeat(101))).await;
    assert!(matches!(&wrong, Err(Error::Invalid(problems)) if problems.0.len() == 2), "{wrong:?}");
    let found = |text: &'static str| {
        let (portal, owner, team) = (world.portal.clone(), desk.owner.clone(), desk.team.id.clone());
        async move { portal.link_choices(&owner, &team, text).await.map(|(_, choices)| choices.choices.len()) }
    };
    assert_eq!((found("").await.unwrap(), found("RISK").await.unwrap()), (2, 1));
    add(&desk.owner, form(&id, " Risk  desk ", "")).await.unwrap();
    assert_eq!((found("").await.unwrap(), found("risk").await.unwrap()), (1, 0), "what is linked is no choice");
    assert!(matches!(add(&world.actor, form(&id, "", "")).await, Err(Error::Invalid(_))));
    assert!(world.portal.link_choices(&desk.member, &desk.team.id, "").await.is_err());
    let teams = world.portal.links_to(&operator, &world.connection, &id).await.unwrap();
    assert_eq!(
        teams.iter().map(|(team, link)| (&team.name[..], &link.label[..])).collect::<Vec<_>>(),
        [("Rates", "Risk desk")]
    );
    assert_eq!(world.portal.links_to(&operator, &world.connection, &other).await.unwrap(), []);
}

#[tokio::test]
async fn links_are_ordered_within_their_section_and_removed() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let (one, two) = (linked(&world, &desk, "one").await, linked(&world, &desk, "two").await);
    let id = environment(&world, "three").await;
    let three = world.portal.add_link(&desk.owner, &desk.team.id, &form(&id, "", "Archive")).await.unwrap();
    let order = async || {
        let seen = world.portal.team(&desk.member, &desk.team.id, "", 1, 1).await.unwrap();
        seen.links.rows.iter().map(|seen| seen.link.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order().await, ["one", "two", "three"]);
    world.portal.move_link(&desk.owner, &two.id, Direction::Up).await.unwrap();
    assert_eq!(order().await, ["two", "one", "three"]);
    // At the ends of a section nothing moves.
    for (link, direction) in [(&two, Direction::Up), (&one, Direction::Down), (&three, Direction::Up)] {
        world.portal.move_link(&desk.owner, &link.id, direction).await.unwrap();
    }
    assert_eq!(order().await, ["two", "one", "three"]);
    assert!(matches!(world.portal.move_link(&desk.member, &one.id, Direction::Up).await, Err(Error::Denied(_))));
    let (shown, words) = (LinkForm::default(), LinkForm { section: "archive".into(), ..LinkForm::default() });
    world.portal.edit_link(&desk.owner, &two.id, &shown, &words).await.unwrap();
    assert_eq!(order().await, ["one", "two", "three"], "the case of a section makes no other one");
    world.portal.remove_link(&desk.owner, &one.id).await.unwrap();
    assert_eq!(order().await, ["two", "three"]);
    missing(world.portal.remove_link(&world.actor, &one.id).await);
    missing(world.portal.follow_link(&desk.member, &one.id).await);
}

#[tokio::test]
async fn clicks_are_shown_by_day_to_the_team() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let link = linked(&world, &desk, "risk").await;
    world.portal.followed(&desk.member, &link.id).await.unwrap();
    world.clock.advance(24 * 60 * 60);
    for actor in [&desk.member, &desk.owner] {
        world.portal.followed(actor, &link.id).await.unwrap();
    }
    let page = world.portal.link(&desk.member, &link.id).await.unwrap();
    assert_eq!((page.clicks.len(), &page.clicks[28..]), (30, &[1, 2][..]));
    world.clock.advance(29 * 24 * 60 * 60);
    let seen = world.portal.team(&desk.member, &desk.team.id, "", 1, 1).await.unwrap();
    assert_eq!(seen.links.rows[0].clicks, 2, "the first day is over a month ago");
}
