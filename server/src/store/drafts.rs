//! Drafts, each with what was typed as JSON.

use domain::{
    draft::Draft,
    id::{DraftId, PersonId},
};

use super::{Database, fault::Fault, row::Row};

const TABLE: &str = "draft";

pub(super) async fn draft(database: &Database, id: &DraftId) -> Result<Option<Draft>, Fault> {
    let query = sqlx::query("SELECT id, person, version, saved_at, work FROM draft WHERE id = $1").bind(id.as_str());
    database.one(TABLE, query).await?.as_ref().map(read).transpose()
}

pub(super) async fn drafts_of(database: &Database, person: &PersonId) -> Result<Vec<Draft>, Fault> {
    let sql = "SELECT id, person, version, saved_at, work FROM draft
               WHERE person = $1
               AND NOT EXISTS (SELECT 1 FROM operation WHERE operation.draft = draft.id AND operation.state = 'created')
               ORDER BY saved_at DESC, id";
    database.all(TABLE, sqlx::query(sql).bind(person.as_str())).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Draft, Fault> {
    Ok(Draft {
        id: row.word("id")?,
        person: row.word("person")?,
        version: row.number("version")?,
        saved_at: row.time("saved_at")?,
        work: row.json("work")?,
    })
}

pub(super) async fn add_draft(database: &Database, draft: &Draft) -> Result<(), Fault> {
    let sql = "INSERT INTO draft (id, person, version, saved_at, work) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (id) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(draft.id.as_str())
        .bind(draft.person.as_str())
        .bind(draft.version)
        .bind(draft.saved_at.as_millisecond())
        .bind(serde_json::to_string(&draft.work)?);
    database.write(query).await?;
    Ok(())
}

pub(super) async fn save_draft(database: &Database, draft: &Draft) -> Result<bool, Fault> {
    let sql = "UPDATE draft SET version = $2, saved_at = $3, work = $4 WHERE id = $1 AND version = $2 - 1";
    let query = sqlx::query(sql)
        .bind(draft.id.as_str())
        .bind(draft.version)
        .bind(draft.saved_at.as_millisecond())
        .bind(serde_json::to_string(&draft.work)?);
    Ok(database.write(query).await? == 1)
}

pub(super) async fn delete_draft(database: &Database, id: &DraftId) -> Result<(), Fault> {
    database.write(sqlx::query("DELETE FROM draft WHERE id = $1").bind(id.as_str())).await?;
    Ok(())
}
