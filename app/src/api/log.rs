//! The audit log, as its page shows it.

use std::collections::BTreeMap;

use domain::audit::{LogForm, Page};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::ApiError;

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogShown {
    pub page: Page,
    /// What the environments among the objects are called, as far as they are still there.
    pub names: BTreeMap<String, String>,
    /// The size of the page that was asked for.
    pub size: usize,
    pub now: jiff::Timestamp,
}

#[server(endpoint = "log/list")]
pub async fn list(#[server(default)] form: LogForm) -> Result<LogShown, ApiError> {
    use crate::{components::environment_of, context};
    use domain::Error;
    let (portal, actor) = (context::portal(), context::actor()?);
    let query = form.parse().map_err(Error::Invalid)?;
    let page = portal.log(&actor, &query).await?;
    let inventory = portal.inventory();
    let name = |object: &String| {
        let (connection, id) = environment_of(object)?;
        Some((object.clone(), inventory.get(&connection, &id)?.environment.name.clone()))
    };
    let names = page.lines.iter().filter_map(|line| name(&line.event.object)).collect();
    Ok(LogShown { names, size: query.size, now: portal.now(), page })
}
