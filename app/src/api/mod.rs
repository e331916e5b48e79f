//! The calls that the pages and islands make: one file per noun, each call two or three lines around one use case.

pub mod account;
pub mod blueprints;
pub mod changes;
pub mod checks;
pub mod connections;
pub mod dashboard;
pub mod drafts;
pub mod edits;
pub mod environments;
pub mod factor;
pub mod house;
pub mod invitations;
pub mod launchpad;
pub mod lifetimes;
pub mod links;
pub mod log;
pub mod mail;
pub mod members;
pub mod notices;
pub mod passkeys;
pub mod people;
pub mod providers;
pub mod requests;
pub mod roster;
pub mod tag_use;
pub mod tagging;
pub mod tags;
pub mod teams;
pub mod tokens;
pub mod visit;
pub mod webhooks;

#[cfg(test)]
mod tests;
