//! One whole reading of a connection at a time, shared by everybody who asked before it began.

use std::{
    collections::BTreeMap,
    sync::{
        self, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use futures::lock::{Mutex, MutexGuard};
use jiff::Timestamp;

use crate::id::EnvironmentId;

/// The turns of one connection.
#[derive(Default)]
pub(super) struct Turns {
    /// Readings begun so far.
    begun: AtomicU64,
    /// The newest reading that succeeded, by its number.
    succeeded: Mutex<u64>,
    was_read: AtomicBool,
    /// Whose tags the portal was told that it may not read, when, and in which words.
    denied: sync::Mutex<BTreeMap<EnvironmentId, (Timestamp, String)>>,
}

/// The right to read, until it is dropped.
pub(super) struct Turn<'t> {
    number: u64,
    was_read: &'t AtomicBool,
    succeeded: MutexGuard<'t, u64>,
}

impl Turns {
    /// Waits for the reading under way. `None` when one succeeded meanwhile that began after this was asked: it saw all
    /// there was to see.
    pub async fn next(&self) -> Option<Turn<'_>> {
        let asked = self.begun.load(Ordering::Acquire);
        let succeeded = self.succeeded.lock().await;
        if *succeeded > asked {
            return None;
        }
        let number = self.begun.fetch_add(1, Ordering::AcqRel) + 1;
        Some(Turn { number, was_read: &self.was_read, succeeded })
    }

    /// Whether a reading succeeded since the portal started.
    pub fn was_read(&self) -> bool {
        self.was_read.load(Ordering::Acquire)
    }

    /// FinSpace said that the portal may not read the tags of an environment.
    pub fn deny(&self, id: EnvironmentId, now: Timestamp, words: String) {
        self.denied.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (now, words));
    }

    /// What it said when it denied them last.
    pub fn denied(&self, id: &EnvironmentId) -> Option<String> {
        self.denied.lock().unwrap_or_else(PoisonError::into_inner).get(id).map(|(_, words)| words.clone())
    }

    /// The environments of which it said so since then. Who was denied once is denied again in most cases, and a call for
    /// each environment in each reading would be many.
    pub fn denied_since(&self, then: Timestamp) -> Vec<EnvironmentId> {
        let mut denied = self.denied.lock().unwrap_or_else(PoisonError::into_inner);
        denied.retain(|_, (at, _)| *at >= then);
        denied.keys().cloned().collect()
    }
}

impl Turn<'_> {
    pub fn succeeded(mut self) {
        *self.succeeded = self.number;
        self.was_read.store(true, Ordering::Release);
    }
}
