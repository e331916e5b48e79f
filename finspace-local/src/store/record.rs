//! One row of the table of environments.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::model::federation::{FederationMode, FederationParameters};
use crate::scope::Scope;
use crate::status::{Course, Status, Way};

/// An environment as it is kept. The two unbounded federation parameters are filled in only where they were asked for.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Its place in the order of creation.
    pub seq: i64,
    pub id: String,
    pub scope: Scope,
    pub name: String,
    pub description: Option<String>,
    pub kms_key_id: Option<String>,
    pub federation_mode: FederationMode,
    pub federation: FederationParameters,
    pub notebook_domain: String,
    pub service_account: String,
    /// JSON of a [`crate::model::superuser::Superuser`].
    pub superuser: Option<String>,
    /// JSON list of ARNs.
    pub data_bundles: Option<String>,
    pub course: Course,
    /// Whether it was ready before its present course began.
    pub was_ready: bool,
}

impl Record {
    /// The status at `now`.
    pub fn status(&self, now: i64) -> Status {
        self.course.status(now)
    }

    /// Whether it is, or has been, ready at `now`: from then on it has notebooks and a sign-in.
    pub fn is_ready(&self, now: i64) -> bool {
        match self.course.way {
            Way::Creation => !self.status(now).is_before_ready(),
            Way::Deletion | Way::Rest => self.was_ready,
        }
    }

    /// Reads a row.
    pub fn of(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let seq = row.try_get("seq")?;
        Ok(Self {
            seq,
            id: row.try_get("id")?,
            scope: Scope { account: row.try_get("account")?, region: row.try_get("region")? },
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            kms_key_id: row.try_get("kms_key_id")?,
            federation_mode: named(row, "federation_mode", FederationMode::named)?,
            federation: FederationParameters {
                saml_metadata_document: None,
                saml_metadata_url: row.try_get("saml_metadata_url")?,
                application_call_back_url: row.try_get("application_call_back_url")?,
                federation_urn: row.try_get("federation_urn")?,
                federation_provider_name: row.try_get("federation_provider_name")?,
                attribute_map: None,
            },
            notebook_domain: row.try_get("notebook_domain")?,
            service_account: row.try_get("service_account")?,
            superuser: row.try_get("superuser")?,
            data_bundles: row.try_get("data_bundles")?,
            course: Course {
                way: named(row, "way", Way::named)?,
                since: row.try_get("since")?,
                takes: row.try_get("takes")?,
                outcome: named(row, "outcome", Status::named)?,
            },
            was_ready: row.try_get::<i64, _>("was_ready")? != 0,
        })
    }
}

/// A column that holds one of a few names; anything else means that somebody else wrote it.
fn named<T>(row: &SqliteRow, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, sqlx::Error> {
    let name: String = row.try_get(column)?;
    read(&name).ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: format!("{name:?} is no {column}").into(),
    })
}
