//! Callers who go away or stand still in the middle of a change: nobody who comes after them has part in it, or waits for them.

use std::{
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use domain::ports::Store;
use tokio::time::timeout;

use crate::{
    ground::{Ground, drop_schema},
    samples::{draft, event, known},
};

on_lasting_databases!(who_leaves_amid_a_change_leaves_nothing_open);

/// Goes on with something until it is done or has waited so often.
async fn begun<T>(mut life: Pin<&mut impl Future<Output = T>>, mut waits: usize) {
    std::future::poll_fn(|context| match (life.as_mut().poll(context), waits) {
        (Poll::Ready(_), _) | (_, 0) => Poll::Ready(()),
        (Poll::Pending, _) => {
            waits -= 1;
            Poll::Pending
        }
    })
    .await;
}

async fn who_leaves_amid_a_change_leaves_nothing_open(ground: Ground) {
    let (store, neighbour) = (&ground.store, ground.neighbour().await);
    let ada = known(store).await;
    for waits in (0..12).cycle().take(60) {
        begun(pin!(store.record(&event("left"))), waits).await;
        // A write of one statement is true for everybody as soon as it is made.
        let kept = draft(&ada, "kept");
        store.add_draft(&kept).await.unwrap();
        assert_eq!(neighbour.draft(&kept.id).await.unwrap(), Some(kept), "after {waits} waits");
    }
}

async fn others_get_through(waits: usize) {
    let Some(ground) = Ground::on_postgres().await else { return };
    let neighbour = ground.neighbour().await;
    // With a connection that is there already, the waits are those of the change.
    ground.store.record(&event("before")).await.unwrap();
    let (left, other) = (event("stands still"), event("goes on"));
    let mut standing = pin!(ground.store.record(&left));
    begun(standing.as_mut(), waits).await;
    let through = timeout(Duration::from_mins(1), neighbour.record(&other)).await;
    through.unwrap_or_else(|_| panic!("others wait for who stands still after {waits} waits")).unwrap();
    drop_schema(&ground.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_who_stands_still_amid_a_change_on_postgres() {
    // Each stands still a step further in it, some of them with rows that nobody else can have meanwhile.
    futures::future::join_all((0..12).map(others_get_through)).await;
}
