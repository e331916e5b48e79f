//! Carrying approved operations, deletions and changes out: one task per connection, which does one thing after the other.

use std::{panic::AssertUnwindSafe, time::Duration};

use domain::{Error, Portal, id::ConnectionName};
use futures::FutureExt;
use tokio::{sync::watch, task::JoinSet, time::sleep};

use super::{
    Bell,
    pace::{Pace, Situation},
};

/// The running jobs. When they are dropped instead of waited for, a call may be cut off, and is looked for later.
#[derive(Debug)]
pub struct Provisioning(JoinSet<()>);

impl Provisioning {
    /// Starts one job per connection of the portal, until `stop` becomes true or its sender is dropped.
    #[must_use]
    pub fn start(portal: &Portal, bell: &Bell, pace: Pace, stop: &watch::Receiver<bool>) -> Self {
        let mut tasks = JoinSet::new();
        for name in portal.connection_names() {
            let job = Job { portal: portal.clone(), bell: bell.subscribe(), pace, stop: stop.clone(), name };
            tasks.spawn(job.run());
        }
        Self(tasks)
    }

    /// Waits until the jobs have ended: each finishes the operation that it is at.
    pub async fn ended(mut self) {
        while let Some(end) = self.0.join_next().await {
            if let Err(cause) = end {
                tracing::error!(%cause, "a job that carries operations out broke");
            }
        }
    }
}

/// The job of one connection.
struct Job {
    portal: Portal,
    bell: watch::Receiver<u64>,
    pace: Pace,
    stop: watch::Receiver<bool>,
    name: ConnectionName,
}

impl Job {
    async fn run(mut self) {
        let mut failures = 0;
        while !self.stops() {
            self.bell.mark_unchanged();
            failures = if self.work(failures).await { 0 } else { failures.saturating_add(1) };
            self.rest(failures).await;
        }
    }

    fn stops(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }

    /// Whether all that was due could be done. A panic is a failure: the job has to outlive it.
    async fn work(&self, failures: u32) -> bool {
        let name = &self.name;
        match AssertUnwindSafe(self.round()).catch_unwind().await {
            Ok(Ok(())) => return true,
            // Once per outage.
            Ok(Err(cause)) if failures == 0 => {
                tracing::warn!(connection = %name, %cause, "operations cannot be carried out; it is tried again");
            }
            Ok(Err(cause)) => {
                tracing::debug!(connection = %name, %cause, failures, "operations still cannot be carried out");
            }
            Err(_) => tracing::error!(connection = %name, "carrying an operation out panicked"),
        }
        false
    }

    async fn round(&self) -> Result<(), Error> {
        let mut round = self.portal.round(&self.name, &()).await?;
        for operation in std::mem::take(&mut round.due) {
            if self.stops() {
                break;
            }
            self.portal.carry(operation, &round, &()).await?;
        }
        for lifetime in self.portal.deletions_due(&self.name).await? {
            if self.stops() {
                break;
            }
            self.portal.carry_deletion(lifetime, &()).await?;
        }
        for change in self.portal.changes_due(&self.name).await? {
            if self.stops() {
                break;
            }
            self.portal.carry_change(change, &()).await?;
        }
        Ok(())
    }

    /// Sleeps until something is due, the bell rings, or it is time to ask what other portals on this database approved.
    async fn rest(&mut self, failures: u32) {
        let usual =
            self.pace.wait(Situation { failures, watched: true, jitter: rand::random(), ..Situation::default() });
        let due = match self.portal.next_run(&self.name).await {
            Ok(Some(at)) if failures == 0 => {
                Duration::try_from(at.duration_since(self.portal.now())).unwrap_or_default()
            }
            _ => usual,
        };
        tokio::select! {
            () = sleep(usual.min(due)) => {}
            // The bell outlives the job in a running server; a closed one never rings again.
            Ok(()) = self.bell.changed(), if failures == 0 => {}
            _ = self.stop.wait_for(|stop| *stop) => {}
        }
    }
}
