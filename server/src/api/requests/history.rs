//! What was said, approved and done about a request.

use domain::{
    audit::{self, Change},
    request,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody approved the plan as it is.
#[derive(Serialize, ToSchema)]
pub struct Approval {
    /// Their address.
    #[schema(example = "owner@example.com")]
    by: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// What somebody said.
#[derive(Serialize, ToSchema)]
pub struct Comment {
    id: String,
    /// Their address.
    #[schema(example = "owner@example.com")]
    by: String,
    name: String,
    #[schema(example = "For how long?")]
    words: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Some comments, the oldest first.
#[derive(Serialize, ToSchema)]
pub struct CommentList {
    pub comments: Vec<Comment>,
    /// What the next call says as `next`; absent when this is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Something that was done or tried.
#[derive(Serialize, ToSchema)]
pub struct Happened {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The address of whoever did it, or “portal”.
    by: String,
    #[schema(example = "approve_request")]
    action: &'static str,
    #[schema(example = "done")]
    outcome: &'static str,
    words: String,
    changes: Vec<Changed>,
}

/// What became of one field.
#[derive(Serialize, ToSchema)]
pub struct Changed {
    field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

impl From<request::Approval> for Approval {
    fn from(approval: request::Approval) -> Self {
        Self { by: approval.who, at: approval.at }
    }
}

impl From<request::Comment> for Comment {
    fn from(comment: request::Comment) -> Self {
        let request::Comment { id, who, name, words, at } = comment;
        Self { id: id.into(), by: who, name, words, at }
    }
}

impl From<audit::Event> for Happened {
    fn from(event: audit::Event) -> Self {
        let changed = |Change { field, before, after }| Changed { field, before, after };
        Self {
            at: event.at,
            by: event.who,
            action: event.action.as_str(),
            outcome: event.outcome.as_str(),
            words: event.detail,
            changes: event.changes.into_iter().map(changed).collect(),
        }
    }
}
