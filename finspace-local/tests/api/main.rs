//! The endpoint as clients meet it: through the Rust SDK, over plain HTTP, and killed in the middle.
#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

mod addresses;
mod answers;
mod boundaries;
mod concurrency;
mod errors;
mod faults;
mod kill;
mod model;
mod operations;
mod samples;
mod sign_in;
mod signatures;
mod statuses;
mod support;
mod wire;
