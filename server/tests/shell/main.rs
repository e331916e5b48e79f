//! The shell around the app: what every response carries, who gets in, and how the server begins and ends.

#![expect(
    clippy::unwrap_used,
    clippy::large_futures,
    reason = "a test that unwraps says where it broke, and what it holds is small enough"
)]

mod account;
mod admin;
mod api;
mod api_requests;
mod api_teams;
mod bodies;
mod browser;
mod changes;
mod checks;
mod credentials;
mod downloads;
mod edits;
mod environments;
mod factor;
mod headers;
#[path = "../store/jammed.rs"]
mod jammed;
mod launchpad;
mod lifetimes;
mod live;
mod log;
mod mail;
mod notices;
mod origin;
mod pages;
mod passkeys;
mod people;
mod program;
mod program_desk;
mod renewing;
mod requests;
mod serving;
mod sessions;
mod settings;
mod sso;
mod strangers;
mod tagging;
mod teams;
mod tokens;
mod version;
mod webhooks;
