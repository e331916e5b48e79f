//! Pieces that know the portal's nouns.
#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod ago;
pub mod as_code;
mod attribute_map;
mod certificates;
mod commands;
mod connection_health;
mod copy;
mod environment_facts;
mod environment_head;
mod environment_rows;
mod environment_table;
mod events;
mod federation_inputs;
mod federation_sides;
mod filters;
mod following;
mod frame;
mod metadata_document;
mod metadata_facts;
mod problem;
mod problems;
mod provider_guides;
mod query;
mod rows;
mod service_provider;
mod sign_in_link;
mod status;
mod tag_facts;
mod tag_rows;
#[cfg(test)]
mod tests;

pub use ago::{Ago, Exactly, ago, ago_words, datetime, exact, span};
pub use attribute_map::AttributeMap;
pub use certificates::Certificates;
pub use commands::Commands;
pub use connection_health::{ConnectionHealth, Updated};
pub use copy::{CopyButton, Copyable, CopyableCode};
pub use environment_facts::{EnvironmentFacts, WhatCanChange};
pub use environment_head::{EnvironmentHead, EnvironmentTabs, Tab};
pub use environment_rows::environment_rows;
pub use environment_table::{CreateEnvironment, EnvironmentTable};
pub use events::Events;
pub use federation_inputs::FederationInputs;
pub use federation_sides::{FederationSides, ReadBack};
pub use filters::{FilterChips, Filters};
pub use following::Following;
pub use frame::Frame;
pub use metadata_document::MetadataDocument;
pub use metadata_facts::MetadataFacts;
pub use problem::{Problem, problem_flash};
pub use problems::{ProblemSummary, error_at, offer_at};
pub use provider_guides::ProviderGuides;
pub use query::{list_address, list_with, parameters, read_query, unfiltered};
pub use rows::{ROW, Rows};
pub use service_provider::{ServiceProvider, service_provider_metadata};
pub use sign_in_link::{SignInLink, sign_in};
pub use status::{StatusBadge, tone};
pub use tag_facts::TagFacts;
pub use tag_rows::TagRows;

pub use crate::islands::{CopyButtons, Live};
