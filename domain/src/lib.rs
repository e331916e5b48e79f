//! The rules of the portal: what an environment is, what may be said of it, and the use cases that people have with it.
//!
//! Nothing here opens a socket, a file or a database, and nothing knows a framework: the same code checks a field in the
//! browser while somebody types and on the server when it counts.

pub mod actor;
pub mod audit;
pub mod blueprint;
pub mod change;
pub mod check;
pub mod connection;
pub mod deletion;
pub mod delivery;
pub mod draft;
pub mod environment;
pub mod error;
pub mod factor;
pub mod field;
pub mod house;
pub mod id;
pub mod identity;
pub mod inventory;
pub mod invitation;
pub mod letter;
pub mod lifetime;
pub mod link;
pub mod may;
pub mod notice;
pub mod occasion;
pub mod operation;
pub mod passkey;
pub mod person;
pub mod portal;
pub mod ports;
pub mod provider;
pub mod provision;
pub mod request;
pub mod role;
pub mod saml;
pub mod session;
pub mod single_sign_on;
pub mod tag;
pub mod team;
pub mod text;
pub mod token;
pub mod webhook;
pub mod words;

pub use actor::Actor;
pub use error::Error;
pub use field::{Field, Flaw, Problem, Problems};
pub use portal::Portal;
