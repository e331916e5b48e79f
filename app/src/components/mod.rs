//! Pieces that know the portal's nouns.

mod ago;
pub mod as_code;
mod certificates;
mod copy;
mod federation_inputs;
mod frame;
mod metadata_facts;
mod problem;
mod problems;
mod status;
mod tag_rows;

pub use ago::{Ago, Exactly, ago, ago_words, datetime, exact, span};
pub use certificates::Certificates;
pub use copy::{CopyButton, Copyable, CopyableCode};
pub use federation_inputs::FederationInputs;
pub use frame::Frame;
pub use metadata_facts::MetadataFacts;
pub use problem::{Problem, problem_flash};
pub use problems::{ProblemSummary, error_at, offer_at};
pub use status::{StatusBadge, tone};
pub use tag_rows::{ROW, TagRows};

pub use crate::islands::{CopyButtons, Live};
