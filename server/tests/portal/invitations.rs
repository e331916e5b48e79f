//! Inviting somebody, and coming in.

use domain::{
    Error, Field,
    audit::Action,
    id::InvitationId,
    invitation::INVITATION_HOURS,
    ports::Store,
    role::{Role, Roles},
};

use super::world::{PASSWORD, World};

#[tokio::test]
async fn an_invited_person_comes_in_once_with_the_roles_of_the_invitation() {
    let world = World::new().await;
    let roles: Roles = [Role::Auditor, Role::Member].into_iter().collect();
    let invited = world.portal.invite(&world.actor, " Zoe@Example.com ", "Zoë", &roles).await.unwrap();
    assert_eq!(world.portal.invitation_of(&invited.secret).await.unwrap(), Some(invited.invitation.clone()));
    assert_eq!(invited.invitation.email, "zoe@example.com");
    let zoe = world.portal.accept_invitation(&invited.secret, "Zoë B.", PASSWORD, PASSWORD).await.unwrap();
    assert_eq!((zoe.name.as_str(), zoe.email.as_str(), &zoe.roles), ("Zoë B.", "zoe@example.com", &roles));
    assert_eq!(world.portal.sign_in("zoe@example.com", PASSWORD).await.unwrap().whole().unwrap(), zoe);
    let again = world.portal.accept_invitation(&invited.secret, "Eve", PASSWORD, PASSWORD).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    assert_eq!(world.portal.invitation_of(&invited.secret).await.unwrap(), None);
    assert_eq!(world.portal.invitations(&world.actor).await.unwrap(), []);
    let told = world.store.events("person/zoe@example.com", 10).await.unwrap();
    let told: Vec<Action> = told.iter().map(|event| event.action).collect();
    assert_eq!(told, [Action::SignIn, Action::AcceptInvitation, Action::InvitePerson]);
}

#[tokio::test]
async fn a_link_dies_of_age_of_a_newer_one_and_of_being_withdrawn() {
    let world = World::new().await;
    let first = world.portal.invite(&world.actor, "zoe@example.com", "", &Roles::default()).await.unwrap();
    let second = world.portal.renew_invitation(&world.actor, &first.invitation.id).await.unwrap();
    assert_eq!(world.portal.invitation_of(&first.secret).await.unwrap(), None);
    assert!(world.portal.invitation_of(&second.secret).await.unwrap().is_some());
    world.clock.advance(u64::try_from(INVITATION_HOURS).unwrap() * 3600 + 1);
    assert_eq!(world.portal.invitation_of(&second.secret).await.unwrap(), None);
    assert_eq!(world.portal.invitations(&world.actor).await.unwrap().len(), 1, "an expired one can be renewed");
    let third = world.portal.renew_invitation(&world.actor, &first.invitation.id).await.unwrap();
    world.portal.withdraw_invitation(&world.actor, &first.invitation.id).await.unwrap();
    world.portal.withdraw_invitation(&world.actor, &first.invitation.id).await.unwrap();
    let late = world.portal.accept_invitation(&third.secret, "Zoë", PASSWORD, PASSWORD).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    let gone = world.portal.renew_invitation(&world.actor, &InvitationId::from_bytes([3; 26])).await;
    assert!(matches!(gone, Err(Error::NotFound(_))), "{gone:?}");
}

#[tokio::test]
async fn a_mistake_names_all_faults_and_does_not_use_the_link_up() {
    let world = World::new().await;
    let invited = world.portal.invite(&world.actor, "zoe@example.com", "", &Roles::default()).await.unwrap();
    let wrong = world.portal.accept_invitation(&invited.secret, " ", "short", "other").await;
    let Err(Error::Invalid(problems)) = wrong else { panic!("{wrong:?}") };
    let fields: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::DisplayName, Field::Password, Field::PasswordAgain]);
    world.portal.accept_invitation(&invited.secret, "Zoë", PASSWORD, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn an_address_that_is_wrong_there_or_invited_is_said_at_its_field() {
    let world = World::new().await;
    world.portal.invite(&world.actor, "zoe@example.com", "", &Roles::default()).await.unwrap();
    for email in ["nobody", "ADA@example.com", "ZOE@example.com"] {
        let refused = world.portal.invite(&world.actor, email, "", &Roles::default()).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{email}: {refused:?}") };
        assert!(problems.of(Field::EmailAddress).is_some(), "{email}: {problems:?}");
    }
}

#[tokio::test]
async fn the_secret_is_nowhere_in_what_is_kept() {
    let world = World::new().await;
    let invited = world.portal.invite(&world.actor, "zoe@example.com", "", &Roles::default()).await.unwrap();
    let kept = format!(
        "{:?} {:?}",
        world.store.invitations().await.unwrap(),
        world.store.events("person/zoe@example.com", 10).await.unwrap()
    );
    assert!(!kept.contains(&invited.secret));
    assert_eq!(world.store.invitation_of(&invited.secret, world.portal.now()).await.unwrap(), None, "it is hashed");
}
