//! Tends the requests: those that nobody decides lapse, and what was built is linked to its team.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::Portal;
use futures::FutureExt;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use super::Bell;

/// Nothing happened for so long: something may have lapsed.
const REST: Duration = Duration::from_mins(1);
/// After a failure the next try waits, however often the bell rings.
const AGAIN: Duration = Duration::from_secs(30);
/// The bell rings for many things; so much time lies between two rounds at least.
const BREATH: Duration = Duration::from_secs(1);

/// The running job.
pub struct Tending(JoinHandle<()>);

impl Tending {
    /// Tends at once, whenever the bell rings, and every minute, until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(portal: &Portal, bell: &Bell, stop: &watch::Receiver<bool>) -> Self {
        Self(tokio::spawn(run(portal.clone(), bell.subscribe(), stop.clone())))
    }

    /// Waits until the job has ended.
    pub async fn ended(self) {
        if let Err(cause) = self.0.await {
            tracing::error!(%cause, "the job that tends requests broke");
        }
    }
}

async fn run(portal: Portal, mut bell: watch::Receiver<u64>, mut stop: watch::Receiver<bool>) {
    loop {
        // What rings from here on is looked at in the next round.
        bell.mark_unchanged();
        // A panic is a failure: the job has to outlive it.
        let rest = match AssertUnwindSafe(portal.tend_requests()).catch_unwind().await {
            Ok(Ok(true)) => Duration::ZERO,
            Ok(Ok(false)) => REST,
            // What failed was logged where it arose.
            Ok(Err(_)) => AGAIN,
            Err(_) => {
                tracing::error!("tending requests panicked");
                AGAIN
            }
        };
        let rung = async {
            sleep(BREATH).await;
            // The bell lives as long as the portal.
            let _ = bell.changed().await;
        };
        tokio::select! {
            () = rung, if rest == REST => {}
            () = sleep(rest) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
