//! The contract of `domain::ports::Store`, held against SQLite in memory, SQLite in a file, and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

#[macro_use]
mod ground;
mod drafts;
mod durability;
mod guarding;
mod inventory;
mod invitations;
mod links;
mod log;
mod neighbours;
mod nonsense;
mod one_transaction;
mod opening;
mod operations;
mod own_sessions;
mod people;
mod requests;
mod roster;
mod samples;
mod sessions;
mod sign_ins;
mod strain;
mod tampering;
mod teams;
mod tokens;
mod tying;
