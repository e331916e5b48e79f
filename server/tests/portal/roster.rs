//! Roles, shutting people out, and what each of them may do.

use domain::{
    Error,
    audit::{Action, Change, Outcome},
    id::PersonId,
    person::Filter,
    ports::Store,
    role::{Role, Roles},
};

use super::world::{PASSWORD, World};

fn denied<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn missing<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::NotFound(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_administrator_gives_roles_and_they_hold_at_the_next_request() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", []).await;
    let operator: Roles = Role::Operator.into();
    assert!(world.portal.start_draft(&eve).await.is_err());
    world.portal.change_roles(&world.actor, &eve.person, &Roles::default(), &operator).await.unwrap();
    let eve = world.portal.actor(&eve.person).await.unwrap().unwrap();
    assert_eq!(eve.roles, operator);
    world.portal.start_draft(&eve).await.unwrap();
    // A resent form is no second change.
    world.portal.change_roles(&world.actor, &eve.person, &Roles::default(), &operator).await.unwrap();
    let told = world.store.events("person/eve@example.com", 10).await.unwrap();
    let changes: Vec<_> = told.iter().filter(|event| event.action == Action::ChangeRoles).collect();
    assert_eq!(changes.len(), 1, "{told:?}");
    assert_eq!(changes[0].detail, "From “No role” to “Operator”");
    assert_eq!(changes[0].changes, [Change::new("Roles", Some("No role"), Some("Operator"))]);
}

#[tokio::test]
async fn roles_that_others_changed_meanwhile_are_not_undone() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Auditor]).await;
    let stale = world.portal.change_roles(&world.actor, &eve.person, &Roles::default(), &Role::Admin.into()).await;
    assert!(matches!(stale, Err(Error::Conflict(_))), "{stale:?}");
    assert_eq!(world.portal.actor(&eve.person).await.unwrap().unwrap().roles, Role::Auditor.into());
}

#[tokio::test]
async fn the_last_administrator_stays_and_the_try_is_noted() {
    let world = World::new().await;
    let (me, admin) = (world.actor.person.clone(), Roles::from(Role::Admin));
    let said = denied(world.portal.change_roles(&world.actor, &me, &admin, &Role::Operator.into()).await);
    assert!(said.contains("last administrator"), "{said}");
    assert!(denied(world.portal.disable_person(&world.actor, &me).await).contains("Nobody disables themselves"));
    let refused = world.store.events_by(&me, 10).await.unwrap();
    let refused: Vec<_> = refused.iter().filter(|event| event.outcome == Outcome::Refused).collect();
    assert_eq!(
        refused.iter().map(|event| event.action).collect::<Vec<_>>(),
        [Action::DisablePerson, Action::ChangeRoles]
    );
    // With a second one, the first can step down.
    world.somebody("eve@example.com", [Role::Admin]).await;
    world.portal.change_roles(&world.actor, &me, &admin, &Role::Operator.into()).await.unwrap();
}

#[tokio::test]
async fn two_administrators_who_shut_each_other_out_at_once_leave_one() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Admin]).await;
    let (one, other) = futures::future::join(
        world.portal.disable_person(&world.actor, &eve.person),
        world.portal.disable_person(&eve, &world.actor.person),
    )
    .await;
    let said = match (one, other) {
        (Ok(_), Err(Error::Denied(why))) | (Err(Error::Denied(why)), Ok(_)) => why,
        other => panic!("{other:?}"),
    };
    assert!(said.contains("last administrator"), "{said}");
    assert_eq!(world.store.admins().await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_is_disabled_is_nobody_until_they_are_enabled() {
    let world = World::new().await;
    let eve = world.somebody("eve@example.com", [Role::Operator]).await;
    world.portal.disable_person(&world.actor, &eve.person).await.unwrap();
    world.portal.disable_person(&world.actor, &eve.person).await.unwrap();
    assert_eq!(world.portal.actor(&eve.person).await.unwrap(), None);
    let wrong = denied(world.portal.sign_in("eve@example.com", "wrong").await);
    assert!(wrong.contains("do not belong together"), "{wrong}");
    world.clock.advance(60);
    let right = denied(world.portal.sign_in("eve@example.com", PASSWORD).await);
    assert!(right.contains("disabled"), "{right}");
    world.portal.enable_person(&world.actor, &eve.person).await.unwrap();
    world.portal.enable_person(&world.actor, &eve.person).await.unwrap();
    world.clock.advance(60);
    assert_eq!(world.portal.sign_in("eve@example.com", PASSWORD).await.unwrap().whole().unwrap(), eve);
    let told = world.store.events("person/eve@example.com", 20).await.unwrap();
    let count = |action| told.iter().filter(|event| event.action == action).count();
    assert_eq!((count(Action::DisablePerson), count(Action::EnablePerson)), (1, 1));
}

#[tokio::test]
async fn an_auditor_sees_everything_and_changes_nothing() {
    let world = World::new().await;
    let id = world.made_elsewhere("risk").await;
    world.read().await;
    let audit = world.somebody("audit@example.com", [Role::Auditor]).await;
    world.portal.environments(&audit, &domain::inventory::Query::default()).await.unwrap();
    world.portal.environment(&audit, &world.connection, &id).await.unwrap();
    world.portal.tags(&audit, &world.connection, &id).await.unwrap();
    assert_eq!(world.portal.people(&audit, &Filter::default(), 1).await.unwrap().matching, 2);
    world.portal.person(&audit, &world.actor.person).await.unwrap();
    world.portal.invitations(&audit).await.unwrap();

    let calls = world.wire.count("");
    denied(world.portal.delete_environment(&audit, &world.connection, &id, "risk").await);
    let (shown, typed) = (domain::tag::TagForm::default(), super::world::tag_form(&[("a", "b")]));
    denied(world.portal.save_tags(&audit, &world.connection, &id, &shown, &typed).await);
    denied(world.portal.refresh(&audit).await);
    denied(world.portal.start_draft(&audit).await);
    denied(world.portal.invite(&audit, "eve@example.com", "", &Roles::default()).await);
    denied(world.portal.disable_person(&audit, &world.actor.person).await);
    assert_eq!(world.wire.count(""), calls, "a refused call went out all the same");
    let told = world.store.events_by(&audit.person, 20).await.unwrap();
    assert_eq!(told.len(), 6, "{told:?}");
    assert!(told.iter().all(|event| event.outcome == Outcome::Refused && event.detail.contains("Ask one of them.")));
}

#[tokio::test]
async fn what_one_may_not_see_is_as_if_it_were_not_there() {
    let world = World::new().await;
    let there = world.made_elsewhere("risk").await;
    let absent = domain::id::EnvironmentId::parse("aaaaaaaaaaaaaaaaaaaaaa").unwrap();
    let draft = world.draft("mine").await;
    for roles in [vec![], vec![Role::Member], vec![Role::Approver]] {
        let eve = world
            .somebody(
                &format!("eve{}@example.com", roles.len() + usize::from(roles.contains(&Role::Member)) * 7),
                roles,
            )
            .await;
        let calls = world.wire.count("");
        for id in [&there, &absent] {
            assert_eq!(missing(world.portal.environment(&eve, &world.connection, id).await), "This environment");
            assert_eq!(missing(world.portal.tags(&eve, &world.connection, id).await), "This environment");
            assert_eq!(missing(world.portal.history(&eve, &world.connection, id, 1).await), "This environment");
        }
        assert_eq!(missing(world.portal.draft(&eve, &draft).await), "This draft");
        assert_eq!(missing(world.portal.person(&eve, &world.actor.person).await), "This person");
        assert_eq!(missing(world.portal.person(&eve, &PersonId::from_bytes([3; 26])).await), "This person");
        assert_eq!(missing(world.portal.people(&eve, &Filter::default(), 1).await), "This page");
        assert_eq!(world.wire.count(""), calls, "FinSpace was asked for somebody who may not see it");
    }
}

#[tokio::test]
async fn a_page_beyond_the_last_is_the_last() {
    let world = World::new().await;
    for n in 0..60 {
        world.somebody(&format!("p{n:02}@example.com"), []).await;
    }
    let page = world.portal.people(&world.actor, &Filter::default(), 9).await.unwrap();
    assert_eq!((page.number, page.pages, page.matching, page.people.len()), (2, 2, 61, 11));
    let none = world.portal.people(&world.actor, &Filter::saying("nobody is called so"), 0).await.unwrap();
    assert_eq!((none.number, none.pages, none.matching), (1, 1, 0));
}
