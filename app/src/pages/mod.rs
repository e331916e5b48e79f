//! The pages, one file each: load, compose.

mod delete;
mod drafts;
mod edit;
mod environment;
mod environments;
mod federation;
mod history;
mod log;
mod outcome;
mod people;
mod plain;
mod tags;
mod wizard;

pub use delete::delete;
pub use drafts::drafts;
pub use edit::{edit, edit_again, edit_review};
pub use environment::environment;
pub use environments::environments;
pub use federation::federation;
pub use history::history;
pub use log::log;
pub use outcome::outcome;
pub use people::{account, set_up, sign_in};
pub use plain::{home, missing, unreadable};
pub use tags::tags;
pub use wizard::wizard;
