//! Which tags the environments have.

use domain::portal::{TagKeysSeen, TagValuesSeen};
use leptos::prelude::*;

use crate::error::ApiError;

/// A page of the keys in which a text is found, or in one of whose values it is.
#[server(endpoint = "tag-use/keys")]
pub async fn keys(#[server(default)] text: String, #[server(default)] page: usize) -> Result<TagKeysSeen, ApiError> {
    use crate::context;
    Ok(context::portal().tag_keys(&context::actor()?, &text, page)?)
}

/// A page of the values of a key.
#[server(endpoint = "tag-use/values")]
pub async fn values(key: String, #[server(default)] page: usize) -> Result<TagValuesSeen, ApiError> {
    use crate::context;
    Ok(context::portal().tag_values(&context::actor()?, &key, page)?)
}
