//! Teams: who makes them, who changes them, and who does not even learn that they are there.

use domain::{
    Actor, Error, Field,
    audit::{Action, Change, Outcome},
    id::TeamId,
    ports::Store,
    role::Role,
    team::{Filter, Standing, Team, TeamForm},
};

use super::world::World;

fn form(name: &str) -> TeamForm {
    TeamForm { name: name.into(), description: "Desk of rates".into() }
}

/// A team with an owner and a member.
pub struct Desk {
    pub team: Team,
    pub owner: Actor,
    pub member: Actor,
}

impl Desk {
    pub async fn of(world: &World, name: &str) -> Self {
        let team = world.portal.make_team(&world.actor, &form(name)).await.unwrap();
        let slug = name.to_lowercase();
        let owner = world.somebody(&format!("owner-{slug}@example.com"), [Role::Member]).await;
        let member = world.somebody(&format!("member-{slug}@example.com"), [Role::Member]).await;
        world.portal.add_members(&world.actor, &team.id, &owner.email, Standing::Owner).await.unwrap();
        world.portal.add_members(&owner, &team.id, &member.email, Standing::Member).await.unwrap();
        Self { team, owner, member }
    }
}

fn denied<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Denied(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn missing<T: std::fmt::Debug>(result: Result<T, Error>) {
    match result {
        Err(Error::NotFound(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn administrators_make_teams_and_owners_fill_them() {
    let world = World::new().await;
    let desk = Desk::of(&world, "Rates").await;
    let seen = world.portal.team(&desk.member, &desk.team.id, "", 1, 1).await.unwrap();
    assert_eq!((seen.standing, seen.members.matching, seen.owners.len()), (Some(Standing::Member), 2, 1));
    let told: Vec<_> = seen.events.iter().map(|event| (event.action, event.who.as_str())).collect();
    assert_eq!(
        told,
        [
            (Action::AddMember, "owner-rates@example.com"),
            (Action::AddMember, "ada@example.com"),
            (Action::MakeTeam, "ada@example.com")
        ]
    );
    assert_eq!(seen.events[0].changes, [Change::added("Member", "member-rates@example.com")]);
    let why = denied(world.portal.make_team(&desk.owner, &form("Another")).await);
    assert_eq!(why, "Only administrators can make teams. Ask one of them.");
    let noted = world.store.events_by(&desk.owner.person, 9).await.unwrap();
    assert_eq!((noted[0].action, noted[0].outcome), (Action::MakeTeam, Outcome::Refused));
}

#[tokio::test]
async fn a_team_is_not_there_for_strangers_and_read_by_those_who_read_all() {
    let world = World::new().await;
    let (rates, bonds) = (Desk::of(&world, "Rates").await, Desk::of(&world, "Bonds").await);
    missing(world.portal.team(&bonds.owner, &rates.team.id, "", 1, 1).await);
    missing(world.portal.team(&bonds.owner, &TeamId::from_bytes([1; 26]), "", 1, 1).await);
    let mine = world.portal.teams(&bonds.member, &Filter::default(), 1).await.unwrap();
    assert_eq!(mine.rows.iter().map(|row| row.team.name.as_str()).collect::<Vec<_>>(), ["Bonds"]);
    // What is refused reads the same, whether the team is there or not.
    let text = "eve@example.com";
    let there = denied(world.portal.add_members(&bonds.owner, &rates.team.id, text, Standing::Member).await);
    let absent = TeamId::from_bytes([1; 26]);
    assert_eq!(there, denied(world.portal.add_members(&bonds.owner, &absent, text, Standing::Member).await));
    for role in [Role::Operator, Role::Auditor] {
        let reader = world.somebody(&format!("{}@example.com", role.as_str()), [role]).await;
        assert_eq!(world.portal.teams(&reader, &Filter::default(), 1).await.unwrap().matching, 2);
        assert_eq!(world.portal.team(&reader, &rates.team.id, "", 1, 1).await.unwrap().standing, None);
        denied(world.portal.edit_team(&reader, &rates.team.id, &form("Rates"), &form("Mine")).await);
        denied(world.portal.remove_member(&reader, &rates.team.id, &rates.member.person).await);
    }
    missing(world.portal.teams_of(&rates.owner, &rates.member.person).await);
}

#[tokio::test]
async fn members_use_a_team_and_change_nothing_of_it() {
    let world = World::new().await;
    let Desk { team, owner, member } = Desk::of(&world, "Rates").await;
    let why = denied(world.portal.add_members(&member, &team.id, "eve@example.com", Standing::Member).await);
    assert_eq!(why, "Only administrators and owners of the team can change this team. Ask one of them.");
    denied(world.portal.set_standing(&member, &team.id, &member.person, Standing::Owner).await);
    denied(world.portal.delete_team(&owner, &team.id, "Rates").await);
    world.portal.set_standing(&owner, &team.id, &member.person, Standing::Owner).await.unwrap();
    world.portal.set_standing(&owner, &team.id, &member.person, Standing::Owner).await.unwrap();
    world.portal.edit_team(&member, &team.id, &form("Rates"), &form("Rates desk")).await.unwrap();
    world.portal.remove_member(&member, &team.id, &owner.person).await.unwrap();
    world.portal.remove_member(&member, &team.id, &owner.person).await.unwrap();
    missing(world.portal.team(&owner, &team.id, "", 1, 1).await);
    let events = world.store.events(&format!("team/{}", team.id), 30).await.unwrap();
    let count = |action, outcome| events.iter().filter(|e| e.action == action && e.outcome == outcome).count();
    assert_eq!(count(Action::ChangeStanding, Outcome::Done), 1);
    assert_eq!(count(Action::RemoveMember, Outcome::Done), 1);
    assert_eq!(count(Action::EditTeam, Outcome::Refused), 2);
    assert_eq!(count(Action::DeleteTeam, Outcome::Refused), 1);
}

#[tokio::test]
async fn whom_nobody_knows_is_named_and_then_nobody_is_added() {
    let world = World::new().await;
    let Desk { team, owner, .. } = Desk::of(&world, "Rates").await;
    let eve = world.somebody("eve@example.com", []).await;
    let out = world.somebody("out@example.com", []).await;
    world.portal.disable_person(&world.actor, &out.person).await.unwrap();
    let add = |text: &'static str| world.portal.add_members(&owner, &team.id, text, Standing::Member);
    let words = |result: Result<_, Error>| match result {
        Err(Error::Invalid(problems)) => problems.of(Field::Members).unwrap().words.clone(),
        other => panic!("{other:?}"),
    };
    let unknown = words(add("eve@example.com\nnew@example.com").await.map(|_| ()));
    assert!(
        unknown.contains("new@example.com") && !unknown.contains("eve@") && unknown.contains("invite"),
        "{unknown}"
    );
    assert!(words(add("out@example.com eve@example.com").await.map(|_| ())).contains("cannot sign in"));
    assert!(words(add("eve").await.map(|_| ())).contains("“eve”"));
    assert_eq!(world.portal.team(&owner, &team.id, "", 1, 1).await.unwrap().members.matching, 2);
    let added = add("EVE@example.com, owner-rates@example.com").await.unwrap();
    assert_eq!(added.iter().map(|contact| &contact.person).collect::<Vec<_>>(), [&eve.person]);
    assert_eq!(add("eve@example.com").await.unwrap(), []);
    let seen = world.portal.team(&owner, &team.id, "", 1, 1).await.unwrap();
    assert_eq!((seen.members.matching, seen.owners.len()), (3, 1), "an owner who is added as a member stays an owner");
}

#[tokio::test]
async fn a_name_is_taken_once_and_an_edit_over_another_is_told() {
    let world = World::new().await;
    let team = world.portal.make_team(&world.actor, &form("Rates")).await.unwrap();
    let taken = world.portal.make_team(&world.actor, &form(" RATES ")).await;
    assert!(matches!(&taken, Err(Error::Invalid(problems)) if problems.of(Field::Name).is_some()), "{taken:?}");
    let other = world.portal.make_team(&world.actor, &form("Bonds")).await.unwrap();
    let taken = world.portal.edit_team(&world.actor, &other.id, &form("Bonds"), &form("rates")).await;
    assert!(matches!(taken, Err(Error::Invalid(_))), "{taken:?}");
    let shown = TeamForm { description: "Desk of rates\r\n".into(), ..form("Rates") };
    world.portal.edit_team(&world.actor, &team.id, &shown, &form("Rates desk")).await.unwrap();
    let late = world.portal.edit_team(&world.actor, &team.id, &shown, &form("Late")).await;
    assert!(matches!(late, Err(Error::Conflict(_))), "{late:?}");
    // What is as wanted already is no edit.
    world.portal.edit_team(&world.actor, &team.id, &shown, &form("Rates desk")).await.unwrap();
    let events = world.store.events(&format!("team/{}", team.id), 9).await.unwrap();
    assert_eq!(events[0].changes, [Change::new("Name", Some("Rates"), Some("Rates desk"))]);
    assert_eq!(events.len(), 2);
}

#[tokio::test]
async fn a_team_with_people_is_deleted_by_its_name_and_an_empty_one_at_once() {
    let world = World::new().await;
    let Desk { team, owner, .. } = Desk::of(&world, "Rates").await;
    let wrong = world.portal.delete_team(&world.actor, &team.id, "rates").await;
    assert!(matches!(&wrong, Err(Error::Invalid(problems)) if problems.of(Field::ConfirmTeam).is_some()), "{wrong:?}");
    world.portal.delete_team(&world.actor, &team.id, " Rates ").await.unwrap();
    missing(world.portal.delete_team(&world.actor, &team.id, "Rates").await);
    missing(world.portal.team(&owner, &team.id, "", 1, 1).await);
    let empty = world.portal.make_team(&world.actor, &form("Rates")).await.unwrap();
    world.portal.delete_team(&world.actor, &empty.id, "").await.unwrap();
    let told = world.store.events(&format!("team/{}", team.id), 1).await.unwrap();
    assert_eq!(told[0].detail, "“Rates” is deleted, with 2 members and 0 links");
}
