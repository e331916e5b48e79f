//! The tags of one environment.

use std::collections::BTreeMap;

use axum::Json;
use domain::tag::{TagForm, TagRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    pointer::Names,
    problem::Problem,
    sent::{At, Sent},
};

/// Tags as they are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tags {
    tags: BTreeMap<String, String>,
    /// The portal's own, which nobody else changes.
    portal_tags: BTreeMap<String, String>,
}

/// Tags as they are to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedTags {
    /// All of them but the portal's own: what is not here goes.
    tags: BTreeMap<String, String>,
}

/// The tags of an environment, asked from FinSpace.
#[utoipa::path(
    get, path = "/environments/{connection}/{id}/tags", operation_id = "getTags", tag = "tags", params(At),
    responses((status = 200, description = "The tags.", body = Tags))
)]
pub async fn show(caller: Caller, at: At) -> Result<Json<Tags>, Problem> {
    let now = caller.portal.tags(&caller.actor, &at.connection, &at.id).await?;
    let map = |rows: Vec<TagRow>| rows.into_iter().map(|row| (row.key, row.value)).collect();
    Ok(Json(Tags { tags: map(now.rows), portal_tags: map(now.own) }))
}

/// Makes the tags of an environment those that are sent, and answers with what they are then.
#[utoipa::path(
    put, path = "/environments/{connection}/{id}/tags", operation_id = "replaceTags", tag = "tags", params(At),
    request_body = WantedTags,
    responses((status = 200, description = "The tags as they are now.", body = Tags))
)]
pub async fn replace(caller: Caller, at: At, Sent(wanted): Sent<WantedTags>) -> Result<Json<Tags>, Problem> {
    let Caller { portal, actor } = &caller;
    let typed = form(wanted.tags);
    let names = Names::of_tags(&typed);
    portal.replace_tags(actor, &at.connection, &at.id, &typed).await.map_err(|error| names.problem(error))?;
    show(caller, at).await
}

/// A map as the rows of the form that the use case reads.
pub(super) fn form(tags: BTreeMap<String, String>) -> TagForm {
    TagForm { rows: tags.into_iter().map(|(key, value)| TagRow { key, value }).collect() }
}
