//! Every line of the log is tied to the one before it, whoever writes.

use domain::{audit::chain::Head, ports::Store};
use server::store::Database;
use tokio::task::JoinSet;

use crate::{
    ground::Ground,
    samples::{event, known},
};

/// Follows the log to its end.
pub async fn followed(store: &Database) -> Head {
    let mut head = Head::START;
    for line in store.raw_lines(0, i64::MAX).await.unwrap() {
        head.follow(&line.row(), &line.hash).unwrap();
    }
    head
}

async fn each_line_is_tied_to_the_one_before(ground: Ground) {
    let store = &ground.store;
    assert_eq!(store.log_head().await.unwrap(), Head::START);
    store.record(&event("a\0b")).await.unwrap();
    known(store).await;
    let head = followed(store).await;
    assert_eq!((head.position, head), (2, store.log_head().await.unwrap()));
}

async fn writers_of_two_portals_keep_one_chain(ground: Ground) {
    // In memory there is one portal only, which has many writers all the same.
    let other = if ground.url.contains("memory") { ground.store.clone() } else { ground.neighbour().await };
    let mut writers = JoinSet::new();
    for n in 0..40 {
        let store = if n % 2 == 0 { ground.store.clone() } else { other.clone() };
        writers.spawn(async move {
            for _ in 0..5 {
                store.record(&event("strain")).await.unwrap();
            }
        });
    }
    writers.join_all().await;
    let head = followed(&ground.store).await;
    assert_eq!((head.position, head), (200, other.log_head().await.unwrap()));
}

async fn a_refused_line_leaves_no_gap(ground: Ground) {
    let store = &ground.store;
    let first = event("first");
    store.record(&first).await.unwrap();
    // The log has one of this id already.
    assert!(store.record(&first).await.is_err());
    store.record(&event("second")).await.unwrap();
    assert_eq!(followed(store).await.position, 2);
}

async fn who_listens_hears_of_the_newest_line(ground: Ground) {
    let mut appended = ground.store.appended();
    ground.store.record(&event("a")).await.unwrap();
    ground.store.record(&event("b")).await.unwrap();
    assert_eq!(*appended.wait_for(|position| *position >= 2).await.unwrap(), 2);
}

on_every_database!(
    each_line_is_tied_to_the_one_before,
    writers_of_two_portals_keep_one_chain,
    a_refused_line_leaves_no_gap,
    who_listens_hears_of_the_newest_line,
);
