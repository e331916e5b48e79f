//! The shell around the app: what every response carries, who gets in, and how the server begins and ends.

mod admin;
mod bodies;
mod browser;
mod headers;
mod live;
mod origin;
mod pages;
mod program;
mod serving;
mod sessions;
mod settings;
mod strangers;
