//! Create calls. One statement decides who may send one; see [`domain::operation`].

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{DraftId, OperationId},
    operation::{Operation, SWEEPS, State},
    ports::{Provisions, StoreError},
    provision::Progress,
};
use jiff::Timestamp;

use super::{Database, database::Change, fault::Fault, row::Row};

const TABLE: &str = "operation";

/// Names the columns: a statement that PostgreSQL keeps ready fails when `*` comes to mean more.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, draft, person, plan, state, answer, armed_at, arms, sweeps, epoch, next_run_at FROM operation WHERE ",
            $condition
        )
    };
}

pub(super) async fn operation(database: &Database, id: &OperationId) -> Result<Option<Operation>, Fault> {
    let query = sqlx::query(select!("id = $1")).bind(id.as_str());
    database.one(TABLE, query).await?.as_ref().map(read).transpose()
}

pub(super) async fn operation_of(database: &Database, draft: &DraftId) -> Result<Option<Operation>, Fault> {
    let query = sqlx::query(select!("draft = $1")).bind(draft.as_str());
    database.one(TABLE, query).await?.as_ref().map(read).transpose()
}

pub(super) async fn open_operations(database: &Database) -> Result<Vec<Operation>, Fault> {
    let query = sqlx::query(select!("state IN ('armed', 'unknown') AND next_run_at IS NULL ORDER BY armed_at, id"));
    database.all(TABLE, query).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Operation, Fault> {
    let state: State = row.json("answer")?;
    if row.text("state")? != state.as_str() {
        return Err(row.inconsistent("state"));
    }
    Ok(Operation {
        id: row.word("id")?,
        draft: row.word("draft")?,
        person: row.word("person")?,
        plan: row.json("plan")?,
        state,
        armed_at: row.time("armed_at")?,
        arms: row.number("arms")?,
        sweeps: row.number("sweeps")?,
        epoch: row.number("epoch")?,
        next_run_at: row.maybe_time("next_run_at")?,
    })
}

pub(super) async fn arm(
    database: &Database,
    operation: &Operation,
    decided: bool,
    event: &Event,
) -> Result<bool, Fault> {
    let sql = "INSERT INTO operation (id, draft, person, plan, state, answer, armed_at, arms, sweeps)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
               ON CONFLICT (draft) DO UPDATE SET person = excluded.person, plan = excluded.plan, state = excluded.state,
                   answer = excluded.answer, armed_at = excluded.armed_at, arms = excluded.arms, sweeps = 0
               WHERE operation.id = excluded.id AND operation.arms = excluded.arms - 1
                   AND (operation.state = 'refused'
                        OR ($9 = 1 AND operation.state IN ('armed', 'unknown') AND operation.sweeps >= $10))";
    let query = sqlx::query(sql)
        .bind(operation.id.as_str())
        .bind(operation.draft.as_str())
        .bind(operation.person.as_str())
        .bind(serde_json::to_string(&operation.plan)?)
        .bind(State::Armed.as_str())
        .bind(serde_json::to_string(&State::Armed)?)
        .bind(operation.armed_at.as_millisecond())
        .bind(operation.arms)
        .bind(i64::from(decided))
        .bind(SWEEPS);
    let mut change = database.change().await?;
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn settle(
    database: &Database,
    id: &OperationId,
    arms: i64,
    state: &State,
    event: &Event,
) -> Result<bool, Fault> {
    let sql = "UPDATE operation SET state = $3, answer = $4
               WHERE id = $1 AND arms = $2 AND state IN ('armed', 'unknown')";
    let query = sqlx::query(sql).bind(id.as_str()).bind(arms).bind(state.as_str()).bind(serde_json::to_string(state)?);
    let mut change = database.change().await?;
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn count_sweep(database: &Database, id: &OperationId, arms: i64) -> Result<(), Fault> {
    let sql = "UPDATE operation SET sweeps = sweeps + 1 WHERE id = $1 AND arms = $2 AND state IN ('armed', 'unknown')";
    database.write(sqlx::query(sql).bind(id.as_str()).bind(arms)).await?;
    Ok(())
}

/// Adds an operation that was approved, inside the transaction of the approval. False when there is one of its draft.
pub(super) async fn add_waiting(change: &mut Change, operation: &Operation) -> Result<bool, Fault> {
    let sql = "INSERT INTO operation
                   (id, draft, person, plan, state, answer, armed_at, arms, sweeps, epoch, next_run_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (draft) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(operation.id.as_str())
        .bind(operation.draft.as_str())
        .bind(operation.person.as_str())
        .bind(serde_json::to_string(&operation.plan)?)
        .bind(operation.state.as_str())
        .bind(serde_json::to_string(&operation.state)?)
        .bind(operation.armed_at.as_millisecond())
        .bind(operation.arms)
        .bind(operation.sweeps)
        .bind(operation.epoch)
        .bind(operation.next_run_at.map(Timestamp::as_millisecond));
    Ok(change.write(query).await? > 0)
}

async fn approve(database: &Database, operation: &Operation, event: &Event) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    if !add_waiting(&mut change, operation).await? {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

async fn scheduled(database: &Database) -> Result<Vec<Operation>, Fault> {
    let query = sqlx::query(select!("next_run_at IS NOT NULL ORDER BY next_run_at, id"));
    database.all(TABLE, query).await?.iter().map(read).collect()
}

async fn advance(
    database: &Database,
    before: &Operation,
    after: &Progress,
    event: Option<&Event>,
) -> Result<bool, Fault> {
    let sql = "UPDATE operation SET epoch = epoch + 1, state = $3, answer = $4, armed_at = $5, arms = $6, sweeps = $7,
                   next_run_at = $8
               WHERE id = $1 AND epoch = $2";
    let query = sqlx::query(sql)
        .bind(before.id.as_str())
        .bind(before.epoch)
        .bind(after.state.as_str())
        .bind(serde_json::to_string(&after.state)?)
        .bind(after.armed_at.as_millisecond())
        .bind(after.arms)
        .bind(after.sweeps)
        .bind(after.next_run_at.map(Timestamp::as_millisecond));
    match event {
        Some(event) => database.write_with(query, event).await,
        None => Ok(database.write(query).await? > 0),
    }
}

#[async_trait]
impl Provisions for Database {
    async fn approve(&self, operation: &Operation, event: &Event) -> Result<bool, StoreError> {
        Ok(approve(self, operation, event).await?)
    }

    async fn operation_ids(&self) -> Result<BTreeSet<OperationId>, StoreError> {
        let found = self.all(TABLE, sqlx::query("SELECT id FROM operation")).await?;
        Ok(found.iter().map(|row| row.word("id")).collect::<Result<_, Fault>>()?)
    }

    async fn scheduled(&self) -> Result<Vec<Operation>, StoreError> {
        Ok(scheduled(self).await?)
    }

    async fn advance(&self, before: &Operation, after: &Progress, event: Option<&Event>) -> Result<bool, StoreError> {
        Ok(advance(self, before, after, event).await?)
    }
}
