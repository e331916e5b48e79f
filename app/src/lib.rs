//! What people see, and the calls it makes.

// A page is one type, as deep as its elements are nested.
#![recursion_limit = "256"]

pub mod api;
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod flash;
pub mod islands;
pub mod page;
pub mod pages;
pub mod paths;
mod routes;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod sent_form;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod upload;

pub use routes::App;
