//! Tells people what the log gained: soon after each line that this portal wrote, and every minute what others did.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::Portal;
use futures::FutureExt;
use tokio::{sync::watch, task::JoinHandle, time::sleep};

use crate::store::Database;

/// Other portals on the database write lines, too, and old notices are to go.
const REST: Duration = Duration::from_mins(1);
/// After a failure the next try waits, however much is written meanwhile.
const AGAIN: Duration = Duration::from_secs(30);
/// Lines come in bursts; so much time lies between two rounds at least.
const BREATH: Duration = Duration::from_millis(500);

/// The running job.
pub struct Telling(JoinHandle<()>);

impl Telling {
    /// Tells at once what is not told, and then until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(portal: &Portal, database: &Database, stop: &watch::Receiver<bool>) -> Self {
        Self(tokio::spawn(run(portal.clone(), database.appended(), stop.clone())))
    }

    /// Waits until the job has ended. What it did not come to is told after the next start.
    pub async fn ended(self) {
        if let Err(cause) = self.0.await {
            tracing::error!(%cause, "the job that tells people broke");
        }
    }
}

async fn run(portal: Portal, mut appended: watch::Receiver<i64>, mut stop: watch::Receiver<bool>) {
    loop {
        // What is appended from here on is looked at in the next round.
        appended.mark_unchanged();
        let rest = match AssertUnwindSafe(round(&portal)).catch_unwind().await {
            Ok(Ok(true)) => Duration::ZERO,
            Ok(Ok(false)) => REST,
            // What failed was logged where it arose.
            Ok(Err(_)) => AGAIN,
            Err(_) => {
                tracing::error!("telling people panicked");
                AGAIN
            }
        };
        let written = async {
            sleep(BREATH).await;
            // The sender lives in the database, which the portal holds.
            let _ = appended.changed().await;
        };
        tokio::select! {
            () = written, if rest == REST => {}
            () = sleep(rest) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

async fn round(portal: &Portal) -> Result<bool, domain::Error> {
    let more = portal.tell().await?;
    if !more {
        portal.forget_old_notices().await?;
    }
    Ok(more)
}
