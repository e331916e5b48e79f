//! The addresses of tags over all environments.

use domain::inventory::Query;

use super::{TAGGING, lists::listed};
use crate::components::{list_address, list_at};

/// Every tag key in use.
pub const TAG_KEYS: &str = "/tags";
/// The values of one key.
pub const TAG_VALUES: &str = "/tags/values";

/// A page of the values of a key.
#[must_use]
pub fn tag_values(key: &str, page: usize) -> String {
    listed(TAG_VALUES, &[("key", key)], page)
}

/// The environments that have a key, whatever value it has; with a value, those where it has that one.
#[must_use]
pub fn tagged(key: &str, value: Option<&str>) -> String {
    list_address(&of(key, value))
}

/// Those that lack it.
#[must_use]
pub fn lacking(key: &str) -> String {
    list_address(&Query { lacks: Some(key.to_owned()), ..Query::default() })
}

/// The form that changes tags of those that have a key, or a value of it.
#[must_use]
pub fn change_tagged(key: &str, value: Option<&str>) -> String {
    list_at(TAGGING, &of(key, value))
}

/// The same form for those that lack a key.
#[must_use]
pub fn add_tag(key: &str) -> String {
    list_at(TAGGING, &Query { lacks: Some(key.to_owned()), ..Query::default() })
}

fn of(key: &str, value: Option<&str>) -> Query {
    Query { tag_key: Some(key.to_owned()), tag_value: value.map(str::to_owned), ..Query::default() }
}
