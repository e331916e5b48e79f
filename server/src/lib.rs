//! The portal as a server: everything with a socket, a file or a database.

pub mod admin;
mod api;
mod application;
pub mod assets;
pub mod audit;
pub mod auth;
mod bodies;
mod build_error;
mod busy;
pub mod clock;
mod downloads;
pub mod finspace;
pub mod headers;
mod health;
pub mod hooks;
pub mod jobs;
mod journal;
mod key_file;
mod live;
mod local;
mod log_export;
pub mod mailer;
pub mod oidc;
mod plain;
mod qr;
mod render;
mod router;
pub mod safe;
pub mod seal;
mod serve;
pub mod settings;
pub mod store;

pub use application::Application;
pub use bodies::{DOCUMENT, USUAL};
pub use build_error::BuildError;
pub use router::{operations, pages};
