//! Create calls. One statement decides who may send one; see [`domain::operation`].

use domain::{
    audit::Event,
    id::{DraftId, OperationId},
    operation::{Operation, SWEEPS, State},
};

use super::{Database, fault::Fault, row::Row};

const TABLE: &str = "operation";

/// Names the columns: a statement that PostgreSQL keeps ready fails when `*` comes to mean more.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, draft, person, plan, state, answer, armed_at, arms, sweeps FROM operation WHERE ",
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
    let query = sqlx::query(select!("state IN ('armed', 'unknown') ORDER BY armed_at, id"));
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
