//! The pages, one file each: load, compose.

mod account;
mod delete;
mod drafts;
mod edit;
mod environment;
mod environments;
mod federation;
mod history;
mod home;
mod invitation;
mod invite;
mod outcome;
mod people;
mod person;
mod plain;
mod roster;
mod tags;
mod wizard;

pub use account::account;
pub use delete::delete;
pub use drafts::drafts;
pub use edit::{edit, edit_again, edit_review};
pub use environment::environment;
pub use environments::environments;
pub use federation::federation;
pub use history::history;
pub use home::home;
pub use invitation::invitation;
pub use invite::invite;
pub use outcome::outcome;
pub use people::{set_up, sign_in};
pub use person::person;
pub use plain::{missing, unreadable};
pub use roster::people;
pub use tags::tags;
pub use wizard::wizard;
