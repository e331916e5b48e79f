//! People, the link that sets the first one up, and failed sign-ins.

use domain::{audit::Event, id::PersonId, person::Person, role::Roles};
use jiff::Timestamp;

use super::{
    Database,
    database::Statement,
    fault::Fault,
    row::{Row, anywhere, storable},
};

pub(super) const PERSON: &str = "person";

pub(super) async fn has_people(database: &Database) -> Result<bool, Fault> {
    let query = sqlx::query("SELECT id FROM person LIMIT 1");
    Ok(database.one(PERSON, query).await?.is_some())
}

pub(super) async fn person(database: &Database, id: &PersonId) -> Result<Option<Person>, Fault> {
    let sql =
        "SELECT id, email, name, roles, rule_roles, added_at, disabled_at, signed_in_at FROM person WHERE id = $1";
    let query = sqlx::query(sql).bind(id.as_str());
    database.one(PERSON, query).await?.as_ref().map(read).transpose()
}

pub(super) async fn credentials(database: &Database, email: &str) -> Result<Option<(Person, String)>, Fault> {
    let sql =
        "SELECT id, email, name, roles, rule_roles, added_at, disabled_at, signed_in_at, password_hash FROM person
               WHERE email = $1";
    let found = database.one(PERSON, sqlx::query(sql).bind(storable(email))).await?;
    found.as_ref().map(|row| Ok((read(row)?, row.text("password_hash")?))).transpose()
}

pub(super) fn read(row: &Row) -> Result<Person, Fault> {
    let given_roles: Roles = row.parsed("roles")?;
    Ok(Person {
        id: row.word("id")?,
        email: row.text("email")?,
        name: row.text("name")?,
        roles: given_roles.and(&row.parsed("rule_roles")?),
        given_roles,
        added_at: row.time("added_at")?,
        disabled_at: row.maybe_time("disabled_at")?,
        signed_in_at: row.maybe_time("signed_in_at")?,
    })
}

pub(super) async fn add_person(
    database: &Database,
    person: &Person,
    password_hash: &str,
    event: &Event,
) -> Result<bool, Fault> {
    database.write_with(added(person, password_hash), event).await
}

pub(super) async fn set_up(
    database: &Database,
    token_hash: &str,
    person: &Person,
    password_hash: &str,
    event: &Event,
) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    // The token's row lets one caller through; the others wait here and find it gone.
    let used = sqlx::query("DELETE FROM set_up_token WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(event.at.as_millisecond());
    if change.write(used).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO person (id, email, name, password_hash, roles, added_at, signed_in_at, sought)
               SELECT $1, $2, $3, $4, $5, $6, $7, $8
               WHERE NOT EXISTS (SELECT 1 FROM person) ON CONFLICT (email) DO NOTHING";
    if change.write(bound(sql, person, password_hash)).await? == 0 {
        return Ok(false);
    }
    change.commit_with(event).await?;
    Ok(true)
}

/// Adds a person, unless the address is taken.
pub(super) fn added<'q>(person: &Person, password_hash: &str) -> Statement<'q> {
    let sql = "INSERT INTO person (id, email, name, password_hash, roles, added_at, signed_in_at, sought)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO NOTHING";
    bound(sql, person, password_hash)
}

/// What a text is looked for with in what [`sought`] made.
pub(super) fn wanted(text: &str) -> String {
    anywhere(&text.trim().to_lowercase())
}

/// What a person is found by, whatever the case.
pub(super) fn sought(name: &str, email: &str) -> String {
    storable(&format!("{name} {email}")).to_lowercase()
}

fn bound<'q>(sql: &'static str, person: &Person, password_hash: &str) -> Statement<'q> {
    sqlx::query(sql)
        .bind(person.id.to_string())
        .bind(storable(&person.email))
        .bind(storable(&person.name))
        .bind(password_hash.to_owned())
        .bind(person.given_roles.to_string())
        .bind(person.added_at.as_millisecond())
        .bind(person.signed_in_at.map(Timestamp::as_millisecond))
        .bind(sought(&person.name, &person.email))
}

pub(super) async fn offer_set_up(database: &Database, token_hash: &str, expires_at: Timestamp) -> Result<(), Fault> {
    let sql = "INSERT INTO set_up_token (only_row, token_hash, expires_at) VALUES (1, $1, $2)
               ON CONFLICT (only_row) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at";
    database.write(sqlx::query(sql).bind(token_hash).bind(expires_at.as_millisecond())).await?;
    Ok(())
}

pub(super) async fn set_up_is_open(database: &Database, token_hash: &str, now: Timestamp) -> Result<bool, Fault> {
    let sql = "SELECT token_hash AS id FROM set_up_token
               WHERE token_hash = $1 AND expires_at > $2 AND NOT EXISTS (SELECT 1 FROM person)";
    let query = sqlx::query(sql).bind(token_hash).bind(now.as_millisecond());
    Ok(database.one("set_up_token", query).await?.is_some())
}

pub(super) async fn failures(
    database: &Database,
    email: &str,
    since: Timestamp,
) -> Result<(i64, Option<Timestamp>), Fault> {
    let sql = "SELECT $1 AS id, COUNT(*) AS failures, MAX(at) AS at FROM failed_sign_in WHERE email = $1 AND at >= $2";
    let query = sqlx::query(sql).bind(storable(email)).bind(since.as_millisecond());
    match database.one("failed_sign_in", query).await? {
        Some(row) => Ok((row.number("failures")?, row.maybe_time("at")?)),
        None => Ok((0, None)),
    }
}

pub(super) async fn record_sign_in(
    database: &Database,
    email: &str,
    at: Timestamp,
    success: bool,
    event: &Event,
) -> Result<(), Fault> {
    let mut change = database.change().await?;
    let query = if success {
        sqlx::query("DELETE FROM failed_sign_in WHERE email = $1").bind(storable(email))
    } else {
        sqlx::query("INSERT INTO failed_sign_in (id, email, at) VALUES ($1, $2, $3)")
            .bind(event.id.as_str())
            .bind(storable(email))
            .bind(at.as_millisecond())
    };
    change.write(query).await?;
    if success {
        let seen = sqlx::query("UPDATE person SET signed_in_at = $2 WHERE email = $1");
        change.write(seen.bind(storable(email)).bind(at.as_millisecond())).await?;
    }
    change.commit_with(event).await
}
