//! Teams and who is in them.

use domain::{
    audit::Event,
    id::TeamId,
    person::Person,
    ports::{Store, TeamEdit, TeamStore},
    team::{Filter, Standing, Team},
};
use futures::future::{join, join_all};

use crate::{
    ground::Ground,
    samples::{at, chance, event, known, person},
};

pub fn team(name: &str) -> Team {
    Team {
        id: TeamId::from_bytes(chance()), name: name.into(), description: "What for “Å”".into(), made_at: at(0)
    }
}

/// A team that is in the database.
pub async fn made(ground: &Ground, name: &str) -> Team {
    let team = team(name);
    assert!(ground.store.add_team(&team, &event("team")).await.unwrap());
    team
}

async fn named(ground: &Ground, name: &str) -> Person {
    let person = Person { name: name.into(), ..person(&format!("{}@example.com", name.to_lowercase())) };
    assert!(ground.store.add_person(&person, "hash", &event("people")).await.unwrap());
    person
}

async fn names(ground: &Ground, text: &str, of: Option<&Person>, from: i64, most: i64) -> (Vec<String>, i64) {
    let (teams, all) =
        ground.store.teams(&Filter::saying(text), of.map(|person| &person.id), from, most).await.unwrap();
    (teams.into_iter().map(|counted| counted.team.name).collect(), all)
}

async fn teams_come_by_name_in_pages_and_as_ones_own(ground: Ground) {
    let ada = known(&ground.store).await;
    for name in ["Rates", "équity", "Bonds 100%"] {
        made(&ground, name).await;
    }
    assert_eq!(names(&ground, "", None, 0, 2).await, (vec!["Bonds 100%".into(), "Rates".into()], 3));
    assert_eq!(names(&ground, "", None, 2, 2).await, (vec!["équity".into()], 3));
    assert_eq!(names(&ground, "ÉQ", None, 0, 9).await.1, 1);
    let found = async |name: &str| ground.store.team_named(name).await.unwrap().map(|team| team.name);
    assert_eq!((found("ÉQUITY").await.as_deref(), found("équ").await, found("").await), (Some("équity"), None, None));
    assert_eq!(ground.store.team_names(2).await.unwrap(), ["Bonds 100%", "Rates"]);
    assert_eq!(names(&ground, "0%", None, 0, 9).await.1, 1);
    assert_eq!(names(&ground, "_", None, 0, 9).await.1, 0);
    assert_eq!(names(&ground, "", Some(&ada), 0, 9).await, (Vec::new(), 0));
    let rates = ground.store.teams(&Filter::saying("rates"), None, 0, 1).await.unwrap().0.remove(0).team;
    let people = [ada.id.clone()];
    assert!(ground.store.add_members(&rates.id, &people, Standing::Owner, &event("x")).await.unwrap());
    let (mine, all) = ground.store.teams(&Filter::default(), Some(&ada.id), 0, 9).await.unwrap();
    assert_eq!(
        (mine[0].team.name.as_str(), mine[0].members, mine[0].owners, mine[0].links, all),
        ("Rates", 1, 1, 0, 1)
    );
    // An owner who cannot sign in is nobody to ask.
    known(&ground.store).await;
    assert!(ground.store.disable_person(&ada.id, &event("x")).await.unwrap());
    assert_eq!(ground.store.teams(&Filter::default(), None, 0, 9).await.unwrap().0[1].owners, 0);
    assert_eq!(ground.store.owners(&rates.id, 9).await.unwrap(), []);
}

async fn a_name_is_given_once_in_whatever_case(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    assert!(!store.add_team(&team("RATES"), &event("twice")).await.unwrap());
    assert_eq!(store.events("twice", 9).await.unwrap(), []);
    let bonds = made(&ground, "Bonds").await;
    let renamed = Team { name: "rates".into(), ..bonds.clone() };
    assert_eq!(store.edit_team(&bonds, &renamed, &event("x")).await.unwrap(), TeamEdit::Taken);
    // Its own name in another case is no other one.
    let louder = Team { name: "RATES".into(), ..rates.clone() };
    assert_eq!(store.edit_team(&rates, &louder, &event("x")).await.unwrap(), TeamEdit::Done);
    assert_eq!(store.team(&rates.id).await.unwrap(), Some(louder));
    let many: Vec<Team> = (0..8).map(|_| team("Equity")).collect();
    let events: Vec<Event> = many.iter().map(|_| event("at once")).collect();
    let all = many.iter().zip(&events).map(|(team, event)| store.add_team(team, event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.events("at once", 9).await.unwrap().len()), (1, 1));
}

async fn an_edit_over_another_edit_is_noticed(ground: Ground) {
    let store = &ground.store;
    let before = made(&ground, "Rates").await;
    let one = Team { description: "One".into(), ..before.clone() };
    let other = Team { description: "Other".into(), ..before.clone() };
    let (first, second) = (event("edit"), event("edit"));
    let done = join(store.edit_team(&before, &one, &first), store.edit_team(&before, &other, &second)).await;
    let mut done = [done.0.unwrap(), done.1.unwrap()];
    done.sort_by_key(|done| *done == TeamEdit::Changed);
    assert_eq!(done, [TeamEdit::Done, TeamEdit::Changed]);
    assert_eq!(store.events("edit", 9).await.unwrap().len(), 1);
    let gone = team("Gone");
    assert_eq!(store.edit_team(&gone, &gone, &event("edit")).await.unwrap(), TeamEdit::Changed);
}

async fn two_owners_at_once_lose_nothing_of_each_other(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(known(store).await.id);
    }
    let events: Vec<Event> = people.iter().map(|_| event("added")).collect();
    // Each adds one that the other adds, too.
    let pairs: Vec<_> = (0..8).map(|n| [people[n].clone(), people[(n + 1) % 8].clone()]).collect();
    let all =
        pairs.iter().zip(&events).map(|(pair, event)| store.add_members(&rates.id, pair, Standing::Member, event));
    assert!(join_all(all).await.into_iter().all(|done| done.is_ok()));
    assert_eq!(store.members(&rates.id, "", 0, 20).await.unwrap().1, 8);
    let (one, other) = (event("standing"), event("standing"));
    let (owner, removed) = join(
        store.set_standing(&rates.id, &people[0], Standing::Owner, &one),
        store.remove_member(&rates.id, &people[1], &other),
    )
    .await;
    assert!(owner.unwrap() && removed.unwrap());
    assert_eq!(store.standing(&rates.id, &people[0]).await.unwrap(), Some(Standing::Owner));
    assert_eq!(store.standing(&rates.id, &people[1]).await.unwrap(), None);
}

async fn members_come_owners_first_and_are_found(ground: Ground) {
    let store = &ground.store;
    let rates = made(&ground, "Rates").await;
    let (carl, anna, zoe) = (named(&ground, "Carl").await, named(&ground, "Anna").await, named(&ground, "Zoë").await);
    let told = || Event { at: at(7), who: "boss@example.com".into(), ..event("added") };
    let all = [carl.id.clone(), anna.id.clone()];
    assert!(store.add_members(&rates.id, &all, Standing::Member, &told()).await.unwrap());
    assert!(store.add_members(&rates.id, &[zoe.id.clone(), carl.id.clone()], Standing::Owner, &told()).await.unwrap());
    assert!(!store.add_members(&rates.id, &all, Standing::Owner, &event("nobody")).await.unwrap());
    assert_eq!(store.events("nobody", 9).await.unwrap(), []);
    let (members, count) = store.members(&rates.id, "", 0, 9).await.unwrap();
    let seen: Vec<_> = members.iter().map(|member| (member.who.name.as_str(), member.standing)).collect();
    assert_eq!(seen, [("Zoë", Standing::Owner), ("Anna", Standing::Member), ("Carl", Standing::Member)]);
    assert_eq!((count, members[0].added_at, members[0].added_by.as_str()), (3, at(7), "boss@example.com"));
    assert_eq!(store.members(&rates.id, "ZOË", 0, 9).await.unwrap().1, 1);
    assert_eq!(store.members(&rates.id, "", 2, 9).await.unwrap().0.len(), 1);
    assert_eq!(store.owners(&rates.id, 9).await.unwrap().len(), 1);
    assert!(!store.set_standing(&rates.id, &zoe.id, Standing::Owner, &event("x")).await.unwrap(), "already");
    let of_zoe = store.teams_of(&zoe.id).await.unwrap();
    assert_eq!(of_zoe, [(rates, Standing::Owner)]);
}

async fn a_team_that_is_gone_takes_nothing_any_more(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    let rates = made(&ground, "Rates").await;
    let people = [ada.id.clone()];
    assert!(store.add_members(&rates.id, &people, Standing::Member, &event("x")).await.unwrap());
    assert!(store.delete_team(&rates.id, &event("deleted")).await.unwrap());
    assert!(!store.delete_team(&rates.id, &event("deleted")).await.unwrap());
    assert!(!store.add_members(&rates.id, &people, Standing::Member, &event("late")).await.unwrap());
    assert!(!store.set_standing(&rates.id, &ada.id, Standing::Owner, &event("late")).await.unwrap());
    assert!(!store.remove_member(&rates.id, &ada.id, &event("late")).await.unwrap());
    assert_eq!(store.standing(&rates.id, &ada.id).await.unwrap(), None);
    assert_eq!(store.teams_of(&ada.id).await.unwrap(), []);
    assert_eq!((store.events("deleted", 9).await.unwrap().len(), store.events("late", 9).await.unwrap().len()), (1, 0));
    // Its name is free again.
    made(&ground, "Rates").await;
}

async fn five_thousand_members_come_in_pages(ground: Ground) {
    let rates = made(&ground, "Rates").await;
    let digit = |table: &str| {
        format!("(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
                  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) {table}")
    };
    let all = format!(
        "(SELECT CAST(10000 + a.n * 1000 + b.n * 100 + c.n * 10 + d.n AS TEXT) AS k FROM {}, {}, {}, {} WHERE a.n < 5) x",
        digit("a"),
        digit("b"),
        digit("c"),
        digit("d")
    );
    ground
        .edit(&format!(
            "INSERT INTO person (id, email, name, password_hash, roles, added_at, sought)
             SELECT 'aaaaaaaaaaaaaaaaaaaaa' || REPLACE(REPLACE(REPLACE(REPLACE(k, '0', 'z'), '1', 'y'), '8', 'x'), '9', 'w'),
                    'p' || k || '@example.com', 'P' || k, 'hash', '', 0, 'p' || k || ' p' || k || '@example.com' FROM {all}"
        ))
        .await;
    ground
        .edit(&format!(
            "INSERT INTO team_member (team, person, owner, added_at, added_by)
             SELECT '{}', id, 0, 0, 'x' FROM person",
            rates.id
        ))
        .await;
    let (first, count) = ground.store.members(&rates.id, "", 0, 25).await.unwrap();
    assert_eq!((first.len(), first[0].who.name.as_str(), count), (25, "P10000", 5000));
    let (last, _) = ground.store.members(&rates.id, "", 4975, 25).await.unwrap();
    assert_eq!((last.len(), last[24].who.name.as_str()), (25, "P14999"));
    assert_eq!(ground.store.members(&rates.id, "p1234", 0, 25).await.unwrap().1, 10);
    assert_eq!(ground.store.teams(&Filter::default(), None, 0, 9).await.unwrap().0[0].members, 5000);
}

on_every_database!(
    teams_come_by_name_in_pages_and_as_ones_own,
    a_name_is_given_once_in_whatever_case,
    an_edit_over_another_edit_is_noticed,
    two_owners_at_once_lose_nothing_of_each_other,
    members_come_owners_first_and_are_found,
    a_team_that_is_gone_takes_nothing_any_more,
);

mod many {
    use super::five_thousand_members_come_in_pages;

    // Members are put past the portal, so the database must be reachable by another way.
    on_lasting_databases!(five_thousand_members_come_in_pages);
}
