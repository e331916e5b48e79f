//! Fills a FinSpace endpoint through its API, which takes unsigned calls from this machine.

use std::{
    error::Error,
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::sample::sample;

/// Calls on their way at once.
const AT_ONCE: usize = 4;

type Failed = Box<dyn Error + Send + Sync>;

pub fn seed(endpoint: &str, numbers: Range<usize>) -> Result<(), Failed> {
    let address = format!("{}/environment", endpoint.trim_end_matches('/'));
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let next = AtomicUsize::new(numbers.start);
    thread::scope(|scope| {
        let callers: Vec<_> =
            (0..AT_ONCE).map(|_| scope.spawn(|| call(&agent, &address, &next, numbers.end))).collect();
        callers.into_iter().try_for_each(|caller| caller.join().map_err(|_| "a caller panicked")?)
    })
}

fn call(agent: &ureq::Agent, address: &str, next: &AtomicUsize, end: usize) -> Result<(), Failed> {
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= end {
            return Ok(());
        }
        let mut answer = agent.post(address).send_json(sample(n).body())?;
        let words = answer.body_mut().read_to_string()?;
        if answer.status() != 200 {
            return Err(format!("environment {n} was refused with {}: {words}", answer.status()).into());
        }
    }
}
