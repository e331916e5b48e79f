//! Signs the log: at the start, every hundred lines, every hour in which something was written, and at the end.
//!
//! Each checkpoint goes to the database and, as one line, to the server's own log: whoever can rewrite the one cannot
//! call back the other.

use std::{sync::Arc, time::Duration};

use domain::{
    audit::Checkpoint,
    ports::{Clock, StoreError},
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

use crate::{seal::Seal, store::Database};

/// Lines after which the log is signed at once.
const LINES: i64 = 100;
/// Lines do not stay unsigned longer.
const LONGEST: Duration = Duration::from_hours(1);
/// After a failure the next try waits, however much is written meanwhile.
const AGAIN: Duration = Duration::from_secs(30);

/// What signing needs.
pub struct Signing {
    pub database: Database,
    pub seal: Seal,
    pub clock: Arc<dyn Clock>,
}

impl Signing {
    /// Signs the log as it is, unless its last line is signed already, and gives the position up to which it is signed.
    pub async fn sign(&self) -> Result<i64, StoreError> {
        let signed_up_to = self.database.signed_up_to().await?;
        let head = self.database.log_head().await?;
        // A log that is shorter than a checkpoint says was cut. To sign that would help whoever did it.
        if head.position <= signed_up_to {
            if head.position < signed_up_to {
                tracing::error!(lines = head.position, signed_up_to, "the end of the audit log is missing");
            }
            return Ok(signed_up_to);
        }
        let at = self.clock.now().as_millisecond();
        let signed = self.seal.sign(Checkpoint { position: head.position, hash: head.hash, at });
        self.database.add_checkpoint(&signed).await?;
        tracing::info!(position = head.position, checkpoint = %signed, "the audit log was signed");
        Ok(head.position)
    }
}

/// The running job.
pub struct Checkpoints {
    signing: Arc<Signing>,
    job: JoinHandle<()>,
    signed: watch::Receiver<i64>,
}

impl Checkpoints {
    /// Signs at once, and then until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(signing: Signing, stop: &watch::Receiver<bool>) -> Self {
        let (tell, signed) = watch::channel(0);
        let signing = Arc::new(signing);
        let job = tokio::spawn(run(Arc::clone(&signing), tell, stop.clone()));
        Self { signing, job, signed }
    }

    /// Tells up to which position the log is signed.
    #[must_use]
    pub fn signed(&self) -> watch::Receiver<i64> {
        self.signed.clone()
    }

    /// Waits until the job has ended, and signs what was written last: call it when nothing is at work any more.
    pub async fn ended(self) {
        if let Err(cause) = self.job.await {
            tracing::error!(%cause, "the job that signs the audit log broke");
        }
        if let Err(cause) = self.signing.sign().await {
            tracing::warn!(%cause, "the end of the audit log could not be signed; the next start signs it");
        }
    }
}

async fn run(signing: Arc<Signing>, tell: watch::Sender<i64>, mut stop: watch::Receiver<bool>) {
    let mut appended = signing.database.appended();
    loop {
        let (rest, enough) = match signing.sign().await {
            Ok(position) => {
                tell.send_replace(position);
                (LONGEST, position.saturating_add(LINES))
            }
            Err(cause) => {
                tracing::warn!(%cause, "the audit log could not be signed; it is tried again");
                (AGAIN, i64::MAX)
            }
        };
        tokio::select! {
            () = sleep_until(Instant::now() + rest) => {}
            // The sender lives in the database, which this job holds.
            Ok(_) = appended.wait_for(|position| *position >= enough) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
