//! What people see, and the calls it makes.

pub mod ui;
