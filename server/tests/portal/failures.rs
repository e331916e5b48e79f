//! The log of failures, which a test reads.

use std::sync::Mutex;

use domain::{id::FailureId, portal::FailureLog};

/// What went wrong inside, in words.
#[derive(Default)]
pub struct Failures(Mutex<Vec<String>>);

impl Failures {
    pub fn said(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl FailureLog for Failures {
    fn failed(&self, _id: &FailureId, cause: &dyn std::fmt::Display) {
        eprintln!("failed: {cause}");
        self.0.lock().unwrap().push(cause.to_string());
    }
}
