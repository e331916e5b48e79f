//! Notices: told once, of several portals at once too, and each person's own.

use domain::{
    id::{NoticeId, PersonId},
    notice::{Choices, NewNotice, News, Target},
    occasion::{Occasion, Occasions},
    ports::{NoticeStore, RequestStore, Store, Viewer},
    role::Role,
};
use futures::future::join_all;
use server::store::Database;

use crate::{
    ground::Ground,
    samples::{at, chance, event, known},
};

fn notice(person: &PersonId, once: &str, second: i64) -> NewNotice {
    let news = News {
        occasion: Occasion::Asked,
        about: "lab “名”\0".into(),
        detail: "By ada".into(),
        target: Target::Account,
        at: at(second),
    };
    NewNotice { id: NoticeId::from_bytes(chance()), person: person.clone(), news, once: once.into() }
}

async fn unread(store: &Database, person: &PersonId) -> i64 {
    let viewer = Viewer { person: person.clone(), sees_all: false, decides_all: false, is_approver: false };
    store.numbers(&viewer).await.unwrap().notices
}

async fn of_portals_that_tell_at_once_one_does(ground: Ground) {
    let store = &ground.store;
    let person = known(store).await.id;
    store.record(&event("told")).await.unwrap();
    let from = store.told_up_to().await.unwrap();
    assert_eq!(from, 0);
    let all: Vec<_> = (0..6).map(|n| [notice(&person, &n.to_string(), n)]).collect();
    let told = join_all(all.iter().map(|notices| store.tell(from, 2, notices, &[]))).await;
    assert_eq!(told.into_iter().filter(|one| *one.as_ref().unwrap()).count(), 1);
    assert_eq!((store.told_up_to().await.unwrap(), unread(store, &person).await), (2, 1));
    assert!(!store.tell(from, 3, &[notice(&person, "late", 1)], &[]).await.unwrap());
    assert_eq!(unread(store, &person).await, 1);
}

async fn what_is_told_once_is_not_told_again_and_each_reads_their_own(ground: Ground) {
    let store = &ground.store;
    let (one, other) = (known(store).await.id, known(store).await.id);
    let first = notice(&one, "first", 1);
    let all = [first.clone(), notice(&one, "first", 2), notice(&one, "second", 3), notice(&other, "first", 4)];
    assert!(store.tell(0, 1, &all, &[]).await.unwrap());
    let (rows, count) = store.notices(&one, 0, 10).await.unwrap();
    assert_eq!((rows.len(), count, rows[1].id.clone()), (2, 2, first.id.clone()));
    assert_eq!(rows[1].news, News { about: "lab “名”\u{fffd}".into(), ..first.news.clone() });
    assert_eq!(store.notices(&one, 1, 1).await.unwrap().0[0].id, first.id);
    assert_eq!(store.notice(&other, &first.id).await.unwrap(), None);
    store.mark_read(&other, Some(&first.id), at(5)).await.unwrap();
    assert_eq!(unread(store, &one).await, 2);
    store.mark_read(&one, Some(&first.id), at(6)).await.unwrap();
    store.mark_read(&one, None, at(7)).await.unwrap();
    assert_eq!(store.notice(&one, &first.id).await.unwrap().unwrap().read_at, Some(at(6)));
    assert_eq!((unread(store, &one).await, unread(store, &other).await), (0, 1));
    store.forget_notices(at(3)).await.unwrap();
    assert_eq!(store.notices(&one, 0, 10).await.unwrap().1, 1);
}

async fn choices_are_kept_and_the_disabled_are_told_nothing(ground: Ground) {
    let store = &ground.store;
    let person = known(store).await;
    assert_eq!(store.choices(&person.id).await.unwrap(), None);
    let quiet = Choices { portal: Occasions::default(), mail: Occasion::Built.into() };
    store.save_choices(&person.id, &Choices::default()).await.unwrap();
    store.save_choices(&person.id, &quiet).await.unwrap();
    assert_eq!(store.choices(&person.id).await.unwrap(), Some(quiet));
    let another = known(store).await;
    assert_eq!(store.having(Role::Admin).await.unwrap().len(), 2);
    assert_eq!(store.having(Role::Operator).await.unwrap(), []);
    assert!(store.disable_person(&person.id, &event("disabled")).await.unwrap());
    assert_eq!(store.having(Role::Auditor).await.unwrap(), std::slice::from_ref(&another.id));
    assert_eq!(store.at_address(&person.email).await.unwrap(), None);
    assert_eq!(store.at_address(&another.email).await.unwrap(), Some(another.id));
}

on_every_database!(
    of_portals_that_tell_at_once_one_does,
    what_is_told_once_is_not_told_again_and_each_reads_their_own,
    choices_are_kept_and_the_disabled_are_told_nothing,
);
