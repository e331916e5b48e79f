//! Checks the way into environments: a few at a time, each about every quarter of an hour, as [`domain::check`] says.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::{Error, Portal, check::AT_ONCE};
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use tokio::{sync::watch, task::JoinHandle, time::sleep};

/// So often it is asked what is due.
const REST: Duration = Duration::from_secs(20);

/// The running job.
pub struct Checking(JoinHandle<()>);

impl Checking {
    /// Checks what is due, at once and then until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(portal: &Portal, stop: &watch::Receiver<bool>) -> Self {
        Self(tokio::spawn(run(portal.clone(), stop.clone())))
    }

    /// Waits until the job has ended. A check under way is dropped, and is due again after the next start.
    pub async fn ended(self) {
        if let Err(cause) = self.0.await {
            tracing::error!(%cause, "the job that checks environments broke");
        }
    }
}

async fn run(portal: Portal, mut stop: watch::Receiver<bool>) {
    let rounds = async {
        loop {
            // What failed was logged where it arose; a panic is a failure, which the job has to outlive.
            if AssertUnwindSafe(round(&portal)).catch_unwind().await.is_err() {
                tracing::error!("checking environments panicked");
            }
            sleep(REST).await;
        }
    };
    tokio::select! {
        () = rounds => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// Makes the checks that are due.
async fn round(portal: &Portal) -> Result<(), Error> {
    let due = portal.checks_due().await?;
    let checks = stream::iter(due).map(|one| portal.check(one)).buffer_unordered(AT_ONCE);
    checks.try_for_each(|_| async { Ok(()) }).await
}
