//! One whole reading of a connection at a time, shared by everybody who asked before it began.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures::lock::{Mutex, MutexGuard};

/// The turns of one connection.
#[derive(Default)]
pub(super) struct Turns {
    /// Readings begun so far.
    begun: AtomicU64,
    /// The newest reading that succeeded, by its number.
    succeeded: Mutex<u64>,
    was_read: AtomicBool,
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
}

impl Turn<'_> {
    pub fn succeeded(mut self) {
        *self.succeeded = self.number;
        self.was_read.store(true, Ordering::Release);
    }
}
