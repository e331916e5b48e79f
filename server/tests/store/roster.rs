//! What administrators change about people: roles, and who may come in.

use domain::{
    audit::Event,
    person::{Filter, Person},
    ports::{Store, TeamStore},
    role::{Role, Roles},
    team::Standing,
};
use futures::future::{join, join_all};

use crate::{
    ground::Ground,
    samples::{at, event, known, person},
    teams::made,
};

fn admin() -> Roles {
    Role::Admin.into()
}

fn nothing() -> Roles {
    Roles::default()
}

async fn added(ground: &Ground, email: &str, name: &str, roles: Roles) -> Person {
    let person = Person { name: name.into(), given_roles: roles.clone(), roles, ..person(email) };
    assert!(ground.store.add_person(&person, "hash", &event("people")).await.unwrap());
    person
}

async fn names(ground: &Ground, text: &str, from: i64, most: i64) -> (Vec<String>, i64) {
    let (people, all) = ground.store.people(&Filter::saying(text), from, most).await.unwrap();
    (people.into_iter().map(|person| person.name).collect(), all)
}

async fn people_come_by_name_in_pages(ground: Ground) {
    assert_eq!(names(&ground, "", 0, 50).await, (Vec::new(), 0));
    for name in ["Dora", "anna", "Carl", "Bert"] {
        added(&ground, &format!("{}@example.com", name.to_lowercase()), name, nothing()).await;
    }
    let all = names(&ground, "", 0, 50).await;
    assert_eq!(all, (["anna", "Bert", "Carl", "Dora"].map(str::to_owned).to_vec(), 4));
    assert_eq!(names(&ground, "", 2, 1).await, (vec!["Carl".to_owned()], 4));
    assert_eq!(names(&ground, "", 9, 9).await, (Vec::new(), 4));
    assert_eq!(names(&ground, "", -1, -1).await, (Vec::new(), 4));
}

async fn who_has_nothing_here_is_found(ground: Ground) {
    let store = &ground.store;
    for (name, role) in
        [("Ada", Role::Admin), ("Olga", Role::Operator), ("Aud", Role::Auditor), ("App", Role::Approver)]
    {
        added(&ground, &format!("{}@example.com", name.to_lowercase()), name, role.into()).await;
    }
    let (mia, gone) = (
        added(&ground, "mia@example.com", "Mia", Role::Member.into()).await,
        added(&ground, "zed@example.com", "Zed", nothing()).await,
    );
    let lonely = async |text: &str, most| {
        let filter = Filter { without_team: true, ..Filter::saying(text) };
        let (people, all) = store.people(&filter, 0, most).await.unwrap();
        (people.into_iter().map(|person| person.name).collect::<Vec<_>>(), all)
    };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(lonely("", 9).await, (names(&["App", "Mia", "Zed"]), 3));
    assert_eq!((lonely("mia@", 9).await, lonely("", 0).await), ((names(&["Mia"]), 1), (Vec::new(), 3)));
    assert!(store.disable_person(&gone.id, &event("x")).await.unwrap());
    let team = made(&ground, "Rates").await;
    assert!(store.add_members(&team.id, &[mia.id], Standing::Member, &event("x")).await.unwrap());
    assert_eq!(lonely("", 9).await, (names(&["App"]), 1));
}

async fn people_are_found_in_any_case_and_odd_characters_mean_themselves(ground: Ground) {
    added(&ground, "zoe@example.com", "ZOË 100%", nothing()).await;
    added(&ground, "carl_m@example.com", "Carl", nothing()).await;
    for (text, found) in [
        ("zoë", 1),
        ("ZOË", 1),
        (" example.COM ", 2),
        ("100%", 1),
        ("0%m", 0),
        ("l_m", 1),
        ("l_", 1),
        ("z_e", 0),
        ("\\", 0),
        ("'", 0),
        ("\0", 0),
    ] {
        assert_eq!(names(&ground, text, 0, 50).await.1, found, "{text:?}");
    }
    let found = ground.store.people(&Filter::saying("carl"), 0, 50).await.unwrap().0;
    ground.store.rename_person(&found[0].id, "KÄTHE", &event("name")).await.unwrap();
    assert_eq!(names(&ground, "käthe carl_m", 0, 50).await, (vec!["KÄTHE".to_owned()], 1));
    assert_eq!(ground.store.events("name", 10).await.unwrap().len(), 1);
}

async fn roles_change_from_what_they_were_to_what_is_wanted(ground: Ground) {
    let store = &ground.store;
    let ada = added(&ground, "ada@example.com", "Ada", admin()).await;
    let bob = added(&ground, "bob@example.com", "Bob", nothing()).await;
    let all: Roles = Role::ALL.into_iter().collect();
    assert!(store.set_roles(&bob.id, &nothing(), &all, &event("roles")).await.unwrap());
    assert_eq!(store.person(&bob.id).await.unwrap().unwrap().roles, all);
    assert!(
        !store.set_roles(&bob.id, &nothing(), &admin(), &event("roles")).await.unwrap(),
        "they were others by then"
    );
    assert!(!store.set_roles(&person("x@y.zz").id, &nothing(), &admin(), &event("roles")).await.unwrap());
    assert_eq!(store.admins().await.unwrap(), 2);
    assert!(store.set_roles(&ada.id, &admin(), &nothing(), &event("roles")).await.unwrap());
    assert!(!store.set_roles(&bob.id, &all, &Role::Auditor.into(), &event("roles")).await.unwrap(), "the last one");
    assert_eq!(store.admins().await.unwrap(), 1);
    assert_eq!(store.events("roles", 10).await.unwrap().len(), 2);
}

async fn the_last_administrator_is_neither_disabled_nor_counted_when_disabled(ground: Ground) {
    let store = &ground.store;
    let ada = added(&ground, "ada@example.com", "Ada", admin()).await;
    let bob = added(&ground, "bob@example.com", "Bob", admin()).await;
    let carl = added(&ground, "carl@example.com", "Carl", nothing()).await;
    let told = Event { at: at(7), ..event("out") };
    assert!(store.disable_person(&ada.id, &told).await.unwrap());
    assert!(!store.disable_person(&ada.id, &told).await.unwrap(), "twice");
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().disabled_at, Some(at(7)));
    assert_eq!(store.admins().await.unwrap(), 1);
    assert!(!store.disable_person(&bob.id, &event("out")).await.unwrap());
    assert!(!store.set_roles(&bob.id, &admin(), &nothing(), &event("out")).await.unwrap());
    // Whoever cannot come in anyway may lose the role, and whoever is none may be shut out.
    assert!(store.set_roles(&ada.id, &admin(), &nothing(), &event("x")).await.unwrap());
    assert!(store.disable_person(&carl.id, &event("x")).await.unwrap());
    assert!(store.enable_person(&ada.id, &event("x")).await.unwrap());
    assert!(!store.enable_person(&ada.id, &event("x")).await.unwrap());
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().disabled_at, None);
    assert_eq!(store.events("out", 10).await.unwrap().len(), 1);
}

async fn two_administrators_who_remove_each_other_at_once_leave_one(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (
        added(&ground, "ada@example.com", "Ada", admin()).await,
        added(&ground, "bob@example.com", "Bob", admin()).await,
    );
    for round in 0..10 {
        let [one, other] = [event("out"), event("out")];
        let (first, second) = if round % 2 == 0 {
            let (admin, nothing) = (admin(), nothing());
            let demoted = join(
                store.set_roles(&ada.id, &admin, &nothing, &one),
                store.set_roles(&bob.id, &admin, &nothing, &other),
            );
            demoted.await
        } else {
            join(store.disable_person(&ada.id, &one), store.disable_person(&bob.id, &other)).await
        };
        assert!(first.unwrap() != second.unwrap(), "round {round}");
        assert_eq!(store.admins().await.unwrap(), 1, "round {round}");
        for person in [&ada, &bob] {
            store.set_roles(&person.id, &nothing(), &admin(), &event("in")).await.unwrap();
            store.enable_person(&person.id, &event("in")).await.unwrap();
        }
        assert_eq!(store.admins().await.unwrap(), 2, "round {round}");
    }
}

async fn of_many_administrators_removed_at_once_one_stays(ground: Ground) {
    let store = &ground.store;
    let mut people = Vec::new();
    for _ in 0..8 {
        people.push(known(store).await);
    }
    let (roles, nothing) = (people[0].roles.clone(), nothing());
    let events: Vec<Event> = people.iter().map(|_| event("out")).collect();
    let all = people.iter().zip(&events).map(|(person, event)| store.set_roles(&person.id, &roles, &nothing, event));
    let done = join_all(all).await.into_iter().filter(|done| *done.as_ref().unwrap()).count();
    assert_eq!((done, store.admins().await.unwrap()), (7, 1));
}

async fn a_sign_in_is_noted_on_the_person(ground: Ground) {
    let store = &ground.store;
    let ada = known(store).await;
    store.record_sign_in(&ada.email, at(5), false, &event("in")).await.unwrap();
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, None);
    store.record_sign_in(&ada.email, at(9), true, &event("in")).await.unwrap();
    assert_eq!(store.person(&ada.id).await.unwrap().unwrap().signed_in_at, Some(at(9)));
}

async fn what_somebody_did_is_found_by_who_they_are(ground: Ground) {
    let store = &ground.store;
    let (ada, bob) = (known(store).await, known(store).await);
    let by = |person: &Person, object: &str| Event { person: Some(person.id.clone()), ..event(object) };
    let (first, second) = (by(&ada, "one"), by(&ada, "two"));
    for event in [&first, &by(&bob, "one"), &second] {
        store.record(event).await.unwrap();
    }
    assert_eq!(store.events_by(&ada.id, 10).await.unwrap(), [second.clone(), first]);
    assert_eq!(store.events_by(&ada.id, 1).await.unwrap(), [second]);
    assert_eq!(store.events_by(&person("x@y.zz").id, 10).await.unwrap(), []);
}

on_every_database!(
    people_come_by_name_in_pages,
    who_has_nothing_here_is_found,
    people_are_found_in_any_case_and_odd_characters_mean_themselves,
    roles_change_from_what_they_were_to_what_is_wanted,
    the_last_administrator_is_neither_disabled_nor_counted_when_disabled,
    two_administrators_who_remove_each_other_at_once_leave_one,
    of_many_administrators_removed_at_once_one_stays,
    a_sign_in_is_noted_on_the_person,
    what_somebody_did_is_found_by_who_they_are,
);
