//! The contract of `domain::ports::Store`, held against SQLite in memory, SQLite in a file, and PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test that unwraps says where it broke")]

#[macro_use]
mod ground;
mod blueprints;
mod changes;
mod checks;
mod command;
mod deliveries;
mod drafts;
mod durability;
mod factors;
mod guarding;
mod house;
mod inventory;
mod invitations;
mod leaving;
mod lifetimes;
mod links;
mod log;
mod neighbours;
mod nonsense;
mod notices;
mod one_transaction;
mod opening;
mod operations;
mod own_sessions;
mod passkeys;
mod people;
mod pieces;
mod provisions;
mod requests;
mod roster;
mod samples;
mod sessions;
mod sign_ins;
mod strain;
mod tampering;
mod team_rules;
mod teams;
mod tokens;
mod turns;
mod tying;

#[test]
fn the_databases_of_this_run_are_named() {
    let postgres = if ground::cluster().is_some() {
        "PostgreSQL"
    } else {
        "no PostgreSQL, because PORTAL_TEST_POSTGRES is not set"
    };
    ground::counted(&format!("the store was tested on SQLite in memory, SQLite in a file, and {postgres}"));
}
