//! Authenticator apps and recovery codes: what of them is used up, and the tries that nobody gets for nothing.

use async_trait::async_trait;
use domain::{
    audit::Event,
    factor::{AuthenticatorApp, FactorSeen},
    id::{EventId, PersonId},
    ports::{Added, Factors, StoreError},
};
use jiff::Timestamp;

use super::{
    Database,
    database::{Change, Statement},
    fault::Fault,
    row::{Row, storable},
};

const APP: &str = "authenticator_app";
/// What somebody has, in one row that is always there.
const SEEN: &str = "SELECT person.id AS id, app.added_at AS app,
                           (SELECT COUNT(*) FROM passkey WHERE passkey.person = person.id) AS passkeys,
                           (SELECT MIN(added_at) FROM passkey WHERE passkey.person = person.id) AS passkey,
                           (SELECT COUNT(*) FROM recovery_code WHERE recovery_code.person = person.id) AS codes
                    FROM person LEFT JOIN authenticator_app app ON app.person = person.id WHERE person.id = $1";

#[async_trait]
impl Factors for Database {
    async fn app_of(&self, person: &PersonId) -> Result<Option<AuthenticatorApp>, StoreError> {
        let sql = "SELECT person AS id, secret, added_at, last_step FROM authenticator_app WHERE person = $1";
        let found = self.one(APP, sqlx::query(sql).bind(person.as_str())).await?;
        Ok(found.as_ref().map(read).transpose()?)
    }

    async fn factor_of(&self, person: &PersonId) -> Result<FactorSeen, StoreError> {
        let found = self.one(APP, sqlx::query(SEEN).bind(person.as_str())).await?;
        Ok(found.as_ref().map(read_seen).transpose()?.unwrap_or_default())
    }

    async fn add_app(
        &self,
        person: &PersonId,
        app: &AuthenticatorApp,
        code_hashes: Option<&[String]>,
        event: &Event,
    ) -> Result<Added, StoreError> {
        Ok(add_app(self, person, app, code_hashes, event).await?)
    }

    async fn renew_recovery_codes(
        &self,
        person: &PersonId,
        code_hashes: &[String],
        event: &Event,
    ) -> Result<bool, StoreError> {
        Ok(renew_recovery_codes(self, person, code_hashes, event).await?)
    }

    async fn remove_app(&self, person: &PersonId, event: &Event) -> Result<bool, StoreError> {
        let gone = sqlx::query("DELETE FROM authenticator_app WHERE person = $1").bind(person.as_str());
        Ok(remove(self, person, gone, event).await?)
    }

    async fn reset_factors(&self, person: &PersonId, event: &Event) -> Result<bool, StoreError> {
        Ok(reset_factors(self, person, event).await?)
    }

    async fn count_try(
        &self,
        email: &str,
        seen: i64,
        since: Timestamp,
        at: Timestamp,
        id: &EventId,
    ) -> Result<bool, StoreError> {
        Ok(count_try(self, email, seen, since, at, id).await?)
    }

    async fn sign_in_by_app(
        &self,
        person: &PersonId,
        secret: &str,
        step: i64,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let sql = "UPDATE authenticator_app SET last_step = $3 WHERE person = $1 AND secret = $2 AND last_step < $3";
        let used = change.write(sqlx::query(sql).bind(person.as_str()).bind(secret).bind(step)).await?;
        Ok(used == 1 && come_in(change, person, event).await?)
    }

    async fn sign_in_by_recovery_code(
        &self,
        person: &PersonId,
        code_hash: &str,
        event: &Event,
    ) -> Result<bool, StoreError> {
        let mut change = self.change().await?;
        let sql = "DELETE FROM recovery_code WHERE person = $1 AND hash = $2";
        let used = change.write(sqlx::query(sql).bind(person.as_str()).bind(code_hash)).await?;
        Ok(used == 1 && come_in(change, person, event).await?)
    }
}

fn read(row: &Row) -> Result<AuthenticatorApp, Fault> {
    Ok(AuthenticatorApp {
        secret: row.text("secret")?,
        added_at: row.time("added_at")?,
        last_step: row.number("last_step")?,
    })
}

fn read_seen(row: &Row) -> Result<FactorSeen, Fault> {
    let (app, passkey) = (row.maybe_time("app")?, row.maybe_time("passkey")?);
    let since = app.into_iter().chain(passkey).min();
    Ok(FactorSeen { since, app, passkeys: row.number("passkeys")?, codes_left: row.number("codes")? })
}

/// Begins a change of somebody's second factors, and says what they are. It keeps the person's row, so that whoever
/// changes them at the same time waits.
pub(super) async fn hold(database: &Database, person: &PersonId) -> Result<(Change, FactorSeen), Fault> {
    let mut change = database.change().await?;
    let held = "UPDATE person SET sought = sought WHERE id = $1";
    change.write(sqlx::query(held).bind(person.as_str())).await?;
    let seen = seen(&mut change, person).await?;
    Ok((change, seen))
}

async fn seen(change: &mut Change, person: &PersonId) -> Result<FactorSeen, Fault> {
    let found = change.all(APP, sqlx::query(SEEN).bind(person.as_str())).await?;
    Ok(found.first().map(read_seen).transpose()?.unwrap_or_default())
}

async fn add_app(
    database: &Database,
    person: &PersonId,
    app: &AuthenticatorApp,
    code_hashes: Option<&[String]>,
    event: &Event,
) -> Result<Added, Fault> {
    let (mut change, before) = hold(database, person).await?;
    let sql = "INSERT INTO authenticator_app (person, secret, added_at, last_step) VALUES ($1, $2, $3, $4)
               ON CONFLICT (person) DO NOTHING";
    let query = sqlx::query(sql)
        .bind(person.as_str())
        .bind(app.secret.as_str())
        .bind(app.added_at.as_millisecond())
        .bind(app.last_step);
    if change.write(query).await? == 0 {
        return Ok(Added::Known);
    }
    end_adding(change, person, before, code_hashes, event).await
}

/// Ends a change that added a second factor: recovery codes come with the first one and with no other.
pub(super) async fn end_adding(
    mut change: Change,
    person: &PersonId,
    before: FactorSeen,
    code_hashes: Option<&[String]>,
    event: &Event,
) -> Result<Added, Fault> {
    if before.since.is_none() != code_hashes.is_some() {
        return Ok(Added::Changed);
    }
    if let Some(hashes) = code_hashes {
        replace_codes(&mut change, person, hashes).await?;
    }
    change.commit_with(event).await?;
    Ok(Added::Done)
}

async fn renew_recovery_codes(
    database: &Database,
    person: &PersonId,
    code_hashes: &[String],
    event: &Event,
) -> Result<bool, Fault> {
    let (mut change, before) = hold(database, person).await?;
    if before.since.is_none() {
        return Ok(false);
    }
    replace_codes(&mut change, person, code_hashes).await?;
    change.commit_with(event).await?;
    Ok(true)
}

async fn replace_codes(change: &mut Change, person: &PersonId, code_hashes: &[String]) -> Result<(), Fault> {
    change.write(sqlx::query("DELETE FROM recovery_code WHERE person = $1").bind(person.as_str())).await?;
    for hash in code_hashes {
        let query = sqlx::query("INSERT INTO recovery_code (hash, person) VALUES ($1, $2)");
        change.write(query.bind(hash.as_str()).bind(person.as_str())).await?;
    }
    Ok(())
}

/// Takes a second factor away, and the recovery codes when it was the last one.
pub(super) async fn remove(
    database: &Database,
    person: &PersonId,
    gone: Statement<'_>,
    event: &Event,
) -> Result<bool, Fault> {
    let (mut change, _) = hold(database, person).await?;
    if change.write(gone).await? == 0 {
        return Ok(false);
    }
    if seen(&mut change, person).await?.since.is_none() {
        replace_codes(&mut change, person, &[]).await?;
    }
    change.commit_with(event).await?;
    Ok(true)
}

async fn reset_factors(database: &Database, person: &PersonId, event: &Event) -> Result<bool, Fault> {
    let (mut change, before) = hold(database, person).await?;
    if before.since.is_none() {
        return Ok(false);
    }
    let all = [
        "DELETE FROM authenticator_app WHERE person = $1",
        "DELETE FROM passkey WHERE person = $1",
        "DELETE FROM recovery_code WHERE person = $1",
        "DELETE FROM session WHERE person = $1",
    ];
    for sql in all {
        change.write(sqlx::query(sql).bind(person.as_str())).await?;
    }
    change.commit_with(event).await?;
    Ok(true)
}

async fn count_try(
    database: &Database,
    email: &str,
    seen: i64,
    since: Timestamp,
    at: Timestamp,
    id: &EventId,
) -> Result<bool, Fault> {
    let mut change = database.change().await?;
    // This changes nothing but keeps the person's row: on PostgreSQL two at once would otherwise count the same.
    let held = "UPDATE person SET sought = sought WHERE email = $1";
    change.write(sqlx::query(held).bind(storable(email))).await?;
    let sql = "INSERT INTO failed_sign_in (id, email, at) SELECT $1, $2, $3
               WHERE (SELECT COUNT(*) FROM failed_sign_in WHERE email = $2 AND at >= $4) = $5";
    let query = sqlx::query(sql)
        .bind(id.as_str())
        .bind(storable(email))
        .bind(at.as_millisecond())
        .bind(since.as_millisecond())
        .bind(seen);
    let counted = change.write(query).await? == 1;
    change.commit().await?;
    Ok(counted)
}

/// Ends a sign-in that went well.
pub(super) async fn come_in(mut change: Change, person: &PersonId, event: &Event) -> Result<bool, Fault> {
    let forget = "DELETE FROM failed_sign_in WHERE email = (SELECT email FROM person WHERE id = $1)";
    change.write(sqlx::query(forget).bind(person.as_str())).await?;
    let seen = sqlx::query("UPDATE person SET signed_in_at = $2 WHERE id = $1");
    change.write(seen.bind(person.as_str()).bind(event.at.as_millisecond())).await?;
    change.commit_with(event).await?;
    Ok(true)
}
