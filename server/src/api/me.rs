//! Who calls, and what the token may do.

use axum::{Json, http::StatusCode};
use domain::{role::Role, token::Scope};
use serde::Serialize;
use utoipa::ToSchema;

use super::{caller::Caller, problem::Problem};

/// The owner of the token, and the token.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    email: String,
    name: String,
    /// As they are now: the token never gives more than these.
    #[schema(value_type = Vec<String>, example = json!(["operator"]))]
    roles: Vec<Role>,
    token: MyToken,
}

/// The token of this call.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyToken {
    id: String,
    name: String,
    #[schema(value_type = Vec<String>, example = json!(["read"]))]
    scopes: Vec<Scope>,
    #[schema(value_type = String, format = DateTime)]
    expires_at: jiff::Timestamp,
}

/// Who the token acts for, and what it may do.
#[utoipa::path(
    get, path = "/me", operation_id = "getMe", tag = "me",
    responses((status = 200, description = "The owner and the token.", body = Me))
)]
pub async fn me(caller: Caller) -> Result<Json<Me>, Problem> {
    let actor = caller.actor;
    let token = actor.token.ok_or_else(|| Problem::of_status(StatusCode::UNAUTHORIZED))?;
    let roles = actor.roles.iter().collect();
    let (id, name, scopes) = (token.id.to_string(), token.name.to_string(), token.scopes.iter().collect());
    let token = MyToken { id, name, scopes, expires_at: token.expires_at };
    Ok(Json(Me { email: actor.email, name: actor.name, roles, token }))
}
