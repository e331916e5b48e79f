//! Pieces that know the portal's nouns.

mod frame;
mod problem;

pub use frame::Frame;
pub use problem::{Problem, problem_flash};
