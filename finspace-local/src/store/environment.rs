//! Environments in the database: put in, read one, read a page, changed, counted, swept away.

use sqlx::{Row, SqliteConnection};

use super::record::Record;
use crate::scope::Scope;
use crate::status::{Course, DELETED_SHOWN_FOR};

/// Puts a new environment in; its `seq` is not looked at.
pub(crate) async fn insert(db: &mut SqliteConnection, record: &Record) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(
        "INSERT INTO environment (id, account, region, name, description, kms_key_id, federation_mode,
             saml_metadata_url, application_call_back_url, federation_urn, federation_provider_name,
             notebook_domain, service_account, superuser, data_bundles, way, since, takes, outcome, was_ready)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         RETURNING seq",
    )
    .bind(&record.id)
    .bind(&record.scope.account)
    .bind(&record.scope.region)
    .bind(&record.name)
    .bind(&record.description)
    .bind(&record.kms_key_id)
    .bind(record.federation_mode.name())
    .bind(&record.federation.saml_metadata_url)
    .bind(&record.federation.application_call_back_url)
    .bind(&record.federation.federation_urn)
    .bind(&record.federation.federation_provider_name)
    .bind(&record.notebook_domain)
    .bind(&record.service_account)
    .bind(&record.superuser)
    .bind(&record.data_bundles)
    .bind(record.course.way.name())
    .bind(record.course.since)
    .bind(record.course.takes)
    .bind(record.course.outcome.name())
    .bind(i64::from(record.was_ready))
    .fetch_one(&mut *db)
    .await?;
    let seq = row.try_get("seq")?;
    put_documents(db, seq, record).await?;
    Ok(seq)
}

/// The environment `id` of `scope`, without its documents, unless it is gone at `now`.
pub(crate) async fn find(
    db: &mut SqliteConnection,
    scope: &Scope,
    id: &str,
    now: i64,
) -> Result<Option<Record>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM environment WHERE id = $1 AND account = $2 AND region = $3")
        .bind(id)
        .bind(&scope.account)
        .bind(&scope.region)
        .fetch_optional(db)
        .await?;
    let record = row.as_ref().map(Record::of).transpose()?;
    Ok(record.filter(|record| !record.course.is_gone(now)))
}

/// The environment `id` of whatever scope, without its documents, even when it is gone.
pub(crate) async fn find_anywhere(db: &mut SqliteConnection, id: &str) -> Result<Option<Record>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM environment WHERE id = $1").bind(id).fetch_optional(db).await?;
    row.as_ref().map(Record::of).transpose()
}

/// All environments of all scopes, oldest first, without their documents.
pub(crate) async fn all(db: &mut SqliteConnection) -> Result<Vec<Record>, sqlx::Error> {
    let rows = sqlx::query("SELECT * FROM environment ORDER BY seq").fetch_all(db).await?;
    rows.iter().map(Record::of).collect()
}

/// Removes all environments of all scopes.
pub(crate) async fn remove_all(db: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM environment").execute(db).await?;
    Ok(())
}

/// Fills in the two members that live in a table of their own.
pub(crate) async fn read_documents(db: &mut SqliteConnection, record: &mut Record) -> Result<(), sqlx::Error> {
    let row = sqlx::query("SELECT saml_metadata_document, attribute_map FROM federation_document WHERE seq = $1")
        .bind(record.seq)
        .fetch_optional(db)
        .await?;
    if let Some(row) = row {
        record.federation.saml_metadata_document = row.try_get("saml_metadata_document")?;
        let map: Option<String> = row.try_get("attribute_map")?;
        let map = map.map(|json| serde_json::from_str(&json)).transpose();
        record.federation.attribute_map = map.map_err(|cause| sqlx::Error::Decode(cause.into()))?;
    }
    Ok(())
}

/// A page of at most `limit` environments after the place `after`, oldest first, without deleted ones,
/// without `hidden` ids (a JSON list) and without documents.
pub(crate) async fn page(
    db: &mut SqliteConnection,
    scope: &Scope,
    after: i64,
    limit: usize,
    hidden: &str,
    now: i64,
) -> Result<Vec<Record>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM environment
         WHERE account = $1 AND region = $2 AND seq > $3
           AND NOT (outcome = 'DELETED' AND since + takes <= $4)
           AND id NOT IN (SELECT value FROM json_each($5))
         ORDER BY seq LIMIT $6",
    )
    .bind(&scope.account)
    .bind(&scope.region)
    .bind(after)
    .bind(now)
    .bind(hidden)
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(db)
    .await?;
    rows.iter().map(Record::of).collect()
}

/// How many environments `scope` has that are not deleted at `now`.
pub(crate) async fn count(db: &mut SqliteConnection, scope: &Scope, now: i64) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(
        "SELECT count(*) AS n FROM environment
         WHERE account = $1 AND region = $2 AND NOT (outcome = 'DELETED' AND since + takes <= $3)",
    )
    .bind(&scope.account)
    .bind(&scope.region)
    .bind(now)
    .fetch_one(db)
    .await?;
    row.try_get("n")
}

/// Writes what `UpdateEnvironment` can change.
pub(crate) async fn update(db: &mut SqliteConnection, record: &Record) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE environment SET name = $1, description = $2, federation_mode = $3, saml_metadata_url = $4,
             application_call_back_url = $5, federation_urn = $6, federation_provider_name = $7
         WHERE seq = $8",
    )
    .bind(&record.name)
    .bind(&record.description)
    .bind(record.federation_mode.name())
    .bind(&record.federation.saml_metadata_url)
    .bind(&record.federation.application_call_back_url)
    .bind(&record.federation.federation_urn)
    .bind(&record.federation.federation_provider_name)
    .bind(record.seq)
    .execute(&mut *db)
    .await?;
    put_documents(db, record.seq, record).await
}

/// Sends an environment on another course.
pub(crate) async fn set_course(
    db: &mut SqliteConnection,
    seq: i64,
    course: Course,
    was_ready: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE environment SET way = $1, since = $2, takes = $3, outcome = $4, was_ready = $5 WHERE seq = $6")
        .bind(course.way.name())
        .bind(course.since)
        .bind(course.takes)
        .bind(course.outcome.name())
        .bind(i64::from(was_ready))
        .bind(seq)
        .execute(db)
        .await?;
    Ok(())
}

/// Removes what nobody can read any more at `now`, with its tags and documents.
pub(crate) async fn sweep(db: &mut SqliteConnection, now: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM environment WHERE outcome = 'DELETED' AND since + takes <= $1")
        .bind(now.saturating_sub(DELETED_SHOWN_FOR))
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps the documents of `record` and forgets those it has no longer.
async fn put_documents(db: &mut SqliteConnection, seq: i64, record: &Record) -> Result<(), sqlx::Error> {
    let document = &record.federation.saml_metadata_document;
    let map = &record.federation.attribute_map;
    if document.is_none() && map.is_none() {
        sqlx::query("DELETE FROM federation_document WHERE seq = $1").bind(seq).execute(db).await?;
        return Ok(());
    }
    let map = map.as_ref().map(serde_json::to_string).transpose();
    sqlx::query(
        "INSERT INTO federation_document (seq, saml_metadata_document, attribute_map) VALUES ($1, $2, $3)
         ON CONFLICT (seq) DO UPDATE SET saml_metadata_document = $2, attribute_map = $3",
    )
    .bind(seq)
    .bind(document)
    .bind(map.map_err(|cause| sqlx::Error::Encode(cause.into()))?)
    .execute(db)
    .await?;
    Ok(())
}
