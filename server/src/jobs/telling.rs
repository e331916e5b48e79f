//! Tells people what the log gained: soon after each line that this portal wrote, and every minute what others did.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::{Error, Portal};
use futures::FutureExt;
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep},
};

use crate::store::Database;

/// Other portals on the database write lines, too.
const REST: Duration = Duration::from_mins(1);
/// After a failure the next try waits, however much is written meanwhile.
const AGAIN: Duration = Duration::from_secs(30);
/// Lines come in bursts; so much time lies between two rounds at least.
const BREATH: Duration = Duration::from_millis(500);

/// So often old notices and messages are looked for, which go.
const TIDY: Duration = Duration::from_hours(1);

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
    let mut tidied = None;
    loop {
        // What is appended from here on is looked at in the next round.
        appended.mark_unchanged();
        let rest = match AssertUnwindSafe(round(&portal, &mut tidied)).catch_unwind().await {
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

/// Tells what there is to tell, and says whether there is more.
async fn round(portal: &Portal, tidied: &mut Option<Instant>) -> Result<bool, Error> {
    let more = portal.tell().await?;
    if !more && tidied.is_none_or(|at| at.elapsed() >= TIDY) {
        portal.forget_old_notices().await?;
        portal.forget_old_deliveries().await?;
        *tidied = Some(Instant::now());
    }
    Ok(more)
}
