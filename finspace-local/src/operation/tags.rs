//! `ListTagsForResource`, `TagResource` and `UntagResource`.

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{Call, json};
use crate::error::{Error, ErrorKind};
use crate::finspace::FinSpace;
use crate::model::members::Members;
use crate::model::tags::{TAGS_AT_MOST, Tags, tags};
use crate::model::text::{TAG_KEY, TAGGABLE_ARN};
use crate::model::violations::Violations;
use crate::status::Status;
use crate::store::{environment, tag};

#[derive(Serialize)]
struct Output {
    tags: Tags,
}

pub(super) async fn list(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let mut violations = Violations::default();
    TAGGABLE_ARN.check("resourceArn", &call.route.label, &mut violations);
    violations.refuse(call.route.operation.refusal())?;
    let mut tx = finspace.store.read().await?;
    let seq = resource(&mut tx, finspace, call).await?;
    let tags = tag::read(&mut tx, seq).await?;
    tx.commit().await?;
    json(&Output { tags })
}

pub(super) async fn tag(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let mut members = Members::of_body(&call.body)?;
    let mut violations = Violations::default();
    TAGGABLE_ARN.check("resourceArn", &call.route.label, &mut violations);
    let added = if let Some(map) = members.map("tags")? {
        tags(map, 1, &mut violations)?
    } else {
        violations.missing("tags");
        Tags::new()
    };
    violations.refuse(call.route.operation.refusal())?;
    let mut tx = finspace.store.write().await?;
    let seq = resource(&mut tx, finspace, call).await?;
    tag::put(&mut tx, seq, &added).await?;
    if tag::read(&mut tx, seq).await?.len() > TAGS_AT_MOST {
        return Err(ErrorKind::InvalidRequest.because(format!("A resource can have at most {TAGS_AT_MOST} tags.")));
    }
    tx.commit().await?;
    Ok(Vec::new())
}

pub(super) async fn untag(finspace: &FinSpace, call: &Call) -> Result<Vec<u8>, Error> {
    let keys = call.query.all("tagKeys");
    let mut violations = Violations::default();
    TAGGABLE_ARN.check("resourceArn", &call.route.label, &mut violations);
    if keys.is_empty() {
        violations.missing("tagKeys");
    } else {
        violations.check_length("tagKeys", keys.len(), 1, TAGS_AT_MOST);
    }
    for (index, key) in keys.iter().enumerate() {
        TAG_KEY.check(&format!("tagKeys.{}.member", index + 1), key, &mut violations);
    }
    violations.refuse(call.route.operation.refusal())?;
    let mut tx = finspace.store.write().await?;
    let seq = resource(&mut tx, finspace, call).await?;
    tag::remove(&mut tx, seq, &keys).await?;
    tx.commit().await?;
    Ok(Vec::new())
}

/// The place of the environment that the ARN of `call` names. Foreign accounts and regions, managed kdb and deleted
/// environments have nothing here.
async fn resource(db: &mut SqliteConnection, finspace: &FinSpace, call: &Call) -> Result<i64, Error> {
    let arn = &call.route.label;
    let missing = || ErrorKind::ResourceNotFound.because(format!("Resource {arn} was not found."));
    let id = call.scope.environment_id(arn).ok_or_else(missing)?;
    let now = finspace.now();
    let found = environment::find(db, &call.scope, id, now).await?;
    let record = found.filter(|record| record.status(now) != Status::Deleted);
    Ok(record.ok_or_else(missing)?.seq)
}
