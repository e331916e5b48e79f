//! Brings messages where they go: soon after they were written, again when their next try is due, and every minute what
//! another portal wrote.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::{Error, Portal};
use futures::FutureExt;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use super::Bell;

/// The longest rest.
const REST: Duration = Duration::from_mins(1);
/// After a failure of the database the next round waits.
const AGAIN: Duration = Duration::from_secs(30);
/// The bell rings for many things; so much time lies between two rounds at least.
const BREATH: Duration = Duration::from_millis(500);

/// The running job.
pub struct Delivering(JoinHandle<()>);

impl Delivering {
    /// Delivers at once what is due, and then until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(portal: &Portal, bell: &Bell, stop: &watch::Receiver<bool>) -> Self {
        Self(tokio::spawn(run(portal.clone(), bell.subscribe(), stop.clone())))
    }

    /// Waits until the job has ended, a try under way included: who ends it in the middle may send something twice.
    pub async fn ended(self) {
        if let Err(cause) = self.0.await {
            tracing::error!(%cause, "the job that delivers messages broke");
        }
    }
}

async fn run(portal: Portal, mut bell: watch::Receiver<u64>, mut stop: watch::Receiver<bool>) {
    loop {
        // What rings from here on is looked at in the next round.
        bell.mark_unchanged();
        let rest = match AssertUnwindSafe(round(&portal)).catch_unwind().await {
            Ok(Ok(rest)) => rest,
            // What failed was logged where it arose.
            Ok(Err(_)) => AGAIN,
            Err(_) => {
                tracing::error!("delivering messages panicked");
                AGAIN
            }
        };
        let rung = async {
            sleep(BREATH).await;
            // The bell lives as long as the portal.
            let _ = bell.changed().await;
        };
        tokio::select! {
            () = rung => {}
            () = sleep(rest) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Tries what is due, and says how long nothing will be.
async fn round(portal: &Portal) -> Result<Duration, Error> {
    if portal.deliver().await? {
        return Ok(Duration::ZERO);
    }
    let Some(due) = portal.next_delivery().await? else { return Ok(REST) };
    let wait = Duration::try_from(due.duration_since(portal.now())).unwrap_or_default();
    // What is due and cannot be claimed is somebody else's for now.
    Ok(wait.clamp(BREATH, REST))
}
