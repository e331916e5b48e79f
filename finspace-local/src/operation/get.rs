//! `GetEnvironment`: one environment with everything it has, documents included.

use serde::Serialize;

use super::{Call, check_id, json, no_environment};
use crate::error::Error;
use crate::finspace::FinSpace;
use crate::model::environment::Environment;
use crate::model::violations::Violations;
use crate::store::environment;

/// The answer of `GetEnvironment` and of `UpdateEnvironment`.
#[derive(Serialize)]
pub(super) struct Output {
    pub environment: Environment,
}

pub(super) async fn get(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let id = &call.route.label;
    let mut violations = Violations::default();
    check_id(id, &mut violations);
    violations.refuse(call.route.operation.refusal())?;
    let now = finspace.now();
    let mut tx = finspace.store.read().await?;
    let found = environment::find(&mut tx, &call.scope, id, now).await?;
    let mut record = found.ok_or_else(|| no_environment(id))?;
    environment::read_documents(&mut tx, &mut record).await?;
    tx.commit().await?;
    json(&Output { environment: Environment::of(record, now, finspace.port) })
}
