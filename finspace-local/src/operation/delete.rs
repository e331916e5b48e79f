//! `DeleteEnvironment`: starts a deletion where the status allows one.

use super::create::milliseconds;
use super::{Call, check_id, no_environment};
use crate::error::{Error, ErrorKind};
use crate::fault::name::Provoked;
use crate::finspace::FinSpace;
use crate::model::violations::Violations;
use crate::status::{Course, Status, Way};
use crate::store::environment;

pub(super) async fn delete(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let id = &call.route.label;
    let mut violations = Violations::default();
    check_id(id, &mut violations);
    violations.refuse(call.route.operation.refusal())?;
    let now = finspace.now();
    let mut tx = finspace.store.write().await?;
    let found = environment::find(&mut tx, &call.scope, id, now).await?;
    let record = found.ok_or_else(|| no_environment(id))?;
    let status = record.status(now);
    if status == Status::Deleted {
        return Err(no_environment(id));
    }
    if !status.can_delete() {
        return Err(
            ErrorKind::Validation.because(format!("Environment {id} is {} and cannot be deleted now.", status.name()))
        );
    }
    let provoked = finspace.provoked_by(&record.name);
    let fails = provoked == Some(Provoked::FailDeletion) && status != Status::FailedDeletion;
    let course = Course {
        way: Way::Deletion,
        since: now,
        takes: milliseconds(finspace.settings.delete_time, provoked),
        outcome: if fails { Status::FailedDeletion } else { Status::Deleted },
    };
    environment::set_course(&mut tx, record.seq, course, record.is_ready(now)).await?;
    tx.commit().await?;
    Ok(Vec::new())
}
