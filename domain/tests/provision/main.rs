//! Carrying an operation out, held against everything that can go wrong around it: random histories of it, and all short
//! ones.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

mod actions;
mod histories;
mod looks;
mod model;
mod world;

/// Whether there is time for the fuller run, as in `make soak`.
fn soak() -> bool {
    std::env::var("PORTAL_TEST_SOAK").is_ok_and(|value| value == "1")
}

/// Writes what was counted past the test harness, which keeps what `println!` writes to itself when all is well. `make test`
/// shows the lines that begin like this one; in one piece, as others write at the same time.
fn counted(words: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(format!("counted: {words}\n").as_bytes());
}
