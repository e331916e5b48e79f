//! `CreateEnvironment`: not idempotent, bounded by the quota, ready after the create time.

use std::time::Duration;

use serde::Serialize;

use super::{Call, internal, json, parsed};
use crate::error::{Error, ErrorKind};
use crate::fault::name::Provoked;
use crate::finspace::FinSpace;
use crate::identity;
use crate::model::environment::sign_in_host;
use crate::model::federation::{FederationMode, FederationParameters};
use crate::model::members::Members;
use crate::model::superuser::Superuser;
use crate::model::tags::{Tags, tags};
use crate::model::text::{DATA_BUNDLE_ARN, DESCRIPTION, ENVIRONMENT_NAME, KMS_KEY_ID};
use crate::model::violations::Violations;
use crate::route::Operation;
use crate::scope::Scope;
use crate::status::{Course, Status, Way};
use crate::store::record::Record;
use crate::store::{environment, tag};

/// A request body that keeps every rule.
struct Input {
    name: String,
    description: Option<String>,
    kms_key_id: Option<String>,
    tags: Tags,
    federation_mode: FederationMode,
    federation: FederationParameters,
    superuser: Option<Superuser>,
    data_bundles: Option<Vec<String>>,
}

impl Input {
    fn parse(body: &[u8]) -> Result<Self, Error> {
        let mut members = Members::of_body(body)?;
        let mut violations = Violations::default();
        let seen = &mut violations;
        let superuser = members.structure("superuserParameters")?;
        let tag_map = members.map("tags")?.unwrap_or_default();
        let mode = FederationMode::of(&mut members, seen)?;
        let input = Self {
            name: members.required_string("name", &ENVIRONMENT_NAME, seen)?,
            description: members.string("description", &DESCRIPTION, seen)?,
            kms_key_id: members.string("kmsKeyId", &KMS_KEY_ID, seen)?,
            tags: tags(tag_map, 0, seen)?,
            federation_mode: mode.unwrap_or(FederationMode::Local),
            federation: FederationParameters::of(&mut members, seen)?.unwrap_or_default(),
            superuser: superuser.map(|members| Superuser::of(members, seen)).transpose()?,
            data_bundles: members.strings("dataBundles", &DATA_BUNDLE_ARN, seen)?,
        };
        violations.refuse(ErrorKind::Validation)?;
        input.federation.check_against(input.federation_mode)?;
        Ok(input)
    }

    fn into_record(self, scope: Scope, course: Course) -> Result<(Record, Tags), Error> {
        let superuser = self.superuser.as_ref().map(serde_json::to_string).transpose();
        let data_bundles = self.data_bundles.as_ref().map(serde_json::to_string).transpose();
        let record = Record {
            seq: 0,
            id: identity::environment_id(),
            scope,
            name: self.name,
            description: self.description,
            kms_key_id: self.kms_key_id,
            federation_mode: self.federation_mode,
            federation: self.federation,
            notebook_domain: identity::notebook_domain(),
            service_account: identity::service_account(),
            superuser: superuser.map_err(|cause| internal(&cause))?,
            data_bundles: data_bundles.map_err(|cause| internal(&cause))?,
            course,
            was_ready: false,
        };
        Ok((record, self.tags))
    }
}

/// The answer: three members, not wrapped, and no status.
#[derive(Serialize)]
struct Output {
    #[serde(rename = "environmentId")]
    id: String,
    #[serde(rename = "environmentArn")]
    arn: String,
    #[serde(rename = "environmentUrl")]
    url: String,
}

pub(super) async fn create(finspace: &FinSpace, call: Call) -> Result<Vec<u8>, Error> {
    let input = parsed(call.body, Input::parse).await?;
    let provoked = finspace.provoked_by(&input.name);
    if let Some(provoked) = provoked {
        provoked.before(Operation::CreateEnvironment)?;
    }
    let now = finspace.now();
    let course = Course {
        way: Way::Creation,
        since: now,
        takes: milliseconds(finspace.settings.create_time, provoked),
        outcome: match provoked {
            Some(Provoked::CreationEnds(status)) => status,
            _ => Status::Created,
        },
    };
    let (record, tags) = input.into_record(call.scope, course)?;
    let mut tx = finspace.store.write().await?;
    environment::sweep(&mut tx, now).await?;
    let quota = finspace.settings.quota;
    if environment::count(&mut tx, &record.scope, now).await? >= i64::from(quota) {
        return Err(ErrorKind::ServiceQuotaExceeded.because(format!(
            "The account {} has reached its quota of {quota} environments in {}.",
            record.scope.account, record.scope.region
        )));
    }
    let seq = environment::insert(&mut tx, &record).await?;
    tag::put(&mut tx, seq, &tags).await?;
    if let Some(faults) = &finspace.faults {
        faults.hide(&record.id, now);
    }
    tx.commit().await?;
    if let Some(provoked) = provoked {
        provoked.after()?;
    }
    json(&Output {
        arn: record.scope.environment_arn(&record.id),
        url: sign_in_host(&record, finspace.port),
        id: record.id,
    })
}

/// `time` in whole milliseconds, ten times as long for a slow environment.
pub(super) fn milliseconds(time: Duration, provoked: Option<Provoked>) -> i64 {
    let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    match provoked {
        Some(Provoked::Slow) => time.saturating_mul(10),
        _ => time,
    }
}
