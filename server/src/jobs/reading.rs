//! Reading every connection again and again: one task per connection, quicker while something is to be seen.

use std::{collections::BTreeMap, panic::AssertUnwindSafe, sync::Arc};

use domain::{Portal, id::ConnectionName};
use futures::FutureExt;
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{
    Bell,
    pace::{Pace, Situation},
};

/// Counts the open pages that listen. The reading jobs hear of it when the first one comes.
#[derive(Clone, Debug, Default)]
pub struct Watchers(Arc<watch::Sender<usize>>);

/// One open page; it counts until it is dropped.
#[derive(Debug)]
pub struct Watching(Arc<watch::Sender<usize>>);

impl Watchers {
    /// Counts one more page.
    #[must_use]
    pub fn watch(&self) -> Watching {
        self.0.send_modify(|count| *count += 1);
        Watching(Arc::clone(&self.0))
    }

    #[must_use]
    pub fn count(&self) -> usize {
        *self.0.borrow()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// Asks for readings at once, from anywhere.
#[derive(Clone, Debug)]
pub struct Wake(BTreeMap<ConnectionName, Arc<Notify>>);

impl Wake {
    /// Of one connection; an unknown one has no job to wake.
    pub fn connection(&self, name: &ConnectionName) {
        if let Some(wake) = self.0.get(name) {
            wake.notify_one();
        }
    }

    /// Of all connections.
    pub fn all(&self) {
        self.0.values().for_each(|wake| wake.notify_one());
    }
}

/// The running jobs. Dropping them ends them at once, which loses nothing: a reading can end anywhere.
#[derive(Debug)]
pub struct Readings {
    tasks: JoinSet<()>,
    wake: Wake,
}

impl Readings {
    /// Starts one job per connection of the portal. Each reads at once, and then until `stop` becomes true or its sender
    /// is dropped.
    #[must_use]
    pub fn start(portal: &Portal, bell: &Bell, watchers: &Watchers, pace: Pace, stop: &watch::Receiver<bool>) -> Self {
        let names = portal.connection_names();
        let mut wake = Wake(BTreeMap::new());
        let mut tasks = JoinSet::new();
        for name in names {
            let woken = Arc::<Notify>::default();
            wake.0.insert(name.clone(), Arc::clone(&woken));
            let job = Reading {
                portal: portal.clone(),
                bell: bell.subscribe(),
                watchers: watchers.0.subscribe(),
                woken,
                pace,
                name,
            };
            let mut stop = stop.clone();
            tasks.spawn(async move {
                tokio::select! {
                    () = job.run() => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
            });
        }
        Self { tasks, wake }
    }

    #[must_use]
    pub fn wake(&self) -> Wake {
        self.wake.clone()
    }

    /// Waits until all jobs have ended.
    pub async fn ended(mut self) {
        while let Some(end) = self.tasks.join_next().await {
            if let Err(cause) = end {
                tracing::error!(%cause, "a reading job broke");
            }
        }
    }
}

/// The job of one connection.
struct Reading {
    portal: Portal,
    bell: watch::Receiver<u64>,
    watchers: watch::Receiver<usize>,
    woken: Arc<Notify>,
    pace: Pace,
    name: ConnectionName,
}

impl Reading {
    async fn run(mut self) {
        let mut failures = 0;
        loop {
            failures = if self.read(failures).await { 0 } else { failures.saturating_add(1) };
            self.rest(failures).await;
        }
    }

    /// Whether it worked. A reading that panics is a failed one: the job has to outlive it.
    async fn read(&self, failures: u32) -> bool {
        let name = &self.name;
        let read = AssertUnwindSafe(self.portal.read_connection(name)).catch_unwind().await;
        match &read {
            Ok(Ok(())) if failures > 0 => tracing::info!(connection = %name, failures, "the connection is read again"),
            Ok(Ok(())) => {}
            // Once per outage: how it goes on is in the connection's health.
            Ok(Err(cause)) if failures == 0 => {
                tracing::warn!(connection = %name, %cause, "the connection cannot be read");
            }
            Ok(Err(cause)) => {
                tracing::debug!(connection = %name, %cause, failures, "the connection still cannot be read");
            }
            Err(_) => tracing::error!(connection = %name, "a reading panicked"),
        }
        matches!(read, Ok(Ok(())))
    }

    /// Sleeps until the next reading is due. What "due" means is decided anew whenever something happens.
    async fn rest(&mut self, failures: u32) {
        let ended = Instant::now();
        let mut now = Situation { failures, jitter: rand::random(), ..Situation::default() };
        loop {
            now.changing = self.portal.is_moving(&self.name).await;
            now.watched = *self.watchers.borrow_and_update() > 0;
            tokio::select! {
                () = sleep_until(ended + self.pace.wait(now)) => return,
                () = self.woken.notified(), if !now.woken => now.woken = true,
                // Both senders outlive the job in a running server; a closed one just never changes again.
                Ok(()) = self.bell.changed() => {}
                Ok(()) = self.watchers.changed() => {}
            }
        }
    }
}
