//! The calls that the pages and islands make: one file per noun, each call two or three lines around one use case.

pub mod account;
pub mod drafts;
pub mod edits;
pub mod environments;
pub mod invitations;
pub mod log;
pub mod people;
pub mod roster;
pub mod tags;
#[cfg(test)]
mod tests;
pub mod tokens;
pub mod visit;
