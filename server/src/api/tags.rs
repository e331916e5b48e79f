//! The tags of one environment.

use std::collections::BTreeMap;

use domain::tag::{TagForm, TagRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    pointer::Names,
    problem::Problem,
    sent::{At, Sent},
    version::{IfMatch, Versioned},
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
    responses((status = 200, description = "The tags.", body = Tags,
               headers(("etag" = String, description = "Their version, for If-Match."))))
)]
pub async fn show(caller: Caller, at: At) -> Result<Versioned<Tags>, Problem> {
    Ok(Versioned(read(&caller, &at).await?))
}

async fn read(caller: &Caller, at: &At) -> Result<Tags, Problem> {
    let now = caller.portal.tags(&caller.actor, &at.connection, &at.id).await?;
    let map = |rows: Vec<TagRow>| rows.into_iter().map(|row| (row.key, row.value)).collect();
    Ok(Tags { tags: map(now.rows), portal_tags: map(now.own) })
}

/// Makes the tags of an environment those that are sent, and answers with what they are then.
#[utoipa::path(
    put, path = "/environments/{connection}/{id}/tags", operation_id = "replaceTags", tag = "tags",
    params(At, ("If-Match" = Option<String>, Header, description = "The version that is meant: another one is not changed.")),
    request_body = WantedTags,
    responses((status = 200, description = "The tags as they are now.", body = Tags,
               headers(("etag" = String, description = "Their version, for If-Match."))))
)]
pub async fn replace(
    caller: Caller,
    at: At,
    meant: IfMatch,
    Sent(wanted): Sent<WantedTags>,
) -> Result<Versioned<Tags>, Problem> {
    let Caller { portal, actor, .. } = &caller;
    if meant.is_asked() {
        meant.holds(&read(&caller, &at).await?)?;
    }
    let typed = form(wanted.tags);
    let names = Names::of_tags(&typed);
    portal.replace_tags(actor, &at.connection, &at.id, &typed).await.map_err(|error| names.problem(error))?;
    show(caller, at).await
}

/// A map as the rows of the form that the use case reads.
pub(super) fn form(tags: BTreeMap<String, String>) -> TagForm {
    TagForm { rows: tags.into_iter().map(|(key, value)| TagRow { key, value }).collect() }
}
