//! `ListEnvironments`: in the order of creation, in pages, without the two federation parameters that know no limit.

use serde::Serialize;

use super::{Call, json};
use crate::error::Error;
use crate::finspace::FinSpace;
use crate::model::environment::Environment;
use crate::model::members::serialization;
use crate::model::text::PAGINATION_TOKEN;
use crate::model::violations::Violations;
use crate::store::environment;

/// How many environments a page has when the caller does not say, or says 0.
const PAGE: usize = 50;

/// The most that a caller can ask for.
const PAGE_AT_MOST: i64 = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    environments: Vec<Environment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub(super) async fn list(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let limit = page_size(call)?;
    let after = match call.query.first("nextToken") {
        None => 0,
        Some(token) => finspace.page_key.place(&call.scope, token)?,
    };
    let now = finspace.now();
    let mut tx = finspace.store.read().await?;
    let hidden = hidden(finspace, now, after == 0);
    let mut records = environment::page(&mut tx, &call.scope, after, limit + 1, &hidden, now).await?;
    tx.commit().await?;
    let more = records.len() > limit;
    records.truncate(limit);
    let last = records.last().filter(|_| more);
    let next_token = last.map(|record| finspace.page_key.token(&call.scope, record.seq));
    let environments = records.into_iter().map(|record| Environment::of(record, now, finspace.port));
    json(&Output { environments: environments.collect(), next_token })
}

/// The ids that faults keep out of the list, as JSON.
fn hidden(finspace: &FinSpace, now: i64, first_page: bool) -> String {
    let faults = finspace.faults.as_ref();
    let hidden = faults.map(|faults| faults.hidden(now, first_page));
    serde_json::json!(hidden.unwrap_or_default()).to_string()
}

/// Checks both parameters and gives the size of the page.
fn page_size(call: &Call) -> Result<usize, Error> {
    let mut violations = Violations::default();
    if let Some(token) = call.query.first("nextToken") {
        PAGINATION_TOKEN.check("nextToken", token, &mut violations);
    }
    let asked = match call.query.first("maxResults") {
        None => 0,
        Some(text) => text.parse::<i64>().map_err(|_| serialization("Expected an integer at 'maxResults'"))?,
    };
    if asked < 0 {
        violations.note("maxResults", "Member must have value greater than or equal to 0");
    } else if asked > PAGE_AT_MOST {
        violations.note("maxResults", format!("Member must have value less than or equal to {PAGE_AT_MOST}"));
    }
    violations.refuse(call.route.operation.refusal())?;
    let asked = usize::try_from(asked).unwrap_or(0);
    Ok(if asked == 0 { PAGE } else { asked })
}
