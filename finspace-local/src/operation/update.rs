//! `UpdateEnvironment`: what is named is replaced, the rest stays; only a ready environment takes it.

use super::get::Output;
use super::{Call, check_id, json, no_environment, parsed};
use crate::error::{Error, ErrorKind};
use crate::finspace::FinSpace;
use crate::model::environment::Environment;
use crate::model::federation::{FederationMode, FederationParameters};
use crate::model::members::Members;
use crate::model::text::{DESCRIPTION, ENVIRONMENT_NAME};
use crate::model::violations::Violations;
use crate::route::Operation;
use crate::status::Status;
use crate::store::environment;
use crate::store::record::Record;

/// A request body that keeps every rule that can be checked without the environment.
struct Change {
    name: Option<String>,
    description: Option<String>,
    federation_mode: Option<FederationMode>,
    federation: Option<FederationParameters>,
}

impl Change {
    fn parse(id: &str, body: &[u8]) -> Result<Self, Error> {
        let mut members = Members::of_body(body)?;
        let mut violations = Violations::default();
        let seen = &mut violations;
        check_id(id, seen);
        let change = Self {
            name: members.string("name", &ENVIRONMENT_NAME, seen)?,
            description: members.string("description", &DESCRIPTION, seen)?,
            federation_mode: FederationMode::of(&mut members, seen)?,
            federation: FederationParameters::of(&mut members, seen)?,
        };
        violations.refuse(ErrorKind::Validation)?;
        Ok(change)
    }

    /// Changes `record`, or says why its federation would no longer fit together.
    fn apply(self, record: &mut Record) -> Result<(), Error> {
        if let Some(name) = self.name {
            record.name = name;
        }
        record.description = self.description.or(record.description.take());
        if let Some(mode) = self.federation_mode {
            if mode == FederationMode::Local {
                record.federation = FederationParameters::default();
            }
            record.federation_mode = mode;
        }
        if let Some(change) = self.federation {
            let before = std::mem::take(&mut record.federation);
            record.federation = before.changed_by(change);
        }
        record.federation.check_against(record.federation_mode)
    }
}

pub(super) async fn update(finspace: &FinSpace, call: Call) -> Result<Vec<u8>, Error> {
    let id = call.route.label;
    let own_id = id.clone();
    let change = parsed(call.body, move |body| Change::parse(&own_id, body)).await?;
    let provoked = change.name.as_deref().and_then(|name| finspace.provoked_by(name));
    if let Some(provoked) = provoked {
        provoked.before(Operation::UpdateEnvironment)?;
    }
    let now = finspace.now();
    let mut tx = finspace.store.write().await?;
    let found = environment::find(&mut tx, &call.scope, &id, now).await?;
    let mut record = found.ok_or_else(|| no_environment(&id))?;
    let status = record.status(now);
    if status == Status::Deleted {
        return Err(no_environment(&id));
    }
    if !status.can_update() {
        return Err(ErrorKind::Validation
            .because(format!("Environment {id} is {} and can only be updated when it is CREATED.", status.name())));
    }
    environment::read_documents(&mut tx, &mut record).await?;
    change.apply(&mut record)?;
    environment::update(&mut tx, &record).await?;
    tx.commit().await?;
    if let Some(provoked) = provoked {
        provoked.after()?;
    }
    json(&Output { environment: Environment::of(record, now, finspace.port) })
}
