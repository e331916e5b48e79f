//! Checks of the way into environments: what is known, and having one made now.

use domain::{
    check::Checks,
    id::{ConnectionName, EnvironmentId},
};
use leptos::prelude::*;

use crate::error::ApiError;

/// What is known of the way into an environment.
#[server(endpoint = "checks/show")]
pub async fn show(connection: ConnectionName, id: EnvironmentId) -> Result<Option<Checks>, ApiError> {
    use crate::context;
    Ok(context::portal().checks(&context::actor()?, &connection, &id).await?)
}

/// Has an environment checked now. `back` is the page that the form was on, which shows what was found.
#[server(endpoint = "checks/now")]
pub async fn check_now(
    connection: ConnectionName,
    id: EnvironmentId,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use crate::context;
    let checked = context::portal().check_now(&context::actor()?, &connection, &id).await;
    let told = |(name, checks): &(String, Checks)| {
        let found = if checks.is_well() { "All is well." } else { "Not all is as it should be: see under Checks." };
        format!("“{name}” is checked. {found}")
    };
    context::ended(checked, &back, told, None).await
}
