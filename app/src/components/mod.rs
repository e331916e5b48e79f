//! Pieces that know the portal's nouns.

mod ago;
mod federation_inputs;
mod frame;
mod problem;
mod problems;
mod tag_rows;

pub use ago::{Ago, ago, exact};
pub use federation_inputs::FederationInputs;
pub use frame::Frame;
pub use problem::{Problem, problem_flash};
pub use problems::{ProblemSummary, error_at, offer_at};
pub use tag_rows::{ROW, TagRows};
