//! Create calls. One statement decides who may send one; see [`domain::operation`].

use std::collections::BTreeSet;

use async_trait::async_trait;
use domain::{
    audit::Event,
    id::{ConnectionName, DraftId, OperationId},
    operation::{Operation, SWEEPS, Scheduled, State},
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
    let sql = "UPDATE operation SET person = $3, plan = $4, connection = $5, state = $6, answer = $7, armed_at = $8,
                   arms = $9, sweeps = 0
               WHERE id = $1 AND draft = $2 AND arms = $9 - 1
                   AND (state = 'refused' OR ($10 = 1 AND state IN ('armed', 'unknown') AND sweeps >= $11))";
    let query = sqlx::query(sql)
        .bind(operation.id.as_str())
        .bind(operation.draft.as_str())
        .bind(operation.person.as_str())
        .bind(serde_json::to_string(&operation.plan)?)
        .bind(operation.plan.connection.as_str())
        .bind(State::Armed.as_str())
        .bind(serde_json::to_string(&State::Armed)?)
        .bind(operation.armed_at.as_millisecond())
        .bind(operation.arms)
        .bind(i64::from(decided))
        .bind(SWEEPS);
    let armed = Operation { state: State::Armed, sweeps: 0, ..operation.clone() };
    let mut change = database.change().await?;
    if !add(&mut change, &armed).await? && change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

async fn adopt(database: &Database, operation: &Operation, event: &Event) -> Result<bool, Fault> {
    let sql = "UPDATE operation SET state = $3, answer = $4
               WHERE id = $1 AND arms = $2 AND state IN ('armed', 'unknown', 'refused')";
    let query = sqlx::query(sql)
        .bind(operation.id.as_str())
        .bind(operation.arms)
        .bind(operation.state.as_str())
        .bind(serde_json::to_string(&operation.state)?);
    let mut change = database.change().await?;
    if !add(&mut change, operation).await? && change.write(query).await? == 0 {
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

/// Adds an operation, inside the transaction of what it comes from. False when there is one of its draft. Both its id and
/// its draft can be there already, and PostgreSQL looks at one of them alone when it is named.
pub(super) async fn add(change: &mut Change, operation: &Operation) -> Result<bool, Fault> {
    let sql = "INSERT INTO operation
                   (id, draft, person, plan, connection, state, answer, armed_at, arms, sweeps, epoch, next_run_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";
    let query = sqlx::query(sql)
        .bind(operation.id.as_str())
        .bind(operation.draft.as_str())
        .bind(operation.person.as_str())
        .bind(serde_json::to_string(&operation.plan)?)
        .bind(operation.plan.connection.as_str())
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
    if !add(&mut change, operation).await? {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

/// Answered by an index alone.
async fn next_run(database: &Database, connection: &ConnectionName) -> Result<Option<Timestamp>, Fault> {
    let sql = "SELECT 'first' AS id, MIN(next_run_at) AS next_run_at FROM operation WHERE connection = $1";
    let first = database.one(TABLE, sqlx::query(sql).bind(connection.as_str())).await?;
    first.map_or(Ok(None), |row| row.maybe_time("next_run_at"))
}

/// Without the plan, which can be megabytes.
async fn scheduled(database: &Database, connection: &ConnectionName) -> Result<Vec<Scheduled>, Fault> {
    let sql = "SELECT id, answer, next_run_at FROM operation WHERE connection = $1 AND next_run_at IS NOT NULL
               ORDER BY next_run_at, id";
    let found = database.all(TABLE, sqlx::query(sql).bind(connection.as_str())).await?;
    let one = |row: &Row| {
        Ok(Scheduled { id: row.word("id")?, state: row.json("answer")?, next_run_at: row.maybe_time("next_run_at")? })
    };
    found.iter().map(one).collect()
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

    async fn adopt(&self, operation: &Operation, event: &Event) -> Result<bool, StoreError> {
        Ok(adopt(self, operation, event).await?)
    }

    async fn operation_ids(&self) -> Result<BTreeSet<OperationId>, StoreError> {
        let found = self.all(TABLE, sqlx::query("SELECT id FROM operation")).await?;
        Ok(found.iter().map(|row| row.word("id")).collect::<Result<_, Fault>>()?)
    }

    async fn next_run(&self, connection: &ConnectionName) -> Result<Option<Timestamp>, StoreError> {
        Ok(next_run(self, connection).await?)
    }

    async fn scheduled(&self, connection: &ConnectionName) -> Result<Vec<Scheduled>, StoreError> {
        Ok(scheduled(self, connection).await?)
    }

    async fn advance(&self, before: &Operation, after: &Progress, event: Option<&Event>) -> Result<bool, StoreError> {
        Ok(advance(self, before, after, event).await?)
    }
}
