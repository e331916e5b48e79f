//! What administrators change about people. Rights are taken from one person at a time.

use domain::{
    audit::Event,
    id::{PersonId, SessionKey},
    person::{Filter, Person},
    role::{Role, Roles},
};

use super::{
    Database,
    database::Change,
    fault::Fault,
    people::{PERSON, read, sought, wanted},
    row::storable,
};

/// The people whose name or address has the text $1: all ($2 = 0), or those who can sign in and have nothing there. The
/// roles that are named see all environments.
macro_rules! listed {
    () => {
        " FROM person WHERE sought LIKE $1 ESCAPE '!' AND ($2 = 0 OR (
              disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM team_member m WHERE m.person = person.id)
              AND ' ' || roles || ' ' || rule_roles || ' ' NOT LIKE '% admin %'
              AND ' ' || roles || ' ' || rule_roles || ' ' NOT LIKE '% operator %'
              AND ' ' || roles || ' ' || rule_roles || ' ' NOT LIKE '% auditor %'))"
    };
}

/// A page of the people, and how many there are in all.
pub(super) async fn people(
    database: &Database,
    filter: &Filter,
    from: i64,
    most: i64,
) -> Result<(Vec<Person>, i64), Fault> {
    let (wanted, lonely) = (wanted(&filter.text), i64::from(filter.without_team));
    let sql = concat!(
        "SELECT id, email, name, roles, rule_roles, added_at, disabled_at, signed_in_at",
        listed!(),
        " ORDER BY sought, id LIMIT $3 OFFSET $4"
    );
    let query = sqlx::query(sql).bind(wanted.clone()).bind(lonely).bind(most.max(0)).bind(from.max(0));
    let people = database.all(PERSON, query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let sql = concat!("SELECT 'all' AS id, COUNT(*) AS people", listed!());
    let count = database.one(PERSON, sqlx::query(sql).bind(wanted).bind(lonely)).await?;
    Ok((people, count.map_or(Ok(0), |row| row.number("people"))?))
}

pub(super) async fn admins(database: &Database) -> Result<i64, Fault> {
    let sql = "SELECT 'all' AS id, COUNT(*) AS people FROM person
               WHERE disabled_at IS NULL AND ' ' || roles || ' ' || rule_roles || ' ' LIKE '% admin %'";
    let count = database.one(PERSON, sqlx::query(sql)).await?;
    count.map_or(Ok(0), |row| row.number("people"))
}

/// Begins a change that takes rights. On PostgreSQL the next one waits here until this one is true or gone; SQLite has
/// one writer anyway.
pub(super) async fn in_turn(database: &Database) -> Result<Change, Fault> {
    let mut change = database.change().await?;
    change.write(sqlx::query("UPDATE roster SET changes = changes + 1")).await?;
    Ok(change)
}

pub(super) async fn set_roles(
    database: &Database,
    id: &PersonId,
    before: &Roles,
    after: &Roles,
    event: &Event,
) -> Result<bool, Fault> {
    let keeps_admins = !before.has(Role::Admin) || after.has(Role::Admin);
    let sql = "UPDATE person SET roles = $2 WHERE id = $1 AND roles = $3
               AND ($4 = 1 OR disabled_at IS NOT NULL OR ' ' || rule_roles || ' ' LIKE '% admin %' OR EXISTS (
                   SELECT 1 FROM person other WHERE other.id <> $1 AND other.disabled_at IS NULL
                   AND ' ' || other.roles || ' ' || other.rule_roles || ' ' LIKE '% admin %'))";
    let query = sqlx::query(sql)
        .bind(id.as_str())
        .bind(after.to_string())
        .bind(before.to_string())
        .bind(i64::from(keeps_admins));
    let mut change = in_turn(database).await?;
    if change.write(query).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn disable_person(database: &Database, id: &PersonId, event: &Event) -> Result<bool, Fault> {
    let sql = "UPDATE person SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL
               AND (' ' || roles || ' ' || rule_roles || ' ' NOT LIKE '% admin %' OR EXISTS (
                   SELECT 1 FROM person other WHERE other.id <> $1 AND other.disabled_at IS NULL
                   AND ' ' || other.roles || ' ' || other.rule_roles || ' ' LIKE '% admin %'))";
    let mut change = in_turn(database).await?;
    if change.write(sqlx::query(sql).bind(id.as_str()).bind(event.at.as_millisecond())).await? == 0 {
        return Ok(false);
    }
    change.write(sqlx::query("DELETE FROM session WHERE person = $1").bind(id.as_str())).await?;
    change.commit_with(event).await?;
    Ok(true)
}

pub(super) async fn enable_person(database: &Database, id: &PersonId, event: &Event) -> Result<bool, Fault> {
    let sql = "UPDATE person SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL";
    database.write_with(sqlx::query(sql).bind(id.as_str()), event).await
}

pub(super) async fn rename_person(database: &Database, id: &PersonId, name: &str, event: &Event) -> Result<(), Fault> {
    let Some(row) =
        database.one(PERSON, sqlx::query("SELECT id, email FROM person WHERE id = $1").bind(id.as_str())).await?
    else {
        return Ok(());
    };
    let sql = "UPDATE person SET name = $2, sought = $3 WHERE id = $1";
    let query = sqlx::query(sql).bind(id.as_str()).bind(storable(name)).bind(sought(name, &row.text("email")?));
    let mut change = database.change().await?;
    change.write(query).await?;
    change.commit_with(event).await
}

pub(super) async fn set_password(
    database: &Database,
    id: &PersonId,
    password_hash: &str,
    keep: Option<&SessionKey>,
    event: &Event,
) -> Result<(), Fault> {
    let set = sqlx::query("UPDATE person SET password_hash = $2 WHERE id = $1").bind(id.as_str()).bind(password_hash);
    let others = "DELETE FROM session WHERE person = $1 AND (row_key IS NULL OR row_key <> $2)";
    let others = sqlx::query(others).bind(id.as_str()).bind(keep.map_or("", SessionKey::as_str));
    let mut change = database.change().await?;
    change.write(set).await?;
    change.write(others).await?;
    change.commit_with(event).await
}
